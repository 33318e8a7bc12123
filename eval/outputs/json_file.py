"""A run and its figures as one JSON object, for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from eval.comparing import Comparison
from eval.manifest import Manifest
from eval.scores import Figure, Score
from eval.thresholds import Checked

# Grows whenever a reader of the old form would stumble.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Threshold:
    """A requirement as it was written, the value that decided, and whether it is met."""

    requirement: str
    value: float | None
    is_met: bool


@dataclass(frozen=True, slots=True)
class Results:
    """All that a JSON file of a run holds; infinite figures are written as null."""

    manifest: Manifest
    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    thresholds: tuple[Threshold, ...]
    scores: tuple[Score, ...]
    format: int = FORMAT


def results_to_json(
    manifest: Manifest,
    scores: Sequence[Score],
    figures: Sequence[Figure],
    comparisons: Sequence[Comparison] = (),
    thresholds: Sequence[Checked] = (),
) -> str:
    """The text of a JSON file with the keys of `Results`."""
    checked = tuple(Threshold(str(found.requirement), found.value, found.is_met) for found in thresholds)
    results = Results(manifest, tuple(figures), tuple(comparisons), checked, tuple(scores))
    return _adapter().dump_json(results, indent=2).decode() + "\n"


@cache
def _adapter() -> TypeAdapter[Results]:
    return TypeAdapter(Results)
