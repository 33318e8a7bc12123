"""Keyword search on the catalog's own full-text index (SQLite FTS5, BM25)."""

import re

from sqlalchemy import text

from trag.catalog.catalog import Catalog

SEARCH = text(
    "SELECT chunks.id, -bm25(chunk_words) AS score FROM chunk_words"
    " JOIN chunks ON chunks.key = chunk_words.rowid"
    " WHERE chunk_words MATCH :match ORDER BY bm25(chunk_words), chunks.id LIMIT :k"
)
WORD = re.compile(r"\w+")
# Words that nearly every English question and passage holds: they cost time and decide nothing.
STOP_WORDS = frozenset(
    """
    a an and any are as at be been but by can could did do does for from had has have how i if in into is it
    its me my of on or our s shall should so than that the their them there these they this those to us was
    we were what when where which who whom whose why will with would you your
    """.split()
)


def search_words(query: str) -> list[str]:
    """The words of a query worth looking up, in order; all of them if none is."""
    words = list(dict.fromkeys(WORD.findall(query.casefold())))
    return [word for word in words if word not in STOP_WORDS] or words


class Fts5KeywordIndex:
    """KeywordIndex over the chunks of a catalog. Scores are BM25, positive, higher is better."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """The chunks with most of the query's rare words, best first."""
        # Quoted, a word is only a word to FTS5, never an operator.
        match = " OR ".join(f'"{word}"' for word in search_words(query))
        if not match:
            return []
        with self._catalog.engine.connect() as connection:
            rows = connection.execute(SEARCH, {"match": match, "k": k})
            return [(row.id, float(row.score)) for row in rows]
