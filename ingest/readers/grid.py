"""Rows of cells, as a spreadsheet has them, as the tables and titles that a person sees in them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.tables import table_text
from trag.errors import DocumentError

MOST_CELLS = 2_000_000
MOST_HEADER_ROWS = 4
Row = list[str]


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells: rows `top` to `bottom` and columns `left` to `right`, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def table_blocks(
    rows: Sequence[Sequence[str]],
    page: int | None = None,
    spans: Sequence[Span] = (),
    name: str = "The table",
) -> list[Block]:
    """The tables in `rows`, and before each the text of leading rows that hold a single cell.

    A row that holds a single cell after an empty row begins another table. Raises DocumentError over
    `MOST_CELLS` cells, naming `name`.
    """
    own = [list(row) for row in rows]
    _fill_down(own, spans)
    columns = sorted({column for row in own for column, cell in enumerate(row) if cell.strip()})
    filled = sum(any(cell.strip() for cell in row) for row in own)
    if filled * len(columns) > MOST_CELLS:
        message = f"{name} has a table of {filled:,} rows and {len(columns):,} columns"
        raise DocumentError(f"{message}; the limit is {MOST_CELLS:,} cells.", hint="Split it.")
    blocks: list[Block] = []
    for first, part in _parts(own, is_wide=len(columns) > 1):
        inside = [span for span in spans if first <= span.top < first + len(part)]
        blocks += _part_blocks(part, first, inside, columns, page)
    return blocks


def _fill_down(rows: list[Row], spans: Sequence[Span]) -> None:
    """What stands in cells merged over rows stands in each row: a row is read on its own."""
    filled = [number for number, row in enumerate(rows) if _count(row)]
    # Merged cells don't overlap: whoever has more of them than cells made them up.
    room = MOST_CELLS
    for span in spans:
        text = _cell(rows[span.top], span.left) if span.top < len(rows) else ""
        if not text.strip():
            continue
        for number in filled[bisect_right(filled, span.top) : bisect_right(filled, span.bottom)]:
            row = rows[number]
            room -= 1 + max(span.left + 1 - len(row), 0)
            if room < 0:
                return
            row.extend([""] * (span.left + 1 - len(row)))
            row[span.left] = row[span.left] if row[span.left].strip() else text


def _parts(rows: Sequence[Row], *, is_wide: bool) -> Iterator[tuple[int, list[Row]]]:
    """The rows cut where a title stands after an empty row, each part with its first row's number."""
    start = 0
    for number in range(1, len(rows)):
        is_cut = is_wide and _count(rows[number]) == 1 and not _count(rows[number - 1])
        if is_cut and any(_count(row) > 1 for row in rows[start:number]):
            yield start, list(rows[start:number])
            start = number
    yield start, list(rows[start:])


def _part_blocks(
    part: list[Row], first: int, spans: Sequence[Span], columns: Sequence[int], page: int | None
) -> list[Block]:
    numbers = [number for number, row in enumerate(part) if _count(row)]
    blocks: list[Block] = []
    while len(columns) > 1 and numbers and _count(part[numbers[0]]) == 1:
        title = "".join(part[numbers.pop(0)]).strip()
        blocks.append(Block(title, "text", page=page))
    if not numbers:
        return blocks
    depth = _header_depth(first + numbers[0], spans)
    header = [part[number] for number in numbers if number < numbers[0] + depth]
    for span in spans:
        _fill_right(header, span, first + numbers[0])
    below = [part[number] for number in numbers[len(header) :]]
    used = [column for column in columns if any(_cell(row, column).strip() for row in [*header, *below])]
    lines = [[_cell(row, column) for column in used] for row in below]
    text = table_text([_joined(header, used), *lines])
    return [*blocks, Block(text, "table", page=page)]


def _header_depth(top: int, spans: Sequence[Span]) -> int:
    """How many rows the header has: as far as its merged cells reach, and one below cells merged across."""
    depth = 1
    for span in spans:
        if span.top == top:
            is_group = span.right > span.left
            depth = max(depth, span.bottom - top + 1 + is_group)
    return depth if depth <= MOST_HEADER_ROWS else 1


def _fill_right(header: Sequence[Row], span: Span, top: int) -> None:
    number = span.top - top
    if not 0 <= number < len(header):
        return
    row = header[number]
    text = _cell(row, span.left)
    row += [""] * (min(span.right, max(map(len, header))) + 1 - len(row))
    for column in range(span.left, min(span.right + 1, len(row))):
        row[column] = row[column] if row[column].strip() else text


def _joined(header: Sequence[Row], columns: Sequence[int]) -> Row:
    """One header row: what stands above a column, outermost first, nothing twice."""
    return [
        " ".join(dict.fromkeys(text for row in header if (text := _cell(row, column).strip())))
        for column in columns
    ]


def _count(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
