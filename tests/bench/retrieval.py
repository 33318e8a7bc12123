"""Finding passages among 10,000 and 100,000, without the time the embedder takes for the question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.corpus import DIMENSION, Corpus, Query, built
from tests.bench.figures import Figure, Section, Table, number
from tests.bench.measuring import Run
from tests.bench.retrieval_parts import CANDIDATES, Parts
from tests.bench.timing import Timing, time_in_turn
from trag.factory import build_catalog, build_vector_store
from trag.pipeline import PASSAGES

TITLE = "Retrieval"
SIZES = (10_000, 100_000)
QUERIES, ROUNDS = 150, 3
TEXT = f"""
Passages of 90 words about topics of 100 passages each, with vectors of {DIMENSION} dimensions that lie
together by topic, in the product's own catalog (SQLite FTS5) and Chroma collection. {QUERIES} queries hold
rare words of one passage and a vector near its own; the embedder is left out. "All" is the whole of
retrieval; its parts are timed apart on the same queries. "Exact" compares the query with every vector in
numpy: "nearest found" is the share of its {CANDIDATES} nearest that Chroma finds too. "Passage found" is
the share of queries whose passage is among the {PASSAGES} handed on. The context is cut to its budget by
the default model's own tokenizer.
"""
COLUMNS = ("all", "dense", "keyword", "texts", "MMR", "fusion", "context", "exact")
OURS = ("MMR", "fusion", "context")


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size."""

    chunks: int
    timings: Mapping[str, Timing]
    nearest_found: float
    passage_found: float


def measure(run: Run) -> Section:
    """Retrieval at every size, whole and in parts."""
    sizes = [_size(run, size) for size in run.sizes(SIZES)]
    libraries = ("chromadb", "sqlalchemy", "numpy", "tokenizers")
    return Section(TEXT, tuple(_figures(sizes[-1])), (_table(sizes),), libraries)


def _size(run: Run, size: int) -> Size:
    settings = built(run.folder, size, run.say)
    corpus = Corpus(size)
    queries = corpus.queries(QUERIES)
    run.say(f"{size:,} chunks: {QUERIES} queries")
    catalog, store = build_catalog(settings), build_vector_store(settings)
    store.warm_up()
    parts = Parts(catalog, store, corpus.vectors, queries)
    nearest = [parts.nearest_found(query) for query in queries]
    found = [query.chunk_id in {scored.chunk.id for scored in parts.all(query)} for query in queries]
    ways: dict[str, Callable[[Query], object]] = {
        "all": parts.all,
        "dense": parts.dense,
        "keyword": parts.keyword,
        "texts": parts.texts,
        "MMR": parts.mmr,
        "fusion": parts.fusion,
        "context": parts.context,
        "exact": parts.exact,
    }
    timings = time_in_turn(ways, queries, ROUNDS)
    catalog.close()
    return Size(size, timings, float(np.mean(nearest)), float(np.mean(found)))


def _figures(size: Size) -> Iterator[Figure]:
    at = f"{size.chunks:,} chunks"
    yield Figure(f"retrieval at {at}, p50", size.timings["all"].p50, "ms", 20.0)
    ours = sum(size.timings[part].p50 for part in OURS)
    yield Figure(f"fusion, MMR and context at {at}, p50", ours, "ms", 5.0)
    yield Figure("nearest found", size.nearest_found * 100, "%", 95.0, at_least=True)
    yield Figure("passage found", size.passage_found * 100, "%", 95.0, at_least=True)


def _table(sizes: Sequence[Size]) -> Table:
    header = ("chunks", *(f"{name} p50 (p99) ms" for name in COLUMNS), "nearest found", "passage found")
    return Table(header, tuple(map(_row, sizes)))


def _row(size: Size) -> tuple[str, ...]:
    timings = (size.timings[name] for name in COLUMNS)
    shown = (f"{number(timing.p50)} ({number(timing.p99)})" for timing in timings)
    return f"{size.chunks:,}", *shown, f"{size.nearest_found:.1%}", f"{size.passage_found:.1%}"
