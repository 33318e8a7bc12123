"""Passages out of a parsed document: by structure, and short enough for the embedder."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.blocks import ParsedDocument
from ingest.pieces import CountTokens, Cutter, Piece
from ingest.sections import Section, sections
from trag.types import Chunk

TARGET = 110
LIMIT = 230
# A heading path longer than this loses its middle, then its length.
LONGEST_HEADING = 60
# A remainder shorter than this joins the passage before it.
SHORTEST = 30


def chunk(
    document: ParsedDocument,
    *,
    document_id: str,
    file: str,
    count_tokens: CountTokens,
    target: int = TARGET,
    limit: int = LIMIT,
) -> list[Chunk]:
    """The passages of a document in reading order, about `target` and never over `limit` tokens.

    `limit` includes the heading path. `document.text[chunk.start:chunk.end]` is the end of a chunk's
    text; before it may stand the header row or lead-in sentence that a cut left behind. Ids depend
    on document, heading and text only: an edit changes the ids of the passages it touches.
    """
    chunks: list[Chunk] = []
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    for section in sections(document):
        heading = _short_heading(section.heading, count_tokens)
        room = limit - count_tokens(" > ".join(heading))
        for piece in _passages(section, count_tokens, min(target, room), room):
            text = _text(document, piece)
            occurrence = seen[heading, text]
            seen[heading, text] += 1
            chunk_id = _chunk_id(document_id, heading, text, occurrence)
            place = (piece.page, len(chunks), piece.start, piece.end)
            chunks.append(Chunk(chunk_id, document_id, file, text, heading, *place))
    return chunks


def _passages(section: Section, count_tokens: CountTokens, target: int, limit: int) -> Iterator[Piece]:
    pieces = list(_merged(Cutter(count_tokens, target=target, limit=limit).cut(section.blocks), target))
    if len(pieces) > 1 and _fits(pieces[-2], pieces[-1], limit) and pieces[-1].tokens < SHORTEST:
        pieces[-2:] = [_joined(pieces[-2], pieces[-1])]
    yield from pieces


def _merged(pieces: Iterable[Piece], target: int) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif _fits(held, piece, target):
            held = _joined(held, piece)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _fits(first: Piece, second: Piece, limit: int) -> bool:
    same_page = first.page == second.page
    return same_page and second.prefix in {"", first.prefix} and first.tokens + second.tokens <= limit


def _joined(first: Piece, second: Piece) -> Piece:
    return Piece(first.start, second.end, first.tokens + second.tokens, first.page, first.prefix)


def _text(document: ParsedDocument, piece: Piece) -> str:
    own = document.text[piece.start : piece.end]
    return f"{piece.prefix}\n{own}" if piece.prefix else own


def _short_heading(heading: tuple[str, ...], count_tokens: CountTokens) -> tuple[str, ...]:
    while len(heading) > 2 and count_tokens(" > ".join(heading)) > LONGEST_HEADING:  # noqa: PLR2004 - first and last
        heading = (heading[0], *heading[2:])
    if count_tokens(" > ".join(heading)) <= LONGEST_HEADING:
        return heading
    each = LONGEST_HEADING // len(heading)
    return tuple(_cut_to(text, each, count_tokens) for text in heading)


def _cut_to(text: str, tokens: int, count_tokens: CountTokens) -> str:
    if count_tokens(text) <= tokens:
        return text
    words = text[: tokens * 8].split(" ")
    while len(words) > 1 and count_tokens(" ".join(words)) >= tokens:
        words.pop()
    return " ".join(words)[: tokens * 4].rstrip() + "..."


def _chunk_id(document_id: str, heading: tuple[str, ...], text: str, occurrence: int) -> str:
    parts = "\x1f".join((document_id, *heading, text, str(occurrence)))
    return hashlib.sha256(parts.encode()).hexdigest()[:24]
