"""`trag ask`, `trag chat`, `trag search` and `trag context`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.errors import TragError
from trag.protocols import Door
from trag.types import Answer, Done, Turn

QuestionArgument = Annotated[str, typer.Argument(help="The question.")]
Json = dict[str, Any]
CasesOption = Annotated[Path | None, typer.Option("--cases", help="A JSONL file with a question a line.")]


def ask(
    question: QuestionArgument = "",
    data: DataOption = None,
    as_json: JsonOption = False,
    cases: CasesOption = None,
) -> None:
    """Answer a question, with its sources."""
    from trag.cli.printing import show_answer
    from trag.wire import answer_to_json

    asked = _questions(question, cases)
    with open_door(settings_of(data)) as door:
        if as_json:
            _print_lines(asked, lambda asked_id, text: answer_to_json(_answer(door, text), asked_id))
            return
        for asked_id, text in asked:
            typer.echo(f"\n{asked_id}: {text}" if asked_id else "", nl=bool(asked_id))
            show_answer(door.stream(text))


def context(
    question: QuestionArgument = "",
    data: DataOption = None,
    as_json: JsonOption = False,
    cases: CasesOption = None,
) -> None:
    """Show what the model would get to read for a question; no model runs."""
    from trag.wire import context_to_json

    asked = _questions(question, cases)
    with open_door(settings_of(data)) as door:
        if as_json:
            _print_lines(asked, lambda asked_id, text: context_to_json(door.context(text), asked_id))
            return
        for _, text in asked:
            typer.echo(door.context(text).text)


def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    data: DataOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, max=50, help="The most passages to show.")] = 10,
) -> None:
    """Show the passages for a question, best first; no model runs."""
    from trag.wire import to_json

    with open_door(settings_of(data)) as door:
        found = door.search(question, limit=limit)
    if as_json:
        typer.echo(json.dumps(to_json(found), ensure_ascii=False))
        return
    for fact in found.facts:
        typer.echo(f"- {fact.text}")
    for passage in found.passages:
        page = f", page {passage.page}" if passage.page else ""
        typer.echo(f"\n{passage.rank}. {' > '.join((passage.file + page, *passage.heading))}")
        typer.echo(passage.text)


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


def _questions(question: str, cases: Path | None) -> list[tuple[str, str]]:
    """The questions of this call with their ids; the one on the command line has none."""
    if cases is not None:
        from trag.questions.lines import read_questions

        return read_questions(cases)
    if question.strip():
        return [("", question.strip())]
    raise typer.BadParameter('Give a question, such as: trag ask "Who leads the Finance Division?"')


def _answer(door: Door, question: str) -> Answer:
    done = [event for event in door.stream(question) if isinstance(event, Done)]
    return done[-1].answer


def _print_lines(asked: list[tuple[str, str]], made: Callable[[str, str], Json]) -> None:
    """Print a line of JSON for each question; one that fails is a line too, and the rest go on."""
    from trag.wire import error_to_json

    failed = False
    for asked_id, text in asked:
        try:
            line = made(asked_id, text)
        except TragError as error:
            line = {"id": asked_id, "question": text, "error": error_to_json(error)}
            failed = True
        print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - a line must reach a pipe at once
    if failed:
        raise typer.Exit(1)
