"""`trag ask`, `trag chat` and `trag context`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.errors import TragError
from trag.protocols import Door
from trag.types import Answer, Done, Turn

QuestionArgument = Annotated[str, typer.Argument(help="The question.")]
CasesOption = Annotated[Path | None, typer.Option("--cases", help="A JSONL file with a question a line.")]


def ask(
    question: QuestionArgument = "",
    data: DataOption = None,
    as_json: JsonOption = False,
    cases: CasesOption = None,
) -> None:
    """Answer a question, with its sources."""
    from trag.wire import answer_to_json

    asked = list(_questions(question, cases))
    with open_door(settings_of(data)) as door:
        if not as_json:
            _show_answers(door, asked)
            return
        failed = sum(
            not _print_line(
                asked_id, text, lambda asked_id, text: answer_to_json(_answer(door, text), asked_id)
            )
            for asked_id, text in asked
        )
    raise typer.Exit(1 if failed else 0)


def context(
    question: QuestionArgument = "",
    data: DataOption = None,
    as_json: JsonOption = False,
    cases: CasesOption = None,
) -> None:
    """Show what the model would get to read for a question; no model runs."""
    from trag.wire import context_to_json

    asked = list(_questions(question, cases))
    with open_door(settings_of(data)) as door:
        if not as_json:
            for _, text in asked:
                typer.echo(door.context(text).text)
            return
        failed = sum(
            not _print_line(
                asked_id, text, lambda asked_id, text: context_to_json(door.context(text), asked_id)
            )
            for asked_id, text in asked
        )
    raise typer.Exit(1 if failed else 0)


def chat(data: DataOption = None) -> None:
    """Ask one question after the other; a follow-up may say "it" or "they"."""
    from trag.cli.printing import show_answer

    history: list[Turn] = []
    with open_door(settings_of(data)) as door:
        typer.echo('Ask away; an empty line or "quit" ends the chat.')
        while (question := _prompt()) not in ("", "quit", "exit"):
            try:
                answer = show_answer(door.stream(question, history))
            except TragError as error:
                typer.echo(f"trag: {error}", err=True)
                continue
            history.append(Turn(question, answer.text))


def _prompt() -> str:
    try:
        return input("\n? ").strip()
    except EOFError:
        return ""


def _questions(question: str, cases: Path | None) -> Iterator[tuple[str, str]]:
    if cases is not None:
        from eval.questions import read_questions

        yield from read_questions(cases)
    elif question.strip():
        yield "", question.strip()
    else:
        raise typer.BadParameter('Give a question, such as: trag ask "Who leads the Finance Division?"')


def _show_answers(door: Door, asked: list[tuple[str, str]]) -> None:
    from trag.cli.printing import show_answer

    for asked_id, text in asked:
        if asked_id:
            typer.echo(f"\n{asked_id}: {text}")
        show_answer(door.stream(text))


def _answer(door: Door, question: str) -> Answer:
    done = [event for event in door.stream(question) if isinstance(event, Done)]
    return done[-1].answer


def _print_line(asked_id: str, text: str, made: Any) -> bool:
    """Print a question's line of JSON; a question that fails is a line too, and the rest go on."""
    from trag.wire import error_to_json

    try:
        line = made(asked_id, text)
    except TragError as error:
        line = {"id": asked_id, "question": text, "error": error_to_json(error)}
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - a line must reach a pipe at once
    return "error" not in line
