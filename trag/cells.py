"""Tables that a person edits in a spreadsheet: cells safe to open, and the same when they come back."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

# What a spreadsheet takes for a formula, also behind white space or in full width.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_SHIELD = "'"


def shielded(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it."""
    return _SHIELD + text if _is_dangerous(text) else text


def unshielded(text: str) -> str:
    """The text `shielded` was given."""
    return text[1:] if text[:1] == _SHIELD and _is_dangerous(text[1:]) else text


def table_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV table with shielded cells, as `table_rows` reads it."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([shielded(cell) for cell in row] for row in rows)
    return table.getvalue()


def table_rows(text: str, needed: frozenset[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold anything, by their number in the spreadsheet and the names of their columns.

    Cells may be parted by comma, semicolon or tab. Raises ValueError if the text is no such table.
    """
    for delimiter in ",;\t":
        try:
            table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error as exc:
            raise ValueError(f"is no table: {exc}") from exc
        names = [name.strip().casefold() for name in table[0]] if table else []
        if {*names} >= needed:
            break
    else:
        raise ValueError(f"has no columns called {' and '.join(sorted(needed))}")
    for number, row in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in row):
            yield number, dict(zip(names, map(unshielded, row), strict=False))


def _is_dangerous(text: str) -> bool:
    # Apostrophes before don't count, so that "'=1" gets another one and comes back as it was.
    return _FORMULA.match(text.lstrip(_SHIELD)) is not None
