"""The questions of a run as data for the page's script: each text is stored once, numbers are texts."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from eval.matching import holds, holds_groups
from eval.metrics.correctness import forbidden_held, groups_held
from eval.outcomes import Key, Outcome
from eval.report.material import Material
from eval.report.words import GRADES, quantity, type_title, value_of, variant_title, verdict_of
from eval.scores import Score
from trag.citations import read_marks
from trag.questions.cases import Case
from trag.types import Answer, Citation

# What could end a script element or a line of script, in the escapes JSON has for it.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# Below this a reference costs as much as the text.
_SHORT = 24

Pieces = list[str | int]


class Texts:
    """A table of texts, each stored once and known by its place."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Where `text` stands in the table."""
        return self._places.setdefault(text, len(self._places))

    def pieces(self, text: str, parts: Sequence[str]) -> Pieces:
        """`text` as a list of places, where it holds `parts` in this order, and of what is between them."""
        found: Pieces = []
        start = 0
        for part in parts:
            at = text.find(part, start) if len(part) > _SHORT else -1
            if at >= 0:
                found += [text[start:at], self.place(part)]
                start = at + len(part)
        return [piece for piece in [*found, text[start:]] if piece != ""]

    def all(self) -> list[str]:
        """The texts in the order of their places."""
        return list(self._places)


def records(material: Material) -> dict[str, Any]:
    """What the script needs to show every question; rows stand as they do in `material.rows`."""
    texts = Texts()
    rows = [_row(material, texts, case_id, variant) for case_id, variant in material.rows]
    return {"arms": list(material.arms), "rows": rows, "texts": texts.all()}


def as_script(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element whatever the texts say."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_ESCAPES)


def _row(material: Material, texts: Texts, case_id: str, variant: str) -> dict[str, Any]:
    case = material.cases.get(case_id)
    keys = [Key(arm, case_id, variant) for arm in material.arms]
    found = [(key, material.outcome_of[key]) for key in keys if key in material.outcome_of]
    runs = [
        _run(material, texts, case, outcome, material.score_of.get(key))
        | {"arm": material.arms.index(key.arm)}
        for key, outcome in found
    ]
    return {"id": case_id, "variant": variant_title(variant), "case": _case(case), "runs": runs}


def _case(case: Case | None) -> dict[str, Any] | None:
    if case is None:
        return None
    return {
        "question": case.question,
        "type": case.type,
        "typeTitle": type_title(case.type),
        "answer": case.answer,
        "entities": list(case.entities),
        "evidence": [[evidence.file, evidence.quote] for evidence in case.evidence],
    }


def _run(
    material: Material, texts: Texts, case: Case | None, outcome: Outcome, score: Score | None
) -> dict[str, Any]:
    tone, label = verdict_of(score)
    answer = outcome.answer
    quotes = [source.quote for source in outcome.sources]
    return {
        "tone": tone,
        "label": label,
        "grade": GRADES.get(score.grade, "") if score and score.grade else "",
        "problem": score.problem if score else "",
        "question": outcome.question,
        "error": outcome.error,
        "answer": _answer(answer, texts) if answer else None,
        "verdicts": [[v.sentence, v.verdict, list(v.sources)] for v in outcome.verdicts],
        "written": outcome.written,
        "items": list(_items(case, outcome)),
        "facts": [texts.place(fact) for fact in outcome.facts],
        "sources": [_source(source, texts, case) for source in outcome.sources],
        "ranking": list(_ranking(texts, case, outcome)),
        "context": texts.pieces(outcome.context, quotes),
        "entities": list(outcome.entities),
        "figures": _figures(material, outcome, score),
    }


def _answer(answer: Answer, texts: Texts) -> dict[str, Any]:
    return {
        "text": answer.text,
        "by": answer.answered_by,
        "refused": answer.refused,
        "citations": [_source(citation, texts, None) for citation in answer.citations],
        "candidates": [candidate.name for candidate in answer.candidates],
    }


def _source(source: Citation, texts: Texts, case: Case | None) -> list[Any]:
    """A source as number, place of its origin, of its chunk id (none: a fact) and of its text, items held."""
    page = "" if source.page is None else f", page {source.page}"
    origin = " · ".join(filter(None, (f"{source.file}{page}", " > ".join(source.heading))))
    chunk = texts.place(source.chunk_id) if source.chunk_id else None
    return [
        source.number,
        texts.place(origin),
        chunk,
        texts.place(source.quote),
        _held(source.quote, case),
    ]


def _items(case: Case | None, outcome: Outcome) -> Iterator[list[Any]]:
    """For each required group and forbidden item: kind, words, is it in the context, is it in the answer."""
    if case is None:
        return
    context = read_marks(outcome.context)[0]
    has_answer = outcome.answer is not None
    in_context = holds_groups(context, case.must_include)
    for group, is_read, is_said in zip(
        case.must_include, in_context, groups_held(case, outcome), strict=True
    ):
        yield ["required", " or ".join(group), is_read, is_said if has_answer else None]
    said = forbidden_held(case, outcome)
    for item in case.must_not_include:
        yield ["forbidden", item, _holds(context, item), item in said if has_answer else None]


def _held(text: str, case: Case | None) -> list[str]:
    """The required items that stand in `text`."""
    groups = case.must_include if case else ()
    return [item for group in groups for item in group if _holds(text, item)]


def _ranking(texts: Texts, case: Case | None, outcome: Outcome) -> Iterator[list[Any]]:
    numbers = {source.chunk_id: source.number for source in outcome.sources if source.chunk_id}
    numbers |= {chunk_id: source.number for source in outcome.sources for chunk_id, _ in source.passages}
    for passage in outcome.passages:
        yield [
            texts.place(passage.file),
            texts.place(passage.text),
            quantity(passage.similarity),
            numbers.get(passage.chunk_id, 0),
            _held(passage.text, case),
        ]


def _figures(material: Material, outcome: Outcome, score: Score | None) -> list[list[str]]:
    """Every figure of one asking by name, the most telling first."""
    known = material.metrics
    scored = [
        [known[name].title, "yes" if value else "no"]
        if known[name].kind == "share" and value in (0.0, 1.0)
        else [known[name].title, value_of(value, known[name])]
        for name, value in (score.metrics if score else {}).items()
        if name in known
    ]
    timings = outcome.answer.timings if outcome.answer else {}
    stages = [[f"{stage.replace('_', ' ')}, ms", quantity(value)] for stage, value in timings.items()]
    return [
        ["context tokens", f"{outcome.tokens:,}"],
        ["seconds in all", quantity(outcome.seconds)],
        *stages,
        *scored,
    ]


@cache
def _holds(text: str, item: str) -> bool:
    return bool(item.strip()) and holds(text, item)
