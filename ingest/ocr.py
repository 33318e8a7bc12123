"""Text of pages that are pictures, by RapidOCR (its models come in its package)."""

import logging
from functools import cache
from pathlib import Path
from typing import Any

from ingest.blocks import Block

DPI = 200
SUREST = 0.5


def read_page(path: Path, number: int) -> list[Block]:
    """The lines read on page `number` (from 1) of a PDF, as one text block; none for a blank page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        image = pdf[number - 1].render(scale=DPI / 72).to_numpy()
    found = _reader()(image)
    lines = [text for text, score in zip(found.txts or (), found.scores or (), strict=True) if score > SUREST]
    return [Block("\n".join(lines), "text", page=number)] if lines else []


@cache
def _reader() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})
