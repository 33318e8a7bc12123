"""Which passages a context holds: by rank within the room, neighbours joined into one source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trag.context.excerpts import excerpt
from trag.context.meter import Meter, is_surely_over
from trag.types import Chunk, Citation, ScoredChunk

# More in one source, and its number says little about where a sentence comes from.
MOST_JOINED = 3
# With less room than this, a cut passage would hold little more than its place.
LEAST_ROOM = 40


@dataclass(frozen=True, slots=True)
class Source:
    """Neighbouring passages of one section in reading order; `best` is the one that ranked highest."""

    chunks: tuple[Chunk, ...]
    best: Chunk

    def touches(self, chunk: Chunk) -> bool:
        """True when `chunk` comes right before or after in the same section."""
        first, last = self.chunks[0], self.chunks[-1]
        same = (chunk.document_id, chunk.heading) == (first.document_id, first.heading)
        return same and chunk.position in (first.position - 1, last.position + 1)

    def joined(self, other: "Source") -> "Source":
        """Both as one source, which keeps the best of this one."""
        chunks = sorted((*self.chunks, *other.chunks), key=lambda chunk: chunk.position)
        return Source(tuple(chunks), self.best)

    @property
    def texts(self) -> list[str]:
        """The passages' texts; a header row or lead-in that the one before has is not said again."""
        texts = [self.chunks[0].text]
        for before, chunk in zip(self.chunks, self.chunks[1:], strict=False):
            opening, _, rest = chunk.text.partition("\n")
            texts.append(rest if rest and opening in before.text.splitlines() else chunk.text)
        return texts

    def citation(self, number: int) -> Citation:
        """The whole source under this number."""
        best, quote = self.best, ""
        starts: list[tuple[str, int]] = []
        for chunk, text in zip(self.chunks, self.texts, strict=True):
            quote = f"{quote}\n{text}" if quote else text
            starts.append((chunk.id, len(quote) - len(text)))
        place = (best.file, best.page, quote, best.heading, best.document_id, best.id)
        return Citation(number, *place, passages=tuple(starts) if len(starts) > 1 else ())


class Shelf:
    """Takes passages as they come by rank, as long as there is `room`, and gives the sources they make."""

    def __init__(self, question: str, room: int, meter: Meter, first_number: int) -> None:
        self.room = room
        self._question = question
        self._meter = meter
        self._first_number = first_number
        self._sources: list[Source] = []
        self._is_cut = False

    def fill(self, chunks: Sequence[ScoredChunk]) -> list[Citation]:
        """The sources, best first. The first passage too long for the room is cut, later ones left out."""
        for scored in chunks:
            if not self._put(scored.chunk) and not self._is_cut and self.room >= LEAST_ROOM:
                self._is_cut = self._put_cut(scored.chunk)
        return [source.citation(number) for number, source in enumerate(self._sources, self._first_number)]

    def _put(self, chunk: Chunk) -> bool:
        source = Source((chunk,), chunk)
        near = [other for other in self._sources if other.touches(chunk)]
        near = near[:1] if sum(len(other.chunks) for other in near) >= MOST_JOINED else near
        if near and len(near[0].chunks) < MOST_JOINED:
            return self._join(source, near)
        return self._take(source)

    def _join(self, source: Source, near: Sequence[Source]) -> bool:
        joined = near[0].joined(source)
        text = joined.texts[joined.chunks.index(source.best)]
        for other in near[1:]:
            joined = joined.joined(other)
        if is_surely_over(text, self.room) or not self._spend(self._meter.passage(text)):
            return False
        place = self._sources.index(near[0])
        self._sources = [other for other in self._sources if other not in near]
        self._sources.insert(place, joined)
        return True

    def _put_cut(self, chunk: Chunk) -> bool:
        """Room for a cut passage is what its place leaves."""
        bare = Source((replace(chunk, text=""),), chunk)
        room = self.room - self._meter.source(self._numbered(bare))
        text = excerpt(chunk.text, self._question, room, self._meter.passage)
        cut = replace(chunk, text=text, position=-2)  # joins no neighbour: there is a gap
        return bool(text) and self._take(Source((cut,), cut))

    def _take(self, source: Source) -> bool:
        if is_surely_over(source.best.text, self.room):
            return False
        if not self._spend(self._meter.source(self._numbered(source))):
            return False
        self._sources.append(source)
        return True

    def _numbered(self, source: Source) -> Citation:
        return source.citation(self._first_number + len(self._sources))

    def _spend(self, cost: int) -> bool:
        if cost > self.room:
            return False
        self.room -= cost
        return True
