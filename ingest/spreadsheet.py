"""Spreadsheets: each sheet a heading and its rows, as they are shown to a person."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from ingest.blocks import Block
from ingest.tables import table_text

LONGEST_CELL = 100_000_000


def separated_blocks(text: str, delimiter: str | None = None) -> list[Block]:
    """The table in a CSV text; without a `delimiter`, the sign that is most frequent in the first line."""
    if delimiter is None:
        delimiter = max(",;\t|", key=text.partition("\n")[0].count)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        return table_blocks(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    finally:
        csv.field_size_limit(before)


def read_workbook(path: Path) -> list[Block]:
    """The blocks of all sheets; a sheet counts as a page."""
    from openpyxl import load_workbook

    blocks: list[Block] = []
    workbook = load_workbook(path, read_only=True, data_only=True)
    try:
        for page, sheet in enumerate(workbook.worksheets, start=1):
            sheet.reset_dimensions()  # what a sheet says about its size is often wrong
            found = table_blocks([[_shown(cell) for cell in row] for row in sheet.iter_rows()], page)
            blocks += [Block(sheet.title, "heading", 2, page), *found] if found else []
    finally:
        workbook.close()
    return blocks


def table_blocks(rows: Sequence[Sequence[str]], page: int | None = None) -> list[Block]:
    """A table, and before it the text of leading rows that hold a single cell."""
    filled = [list(row) for row in rows if any(cell.strip() for cell in row)]
    width = max((_width(row) for row in filled), default=0)
    blocks: list[Block] = []
    while width > 1 and filled and sum(bool(cell.strip()) for cell in filled[0]) == 1:
        blocks.append(Block("".join(filled.pop(0)).strip(), "text", page=page))
    text = table_text([(row + [""] * width)[:width] for row in filled])
    return [*blocks, Block(text, "table", page=page)] if text else blocks


def _width(row: Sequence[str]) -> int:
    return max((number for number, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        is_share = "%" in str(cell.number_format)
        return f"{value * 100:.10g}%" if is_share else f"{value:.15g}"
    return str(value)
