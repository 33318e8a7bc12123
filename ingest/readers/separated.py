"""Tables as text, with a sign between their columns: csv and tsv."""

import csv
import io
from pathlib import Path

from ingest.blocks import Block, Content
from ingest.decoding import read_text
from ingest.readers.grid import table_blocks

LONGEST_CELL = 100_000_000
SIGNS = ",;\t|"
SAMPLED_LINES = 20


def read_separated(path: Path) -> Content:
    """The table in a csv or tsv file."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else None
    return Content(separated_blocks(read_text(path), delimiter, path.name))


def separated_blocks(text: str, delimiter: str | None = None, name: str = "The table") -> list[Block]:
    """The table in a CSV text; without a `delimiter`, the sign that cuts its first lines most evenly."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
        return table_blocks(list(rows), name=name)
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """The sign that most of the first lines hold equally often; quoted text doesn't count."""
    lines = text.split("\n", SAMPLED_LINES)[:SAMPLED_LINES]
    sample = io.StringIO("\n".join(lines), newline="")
    counts = {}
    for sign in SIGNS:
        sample.seek(0)
        widths = [len(row) for row in csv.reader(sample, delimiter=sign) if row]
        usual = max(widths, key=widths.count, default=1)
        counts[sign] = (usual > 1, widths.count(usual), usual)
    return max(SIGNS, key=lambda sign: counts[sign])
