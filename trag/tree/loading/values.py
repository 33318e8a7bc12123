"""Values of a tree file together with the line each stands on, and the problems found with them."""

from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from trag.errors import TreeError

MAX_DEPTH = 400
MAX_VALUES = 5_000_000
MAX_UNITS = 500_000

Scalar = str | int | float | bool | None


@dataclass(slots=True)
class Located:
    """A value of the file and its line; `text` is a scalar as it is written, so that 007 stays 007."""

    line: int
    value: "Scalar | dict[str, Located] | list[Located]"
    text: str = ""

    def plain(self) -> Any:
        """The value without its lines, as Python's own types."""
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return self.value

    @property
    def shape(self) -> str:
        """What kind of value this is, in words for a person."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return "nothing" if self.value is None else f"'{shorten(self.text)}'"


def shorten(text: str, length: int = 60) -> str:
    """The text on one line, cut with an ellipsis where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


class Problems:
    """Collects everything that is wrong with a file, each with its line, or its row in a sheet."""

    def __init__(self, file: str, place: Literal["line", "row"] = "line") -> None:
        self.file = file
        self._place = place
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, text: str) -> None:
        """Note a problem and go on."""
        self._found.append((line, text))

    def stop(self, line: int, text: str) -> NoReturn:
        """Raise with this problem, after which the rest of the file can't be read."""
        self.add(line, text)
        self.check()
        raise AssertionError("unreachable")

    def check(self) -> None:
        """Raise TreeError with every problem noted so far; do nothing if there is none."""
        if not self._found:
            return
        listed = tuple(f"{self._place} {line}: {text}" for line, text in sorted(self._found))
        count = "a problem" if len(listed) == 1 else f"{len(listed)} problems"
        raise TreeError(
            f"The organisation tree {self.file or 'given'} has {count}, so it was not loaded:",
            listed,
            hint=f"Put these {self._place}s right and load the file again.",
        )


class ValueBuilder:
    """Makes Located values of a parser's events, without recursion and within fixed limits."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._open: list[Located] = []
        self._keys: list[Located | None] = []
        self._count = 0
        self.result: Located | None = None

    def open(self, container: Located) -> None:
        """Begin a mapping or list; what follows goes into it."""
        if len(self._open) >= MAX_DEPTH:
            self._problems.stop(
                container.line, f"nested deeper than {MAX_DEPTH} levels; make the tree flatter"
            )
        self._place(container)
        self._open.append(container)
        self._keys.append(None)

    def close(self) -> None:
        """End the innermost mapping or list."""
        self._open.pop()
        self._keys.pop()

    def scalar(self, scalar: Located) -> None:
        """Take a key or a value, whichever is due."""
        self._place(scalar)

    def _place(self, item: Located) -> None:
        self._count += 1
        if self._count > MAX_VALUES:
            self._problems.stop(
                item.line, f"more than {MAX_VALUES:,} values; the file is too large for one tree"
            )
        if not self._open:
            self.result = item
        elif isinstance(self._open[-1].value, list):
            self._open[-1].value.append(item)
        elif self._keys[-1] is None:
            self._begin_pair(item)
        else:
            self._end_pair(self._keys[-1], item)

    def _begin_pair(self, key: Located) -> None:
        if isinstance(key.value, dict | list):
            self._problems.stop(key.line, f"{key.shape} can't be a key; write a word before the colon")
        self._keys[-1] = key

    def _end_pair(self, key: Located, item: Located) -> None:
        self._keys[-1] = None
        pairs = self._open[-1].value
        if not isinstance(pairs, dict):
            return
        if key.text in pairs:
            first = pairs[key.text].line
            self._problems.add(
                key.line,
                f"the key '{shorten(key.text)}' is there already, on line {first}; keep one of the two",
            )
            return
        pairs[key.text] = item
