"""How far two graders agree beyond chance: Cohen's kappa, with its interval and the table behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, get_args

from eval.judging.records import Judgement
from eval.outcomes import Key
from eval.scores import RIGHT, Grade, Score

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRADES: tuple[Grade, ...] = get_args(Grade)
SIDES = ("right", "wrong")
RESAMPLES = 2000
INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two graders on the same `n` things; `raw` is the share on which they agree.

    `kappa` is what they agree beyond chance: 1 is full agreement, 0 no more than chance, below it
    less. `low` and `high` bound 95 % of its bootstrap. `table[i][j]` counts what the first graded
    `labels[i]` and the second `labels[j]`. Where chance alone would make them agree on everything
    (nothing graded, or both know one label only), kappa is not defined: it is then 0 between -1 and 1,
    for such grades show nothing, and `is_defined` is false.
    """

    n: int
    raw: float
    kappa: float
    low: float
    high: float
    labels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    is_defined: bool


@dataclass(frozen=True, slots=True)
class GradeAgreement:
    """Two graders on the three grades, and on right or wrong alone.

    `left_out` counts what the one or the other did not grade.
    """

    on_grades: Agreement
    on_right: Agreement
    left_out: int


class Graded(Protocol):
    """A grade of one outcome, whoever gave it: a Score, a Judgement or a HumanGrade."""

    @property
    def key(self) -> Key: ...  # noqa: D102

    @property
    def grade(self) -> Grade | None: ...  # noqa: D102


def cohens_kappa(first: Sequence[str], second: Sequence[str], labels: Sequence[str] | None = None) -> float:
    """Cohen's kappa of two graders' labels; 0 where it is not defined. Raises ValueError."""
    return float(_kappas(_table(first, second, _labels(first, second, labels))[None])[0])


def agreement(
    first: Sequence[str], second: Sequence[str], labels: Sequence[str] | None = None, *, seed: int = 0
) -> Agreement:
    """Kappa with all that is needed to judge it. `labels` orders the table and may name unused ones.

    Raises ValueError if the graders did not grade equally many things, or a label is not among `labels`.
    """
    import numpy as np

    named = _labels(first, second, labels)
    table = _table(first, second, named)
    is_defined = bool(_expected(table[None])[0] < 1)
    low, high = _interval(table, seed) if is_defined else (-1.0, 1.0)
    return Agreement(
        n=len(first),
        raw=float(np.trace(table)) / len(first) if first else 0.0,
        kappa=float(_kappas(table[None])[0]),
        low=low,
        high=high,
        labels=named,
        table=tuple(tuple(int(count) for count in row) for row in table),
        is_defined=is_defined,
    )


def compare_grades(first: Iterable[Graded], second: Iterable[Graded], *, seed: int = 0) -> GradeAgreement:
    """The agreement of two graders on the outcomes that both have graded."""
    one = {graded.key: graded.grade for graded in first}
    other = {graded.key: graded.grade for graded in second}
    pairs = [(one[key], grade) for key, grade in other.items() if key in one]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    grades = [a for a, _ in both], [b for _, b in both]
    sides = [_side(a) for a, _ in both], [_side(b) for _, b in both]
    return GradeAgreement(
        agreement(*grades, GRADES, seed=seed),
        agreement(*sides, SIDES, seed=seed),
        len(one.keys() | other.keys()) - len(both),
    )


def agreement_with_rules(
    judgements: Iterable[Judgement], scores: Iterable[Score], *, seed: int = 0
) -> GradeAgreement:
    """The judge (rows) against the rules (columns).

    Refusals are left out: the judge settles them by rule too, so agreeing on them proves nothing.
    """
    asked = [judgement for judgement in judgements if not judgement.is_by_rule]
    keys = {judgement.key for judgement in asked}
    return compare_grades(asked, (score for score in scores if score.key in keys), seed=seed)


def _side(grade: Grade) -> str:
    return SIDES[0] if grade in RIGHT else SIDES[1]


def _labels(first: Sequence[str], second: Sequence[str], labels: Sequence[str] | None) -> tuple[str, ...]:
    if len(first) != len(second):
        raise ValueError(
            f"Two graders of the same things were expected, not of {len(first)} and {len(second)}."
        )
    used = {*first, *second}
    if labels is None:
        return tuple(sorted(used))
    unknown = sorted(used - set(labels))
    if unknown:
        raise ValueError(f"Labels {unknown} are not among {list(labels)}.")
    return tuple(dict.fromkeys(labels))


def _table(first: Sequence[str], second: Sequence[str], labels: Sequence[str]) -> "NDArray[np.int64]":
    import numpy as np

    place = {label: number for number, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for one, other in zip(first, second, strict=True):
        table[place[one], place[other]] += 1
    return table


def _expected(tables: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """The agreement by chance alone, of each table of a stack; 1 for a table without grades."""
    import numpy as np

    n = tables.sum(axis=(1, 2))
    chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)
    return np.where(n > 0, chance / np.maximum(n, 1) ** 2, 1.0)


def _kappas(tables: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Kappa of each table of a stack; 0 where it is not defined."""
    import numpy as np

    raw = np.trace(tables, axis1=1, axis2=2) / np.maximum(tables.sum(axis=(1, 2)), 1)
    expected = _expected(tables)
    is_defined = expected < 1
    room: Any = np.where(is_defined, 1 - expected, 1.0)
    return np.where(is_defined, (raw - expected) / room, 0.0)


def _interval(table: "NDArray[np.int64]", seed: int) -> tuple[float, float]:
    """The percentile bootstrap, over the resamples in which kappa is defined."""
    import numpy as np

    n = int(table.sum())
    drawn = np.random.default_rng(seed).multinomial(n, table.ravel() / n, size=RESAMPLES)
    tables = drawn.reshape(RESAMPLES, *table.shape)
    low, high = np.percentile(_kappas(tables[_expected(tables) < 1]), INTERVAL)
    return float(low), float(high)
