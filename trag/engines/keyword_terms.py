"""How common the words of a query are: their terms as the full-text index spells them, and their counts."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection, text

from trag.catalog.keyword_tables import TOKENIZER

# This row holds the totals of all passages, which every change of them changes.
STATE = text("SELECT block FROM chunk_words_data WHERE id = 1")
PASSAGES = text("SELECT count(*) FROM chunk_words_docsize")
# In the temp schema it belongs to the connection, and the database stays as it is.
TERMS = text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.chunk_terms USING fts5vocab('main', 'chunk_words', 'row')"
)
COUNT = text("SELECT doc FROM temp.chunk_terms WHERE term = :term")


class Terms:
    """The terms that FTS5 makes of words, from an empty index of its own. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: sqlite3.Connection | None = None

    def of(self, words: Sequence[str]) -> list[list[str]]:
        """For each word its terms: mostly one; none for a word that is a sign only."""
        found: list[list[str]] = [[] for _ in words]
        with self._lock:
            index = self._index = self._index or _empty_index()
            index.executemany("INSERT INTO words(rowid, word) VALUES (?, ?)", enumerate(words))
            for place, term in index.execute("SELECT doc, term FROM terms"):
                found[place].append(term)
            index.rollback()
        return found


def _empty_index() -> sqlite3.Connection:
    # The lock lets one thread in at a time.
    index = sqlite3.connect(":memory:", check_same_thread=False)
    # The tokenizer is that of the catalog: only then the terms are those that it counts.
    index.execute(f"CREATE VIRTUAL TABLE words USING fts5(word, tokenize='{TOKENIZER}')")
    index.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, instance)")
    return index


@dataclass(slots=True)
class Counts:
    """In how many passages terms stand, as long as the passages stay what they are."""

    state: bytes
    passages: int
    of_term: dict[str, int] = field(default_factory=dict)


class Frequencies:
    """How many passages there are, and how many hold a word; remembered until the passages change."""

    def __init__(self) -> None:
        self._terms = Terms()
        self._counts = Counts(b"", 0)

    def passages(self, connection: Connection) -> int:
        """The number of all passages."""
        return self._current(connection).passages

    def of(self, connection: Connection, words: Sequence[str]) -> list[int]:
        """For each word the number of passages that hold it, at most."""
        counts = self._current(connection)
        connection.execute(TERMS)
        # A word of several terms is a phrase, no more frequent than the rarest of them.
        return [
            min((_count(connection, counts, term) for term in terms), default=0)
            for terms in self._terms.of(words)
        ]

    def _current(self, connection: Connection) -> Counts:
        state = connection.execute(STATE).scalar_one()
        # Another thread may put its own counts here at any time.
        counts = self._counts
        if state != counts.state:
            counts = self._counts = Counts(state, connection.execute(PASSAGES).scalar_one())
        return counts


def _count(connection: Connection, counts: Counts, term: str) -> int:
    if term not in counts.of_term:
        counts.of_term[term] = connection.execute(COUNT, {"term": term}).scalar() or 0
    return counts.of_term[term]
