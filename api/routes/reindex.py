"""Making a new index after a change of embedder."""

from fastapi import APIRouter
from sse_starlette import EventSourceResponse

from api.dependencies import DoorDep
from api.describing import problems
from api.streaming import event_stream
from trag.wire import reindex_event_to_wire

router = APIRouter(prefix="/reindex", tags=["ingest"])


@router.post(
    "",
    summary="Make a new index",
    response_class=EventSourceResponse,
    responses=problems("busy", "index_mismatch"),
)
async def reindex(door: DoorDep) -> EventSourceResponse:
    """Make the index of the configured embedder; leaving stops it, the next call goes on. Needs a key."""
    return event_stream(door.reindex, reindex_event_to_wire)
