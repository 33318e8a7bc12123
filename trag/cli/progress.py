"""Progress bars on stderr, so that stdout stays clean for programs."""

from collections import Counter
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from ingest.sniffing import is_of_no_kind
from trag.types import FileIngested, PassagesEmbedded


class AssemblyBar:
    """Shows how far the model's file is; call it with (bytes done, bytes in all)."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` bytes are written."""
        if self._progress is None:
            columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
            self._progress = Progress(
                TextColumn("Assembling the model"), *columns, console=Console(stderr=True)
            )
            self._progress.start()
            self._task = self._progress.add_task("", total=total)
        self._progress.update(self._task, completed=done)
        if done >= total:
            self._progress.stop()


class _Bar:
    """Shown while the block runs, and left as it stands."""

    _progress: Progress

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it stands."""
        self._progress.stop()


class IngestBar(_Bar):
    """Shows the files of an ingest as they get through."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._hints: set[str] = set()
        self._of_no_kind: list[FileIngested] = []
        rate = TextColumn("{task.speed:.1f} files/s" if self._console.is_terminal else "")
        columns = (TextColumn("Taking in"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
        self._progress = Progress(*columns, TextColumn("{task.fields[file]}"), console=self._console)
        self._task = self._progress.add_task("", total=None, file="")

    def show(self, event: FileIngested) -> None:
        """One file more is through; what could not be read stays on the screen."""
        self._progress.update(self._task, completed=event.done, total=event.total, file=event.file[-40:])
        if event.status == "failed" and is_of_no_kind(event.error):
            self._of_no_kind.append(event)
        elif event.status == "failed":
            self._tell_failed(event)
        if event.remark:
            self._tell(Text("in part ", "yellow"), f"{event.file}: {event.remark}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell how many files were of kinds that trag does not read; one alone is told by its name."""
        if len(self._of_no_kind) == 1:
            self._tell_failed(self._of_no_kind[0])
        elif self._of_no_kind:
            hint = self._of_no_kind[0].error.partition("\n")[2]
            text = f"{len(self._of_no_kind)} files of kinds that trag does not read: {self._kinds()}."
            self._tell(Text("failed ", "red"), f"{text}\n{hint}".rstrip())
        super().__exit__(kind, error, trace)

    def _kinds(self) -> str:
        """How many of each, the most frequent first."""
        endings = Counter(PurePosixPath(one.file).suffix.lower() or "nameless" for one in self._of_no_kind)
        return ", ".join(f"{count} {ending}" for ending, count in endings.most_common())

    def _tell_failed(self, event: FileIngested) -> None:
        self._tell(Text("failed ", "red"), f"{event.file}: {self._said_once(event.error)}")

    def _said_once(self, error: str) -> str:
        """The error, without its hint if that is on the screen already."""
        what, _, hint = error.partition("\n")
        if not hint or hint in self._hints:
            return what
        self._hints.add(hint)
        return error

    def _tell(self, state: Text, text: str) -> None:
        self._progress.print(state + Text(text), soft_wrap=True)


class TrialBar(_Bar):
    """Shows the questions of an evaluation run as they get through."""

    def __init__(self, verb: str, total: int, left: int) -> None:
        console = Console(stderr=True)
        columns = (TextColumn(verb), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        tail = (TimeRemainingColumn(), TextColumn("{task.fields[case]}"))
        self._progress = Progress(*columns, *tail, console=console)
        self._task = self._progress.add_task("", total=total, completed=total - left, case="")

    def show(self, case: str) -> None:
        """One question more is through."""
        self._progress.update(self._task, advance=1, case=case[-30:])


class PassageBar(_Bar):
    """Shows the passages of a new index as they get their vectors."""

    def __init__(self) -> None:
        columns = (TextColumn("Embedding"), BarColumn(), MofNCompleteColumn())
        rate = TextColumn("{task.speed:.0f} passages/s")
        self._progress = Progress(*columns, rate, TimeRemainingColumn(), console=Console(stderr=True))
        self._task = self._progress.add_task("", total=None)

    def show(self, event: PassagesEmbedded) -> None:
        """So many passages are embedded."""
        self._progress.update(self._task, completed=event.done, total=event.total)
