"""From a file to a document with passages and vectors: a function of the file and the settings alone.

It knows no catalog and no store, and all it takes and gives can be pickled, so that it can run in
another process or on another machine. Ingesting is built from the same pieces, and differs only in
that it makes no vector that is there already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.blocks import ParsedDocument
from ingest.chunking import chunk
from ingest.parsing import parse
from ingest.pieces import CountTokens
from trag.factory import build_embedder
from trag.protocols import Embedder, Vectors
from trag.settings import Settings
from trag.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to prepare, and what its document is to be called."""

    path: Path
    document_id: str
    file: str
    parent_id: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its passages, and a vector for each. It was not ingested yet: that moment is empty."""

    document: Document
    chunks: tuple[Chunk, ...]
    vectors: Vectors


def prepare(wanted: Wanted, settings: Settings) -> Prepared:
    """The document in a file, ready to be put in force. Raises DocumentError when it can't be read."""
    embedder = _embedder(settings)
    parsed = parse(wanted.path)
    chunks = passages_of(wanted, parsed, embedder.count_tokens)
    document = document_of(wanted, parsed, chunks, wanted.path.stat().st_size)
    return Prepared(document, tuple(chunks), vectors_of(chunks, embedder))


def passages_of(wanted: Wanted, parsed: ParsedDocument, count_tokens: CountTokens) -> list[Chunk]:
    """The passages of a parsed file in reading order."""
    return chunk(parsed, document_id=wanted.document_id, file=wanted.file, count_tokens=count_tokens)


def document_of(wanted: Wanted, parsed: ParsedDocument, chunks: Sequence[Chunk], size: int) -> Document:
    """What is known of a document of `size` bytes once it is parsed and cut."""
    said = parsed.properties
    return Document(
        id=wanted.document_id,
        file=wanted.file,
        title=parsed.title,
        format=parsed.format,
        chunks=len(chunks),
        bytes=size,
        ingested_at="",
        parent_id=wanted.parent_id,
        author=said.author,
        created=said.created,
        modified=said.modified,
        language=parsed.language,
        pages=said.pages,
    )


def vectors_of(chunks: Sequence[Chunk], embedder: Embedder) -> Vectors:
    """A vector for each passage: that of its text below its headings."""
    return embedder.embed([made.embedded_text for made in chunks])


@lru_cache(maxsize=1)
def _embedder(settings: Settings) -> Embedder:
    # Loading it takes a second, which a process that prepares many files spends once.
    return build_embedder(settings)
