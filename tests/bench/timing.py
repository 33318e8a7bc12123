"""Time as a benchmark takes it: many calls, in turn with their rivals, read as median and p99."""

import gc
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

Input = TypeVar("Input")
WARM_UP = 5
# More than the caches of usual processors hold.
OTHER_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds that calls of one kind took."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median, in milliseconds."""
        return percentile(self.seconds, 50) * 1000

    @property
    def p99(self) -> float:
        """What 99 of 100 calls do not exceed, in milliseconds."""
        return percentile(self.seconds, 99) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` percent of the values do not exceed."""
    if not values:
        raise ValueError("There is no percentile of no values.")
    return sorted(values)[max(0, math.ceil(share / 100 * len(values)) - 1)]


def time_in_turn(
    ways: Mapping[str, Callable[[Input], object]], inputs: Sequence[Input], rounds: int
) -> dict[str, Timing]:
    """The timing of each way over all inputs, `rounds` times.

    The ways take turns at every input, so that a slow moment of the machine meets all of them.
    Garbage of what came before is collected first; collection stays on, as it is in the product.
    """
    for item in inputs[:WARM_UP]:
        for call in ways.values():
            call(item)
    gc.collect()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for item in inputs:
            for name, call in ways.items():
                start = perf_counter()
                call(item)
                seconds[name].append(perf_counter() - start)
    return {name: Timing(tuple(taken)) for name, taken in seconds.items()}


def time_with_cold_cache(call: Callable[[Input], object], inputs: Sequence[Input], rounds: int) -> Timing:
    """The timing of calls that each find the processor's cache full of something else."""
    other = bytearray(OTHER_BYTES)
    for item in inputs[:WARM_UP]:
        call(item)
    seconds = []
    for _ in range(rounds):
        for item in inputs:
            other.translate(None)  # reads and writes all of it, at the memory's own speed
            start = perf_counter()
            call(item)
            seconds.append(perf_counter() - start)
    return Timing(tuple(seconds))


def time_alone(call: Callable[[Input], object], inputs: Sequence[Input], rounds: int) -> Timing:
    """The timing of one way that has no rival."""
    return time_in_turn({"alone": call}, inputs, rounds)["alone"]
