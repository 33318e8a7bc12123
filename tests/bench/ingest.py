"""Taking a folder of documents in, beside LlamaIndex's own pipeline with the same embedder."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from tests.bench.figures import Figure, Section, Table, number, times
from tests.bench.ingest_rival import LIMIT, READ_BY_ITSELF, take_in_with_llama_index
from tests.bench.measuring import BenchmarkError, Run
from tests.bench.stopwatch import Stopwatch, TimedEmbedder, TimedStore

TITLE = "Taking documents in"
FOLDER = "BENCH_DOCUMENTS"
SAMPLE = Path(__file__).parents[2] / "examples" / "documents"
BESIDE, AGAIN = 25.0, 2.0
TEXT = f"""
A folder of documents, the default embedder (ONNX), real Chroma, two rounds in turn, the better one counts.
LlamaIndex: SimpleDirectoryReader, SentenceSplitter at {LIMIT} tokens of the embedder, no overlap, its
IngestionPipeline into its ChromaVectorStore, the very same ONNX embedder, {LIMIT // 8} texts a call. Both
get the files that its reader takes without further packages ({", ".join(sorted(READ_BY_ITSELF))}); it keeps
their markup, which it embeds as text, and has no keyword index and no catalog. "Tokens" are those embedded:
trag's passages are shorter and carry their heading path. "Beside the embedder" is what is left of the time
when the embedder's is taken off. All formats of the folder are taken in once more by trag alone.
`BENCH_DOCUMENTS=folder make bench BENCH=ingest` takes another folder than the sample organisation's.
"""


@dataclass(frozen=True, slots=True)
class Took:
    """One taking in: files, passages, tokens embedded, and seconds in all and by part."""

    files: int
    passages: int
    tokens: int
    seconds: float
    parts: dict[str, float]

    @property
    def rate(self) -> float:
        """Tokens a second."""
        return self.tokens / self.seconds

    @property
    def beside(self) -> float:
        """What is not the embedder's time, in percent of the embedder's."""
        return (self.seconds / self.parts["embedder"] - 1) * 100


def measure(run: Run) -> Section:
    """Both pipelines on the same files; then trag on all of the folder, and on the unchanged folder."""
    documents = Path(os.environ.get(FOLDER) or SAMPLE).resolve()
    common = run.folder / "common"
    _copy_common(documents, common)
    rounds = [_round(run, common, number) for number in (1, 2)]
    ours = min((ours for ours, _ in rounds), key=lambda took: took.seconds)
    theirs = min((theirs for _, theirs in rounds), key=lambda took: took.seconds)
    run.say("all formats")
    whole, again = _trag(documents, run.folder / "whole")
    tables = (_table({"trag": ours, "LlamaIndex": theirs, "trag, all formats": whole}), _parts(ours, whole))
    text = TEXT.replace("A folder of documents", f"{whole.files} documents", 1)
    libraries = ("onnxruntime", "llama-index-core", "chromadb", "unstructured")
    return Section(text, tuple(_figures(ours, theirs, whole, again)), tables, libraries)


def _copy_common(documents: Path, common: Path) -> None:
    for path in sorted(documents.rglob("*")):
        if path.suffix in READ_BY_ITSELF and path.is_file():
            target = common / path.relative_to(documents)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    if not common.exists():
        raise BenchmarkError(f"{documents} has no file of {sorted(READ_BY_ITSELF)}.")


def _round(run: Run, common: Path, number: int) -> tuple[Took, Took]:
    run.say(f"round {number}: trag")
    ours, _ = _trag(common, run.folder / f"trag-{number}")
    run.say(f"round {number}: LlamaIndex")
    watch = Stopwatch()
    start = perf_counter()
    files, passages, tokens = take_in_with_llama_index(common, run.folder / f"rival-{number}", watch)
    return ours, Took(files, passages, tokens, perf_counter() - start, dict(watch.seconds))


def _trag(documents: Path, data: Path) -> tuple[Took, float]:
    """The first taking in, and the seconds that the same folder takes again."""
    from ingest.library import Library
    from trag.settings import load_settings
    from trag.types import IngestDone
    from trag.workspace import Workspace

    with Workspace(load_settings(data, llm="fake")) as workspace:
        workspace.embedder.warm_up()
        workspace.store.warm_up()
        watch = Stopwatch()
        embedder = TimedEmbedder(workspace.embedder, watch)
        index = replace(workspace.index, embedder=embedder, store=TimedStore(workspace.store, watch))
        library = Library(data, workspace.catalog, lambda: index)
        start = perf_counter()
        done = list(library.ingest(documents))[-1]
        seconds = perf_counter() - start
        if not isinstance(done, IngestDone) or done.failed:
            raise BenchmarkError(f"trag did not take all of {documents} in: {done}")
        took = Took(done.new, done.chunks, embedder.tokens, seconds, dict(watch.seconds))
        start = perf_counter()
        list(library.ingest(documents))
        return took, perf_counter() - start


def _figures(ours: Took, theirs: Took, whole: Took, again: float) -> Iterator[Figure]:
    yield Figure("beside the embedder, share of its time", ours.beside, "%", BESIDE)
    yield Figure("beside the embedder, all formats", whole.beside, "%", BESIDE)
    yield Figure("tokens a second, trag over LlamaIndex", ours.rate / theirs.rate, "x", 1.0, at_least=True)
    yield Figure(
        "the unchanged folder again, share of the first time", again / whole.seconds * 100, "%", AGAIN
    )


def _table(took: dict[str, Took]) -> Table:
    header = (
        "",
        "files",
        "passages",
        "tokens embedded",
        "seconds",
        "tokens/s",
        "faster than LlamaIndex, whole folder",
    )
    rival = took["LlamaIndex"]
    return Table(header, tuple(_row(name, one, rival) for name, one in took.items()))


def _row(name: str, took: Took, rival: Took) -> tuple[str, ...]:
    is_comparable = took.files == rival.files
    faster = times(rival.seconds, took.seconds) if is_comparable else ""
    counts = (f"{took.files:,}", f"{took.passages:,}", f"{took.tokens:,}")
    return name, *counts, number(took.seconds), number(took.rate), faster


def _parts(ours: Took, whole: Took) -> Table:
    """Where the time goes; what is neither embedder nor vectors is parsing not hidden, cutting, catalog."""
    rows = []
    for name, took in (("common files", ours), ("all formats", whole)):
        rest = took.seconds - sum(took.parts.values())
        shares = (took.parts["embedder"], took.parts["vectors"], rest)
        rows.append((name, *(f"{number(part)} ({part / took.seconds:.0%})" for part in shares)))
    return Table(("trag, seconds (share)", "embedder", "vectors", "parsing, cutting, catalog"), tuple(rows))
