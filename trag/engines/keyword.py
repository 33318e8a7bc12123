"""Keyword search on the catalog's own full-text index (SQLite FTS5, BM25)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from math import inf, log

from sqlalchemy import Connection, text

from trag.catalog.catalog import Catalog
from trag.catalog.keyword_tables import keyword_table, keyword_tables
from trag.engines.keyword_classes import WORDS, found_in_all
from trag.engines.keyword_terms import Frequencies

WORD = re.compile(r"\w+")
# Words that nearly every English question and passage holds: they cost time and decide nothing.
STOP_WORDS = frozenset(
    """
    a an and any are as at be been but by can could did do does for from had has have how i if in into is it
    its me my of on or our s shall should so than that the their them there these they this those to us was
    we were what when where which who whom whose why will with would you your
    """.split()
)
# As many passages can be scored in about 10 ms.
SCORED = 8_000
# What is weighed over several tables is weighed here and not by SQLite.
DEARER = 4
# Each further step walks through all places of all common words, and finds less.
STEPS = 3
# What FTS5's bm25 adds for a word is never more than this times its weight: k1 + 1.
MOST = 2.2


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query, how many passages hold it, and its weight in BM25."""

    text: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the search: an FTS5 expression, what it multiplies scores by, and how high they can be."""

    match: str
    times: int
    most: float


def search_words(query: str) -> list[str]:
    """The words of a query worth looking up, in order; all of them if none is."""
    words = list(dict.fromkeys(WORD.findall(query.casefold())))
    return [word for word in words if word not in STOP_WORDS] or words


class Fts5KeywordIndex:
    """KeywordIndex over the chunks of a catalog. Scores are BM25, positive, higher is better.

    Of a large catalog only about `scored` passages are scored for a query: those with its rare words,
    then those with two of the more common ones. Their scores are what they would be among all. The
    passages of several access classes, each of which has a table, are weighed as if they were in one.
    """

    def __init__(self, catalog: Catalog, scored: int = SCORED) -> None:
        self._catalog = catalog
        self._scored = scored
        # By table; what is counted in one is told of that one only.
        self._frequencies: dict[str, Frequencies] = {}

    def search(self, query: str, k: int, classes: Sequence[int] | None = None) -> list[tuple[str, float]]:
        """The chunks of these classes with most of the query's rare words, best first."""
        words = search_words(query)
        if not words:
            return []
        with self._catalog.engine.connect() as connection:
            # Counts and passages of one moment, whatever is written meanwhile.
            connection.exec_driver_sql("BEGIN")
            tables = self._tables(connection, classes)
            if len(tables) > 1:
                return found_in_all(connection, tables, words, self._scored // DEARER, k)
            return self._found_in_one(connection, *tables.popitem(), words, k) if tables else []

    def _tables(self, connection: Connection, classes: Sequence[int] | None) -> dict[str, Frequencies]:
        """The tables of these classes that hold a passage."""
        known = keyword_tables(connection)
        wanted = known if classes is None else sorted({keyword_table(one) for one in classes} & {*known})
        tables = {table: self._frequencies.setdefault(table, Frequencies(table)) for table in wanted}
        return {table: one for table, one in tables.items() if one.passages(connection)}

    def _found_in_one(
        self, connection: Connection, table: str, frequencies: Frequencies, words: Sequence[str], k: int
    ) -> list[tuple[str, float]]:
        """As FTS5 itself finds and weighs it: the fastest way."""
        passages = frequencies.passages(connection)
        read = Table(connection, table)
        if passages <= self._scored:
            return read.found(Step(_joined(words), 1, inf), k)
        counts = frequencies.of(connection, words)
        found = [(word, count) for word, count in zip(words, counts, strict=True) if count]
        weighed = [Word(word, count, _weight(count, passages)) for word, count in found]
        # The rarest words that passages hold, the rarest first.
        return _found_in_steps(read, sorted(weighed, key=lambda word: word.count)[:WORDS], self._scored, k)


@dataclass(frozen=True, slots=True)
class Table:
    """The full-text table of one access class."""

    connection: Connection
    name: str

    def found(self, step: Step, k: int) -> list[tuple[str, float]]:
        """The best `k` passages of a step."""
        # The passages are looked up after the cut: each costs as much as the scoring of one.
        query = (
            f"SELECT chunks.id, found.score FROM (SELECT rowid AS key, -bm25({self.name}) AS score"  # noqa: S608
            f" FROM {self.name} WHERE {self.name} MATCH :match ORDER BY score DESC, rowid LIMIT :k"
            ") AS found JOIN chunks ON chunks.key = found.key"
        )
        rows = self.connection.execute(text(query), {"match": step.match, "k": k})
        return _best([(row.id, row.score / step.times) for row in rows], k)

    def count(self, match: str) -> int:
        """How many passages match; counting takes a thirtieth of the time of scoring."""
        query = f"SELECT count(*) FROM {self.name} WHERE {self.name} MATCH :match"  # noqa: S608 - our own name
        return int(self.connection.execute(text(query), {"match": match}).scalar_one())


def _found_in_steps(table: Table, words: Sequence[Word], scored: int, k: int) -> list[tuple[str, float]]:
    """The best of the passages with a rare word, and of others as far as it pays or is needed."""
    rare = _rarest(words, scored)
    if not rare:
        return []
    common = [word for word in words[len(rare) :] if word.weight]
    found = table.found(_with_any(rare, common), k)
    left = scored - sum(word.count for word in rare)
    for step in islice(_with_two(rare, common), STEPS):
        if len(found) == k and found[-1][1] >= step.most:
            break
        left -= table.count(step.match)
        if left < 0:
            break
        found = _best([*found, *table.found(step, k)], k)
    # Too few may cost more: as long as a word weighs anything, its passages count.
    for place, word in enumerate(common):
        if len(found) == k:
            break
        step = _with_any([word], common[place + 1 :], [*rare, *common[:place]])
        found = _best([*found, *table.found(step, k)], k)
    return found


def _weight(count: int, passages: int) -> float:
    """The weight that FTS5's bm25 gives to a word; none if half of the passages hold it."""
    return max(0.0, log((passages - count + 0.5) / (count + 0.5)))


def _rarest(words: Sequence[Word], scored: int) -> Sequence[Word]:
    """As many of the rarest words as are not in too many passages together; one at least."""
    sums = accumulate(word.count for word in words)
    return words[: max(1, sum(count <= scored for count in sums))]


def _with_any(wanted: Sequence[Word], others: Sequence[Word], without: Sequence[Word] = ()) -> Step:
    """Passages with one of the words that are wanted, whose score counts the others as well.

    FTS5 knows no word that may be there or not. But it scores both sides of an AND: with the wanted
    words on the left, and on the right these again and the others twice, each counts twice.
    """
    match = _any(wanted)
    if others:
        match = f"{match} AND {_any([*wanted, *others, *others])}"
    if without:
        match = f"({match}) NOT {_any(without)}"
    return Step(match, 2 if others else 1, inf)


def _with_two(rare: Sequence[Word], common: Sequence[Word]) -> Iterator[Step]:
    """Passages without a rare word but with two common ones, none of them in two steps."""
    for place, word in enumerate(common[:-1]):
        earlier, later = [*rare, *common[:place]], common[place + 1 :]
        match = f"({_any([word])} AND {_any(later)}) NOT {_any(earlier)}"
        yield Step(match, 1, MOST * sum(word.weight for word in common[place:]))


def _any(words: Iterable[Word]) -> str:
    return f"({_joined(word.text for word in words)})"


def _joined(words: Iterable[str]) -> str:
    # Quoted, a word is only a word to FTS5, never an operator.
    return " OR ".join(f'"{word}"' for word in words)


def _best(found: Iterable[tuple[str, float]], k: int) -> list[tuple[str, float]]:
    return sorted(dict(found).items(), key=lambda pair: (-pair[1], pair[0]))[:k]
