"""BM25 over several full-text tables, with the weights that their passages would have in one.

FTS5 weighs a word by its own table alone, and a class of ten documents would be weighed by other measures
than one of ten thousand. So what a word adds to a passage is taken apart again: how often it stands
there, and the weight of the word; that is counted anew over all the tables that are read, and no other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from sqlalchemy import Connection, bindparam, text

from trag.engines.keyword_terms import Frequencies, read_varint

# A pasted page has hundreds of words; beyond its rarest they cost much and decide little.
WORDS = 32
# The constants of FTS5's bm25, and the weight that it gives to a word of half of all passages.
K1, B = 1.2, 0.75
LEAST = 1e-6
KEYS = text("SELECT key, id FROM chunks WHERE key IN :keys").bindparams(bindparam("keys", expanding=True))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many passages there are, and how long they are on average."""

    passages: int
    length: float

    def weight(self, count: int) -> float:
        """The weight of a word that so many of the passages hold."""
        return max(LEAST, log((self.passages - count + 0.5) / (count + 0.5)))

    def added(self, times: float, length: int) -> float:
        """What a word that stands so often in a passage adds to its score, its weight aside."""
        return times * (K1 + 1) / (times + self._against(length))

    def times(self, added: float, length: int) -> int:
        """How often a word stands in a passage to whose score it added so much."""
        return round(added * self._against(length) / (K1 + 1 - added))

    def _against(self, length: int) -> float:
        return K1 * (1 - B + B * length / self.length)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tables: its own statistics, and how many of its passages hold each word."""

    name: str
    own: Statistics
    counts: Mapping[str, int]

    def weight(self, word: str) -> float:
        """The weight that FTS5 gives to a word in this table."""
        return self.own.weight(self.counts[word])


@dataclass(slots=True)
class Passage:
    """A passage that holds a word: its length, and how often each word stands in it."""

    length: int
    times: dict[str, int]


def found_in_all(
    connection: Connection, tables: Mapping[str, Frequencies], words: Sequence[str], scored: int, k: int
) -> list[tuple[str, float]]:
    """The best `k` passages of all tables as (chunk id, score), best first.

    About `scored` passages are read, those with the rarest words; what their other words add counts, too.
    """
    parts = [_part(connection, name, one, words) for name, one in tables.items()]
    passages = sum(part.own.passages for part in parts)
    length = sum(part.own.passages * part.own.length for part in parts)
    whole = Statistics(passages, length / passages)
    counts = {word: sum(part.counts[word] for part in parts) for word in words}
    ordered = sorted((word for word in words if counts[word]), key=counts.__getitem__)[:WORDS]
    rare = _rarest(ordered, counts, scored, k)
    found: dict[int, Passage] = {}
    for part in parts:
        found |= _passages(connection, part, rare, ordered[len(rare) :])
    weights = {word: whole.weight(counts[word]) for word in ordered}
    scores = {key: _score(one, weights, whole) for key, one in found.items()}
    best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    ids = {row.key: row.id for row in connection.execute(KEYS, {"keys": [key for key, _ in best]})}
    return sorted(((ids[key], score) for key, score in best), key=lambda pair: (-pair[1], pair[0]))


def _score(passage: Passage, weights: Mapping[str, float], whole: Statistics) -> float:
    return sum(
        weight * whole.added(passage.times[word], passage.length)
        for word, weight in weights.items()
        if word in passage.times
    )


def _part(connection: Connection, name: str, frequencies: Frequencies, words: Sequence[str]) -> Part:
    totals = frequencies.current(connection)
    most = dict(zip(words, frequencies.of(connection, words), strict=True))
    # A word that FTS5 reads as a phrase may be rarer than the rarest of its terms.
    phrases = frequencies.phrases(words)
    counts = {
        word: _count(connection, name, word) if word in phrases and count else count
        for word, count in most.items()
    }
    return Part(name, Statistics(totals.passages, totals.length / totals.passages), counts)


def _rarest(ordered: Sequence[str], counts: Mapping[str, int], scored: int, k: int) -> Sequence[str]:
    """As many of the rarest words as are not in too many passages together, and enough to find `k`."""
    total = taken = 0
    for word in ordered:
        total += counts[word]
        if taken and total > scored and counts[ordered[taken - 1]] >= k:
            break
        taken += 1
    return ordered[:taken]


def _passages(
    connection: Connection, part: Part, rare: Sequence[str], common: Sequence[str]
) -> dict[int, Passage]:
    """The passages of a table with a rare word, and how often each word stands in them."""
    found: dict[int, Passage] = {}
    held = [word for word in rare if part.counts[word]]
    for word in held:
        weight = part.weight(word)
        for key, score, size in _scored(connection, part.name, _any([word])):
            passage = found.setdefault(key, Passage(read_varint(size)[0], {}))
            passage.times[word] = part.own.times(score / weight, passage.length)
    for word in common if held else ():
        if part.counts[word]:
            _add_common(connection, part, word, held, found)
    return found


def _add_common(
    connection: Connection, part: Part, word: str, rare: Sequence[str], found: Mapping[int, Passage]
) -> None:
    """How often a common word stands in passages with a rare one: what is left of their score."""
    weights = {one: part.weight(one) for one in rare}
    weight = part.weight(word)
    for key, score, _ in _scored(connection, part.name, f"{_any([word])} AND {_any(rare)}"):
        passage = found[key]
        known = sum(
            weights[one] * part.own.added(passage.times[one], passage.length)
            for one in rare
            if one in passage.times
        )
        passage.times[word] = part.own.times((score - known) / weight, passage.length)


def _scored(connection: Connection, table: str, match: str) -> Iterable[tuple[int, float, bytes]]:
    query = text(
        f"SELECT {table}.rowid, -bm25({table}), size.sz FROM {table}"  # noqa: S608 - our own name
        f" JOIN {table}_docsize AS size ON size.id = {table}.rowid WHERE {table} MATCH :match"
    )
    return ((key, score, size) for key, score, size in connection.execute(query, {"match": match}))


def _count(connection: Connection, table: str, word: str) -> int:
    query = text(f"SELECT count(*) FROM {table} WHERE {table} MATCH :match")  # noqa: S608 - our own name
    return int(connection.execute(query, {"match": _any([word])}).scalar_one())


def _any(words: Sequence[str]) -> str:
    # Quoted, a word is only a word to FTS5, never an operator.
    quoted = [f'"{word}"' for word in words]
    return f"({' OR '.join(quoted)})"
