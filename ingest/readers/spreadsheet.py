"""Workbooks: each sheet a heading and its rows, as they are shown to a person.

Sheets that are hidden are left out: they hold what their author put out of sight, such as lists and
workings, and nobody who opens the file at a source could find what was cited from them.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import Any

from ingest.blocks import Block, Content
from ingest.readers.grid import MOST_CELLS, Span, table_blocks
from ingest.readers.package_properties import office_properties
from trag.errors import DocumentError

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,80}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
MOST_MERGED = 100_000
BLOCK = 1024 * 1024
LONGEST_MATCH = 200
CURRENCY = re.compile(r"\[\$([^\]-]{1,5})(?:-[^\]]*)?\]|([€£¥$])")


def read_workbook(path: Path) -> Content:
    """The blocks of all sheets in sight; a sheet counts as a page.

    Raises DocumentError over `MOST_CELLS` cells with something in them.
    """
    from openpyxl import load_workbook

    blocks: list[Block] = []
    # Given a path, openpyxl would judge the file by its name.
    with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as workbook:
        room = MOST_CELLS
        for page, sheet in enumerate(workbook.worksheets, start=1):
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what a sheet says about its size is often wrong
            rows = list(_rows(sheet, path, room))
            room -= sum(len(row) or 1 for row in rows)
            found = table_blocks(rows, page, _spans(path, sheet) if rows else (), path.name)
            blocks += [Block(sheet.title, "heading", 2, page), *found] if found else []
    return Content(blocks, office_properties(path))


def _rows(sheet: Any, path: Path, room: int) -> Iterator[list[str]]:
    """The rows of a sheet as far as they are filled."""
    for row in sheet.iter_rows():
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        room -= len(cells) or 1  # a row can say any number of itself, and those before it are empty rows
        if room < 0:
            message = f"{path.name} has more than {MOST_CELLS:,} cells."
            raise DocumentError(message, hint="Split it, or leave it out: tables of this size are data.")
        yield cells


def _spans(path: Path, sheet: Any) -> list[Span]:
    """The merged cells of a sheet, which openpyxl doesn't tell while it reads row by row."""
    part = getattr(sheet, "_worksheet_path", "")
    spans: list[Span] = []
    try:
        with zipfile.ZipFile(path) as package, package.open(part) as file:
            kept = b""
            while data := file.read(BLOCK):
                data = kept + data
                end = 0
                for found in MERGED.finditer(data):
                    spans.append(_span(found[1].decode()))
                    end = found.end()
                kept = data[max(end, len(data) - LONGEST_MATCH) :]
                if len(spans) > MOST_MERGED:
                    return []
    except KeyError:
        return []
    return spans


def _span(reference: str) -> Span:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return Span(int(top or 1) - 1, int(left or 1) - 1, int(bottom or 1) - 1, int(right or 1) - 1)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return str(value)


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:.10g}%"
    currency = CURRENCY.search(number_format)
    return f"{currency[1] or currency[2]} {value:.15g}" if currency else f"{value:.15g}"
