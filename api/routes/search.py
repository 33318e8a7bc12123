"""Passages for a question, without an answer."""

from fastapi import APIRouter

from api.dependencies import DoorDep
from api.describing import problems
from api.schemas import SearchWanted
from trag.types import SearchResult, SearchWays

router = APIRouter(tags=["search"])


@router.post(
    "/search",
    summary="Find passages",
    responses=problems("index_mismatch", "data_folder"),
    response_description="Passages by rank, and what the organisation tree knows about the question",
)
def search(wanted: SearchWanted, door: DoorDep) -> SearchResult:
    """The passages for a question, best first, with facts and entities of the tree; no model is needed.

    Ranks count from 1; `score` and `similarity` are for editors and admins, null for readers.
    """
    return door.search(wanted.question, limit=wanted.limit)


@router.post(
    "/search/ways", summary="Test the retrieval", responses=problems("index_mismatch", "data_folder")
)
def ways(wanted: SearchWanted, door: DoorDep) -> SearchWays:
    """How the passages for a question come to be found: by meaning, by words, by both, and what is chosen.

    With scores, and with the exact text that the model would get and its length in tokens.
    """
    return door.ways(wanted.question, limit=wanted.limit)
