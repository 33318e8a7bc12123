"""What a run must reach for its exit code to be 0, as `METRIC[/TYPE][@ARM]>=VALUE`."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal, NamedTuple

from eval.scores import Figure, Metric
from eval.summary import ALL, TYPES, all_metrics
from trag.errors import SettingsError

SHAPE = "Write it as METRIC[/TYPE][@ARM]>=VALUE, for example right/document@t-rag>=0.7 (or <=)."
# The arm comes last and may hold any character: `t-rag@models/tuned.gguf`.
PATTERN = re.compile(
    r"(?P<metric>[^/@<>=]+)(/(?P<type>[^@<>=]+))?(@(?P<arm>.+?))?(?P<sign>>=|<=)(?P<value>[^<>=]+)"
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A limit on a figure; with no `arm` every arm must keep it, and every variant in any case."""

    metric: str
    type: str
    arm: str
    sign: Literal[">=", "<="]
    value: float

    def __str__(self) -> str:
        kind = f"/{self.type}" if self.type != ALL else ""
        arm = f"@{self.arm}" if self.arm else ""
        return f"{self.metric}{kind}{arm}{self.sign}{self.value:g}"

    def is_met_by(self, value: float) -> bool:
        """True if `value` keeps the limit."""
        return value >= self.value if self.sign == ">=" else value <= self.value


class Checked(NamedTuple):
    """A requirement with the value furthest from it; without a figure there is none, and it is not met."""

    requirement: Requirement
    value: float | None
    is_met: bool


def parse(text: str, metrics: Mapping[str, Metric], arms: Collection[str]) -> Requirement:
    """The requirement `text` writes down. Raises SettingsError, with near names for an unknown one."""
    match = PATTERN.fullmatch(text.strip())
    if match is None:
        raise SettingsError(f"{text!r} is no threshold.", hint=SHAPE)
    metric = _known("metric", match["metric"].strip(), all_metrics(metrics))
    kind = _known("type of case", (match["type"] or ALL).strip(), TYPES)
    arm = _known("arm", match["arm"].strip(), arms) if match["arm"] else ""
    sign: Literal[">=", "<="] = ">=" if match["sign"] == ">=" else "<="
    return Requirement(metric, kind, arm, sign, _number(text, match["value"]))


def check(figures: Iterable[Figure], requirements: Sequence[Requirement]) -> list[Checked]:
    """Each requirement with the worst of the values it speaks of, and whether that one is good enough."""
    known = list(figures)
    return [_checked(known, requirement) for requirement in requirements]


def _checked(figures: Sequence[Figure], requirement: Requirement) -> Checked:
    values = [figure.value for figure in figures if _concerns(requirement, figure)]
    if not values:
        return Checked(requirement, None, is_met=False)
    worst = min(values) if requirement.sign == ">=" else max(values)
    return Checked(requirement, worst, requirement.is_met_by(worst))


def _concerns(requirement: Requirement, figure: Figure) -> bool:
    is_arm = requirement.arm in ("", figure.arm)
    return is_arm and (figure.metric, figure.type) == (requirement.metric, requirement.type)


def _known(what: str, name: str, names: Collection[str]) -> str:
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
    raise SettingsError(f"There is no {what} {name!r} to set a threshold on.", hint=hint)


def _number(text: str, written: str) -> float:
    try:
        value = float(written)
    except ValueError as exc:
        raise SettingsError(f"{written!r} in {text!r} is no number.", hint=SHAPE) from exc
    if not isfinite(value):
        raise SettingsError(f"{written!r} in {text!r} is no limit.", hint=SHAPE)
    return value
