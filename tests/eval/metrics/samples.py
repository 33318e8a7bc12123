"""Small cases and outcomes for the tests of the metrics, from an invented lighthouse trust."""

from typing import Any

from eval.metrics import MEASURES, Names
from eval.outcomes import Key, Outcome, Passage
from trag.questions.cases import Case
from trag.types import Answer, Citation

NAMES: Names = {
    "north": ("Northern District", "ND"),
    "south": ("Southern District",),
    "gannet": ("Gannet Point",),
    "depot-north": ("Depot",),
    "depot-south": ("Depot",),
    "person:isolde-marwick": ("Isolde Marwick",),
}


def case(*groups: tuple[str, ...], **changes: Any) -> Case:
    row = {
        "id": "c1",
        "question": "Who keeps Gannet Point?",
        "answer": "",
        "type": "document" if groups else "unanswerable",
        "must_include": groups,
    }
    return Case.model_validate(row | changes)


def evidence(*quotes: tuple[str, str]) -> list[dict[str, str]]:
    return [{"file": file, "quote": quote} for file, quote in quotes]


def outcome(text: str | None = None, *, refused: bool = False, **changes: Any) -> Outcome:
    """An outcome whose answer, if there is one, reads `text`; `citations` and `by` are the answer's."""
    citations, by = changes.pop("citations", ()), changes.pop("by", "none" if refused else "model")
    question = changes.pop("question", "Who keeps Gannet Point?")
    answer = None if text is None else Answer(question, text, refused, by, citations=tuple(citations))
    return Outcome(Key("t-rag", "c1"), question, answer=answer, **changes)


def passage(text: str, file: str = "a.md") -> Passage:
    return Passage(f"{file}:{text[:20]}", file, text)


def source(number: int, quote: str, file: str = "a.md") -> Citation:
    return Citation(number, file, None, quote, document_id=file, chunk_id=f"{file}:{number}")


def figures(asked: Case, got: Outcome, names: Names = NAMES) -> dict[str, float]:
    """Every figure that applies."""
    values = {m.metric.name: m.of(asked, got, names) for m in MEASURES if got.answer or m.level == "context"}
    return {name: value for name, value in values.items() if value is not None}
