"""Presentations."""

from pathlib import Path

from ingest.blocks import Content
from ingest.partitioning import partitioner, slide_blocks
from ingest.readers.package_properties import office_properties


def read_slides(path: Path) -> Content:
    """The blocks of a pptx file, a slide counting as a page; the speaker's notes stand below."""
    elements = partitioner("pptx")(filename=str(path), include_slide_notes=True)
    return Content(slide_blocks(elements), office_properties(path))
