"""Jobs: what is being taken in, what waits, and how it went."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse

from api.dependencies import DoorDep
from api.describing import problems
from api.document_shapes import JobFilePage, JobPage, JobRead
from api.errors import NotFoundError
from api.paging import PagingDep
from api.schemas import JobWanted, RetryWanted
from api.streaming import event_stream
from trag.protocols import Door
from trag.types import FileStatus, Job
from trag.wire import Json, job_event_to_wire, job_to_json

router = APIRouter(prefix="/jobs", tags=["jobs"])

ACCEPTED = 202
JobId = Annotated[int, InPath(ge=1, le=2**31 - 1, description="The number of a job.", examples=[1])]
Status = Annotated[FileStatus | None, Query(description="Only files that came through like this.")]
After = Annotated[
    str, Query(max_length=4096, pattern=r"^[^\x00]*$", description="Only files after this name.")
]


@router.get("", response_model=JobPage, summary="List jobs", responses=problems("bad_cursor"))
def jobs(door: DoorDep, paging: PagingDep) -> Json:
    """All jobs that are remembered, the newest first, page by page."""
    page, following = paging.cut(door.jobs.all(), lambda one: -one.id, "jobs")
    return {"jobs": [job_to_json(one) for one in page], "next_cursor": following}


@router.post(
    "", status_code=ACCEPTED, response_model=JobRead, summary="Begin a job", responses=problems("disk_full")
)
def submit(sent: JobWanted, door: DoorDep) -> Json:
    """Take in a file or folder of the server's disk, in the background. Needs a key."""
    options = sent.model_dump(exclude={"path"}, exclude_defaults=True)
    return {"job": job_to_json(door.jobs.submit(Path(sent.path), options))}


@router.get(
    "/{job_id}",
    response_model=JobFilePage,
    summary="Show a job and its files",
    responses=problems("not_found", "bad_cursor"),
)
def job(job_id: JobId, door: DoorDep, paging: PagingDep, status: Status = None, after: After = "") -> Json:
    """A job, and a page of its files by name; those that were as they are now are counted only."""
    found, of = _find(door, job_id), f"files of job {job_id} {status}"
    start = paging.start(of)
    name = start if isinstance(start, str) else after
    files = door.jobs.files(job_id, status, limit=paging.limit + 1, after=name)
    page, following = paging.finish(files, lambda one: one.file, of)
    return {"job": job_to_json(found), "files": page, "next_cursor": following}


@router.get(
    "/{job_id}/events",
    response_class=EventSourceResponse,
    summary="Follow a job",
    responses=problems("not_found"),
)
async def events(job_id: JobId, door: DoorDep) -> EventSourceResponse:
    """What happened in a job so far, and what happens as it happens, until it is over."""
    await run_in_threadpool(_find, door, job_id)
    return event_stream(lambda: door.jobs.follow(job_id), job_event_to_wire)


@router.post(
    "/{job_id}/cancel",
    response_model=JobRead,
    summary="Cancel a job",
    responses=problems("not_found", "job"),
)
def cancel(job_id: JobId, door: DoorDep) -> Json:
    """Stop a job: at once if it waits, after the current file if it runs. Needs a key."""
    _find(door, job_id)
    return {"job": job_to_json(door.jobs.cancel(job_id))}


@router.post(
    "/{job_id}/retry",
    status_code=ACCEPTED,
    response_model=JobRead,
    summary="Try a job again",
    responses=problems("not_found", "job"),
)
def retry(job_id: JobId, sent: RetryWanted, door: DoorDep) -> Json:
    """A new job for the files that failed; for all, if it was ended early or that is asked. Needs a key."""
    _find(door, job_id)
    return {"job": job_to_json(door.jobs.retry(job_id, whole=sent.whole))}


def _find(door: Door, job_id: int) -> Job:
    found = door.jobs.get(job_id)
    if found is None:
        raise NotFoundError(f"There is no job {job_id}.", hint="GET /v1/jobs lists them.")
    return found
