"""Multiple-choice questions in the manner of MMLU: a file of them, and asking a model for a letter."""

import json
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.resources import as_file, files
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from pydantic import Field

from eval.experiments.rows import Row, read_rows
from trag.prompts import load_prompt
from trag.protocols import Generator
from trag.questions.cases import Case
from trag.types import Answer, AnswerEvent, Context, Done, Message, ScoredChunk, Token

Letter = Literal["A", "B", "C", "D"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D")
DATASETS = "eval.datasets"
PROMPTS = "eval.experiments.prompts"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"answer": {"type": "string", "enum": list(LETTERS)}},
    "required": ["answer"],
}
ANSWER_TOKENS = 16
HINT = 'Write one object a line: {"id", "subject", "question", "choices": [four texts], "answer": "A"}.'
# "A" is also a word.
FIRST_LETTER = re.compile(r"\b([B-D]|A(?!\s[a-z]))\b")


class ChoiceQuestion(Row):
    """A question with four choices, of which the one with the letter `answer` is right."""

    subject: str = Field(min_length=1)
    question: str = Field(min_length=1)
    choices: tuple[str, str, str, str]
    answer: Letter

    def as_case(self) -> Case:
        """The question as a case: asked with its choices, right when the answer is the letter."""
        lines = (f"{letter}. {choice}" for letter, choice in zip(LETTERS, self.choices, strict=True))
        return Case(
            id=self.id,
            question="\n".join([self.question, *lines]),
            answer=self.answer,
            type="document",
            must_include=((self.answer,),),
            subject=self.subject,
        )


def subject_of(case: Case) -> str:
    """The subject of a question that `as_case` made a case of."""
    return str((case.model_extra or {}).get("subject", ""))


class LetterAsker:
    """A model asked for one letter, without any context."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator

    def context(self, question: str) -> Context:
        """Nothing: the question is all that the model reads."""
        del question
        return Context("", 0)

    def search(self, question: str) -> list[ScoredChunk]:
        """Nothing: no index is asked."""
        del question
        return []

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        """The letter as the answer; empty and refused when the model writes none."""
        start = perf_counter()
        messages = [Message("user", load_prompt("choice", PROMPTS).format(question=question))]
        with closing(self._generator.generate(messages, max_tokens=ANSWER_TOKENS, schema=SCHEMA)) as pieces:
            letter = read_letter("".join(pieces))
        yield Token(letter)
        timings = {"done": round((perf_counter() - start) * 1000, 1)}
        answered_by: Literal["model", "none"] = "model" if letter else "none"
        yield Done(Answer(question, letter, not letter, answered_by, timings=timings))


def read_letter(written: str) -> str:
    """The letter a model wrote, as JSON or in words; "" if it wrote none."""
    # A server that ignores the schema answers in words.
    with suppress(ValueError, KeyError, TypeError):
        written = str(json.loads(written)["answer"])
    found = FIRST_LETTER.search(written)
    return found[1] if found else ""


def read_choices(file: Path) -> list[ChoiceQuestion]:
    """The questions of a JSONL file. Raises CasesError with every line that is none."""
    return read_rows(file, ChoiceQuestion, _contradictions, hint=HINT)


def general_questions() -> list[ChoiceQuestion]:
    """The set that comes with trag: general knowledge of many subjects."""
    with as_file(files(DATASETS).joinpath("general.jsonl")) as file:
        return read_choices(file)


def _contradictions(question: ChoiceQuestion) -> list[str]:
    different = {choice.strip().casefold() for choice in question.choices} - {""}
    return [] if len(different) == len(LETTERS) else ["choices: two are the same, or one is empty"]
