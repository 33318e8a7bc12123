"""Word documents."""

import io
from pathlib import Path

from ingest.blocks import Content
from ingest.partitioning import blocks_of, partitioner
from ingest.readers.package_properties import office_properties
from ingest.readers.word_hidden import drop_hidden
from ingest.readers.word_notes import put_notes_in_place


def read_word(path: Path) -> Content:
    """The blocks of a docx file, without what stands at the top and bottom of every page or is hidden."""
    partition = partitioner("docx")
    changed = _changed(path)
    elements = partition(filename=str(path)) if changed is None else partition(file=changed)
    return Content(blocks_of(elements), office_properties(path))


def _changed(path: Path) -> io.BytesIO | None:
    """The file with its notes in place and without hidden text; None if that changes nothing."""
    import docx

    document = docx.Document(str(path))
    hidden, noted = drop_hidden(document), put_notes_in_place(path, document)
    if not (hidden or noted):
        return None
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file
