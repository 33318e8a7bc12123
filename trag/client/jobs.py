"""The jobs of a data folder, through the server that owns it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlencode

import httpx

from trag.client.connection import Connection, read_as
from trag.errors import ApiError
from trag.types import FileStatus, Job, JobEvent, JobFile
from trag.wire import from_json, job_event_from_wire

# The server gives no more of them at once.
PAGE = 200


class JobClient:
    """Jobs of the server that a connection leads to."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def submit(self, path: Path, options: Mapping[str, Any] | None = None) -> Job:
        """A job that takes in a file or folder the server can read."""
        # The server stands in another folder: only a whole path means the same there.
        body = {"path": str(path.expanduser().absolute()), **(options or {})}
        return self._job("POST", "/v1/jobs", body)

    def upload(
        self,
        files: Sequence[tuple[str, BinaryIO]],
        *,
        key: str = "",
        groups: Collection[str] | None = None,
    ) -> Job:
        """Send files, each with its name; the job takes them in. Raises DocumentError, ApiError.

        The same files with the same `key` within a day are the same job; else KeyReusedError.
        """
        headers = {"Idempotency-Key": key} if key else None
        asked = "" if groups is None else f"?{urlencode({'groups': ','.join(sorted(groups))})}"
        data = self._server.call("POST", f"/v1/documents{asked}", files=files, headers=headers)
        return read_as(lambda: from_json(Job, data["job"]))

    def resume(self) -> list[Job]:
        """The jobs that run or wait: a server is at them already."""
        return [job for job in reversed(self.all()) if not job.is_over]

    def all(self) -> list[Job]:
        """All jobs that are remembered, the newest first."""
        found = self._server.pages(f"/v1/jobs?limit={PAGE}", "jobs")
        return read_as(lambda: from_json(list[Job], found))

    def get(self, job_id: int) -> Job | None:
        """The job with this id."""
        data = self._server.find(f"/v1/jobs/{job_id}?limit=1")
        return read_as(lambda: from_json(Job, data["job"])) if data else None

    def files(
        self, job_id: int, status: FileStatus | None = None, *, limit: int = -1, after: str = ""
    ) -> list[JobFile]:
        """The files of a job by name, at most `limit` of those after the name `after`."""
        wanted = {"limit": PAGE if limit < 0 else min(PAGE, limit), "status": status, "after": after}
        path = f"/v1/jobs/{job_id}?{urlencode({key: value for key, value in wanted.items() if value})}"
        try:
            found = self._server.pages(path, "files", most=None if limit < 0 else limit)
        except ApiError as exc:
            if exc.status == httpx.codes.NOT_FOUND:
                return []
            raise
        return read_as(lambda: from_json(list[JobFile], found))

    def follow(self, job_id: int) -> Iterator[JobEvent]:
        """What happened in a job so far, and what happens as it happens, until it is over."""
        path = f"/v1/jobs/{job_id}/events"
        return self._server.events("GET", path, None, job_event_from_wire, _is_over)

    def cancel(self, job_id: int) -> Job:
        """Stop a job: at once if it waits, after the current file if it runs. Raises JobError."""
        return self._job("POST", f"/v1/jobs/{job_id}/cancel", {})

    def retry(self, job_id: int, *, whole: bool = False) -> Job:
        """A new job for the files that failed, or for all. Raises JobError."""
        return self._job("POST", f"/v1/jobs/{job_id}/retry", {"whole": whole})

    def _job(self, method: str, path: str, body: dict[str, Any]) -> Job:
        data = self._server.call(method, path, body)
        return read_as(lambda: from_json(Job, data["job"]))


def _is_over(event: JobEvent) -> bool:
    return isinstance(event, Job) and event.is_over
