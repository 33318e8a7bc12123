"""The list of all questions, as far as it can be read without the page's script."""

from dataclasses import dataclass

from eval.outcomes import Key
from eval.report.material import Material
from eval.report.words import GRADES, NOTHING, PROBLEMS, type_title, variant_title, verdict_of


@dataclass(frozen=True, slots=True)
class Chip:
    """What came of a question in one arm."""

    arm: str
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what came of it."""

    id: str
    variant: str
    question: str
    type: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices a reader has, as (value, words); a filter with one choice is left out."""

    types: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]
    variants: tuple[tuple[str, str], ...]
    arms: tuple[tuple[str, str], ...]


def rows(material: Material) -> list[Row]:
    """Every question asked, in the order of the cases."""
    return [_row(material, case_id, variant) for case_id, variant in material.rows]


def filters(material: Material) -> Filters:
    """The choices that tell questions of this run apart."""
    types = {score.type for score in material.scores}
    problems = {score.problem for score in material.scores}
    grades = {score.grade for score in material.scores}
    return Filters(
        types=tuple((kind, type_title(kind)) for kind in sorted(types, key=type_title)),
        problems=tuple((problem, problem) for problem in PROBLEMS if problem in problems),
        grades=tuple((words, words) for grade, words in GRADES.items() if grade in grades),
        variants=tuple((variant_title(variant),) * 2 for variant in material.variants),
        arms=tuple((str(i), arm) for i, arm in enumerate(material.arms)),
    )


def _row(material: Material, case_id: str, variant: str) -> Row:
    keys = [Key(arm, case_id, variant) for arm in material.arms]
    outcomes = [material.outcome_of[key] for key in keys if key in material.outcome_of]
    case = material.cases.get(case_id)
    chips = tuple(_chip(material, key) for key in keys)
    question = outcomes[0].question if outcomes else case.question if case else ""
    shown = variant_title(variant) if len(material.variants) > 1 else ""
    return Row(case_id, shown, question, type_title(case.type) if case else NOTHING, chips)


def _chip(material: Material, key: Key) -> Chip:
    if key not in material.outcome_of:
        return Chip(key.arm, "plain", "not asked")
    return Chip(key.arm, *verdict_of(material.score_of.get(key)))
