"""Passages out of a parsed document: by structure, and short enough for the embedder."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.blocks import ParsedDocument
from ingest.passage_boxes import Places
from ingest.pieces import CountTokens, Cutter, Piece
from ingest.sections import Placed, Section, sections
from trag.types import Chunk

TARGET = 110
LIMIT = 230
# Of the limit: a heading path longer than this loses its middle, then the ends of its headings.
HEADING_SHARE = 0.26
SHORTEST_HEADING = 4
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
    on document, heading and text only: an edit changes the ids of the passages it touches. `boxes`
    are those of `start` to `end`; a passage of a PDF is on the page of its first one.
    """
    places = Places(document)
    cutter = Cutter(document.text, count_tokens)
    chunks: list[Chunk] = []
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    told: set[int] = set()
    for section in sections(document):
        heading = _fitted(section.path(document.title), cutter, int(limit * HEADING_SHARE))
        blocks = [*_untold(section, heading, told), *section.blocks]
        room = limit - cutter.count(" > ".join(heading))
        for piece in _passages(cutter, blocks, min(target, room), room):
            text = _text(document, piece)
            occurrence = seen[heading, text]
            seen[heading, text] += 1
            chunk_id = _chunk_id(document_id, heading, text, occurrence)
            boxes = places.boxes(piece.start, piece.end)
            place = (boxes[0].page if boxes else piece.page, len(chunks), piece.start, piece.end)
            chunks.append(Chunk(chunk_id, document_id, file, text, heading, *place, boxes))
    return chunks


def _untold(section: Section, heading: tuple[str, ...], told: set[int]) -> Iterator[Placed]:
    """Headings that no path so far shows in full: they are told as text instead."""
    own = {start for start, _ in section.blocks}
    for start, block in section.headings:
        if start not in told and start not in own and block.text not in heading:
            yield start, block
        told.add(start)


def _passages(cutter: Cutter, blocks: list[Placed], target: int, limit: int) -> Iterator[Piece]:
    pieces = list(_merged(cutter.cut(blocks, target, limit), target))
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
    return first.page == second.page and first.tokens + second.tokens <= limit


def _joined(first: Piece, second: Piece) -> Piece:
    return Piece(first.start, second.end, first.tokens + second.tokens, first.page, first.prefix)


def _text(document: ParsedDocument, piece: Piece) -> str:
    own = document.text[piece.start : piece.end]
    return f"{piece.prefix}\n{own}" if piece.prefix else own


def _fitted(heading: tuple[str, ...], cutter: Cutter, most: int) -> tuple[str, ...]:
    """The heading path within `most` tokens: without its middle, then with each heading cut."""
    while len(heading) > 2 and cutter.count(" > ".join(heading)) > most:  # noqa: PLR2004 - first and last
        heading = (heading[0], *heading[2:])
    if cutter.count(" > ".join(heading)) <= most:
        return heading
    each = most // len(heading) - 1
    return tuple(filter(None, (_cut_to(text, each, cutter) for text in heading)))


def _cut_to(text: str, most: int, cutter: Cutter) -> str:
    """The longest beginning of `text` that has at most `most` tokens; empty if that says nothing."""
    if cutter.count(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cutter.count(f"{text[:middle]}...") <= most else (low, middle - 1)
    cut = text[:low].rsplit(" ", 1)[0].rstrip()
    return f"{cut}..." if low >= SHORTEST_HEADING and cut else ""


def _chunk_id(document_id: str, heading: tuple[str, ...], text: str, occurrence: int) -> str:
    parts = "\x1f".join((document_id, *heading, text, str(occurrence)))
    return hashlib.sha256(parts.encode()).hexdigest()[:24]
