"""Tables as text: a row a line, cells between bars, so that a person and a model can read them."""

from collections.abc import Iterable, Sequence


def row_line(cells: Iterable[str | None]) -> str:
    """A row as "| a | b |"; line breaks and bars inside a cell become spaces."""
    return "| " + " | ".join(" ".join((cell or "").replace("|", " ").split()) for cell in cells) + " |"


def table_text(rows: Iterable[Sequence[str | None]]) -> str:
    """All rows that hold anything, a line each; the first is the header."""
    return "\n".join(row_line(row) for row in rows if any((cell or "").strip() for cell in row))


def rows_of_html(html: str) -> str:
    """The rows of an HTML table, a line each."""
    from bs4 import BeautifulSoup

    rows = BeautifulSoup(html, "lxml").find_all("tr")
    return table_text([[cell.get_text(" ") for cell in row.find_all(["th", "td"])] for row in rows])
