"""Tables as text: a row a line, cells between bars, so that a person and a model can read them."""

from collections.abc import Iterable, Sequence
from typing import Any

from ingest.table_spans import fill_spans


def row_line(cells: Iterable[str | None]) -> str:
    """A row as "| a | b |"; line breaks and bars inside a cell become spaces."""
    return "| " + " | ".join(" ".join((cell or "").replace("|", " ").split()) for cell in cells) + " |"


def table_text(rows: Iterable[Sequence[str | None]]) -> str:
    """All rows that hold anything, a line each; the first is the header."""
    return "\n".join(row_line(row) for row in rows if any((cell or "").strip() for cell in row))


def rows_of_html(html: str) -> str:
    """The rows of an HTML table, a line each; one nested in a cell is a part of its text."""
    from lxml import html as parser

    table = next(parser.document_fromstring(html).iter("table"), None)
    if table is None:
        return ""
    fill_spans(table)
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    return table_text([[_cell_text(cell) for cell in row if cell.tag in ("td", "th")] for row in rows])


def _cell_text(cell: Any) -> str:
    return " ".join(cell.itertext())
