"""Word documents."""

from pathlib import Path

from ingest.blocks import Content
from ingest.partitioning import blocks_of, partitioner
from ingest.readers.package_properties import office_properties


def read_word(path: Path) -> Content:
    """The blocks of a docx file, without what stands at the top and bottom of every page."""
    return Content(blocks_of(partitioner("docx")(filename=str(path))), office_properties(path))
