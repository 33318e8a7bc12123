"""Finds the passage that says the same as a fact of the tree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from trag.supporting.claims import Claims, claims_of
from trag.supporting.reading import Reading
from trag.tree.guide import TreeGuide
from trag.tree.organisation import Organisation
from trag.tree.wording import fold, words
from trag.types import Chunk, Citation, Fact

# Gives passages with the words of a query, best first: of all documents, or of some access classes.
PassageFinder = Callable[[str], Sequence[Chunk]]
ClassPassageFinder = Callable[[str, Sequence[int] | None], Sequence[Chunk]]

# Facts of one answer for which a passage is sought, and names that a query holds.
MOST_FACTS, MOST_NAMES = 3, 10


def no_passages(_query: str, _classes: Sequence[int] | None = None) -> Sequence[Chunk]:
    """The PassageFinder of whoever has no documents."""
    return ()


def find_support(guide: TreeGuide, facts: Sequence[Fact], find: PassageFinder) -> dict[int, Citation]:
    """The passages that support the facts, by the fact's number from 1; theirs go on after the facts'.

    A passage supports a fact when its own words say it: of a list, half of the items and two at least.
    """
    found: dict[int, Citation] = {}
    # The same headings and files come again and again.
    named_in = cache(guide.named_in)
    for number, fact in enumerate(facts[:MOST_FACTS], start=1):
        claims = claims_of(guide.organisation, fact)
        if claims:
            chunks = _with_names(guide.organisation, claims, find(_query(guide, claims)))
            readings = (Reading(guide.organisation, chunk, named_in) for chunk in chunks)
            source = _best(claims, readings, len(facts) + len(found) + 1)
            found |= {number: source} if source else {}
    return found


def _query(guide: TreeGuide, claims: Claims) -> str:
    names = (guide.organisation.entity(entity_id).name for entity_id in claims.entity_ids[:MOST_NAMES])
    return " ".join((*names, *claims.roles))


def _with_names(organisation: Organisation, claims: Claims, chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """The passages that may name enough of the items: a look at letters saves most of the reading."""
    needed = [_marks_of(organisation, item[0].lower) for item in claims.items.values()]
    for chunk in chunks:
        text = fold(chunk.embedded_text)
        if sum(any(mark in text for mark in marks) for marks in needed) >= claims.enough:
            yield chunk


def _marks_of(organisation: Organisation, entity_id: str) -> list[str]:
    """A word of each name the entity has, the longest one that is not its kind."""
    if entity_id in organisation:
        node = organisation.node(entity_id)
        names, kind = (node.name, *node.aliases), {*words(node.kind.replace("_", " "))}
    else:
        person = organisation.people[entity_id]
        names, kind = (person.name, *person.aliases), set()
    told = [[word for word in words(name) if word not in kind] or words(name) for name in names]
    return [max(one, key=len, default="") for one in told]


def _best(claims: Claims, readings: Iterable[Reading], number: int) -> Citation | None:
    """The passage that says most of it, the better ranked of two that say as much."""
    best, most = None, claims.enough - 1
    for reading in readings:
        said = [spans for item in claims.items.values() if (spans := reading.spans(item))]
        if len(said) > most:
            best, most = _cited(reading.chunk, said, number), len(said)
        if most == len(claims.items):
            break
    return best


def _cited(chunk: Chunk, said: Sequence[Sequence[tuple[int, int]]], number: int) -> Citation:
    """The passage, quoted from the first to the last place where it says it."""
    start = min(span[0] for spans in said for span in spans)
    end = max(span[1] for spans in said for span in spans)
    quote = chunk.text[start:end].strip()
    return Citation(number, chunk.file, chunk.page, quote, chunk.heading, chunk.document_id, chunk.id)
