"""What every benchmark is given: the sizes asked for, a folder for its files, a way to say how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class BenchmarkError(Exception):
    """A benchmark can't tell anything: what is compared does not do the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the benchmarks; `size` is 0 where the usual sizes hold."""

    folder: Path
    say: Callable[[str], None]
    size: int = 0

    def sizes(self, usual: tuple[int, ...]) -> tuple[int, ...]:
        """The sizes to measure."""
        return (self.size,) if self.size else usual
