"""The parts of a Door that are doors of their own: jobs, units of the tree, administration."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from trag.types import (
    Difference,
    Document,
    FileStatus,
    Job,
    JobEvent,
    JobFile,
    OutlineUnit,
    TreeMatch,
    TreeNode,
    TreeSummary,
    UnitEdit,
)
from trag.types.auditing import AuditFilter, AuditRecord
from trag.types.backups import BackupMade
from trag.types.documents import FolderGroups
from trag.types.engines import EngineCheck, EngineRole, Engines, SettingsShown


class JobDoor(Protocol):
    """The jobs of a data folder: what is to be taken in, in turn, in the background."""

    def submit(self, path: Path, options: Mapping[str, Any] | None = None) -> Job:
        """A job that takes in a file or folder, done after all that wait; `options` are those of `ingest`."""
        ...

    def upload(
        self,
        files: Sequence[tuple[str, BinaryIO]],
        *,
        key: str = "",
        groups: Collection[str] | None = None,
    ) -> Job:
        """Keep files that were sent, each with its name, and make a job that takes them in.

        They are for these groups; without any, for those of the rule of "uploads", or the default. A name
        stands for one document: sent again, it is a new version. The same files with the same `key` within
        a day are the same job. Raises DocumentError, KeyReusedError for other files.
        """
        ...

    def resume(self) -> list[Job]:
        """Go on with what waits or was cut off, in the background; these are the jobs."""
        ...

    def all(self) -> list[Job]:
        """All jobs that are remembered, the newest first."""
        ...

    def get(self, job_id: int) -> Job | None:
        """The job with this id."""
        ...

    def files(
        self, job_id: int, status: FileStatus | None = None, *, limit: int = -1, after: str = ""
    ) -> list[JobFile]:
        """The files of a job by name, at most `limit` of those after the name `after`.

        Those that were as they are now are counted only.
        """
        ...

    def follow(self, job_id: int) -> Iterator[JobEvent]:
        """What happened in a job so far, then what happens as it happens. Raises JobError.

        A job that is over is the last event.
        """
        ...

    def cancel(self, job_id: int) -> Job:
        """Stop a job: at once if it waits, after the current file if it runs. Raises JobError."""
        ...

    def retry(self, job_id: int, *, whole: bool = False) -> Job:
        """A new job for the files that failed; for all, if it was ended early or `whole` is asked for.

        Raises JobError where there is nothing to try again.
        """
        ...


class NodeDoor(Protocol):
    """The units of the tree in force: to be looked at, found and changed one by one."""

    def get(self, node_id: str) -> TreeNode | None:
        """A unit with its place, its people and its facts; None if the tree has none of this id."""
        ...

    def outline(self) -> list[OutlineUnit]:
        """All units level by level, those of one parent in the file's order; empty without a tree."""
        ...

    def search(self, text: str, *, limit: int = 20) -> list[TreeMatch]:
        """At most `limit` units and people by the beginning of a name, or else those that `text` means."""
        ...

    def edit(self, node_id: str, edit: UnitEdit, *, replacing: int | None = None) -> TreeSummary:
        """Change a unit, as a new version of the tree.

        Raises TreeError with every problem, TreeChangedError if another version than `replacing` is in
        force, and then changes nothing.
        """
        ...

    def diff(self, text: str, file: str) -> list[Difference]:
        """What an import of this tree would change. Raises TreeError with every problem of the text."""
        ...


class GroupsDoor(Protocol):
    """Who may read which documents."""

    def give(self, names: Sequence[str], groups: Collection[str]) -> list[Document]:
        """Give documents, by id or file name, groups of their own, with what was unpacked from them.

        Raises DocumentError, and then changes nothing.
        """
        ...

    def rules(self) -> list[FolderGroups]:
        """The rules of folders, ordered by folder; the longest path that fits a document counts."""
        ...

    def rule(self, folder: str, groups: Collection[str] | None) -> list[Document]:
        """Let documents below a folder have these groups, None for no rule; those that changed.

        Documents with groups of their own keep them. Raises DocumentError.
        """
        ...

    def default(self) -> tuple[str, ...]:
        """The groups of new documents in folders without a rule."""
        ...

    def set_default(self, groups: Collection[str]) -> tuple[str, ...]:
        """Let new documents in folders without a rule have these groups. Raises DocumentError."""
        ...


class AuditDoor(Protocol):
    """The audit log: who did what."""

    def write(self, record: AuditRecord) -> None:
        """Note an act. A client writes nothing: the server notes by itself what is asked of it."""
        ...

    def page(
        self, wanted: AuditFilter | None = None, *, limit: int = 50, before: str = ""
    ) -> list[AuditRecord]:
        """The records that are wanted, the newest first: at most `limit`, of those before the id `before`."""
        ...


class SettingsDoor(Protocol):
    """The settings in force; some of them may change while a server runs."""

    def all(self) -> SettingsShown:
        """Every setting with its value, where that comes from, and whether it may change now."""
        ...

    def change(self, values: Mapping[str, Any], *, replacing: str = "") -> SettingsShown:
        """Put values in force at once and for good; None takes a value back. All of them, or none.

        Raises SettingRefusedError, SettingFixedError; SettingsChangedError if the settings are not those
        with the tag `replacing` any more.
        """
        ...


class EngineDoor(Protocol):
    """The models behind the answers."""

    def all(self) -> Engines:
        """The models in force with their state, and those that lie ready. Nothing is loaded for it."""
        ...

    def check(self, role: EngineRole) -> EngineCheck:
        """Try a model with a small task, loading it first if need be."""
        ...


class BackupDoor(Protocol):
    """Backups of the data folder, made while it is in use."""

    def make(self) -> Iterator[bytes]:
        """The bytes of a new backup. Raises BackupError; one that is not read to its end is none."""
        ...

    def all(self) -> list[BackupMade]:
        """The last backups that were made, the newest first."""
        ...


class AdministrationDoor(Protocol):
    """What admins see and change of a data folder."""

    @property
    def audit(self) -> AuditDoor:
        """The audit log."""
        ...

    @property
    def settings(self) -> SettingsDoor:
        """The settings in force."""
        ...

    @property
    def engines(self) -> EngineDoor:
        """The models behind the answers."""
        ...

    @property
    def backups(self) -> BackupDoor:
        """Backups of the data folder."""
        ...
