"""Figures of a load, as lines to read."""

import os
from collections.abc import Sequence

from tests.load.scenes import Crowd, Fairness, Stalled


def at(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def spread(values: Sequence[float], unit: str) -> str:
    """Median, 99th percentile and the worst."""
    median, late, worst = at(values, 0.5), at(values, 0.99), max(values, default=float("nan"))
    return f"p50 {median:.1f}, p99 {late:.1f}, max {worst:.1f} {unit} (n {len(values):,})"


def of_crowd(users: int, seconds: float, crowd: Crowd) -> list[str]:
    """What is told of a crowd."""
    sizes, load = crowd.sizes, os.getloadavg()[0]
    events = sum(len(one.sentences) for one in crowd.asked)
    memory = (
        f"{sizes.megabytes[0]:.0f} MB first, {max(sizes.megabytes):.0f} most, {sizes.megabytes[-1]:.0f} last"
    )
    answers = f"{len(crowd.asked):,} answers ({len(crowd.asked) / seconds:.0f}/s)"
    return [
        f"{users} users, {seconds:g} s: {answers}, {events / seconds:.0f} sentences/s",
        f"  {len(crowd.errors)} errors",
        f"  model's sentence to client's: {spread(crowd.lags, 'ms')}",
        f"  request to first event:       {spread(crowd.first_events, 'ms')}",
        f"  request to model's beginning: {spread(crowd.before, 'ms')}",
        f"  memory {memory}; last quarter / second: {sizes.growth():.3f}",
        f"  threads {max(sizes.threads)} most, files {max(sizes.files)} most, {sizes.files[-1]} last",
        f"  processor {sizes.processor_seconds / seconds:.2f} cores; the machine's load {load:.1f}",
        *(f"  error: {error}" for error in crowd.errors[:5]),
    ]


def of_fairness(fairness: Fairness) -> list[str]:
    """What is told of the greedy caller."""
    turns = max(fairness.turns, default=-1)
    return [
        f"50 questions of one caller at 4 slots, then one of each of 10: {len(fairness.errors)} errors",
        f"  the greedy one's turns while another waited: {turns} at most",
        f"  the others waited {spread(fairness.waited, 's')}",
        *(f"  error: {error}" for error in fairness.errors[:5]),
    ]


def of_stalled(stalled: Stalled) -> list[str]:
    """What is told of clients that do not read."""
    return [
        f"8 clients that read nothing beside 8 that do, 4 slots: {len(stalled.errors)} errors",
        f"  an answer takes {spread(stalled.beside, 's')}; memory +{stalled.silent_megabytes:.0f} MB",
        f"  before they came, it took {spread(stalled.alone, 's')}",
        *(f"  error: {error}" for error in stalled.errors[:5]),
    ]
