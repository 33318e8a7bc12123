"""The jobs that a caller asked for."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ingest.folder import SENT, place_of
from ingest.jobs import JobRunner
from trag.catalog.catalog import Catalog
from trag.errors import JobError
from trag.guarded.rights import Rights
from trag.guarded.uploading import Placing
from trag.types import FileStatus, Job, JobEvent, JobFile

# Two files of one name that are sent at once are one document.
_SENDING = threading.Lock()


class GuardedJobs:
    """The jobs of the caller, all of them for those who rule all; others are unknown."""

    def __init__(self, jobs: JobRunner, catalog: Catalog, rights: Rights, placing: Placing) -> None:
        self._jobs = jobs
        self._catalog = catalog
        self._rights = rights
        self._placing = placing

    def submit(self, path: Path, options: Mapping[str, Any] | None = None) -> Job:
        """Take in a folder of the server's disk; for those who rule all."""
        self._rights.demand_all()
        return self._jobs.submit(path, {**(options or {}), "owner": self._rights.caller.id})

    def upload(
        self,
        files: Sequence[tuple[str, BinaryIO]],
        *,
        key: str = "",
        groups: Collection[str] | None = None,
    ) -> Job:
        """Keep files that were sent and take them in; for editors, into groups of theirs."""
        self._rights.demand("editor")
        names = [name for name, _ in files]
        owner = self._rights.caller.id
        with _SENDING:
            return self._jobs.upload_as(
                lambda: self._placing.sent(names, groups), files, owner=owner, key=key, groups=groups
            )

    def resume(self) -> list[Job]:
        """The caller's jobs that run or wait."""
        return self.waiting()

    def waiting(self) -> list[Job]:
        """The caller's jobs that run or wait, in the order in which they are done."""
        return [job for job in self._jobs.waiting() if self._is_theirs(job)]

    def all(self) -> list[Job]:
        """The caller's jobs, the newest first."""
        return [job for job in self._jobs.all() if self._is_theirs(job)]

    def get(self, job_id: int) -> Job | None:
        """The job with this id, if it is the caller's."""
        found = self._jobs.get(job_id)
        return found if found and self._is_theirs(found) else None

    def files(
        self, job_id: int, status: FileStatus | None = None, *, limit: int = -1, after: str = ""
    ) -> list[JobFile]:
        """The files of a job of the caller by name."""
        return self._jobs.files(job_id, status, limit=limit, after=after) if self.get(job_id) else []

    def follow(self, job_id: int) -> Iterator[JobEvent]:
        """What happens in a job of the caller. Raises JobError."""
        self._known(job_id)
        return self._jobs.follow(job_id)

    def cancel(self, job_id: int) -> Job:
        """Stop a job of the caller. Raises JobError."""
        self._rights.demand("editor")
        return self._jobs.cancel(self._known(job_id).id)

    def retry(self, job_id: int, *, whole: bool = False) -> Job:
        """A new job for the files that failed in one of the caller. Raises JobError."""
        self._rights.demand("editor")
        job = self._known(job_id)
        if job.kind == "ingest":
            self._rights.demand_all()
        elif not self._rights.rules_all:
            self._check_places(job)
        return self._jobs.retry(job.id, whole=whole)

    def _check_places(self, job: Job) -> None:
        """Raises JobError if a file is gone, or became that of a document that is not theirs to change."""
        groups = self._jobs.options(job.id).get("groups")
        if groups is not None:
            self._rights.chosen(groups)
        known = {one.place: one.id for one in self._catalog.known("")}
        for place in self._jobs.options(job.id).get("places", ()):
            folder = place.partition("/")[0]
            document_id = known.get(place_of(f"{SENT}\n{folder}".encode()))
            document = self._catalog.document(document_id) if document_id else None
            is_lost = place not in self._placing.uploads.places()
            if is_lost or (document is not None and not self._rights.may_change(document)):
                raise JobError(f"The files of job {job.id} are not kept any more.", hint="Send them again.")

    def _known(self, job_id: int) -> Job:
        job = self.get(job_id)
        if job is None:
            raise JobError(f"There is no job {job_id}.", hint="`trag jobs` lists them.")
        return job

    def _is_theirs(self, job: Job) -> bool:
        return self._rights.rules_all or self._jobs.options(job.id).get("owner") == self._rights.caller.id
