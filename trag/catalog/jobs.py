"""Jobs and their files in the catalog. Nothing is ordered by the clock: a later job has a higher id."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update
from sqlalchemy.dialects import sqlite

from trag.catalog.catalog import Catalog, now
from trag.catalog.database import translated
from trag.catalog.models import JobFileRow, JobRow
from trag.catalog.sent_uploads import SentUploads
from trag.types import FileStatus, Job, JobFile, JobKind

KEPT = 200
LARGEST_ID = 2**31 - 1
OPEN = ("queued", "running")
_FILE_KEY = ("job_id", "file")
# What is known only while a job runs.
_LIVE = {"file", "speed"}
_STORED = [name for name in Job.__slots__ if name not in _LIVE]
# What a job's worker changes.
_MOVING = ("state", "finished_at", "done", "total", "failed", "seconds", "attempts", "error")

Options = Mapping[str, Any]


class Jobs:
    """The jobs of a catalog. Thread-safe; every method is one transaction. A job that is over stays so."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.sent = SentUploads(catalog)

    def create(self, kind: JobKind, target: str, options: Options | None = None) -> Job:
        """A new job, queued; the oldest of more than 200 that are over are forgotten."""
        values = {"kind": kind, "target": target, "options": json.dumps(dict(options or {}))}
        fresh = {name: getattr(_FRESH, name) for name in (*_MOVING, "created_at")} | {"created_at": now()}
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            made = connection.execute(insert(JobRow).values(**values, **fresh).returning(JobRow.id))
            job_id = made.scalar_one()
            _forget(connection)
            return _job(connection.execute(_query().where(JobRow.id == job_id)).mappings().one())

    def start(self, job: Job) -> Job:
        """The job as it runs now, its attempts counted before anything can go wrong."""
        return self._put(replace(job, state="running", attempts=job.attempts + 1))

    def progress(self, job: Job, files: Iterable[JobFile] = ()) -> Job:
        """Write how far the job is, and the files that got through since the last time."""
        return self._put(job, files)

    def finish(self, job: Job, files: Iterable[JobFile] = ()) -> Job:
        """The job as it ended: `job.state` says how."""
        return self._put(replace(job, finished_at=now(), file="", speed=0.0), files)

    def requeue(self, job: Job) -> Job:
        """The job, waiting once more."""
        return self._put(replace(job, state="queued", file="", speed=0.0))

    def _put(self, job: Job, files: Iterable[JobFile] = ()) -> Job:
        values = {name: getattr(job, name) for name in _MOVING}
        rows = [{name: getattr(file, name) for name in JobFile.__slots__} for file in files]
        with translated(self._catalog.path), self._catalog.engine.begin() as connection:
            is_open = JobRow.state.in_(OPEN)
            connection.execute(update(JobRow).where(JobRow.id == job.id, is_open).values(**values))
            if rows:
                connection.execute(_put_files(), rows)
        return job

    def newest(self) -> list[Job]:
        """All jobs that are remembered, the newest first."""
        return self._jobs(_query().order_by(JobRow.id.desc()))

    def runnable(self) -> list[Job]:
        """The jobs that wait, and those that ran when the process that had them ended; oldest first."""
        return self._jobs(_query().where(JobRow.state.in_(OPEN)).order_by(JobRow.id))

    def get(self, job_id: int) -> Job | None:
        """The job with this id."""
        found = self._jobs(_query().where(JobRow.id == job_id)) if 0 < job_id <= LARGEST_ID else []
        return found[0] if found else None

    def options(self, job_id: int) -> dict[str, Any]:
        """What the job was asked for beside its target."""
        with self._catalog.engine.connect() as connection:
            text = connection.execute(select(JobRow.options).where(JobRow.id == job_id)).scalar_one()
        return dict(json.loads(text))

    def files(
        self, job_id: int, status: FileStatus | None = None, *, limit: int = -1, after: str = ""
    ) -> list[JobFile]:
        """The files of a job by name, after the name `after`; unchanged ones are counted only, not listed."""
        query = select(JobFileRow.__table__).where(JobFileRow.job_id == job_id, JobFileRow.file > after)
        if status is not None:
            query = query.where(JobFileRow.status == status)
        with self._catalog.engine.connect() as connection:
            rows = connection.execute(query.order_by(JobFileRow.file).limit(limit)).mappings()
            return [JobFile(**{name: row[name] for name in JobFile.__slots__}) for row in rows]

    def _jobs(self, query: Select[Any]) -> list[Job]:
        with self._catalog.engine.connect() as connection:
            return [_job(row) for row in connection.execute(query).mappings()]


_FRESH = Job(0, "ingest", "", "queued", "")


def _query() -> Select[Any]:
    return select(*(JobRow.__table__.c[name] for name in _STORED))


def _job(row: RowMapping) -> Job:
    return Job(**{name: row[name] for name in _STORED})


def _put_files() -> Any:
    statement = sqlite.insert(JobFileRow)
    changed = {name: statement.excluded[name] for name in JobFile.__slots__ if name not in _FILE_KEY}
    return statement.on_conflict_do_update(index_elements=_FILE_KEY, set_=changed)


def _forget(connection: Connection) -> None:
    over = select(JobRow.id).where(JobRow.state.not_in(OPEN))
    kept: Sequence[int] = list(connection.execute(over.order_by(JobRow.id.desc()).limit(KEPT)).scalars())
    if len(kept) == KEPT:
        connection.execute(delete(JobRow).where(JobRow.state.not_in(OPEN), JobRow.id < kept[-1]))
