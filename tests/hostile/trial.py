"""The real ingest of a folder of hostile files and three good ones, and all that must hold afterwards."""

import hashlib
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from ingest.worker_process import MEGABYTE, MOST_MEMORY
from tests.hostile.files import Hostile, Site, plain
from tests.hostile.packages import word
from trag.settings import load_settings
from trag.types import Done, FileIngested, IngestDone
from trag.workspace import Workspace

# What the ingesting process itself may grow by.
MOST_GROWTH = 800 * MEGABYTE
# The limit of a child is one of its data; its libraries come on top.
MOST_CODE = 256 * MEGABYTE
CRASHED = re.compile(r"Traceback|Error\(|0x[0-9a-f]{6,}")
GOOD = [
    Hostile("good.md", plain("# Kellis\n\nThe Kellis office opens at nine o'clock."), says="opens at nine"),
    Hostile("good.html", plain("<h1>Porto</h1><p>The Porto office has forty desks.</p>"), says="forty desks"),
    Hostile(
        "good.docx", lambda _: word("The Lima office closes on Sundays."), says="office closes on Sundays"
    ),
]
QUESTIONS = {
    "good.md": "When does the Kellis office open?",
    "good.html": "How many desks does the Porto office have?",
    "good.docx": "When does the Lima office close?",
}


def run_trial(
    site: Site, hostile: Sequence[Hostile], seconds: float, *, is_asked: bool = True
) -> dict[str, str]:
    """Take the files in twice and check everything; the outcome of each file, "" for one that is in."""
    documents = site.root / "documents"
    documents.mkdir(parents=True)
    files = [*hostile, *GOOD]
    for file in files:
        (documents / file.path).write_bytes(file.make(site))
    before = snapshot(site.root)
    start = time.monotonic()
    with Workspace(load_settings(site.root / "data", llm="fake", embedder="fake")) as workspace:
        with memory_watched():
            first = taken_in(workspace, documents)
        assert time.monotonic() - start < seconds
        _check_outcomes(first, files)
        _check_texts(workspace, files, first)
        if is_asked:
            _check_answers(workspace)
        assert [check for check in workspace.verify() if check.state != "ok"] == []
        _check_again(workspace, documents, first)
    assert snapshot(site.root) == before, "nothing was written outside the data folder"
    return {event.file: event.error for event in first}


def taken_in(workspace: Workspace, path: Path) -> list[FileIngested]:
    """What became of each file."""
    *events, done = workspace.ingest(path)
    assert isinstance(done, IngestDone)
    return [event for event in events if isinstance(event, FileIngested)]


def _check_outcomes(events: Sequence[FileIngested], files: Sequence[Hostile]) -> None:
    wanted = [(file.file, file.error) for file in files]
    wanted += [(f"{file.file}/{name}", error) for file in files for name, error in file.members.items()]
    told = Counter(event.file for event in events)
    named = Counter(name for name, _ in wanted)
    strange = [event for event in events if event.file not in named]
    assert strange == []
    assert (told - named, named - told) == (Counter(), Counter())
    problems = []
    for event in events:
        error = dict(wanted)[event.file]
        if (event.status, bool(event.error)) != (("failed", True) if error else ("new", False)) or (
            error and not (re.search(error, event.error) and is_readable(event))
        ):
            problems.append(event)
    assert problems == []


def is_readable(event: FileIngested) -> bool:
    """True if a person can do something with the error: it names the file, is short and says what to do."""
    name = event.file.rpartition("/")[2]
    is_named = name in event.error or name[:100] in event.error
    what, _, hint = event.error.partition("\n")
    return is_named and bool(hint) and len(what) < 500 and not CRASHED.search(event.error)


def _check_texts(workspace: Workspace, files: Sequence[Hostile], events: Sequence[FileIngested]) -> None:
    taken = {event.file for event in events if event.status == "new"}
    assert {document.file for document in workspace.documents()} == taken
    texts: dict[str, str] = {}
    for document in workspace.documents():
        own = [passage.text for passage in workspace.passages(document.id)]
        texts[document.file] = texts.get(document.file, "") + "\n".join(own)
    missing = {
        file.file: texts[file.file][:200] for file in files if file.says not in texts.get(file.file, "")
    }
    assert missing == {}
    assert not any("a secret of this machine" in text for text in texts.values())


def _check_answers(workspace: Workspace) -> None:
    for file, question in QUESTIONS.items():
        # What the fake model makes of the passages says nothing; that it can be asked does.
        assert isinstance(list(workspace.stream(question))[-1], Done)
        assert file in [source.file for source in workspace.context(question).sources], question


def _check_again(workspace: Workspace, documents: Path, first: Sequence[FileIngested]) -> None:
    """A second time, nothing is made, and whatever is looked at gives the same error."""
    chunks = workspace.catalog.chunk_ids()
    again = taken_in(workspace, documents)
    assert workspace.catalog.chunk_ids() == chunks == workspace.store.ids()
    assert {event.status for event in again} <= {"unchanged", "failed"}
    assert sum(event.chunks for event in again) == 0
    errors = {event.file: event.error for event in first}
    assert {event.file: event.error for event in again if event.error}.items() <= errors.items()
    own = {event.file for event in first if event.error and (documents / event.file).exists()}
    assert own <= {event.file for event in again if event.error}, "a bad file is named every time"


def snapshot(root: Path) -> dict[bytes, tuple[int, str]]:
    """Every file outside the data folder: its change time and what it holds."""
    found: dict[bytes, tuple[int, str]] = {}
    for place, folders, names in os.walk(os.fsencode(root)):
        if place == os.fsencode(root):
            folders.remove(b"data") if b"data" in folders else None
        for name in (*names, *folders):
            path = os.path.join(place, name)  # noqa: PTH118  names as bytes
            is_file = os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114
            is_used = name == b"temporary"  # what is put there goes again
            found[path] = (0 if is_used else os.lstat(path).st_mtime_ns, _digest(path) if is_file else "")
    return found


def _digest(path: bytes) -> str:
    with open(path, "rb") as file:  # noqa: PTH123  names as bytes
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def memory_watched() -> Generator[None, None, None]:
    """Fails if, meanwhile, a child process or this process took more memory than it may."""
    own = psutil.Process()
    before, peaks, is_over = own.memory_info().rss, [0, 0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.05):
            peaks[0] = max(peaks[0], *(_peak(child.pid) for child in own.children(recursive=True)), 0)
            peaks[1] = max(peaks[1], own.memory_info().rss)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
    assert peaks[0] < MOST_MEMORY + MOST_CODE
    assert peaks[1] - before < MOST_GROWTH


def _peak(pid: int) -> int:
    """The most memory that a process ever had, as the system counts it."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
