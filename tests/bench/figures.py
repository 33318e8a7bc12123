"""What a benchmark found: figures with their budgets, tables, and the section they make."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its budget: the most it may be, or with `at_least` the least."""

    what: str
    value: float
    unit: str
    budget: float
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        """True when the value is within its budget."""
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    @property
    def used(self) -> float:
        """The value as a share of the budget; where the budget is nothing, the value."""
        return self.value / self.budget if self.budget else self.value


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All that one benchmark tells: what was done, figures with budgets, further tables, libraries used."""

    text: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()
    libraries: tuple[str, ...] = ()


def number(value: float) -> str:
    """A number with the digits that mean something: "0.054", "8.5", "12,300"."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"


def times(slow: float, fast: float) -> str:
    """How many times as long the slow one takes: "140x"."""
    return f"{number(slow / fast)}x"
