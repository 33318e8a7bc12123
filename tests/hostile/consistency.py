"""What must hold of whatever comes out of a parser, and of the passages made of it."""

import math
import pickle

from ingest.blocks import Block, ParsedDocument
from ingest.chunking import LIMIT, chunk
from ingest.decoding import UNPRINTABLE
from trag.engines.fakes import FakeEmbedder
from trag.errors import DocumentError

KINDS = {"heading", "text", "list", "table"}


def check(result: ParsedDocument | DocumentError, name: str) -> None:
    """Fails unless it is an error that names the file, or a document that can be shown, stored and cut."""
    if isinstance(result, DocumentError):
        assert name in result.message
        assert result.hint
        assert len(result.message) < 1000
        return
    said = result.properties
    for text in (
        result.text,
        result.title,
        said.title,
        said.author,
        said.created,
        said.modified,
        *said.remarks,
    ):
        assert not UNPRINTABLE.search(text)
        text.encode()
    for text in (result.title, said.title, said.author):
        assert "\n" not in text
    assert result.format == "zip" or result.text.strip()
    assert said.pages >= 0
    for block in result.blocks:
        _check_block(block)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - our own
    check_passages(result)


def _check_block(block: Block) -> None:
    assert block.kind in KINDS
    assert (1 <= block.level <= 6) if block.kind == "heading" else block.level == 0
    assert block.page is None or block.page >= 1
    for place in block.places:
        assert 0 <= place.start < place.end <= len(block.text)
        box = place.box
        assert box.page >= 1
        assert all(math.isfinite(edge) for edge in (box.left, box.top, box.right, box.bottom))
        assert box.left <= box.right
        assert box.top <= box.bottom


def check_passages(document: ParsedDocument) -> None:
    """Fails unless every passage fits, and stands where it says."""
    count = FakeEmbedder().count_tokens
    made = chunk(document, document_id="d", file="f", count_tokens=count)
    assert bool(made) == bool(document.text.strip())
    for passage in made:
        assert count(passage.embedded_text) <= LIMIT
        assert 0 <= passage.start < passage.end <= len(document.text)
        assert passage.text.endswith(document.text[passage.start : passage.end])
        assert passage.page is None or passage.page >= 1
        passage.embedded_text.encode()
    assert len({passage.id for passage in made}) == len(made)
