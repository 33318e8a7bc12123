"""Taking documents in from the server's own disk."""

from pathlib import Path

from fastapi import APIRouter
from sse_starlette import EventSourceResponse

from api.dependencies import DoorDep
from api.describing import problems
from api.document_shapes import Plan
from api.schemas import IngestWanted, PathSent
from api.streaming import event_stream
from trag.wire import ingest_event_to_wire

router = APIRouter(prefix="/ingest", tags=["ingest"])


@router.post(
    "",
    response_class=EventSourceResponse,
    summary="Take in and follow",
    responses=problems("document", "job"),
)
async def ingest(sent: IngestWanted, door: DoorDep) -> EventSourceResponse:
    """Take in a file or folder, and tell of each file. Needs a key.

    It is a job: whoever leaves does not stop it. `GET /v1/jobs` shows it, and
    `POST /v1/jobs/{id}/cancel` stops it.
    """
    return event_stream(lambda: door.ingest(Path(sent.path), prune=sent.prune), ingest_event_to_wire)


@router.post("/plan", summary="Plan an ingest", responses=problems("document"))
def plan(sent: PathSent, door: DoorDep) -> Plan:
    """What taking in a file or folder would do with each file; changes nothing. Needs a key."""
    return Plan(files=door.plan(Path(sent.path)))
