"""Word documents."""

from pathlib import Path

from ingest.blocks import Content
from ingest.partitioning import blocks_of, partitioner
from ingest.readers.package_properties import office_properties
from ingest.readers.word_notes import with_notes_in_place


def read_word(path: Path) -> Content:
    """The blocks of a docx file, without what stands at the top and bottom of every page."""
    noted = with_notes_in_place(path)
    partition = partitioner("docx")
    elements = partition(filename=str(path)) if noted is None else partition(file=noted)
    return Content(blocks_of(elements), office_properties(path))
