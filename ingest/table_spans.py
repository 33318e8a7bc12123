"""Tables of HTML brought to plain rows: a cell in every column, and one header row."""

from typing import Any

MOST_SPANNED = 100
MOST_HEADER_ROWS = 4
LONGEST_NUMBER = 9


def fill_spans(table: Any) -> None:
    """A cell that spans rows or columns stands in each of them: a row is read on its own.

    A header of several rows becomes one, and a title over all columns a part of its first cell.
    """
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    depth = _header_depth(rows)
    below: dict[int, tuple[Any, int]] = {}
    for row in rows:
        cells = _cells(row)
        filled: list[Any] = []
        while cells or any(column >= len(filled) for column in below):
            column = len(filled)
            if column in below:
                _repeat_from_above(filled, below, column)
            elif cells:
                _place(filled, below, cells.pop(0))
            else:
                break
        row[:] = filled
    _join_header(rows[:depth])


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _header_depth(rows: list[Any]) -> int:
    """How many rows belong to the header: as far as its cells reach, and one below a cell over columns."""
    first = _cells(rows[0]) if rows else []
    reach = [_span(cell, "rowspan") + (_span(cell, "colspan") > 1) for cell in first]
    depth = max(reach, default=1)
    return depth if depth <= MOST_HEADER_ROWS and depth < len(rows) else 1


def _join_header(rows: list[Any]) -> None:
    """The last row takes what stands above its cells."""
    if len(rows) < 2:  # noqa: PLR2004 - there is nothing to join
        return
    *above, last = [[" ".join(cell.text_content().split()) for cell in _cells(row)] for row in rows]
    for column, cell in enumerate(_cells(rows[-1])):
        is_told = column and any(_is_title(row) for row in above)
        texts = [row[column] for row in above if column < len(row) and not (is_told and _is_title(row))]
        cell[:] = []
        cell.text = " ".join(dict.fromkeys(text for text in (*texts, last[column]) if text))
    for row in rows[:-1]:
        row.drop_tree()


def _is_title(row: list[str]) -> bool:
    return len(row) > 1 and len(set(row)) == 1


def _place(filled: list[Any], below: dict[int, tuple[Any, int]], cell: Any) -> None:
    deep = _span(cell, "rowspan")
    for number in range(_span(cell, "colspan")):
        if deep > 1:
            below[len(filled)] = (cell, deep - 1)
        filled.append(_copy(cell) if number else cell)


def _repeat_from_above(filled: list[Any], below: dict[int, tuple[Any, int]], column: int) -> None:
    cell, left = below.pop(column)
    if left > 1:
        below[column] = (cell, left - 1)
    filled.append(_copy(cell))


def _copy(cell: Any) -> Any:
    from copy import deepcopy

    if next(cell.iterdescendants("table"), None) is not None:
        return cell.makeelement(cell.tag)  # tables in tables, copied with all that is in them, never end
    return deepcopy(cell)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value[:LONGEST_NUMBER]), 1), MOST_SPANNED) if value.isdecimal() else 1
