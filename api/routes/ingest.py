"""Taking documents in from the server's own disk."""

from pathlib import Path

from fastapi import APIRouter
from sse_starlette import EventSourceResponse

from api.dependencies import DoorDep
from api.schemas import PathSent
from api.streaming import event_stream
from trag.wire import ingest_event_to_wire

router = APIRouter(prefix="/ingest", tags=["ingest"])


@router.post("", response_class=EventSourceResponse)
async def ingest(sent: PathSent, door: DoorDep) -> EventSourceResponse:
    """Take in a file or folder; leaving stops after the current file. Needs a key."""
    return event_stream(lambda: door.ingest(Path(sent.path)), ingest_event_to_wire)
