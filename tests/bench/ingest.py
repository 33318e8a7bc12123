"""Taking a folder of documents in, beside LlamaIndex's own pipeline with the same embedder."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, Section, Table, number, times
from tests.bench.ingest_rival import LIMIT, READ_BY_ITSELF, opened, take_in_with_llama_index
from tests.bench.measuring import BenchmarkError, Run
from tests.bench.stopwatch import Stopwatch, TimedEmbedder, TimedStore

if TYPE_CHECKING:
    from ingest.library import Library

TITLE = "Taking documents in"
FOLDER = "BENCH_DOCUMENTS"
SAMPLE = Path(__file__).parents[2] / "examples" / "documents"
BESIDE, AGAIN = 25.0, 2.0
TEXT = f"""
A folder of documents, the default embedder (ONNX), real Chroma; both sides begin with the embedder loaded
and Chroma open. "First" is the first job of a process: trag starts the process that parses, and both
import what they read and cut with. After that each takes the folder in twice more, in turn, into an empty
data folder, and the better one counts: trag as a server does it that took in one document before, its
parsing process warm. The budgets are taken there, and beside the embedder also on the first.
LlamaIndex: SimpleDirectoryReader, SentenceSplitter at {LIMIT} tokens of the embedder, no overlap, its
IngestionPipeline into its ChromaVectorStore, the very same ONNX embedder, {LIMIT // 8} texts a call. Both
get the files that its reader takes without further packages ({", ".join(sorted(READ_BY_ITSELF))}); it keeps
their markup, which it embeds as text, and has no keyword index and no catalog. "Tokens" are those embedded:
trag's passages are shorter and carry their heading path. "Beside the embedder" is what is left of the time
when the embedder's is taken off. All formats of the folder are taken in once more by trag alone, as a
later job.
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
    first, their_first = _round(run, common, "first")
    rounds = [_round(run, common, name) for name in ("second", "third")]
    ours = min((ours for ours, _ in rounds), key=lambda took: took.seconds)
    theirs = min((theirs for _, theirs in rounds), key=lambda took: took.seconds)
    run.say("all formats")
    whole, again = _trag(documents, run.folder / "whole", is_warm=True)
    pairs = {"": (ours, theirs), ", first": (first, their_first)}
    tables = (_table(pairs, whole), _parts({"common files": ours, "first": first, "all formats": whole}))
    text = TEXT.replace("A folder of documents", f"{whole.files} documents", 1)
    libraries = ("onnxruntime", "llama-index-core", "chromadb", "unstructured")
    return Section(text, tuple(_figures(pairs, whole, again)), tables, libraries)


def _copy_common(documents: Path, common: Path) -> None:
    for path in sorted(documents.rglob("*")):
        if path.suffix in READ_BY_ITSELF and path.is_file():
            target = common / path.relative_to(documents)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    if not common.exists():
        raise BenchmarkError(f"{documents} has no file of {sorted(READ_BY_ITSELF)}.")


def _round(run: Run, common: Path, name: str) -> tuple[Took, Took]:
    run.say(f"{name} round: trag")
    ours, _ = _trag(common, run.folder / f"trag-{name}", is_warm=name != "first")
    run.say(f"{name} round: LlamaIndex")
    watch = Stopwatch()
    engines = opened(run.folder / f"rival-{name}", watch)
    start = perf_counter()
    files, passages, tokens = take_in_with_llama_index(common, engines)
    return ours, Took(files, passages, tokens, perf_counter() - start, dict(watch.seconds))


def _trag(documents: Path, data: Path, *, is_warm: bool) -> tuple[Took, float]:
    """The taking in, and the seconds that the same folder takes again."""
    from trag.settings import load_settings
    from trag.types import IngestDone
    from trag.workspace import Workspace

    with Workspace(load_settings(data, llm="fake")) as workspace:
        workspace.embedder.warm_up()
        workspace.store.warm_up()
        library = workspace.library
        if is_warm:
            _take_one_in(library, data.with_name(f"{data.name}-before"))
        watch = Stopwatch()
        embedder = TimedEmbedder(workspace.embedder, watch)
        store = TimedStore(workspace.store, watch)
        workspace._use(replace(workspace.index, embedder=embedder, store=store))
        start = perf_counter()
        done = list(library.ingest(documents))[-1]
        seconds = perf_counter() - start
        if not isinstance(done, IngestDone) or done.failed:
            raise BenchmarkError(f"trag did not take all of {documents} in: {done}")
        took = Took(done.new, done.chunks, embedder.tokens, seconds, dict(watch.seconds))
        start = perf_counter()
        list(library.ingest(documents))
        return took, perf_counter() - start


def _take_one_in(library: "Library", folder: Path) -> None:
    """A job before the one that counts: a document with a paragraph long enough to be cut."""
    folder.mkdir()
    (folder / "before.md").write_text(f"# Before\n\n{'This was read an hour ago. ' * 40}\n", encoding="utf-8")
    list(library.ingest(folder))


def _figures(pairs: dict[str, tuple[Took, Took]], whole: Took, again: float) -> Iterator[Figure]:
    for name, (ours, theirs) in pairs.items():
        yield Figure(f"beside the embedder, share of its time{name}", ours.beside, "%", BESIDE)
        rate = ours.rate / theirs.rate
        yield Figure(f"tokens a second, trag over LlamaIndex{name}", rate, "x", 1.0, at_least=True)
    yield Figure("beside the embedder, all formats", whole.beside, "%", BESIDE)
    yield Figure(
        "the unchanged folder again, share of the first time", again / whole.seconds * 100, "%", AGAIN
    )


def _table(pairs: dict[str, tuple[Took, Took]], whole: Took) -> Table:
    header = (
        "",
        "files",
        "passages",
        "tokens embedded",
        "seconds",
        "tokens/s",
        "faster than LlamaIndex, whole folder",
    )
    rows = []
    for name, (ours, theirs) in pairs.items():
        rows += [_row(f"trag{name}", ours, theirs), _row(f"LlamaIndex{name}", theirs, theirs)]
    return Table(header, (*rows, _row("trag, all formats", whole, pairs[""][1])))


def _row(name: str, took: Took, rival: Took) -> tuple[str, ...]:
    is_comparable = took.files == rival.files
    faster = times(rival.seconds, took.seconds) if is_comparable else ""
    counts = (f"{took.files:,}", f"{took.passages:,}", f"{took.tokens:,}")
    return name, *counts, number(took.seconds), number(took.rate), faster


def _parts(all_took: dict[str, Took]) -> Table:
    """Where the time goes; what is neither embedder nor vectors is parsing not hidden, cutting, catalog."""
    rows = []
    for name, took in all_took.items():
        rest = took.seconds - sum(took.parts.values())
        shares = (took.parts["embedder"], took.parts["vectors"], rest)
        rows.append((name, *(f"{number(part)} ({part / took.seconds:.0%})" for part in shares)))
    return Table(("trag, seconds (share)", "embedder", "vectors", "parsing, cutting, catalog"), tuple(rows))
