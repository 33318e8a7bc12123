"""Jobs: what is being taken in, what waits, and how it went."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse

from api.dependencies import DoorDep
from api.errors import NotFoundError
from api.schemas import JobWanted, RetryWanted
from api.streaming import event_stream
from trag.protocols import Door
from trag.types import FileStatus, Job
from trag.wire import Json, job_event_to_wire, job_to_json, to_json

router = APIRouter(prefix="/jobs", tags=["jobs"])

ACCEPTED = 202
JobId = Annotated[int, InPath(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=0, le=1000)]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("")
def jobs(door: DoorDep) -> Json:
    """All jobs that are remembered, the newest first."""
    return {"jobs": [job_to_json(job) for job in door.jobs.all()]}


@router.post("", status_code=ACCEPTED)
def submit(sent: JobWanted, door: DoorDep) -> Json:
    """Take in a file or folder of the server's disk, in the background. Needs a key."""
    options = sent.model_dump(exclude={"path"}, exclude_defaults=True)
    return {"job": job_to_json(door.jobs.submit(Path(sent.path), options))}


@router.get("/{job_id}")
def job(
    job_id: JobId,
    door: DoorDep,
    status: FileStatus | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Json:
    """A job, and its files by name; those that were as they are now are counted only."""
    found = _find(door, job_id)
    files = door.jobs.files(job_id, status, limit=limit, offset=offset) if limit else []
    return {"job": job_to_json(found), "files": [to_json(file) for file in files]}


@router.get("/{job_id}/events", response_class=EventSourceResponse)
async def events(job_id: JobId, door: DoorDep) -> EventSourceResponse:
    """What happened in a job so far, and what happens as it happens, until it is over."""
    await run_in_threadpool(_find, door, job_id)
    return event_stream(lambda: door.jobs.follow(job_id), job_event_to_wire)


@router.post("/{job_id}/cancel")
def cancel(job_id: JobId, door: DoorDep) -> Json:
    """Stop a job: at once if it waits, after the current file if it runs. Needs a key."""
    _find(door, job_id)
    return {"job": job_to_json(door.jobs.cancel(job_id))}


@router.post("/{job_id}/retry", status_code=ACCEPTED)
def retry(job_id: JobId, sent: RetryWanted, door: DoorDep) -> Json:
    """A new job for the files that failed; for all, if it was ended early or that is asked. Needs a key."""
    _find(door, job_id)
    return {"job": job_to_json(door.jobs.retry(job_id, whole=sent.whole))}


def _find(door: Door, job_id: int) -> Job:
    found = door.jobs.get(job_id)
    if found is None:
        raise NotFoundError(f"There is no job {job_id}.", hint="GET /v1/jobs lists them.")
    return found
