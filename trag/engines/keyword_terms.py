"""How common the words of a query are: their terms as the full-text index spells them, and their counts."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection

from trag.catalog.keyword_tables import TOKENIZER, keyword_table

# This bit of a byte says that the number goes on in the next one.
MORE = 0x80


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
    """In how many passages of a table terms stand, as long as the passages stay what they are.

    `state` are the table's totals, which every change of a passage changes.
    """

    state: bytes
    of_term: dict[str, int] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        """The number of all passages."""
        return self._totals[0]

    @property
    def length(self) -> int:
        """The number of the terms of all passages together."""
        return self._totals[1]

    @property
    def _totals(self) -> tuple[int, int]:
        passages, rest = read_varint(self.state)
        return passages, read_varint(rest)[0]


class Frequencies:
    """How many passages a table has, and how many hold a word; remembered until the passages change."""

    def __init__(self, table: str = keyword_table(0)) -> None:
        self._table = table
        self._terms = Terms()
        self._counts = Counts(b"")

    def passages(self, connection: Connection) -> int:
        """The number of all passages."""
        return self.current(connection).passages

    def of(self, connection: Connection, words: Sequence[str]) -> list[int]:
        """For each word the number of passages that hold it, at most."""
        counts = self.current(connection)
        connection.exec_driver_sql(
            # In the temp schema it belongs to the connection, and the database stays as it is.
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{self._table}_terms"
            f" USING fts5vocab('main', '{self._table}', 'row')"
        )
        # A word of several terms is a phrase, no more frequent than the rarest of them.
        return [
            min((self._count(connection, counts, term) for term in terms), default=0)
            for terms in self._terms.of(words)
        ]

    def phrases(self, words: Sequence[str]) -> set[str]:
        """Those of the words that are several terms, which have to stand one after the other."""
        return {word for word, terms in zip(words, self._terms.of(words), strict=True) if len(terms) > 1}

    def current(self, connection: Connection) -> Counts:
        """What is known of the passages as they are."""
        query = f"SELECT block FROM {self._table}_data WHERE id = 1"  # noqa: S608 - our own name
        state = connection.exec_driver_sql(query).scalar_one()
        # Another thread may put its own counts here at any time.
        counts = self._counts
        if state != counts.state:
            counts = self._counts = Counts(state)
        return counts

    def _count(self, connection: Connection, counts: Counts, term: str) -> int:
        if term not in counts.of_term:
            query = f"SELECT doc FROM temp.{self._table}_terms WHERE term = ?"  # noqa: S608 - our own name
            counts.of_term[term] = connection.exec_driver_sql(query, (term,)).scalar() or 0
        return counts.of_term[term]


def read_varint(block: bytes) -> tuple[int, bytes]:
    """The number that SQLite wrote at the beginning of a block, and the rest; 0 of an empty block."""
    number = 0
    for place, byte in enumerate(block[:8]):
        number = number << 7 | byte & ~MORE
        if not byte & MORE:
            return number, block[place + 1 :]
    # No count of ours is so large that it takes the ninth byte, whose eight bits all count.
    return number, b""
