"""All conversations of one's own at once: to take along, and to delete; and for admins, whose there are."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from api.conversation_shapes import TEXT, ConversationOwners, ConversationsDeleted
from api.dependencies import DoorDep
from api.describing import problems
from trag.audit import note
from trag.conversations.exporting_all import as_lines

router = APIRouter(tags=["conversations"])

Owner = Annotated[
    str,
    Query(max_length=300, description='For admins: those of this id, such as "user:ada"; "": one\'s own.'),
]
# Whoever deletes one conversation and has lost its id must not delete all.
All = Annotated[Literal["true"], Query(alias="all", description="Says that all of them are meant.")]


@router.get(
    "/conversations/export",
    response_class=Response,
    summary="Export all conversations",
    responses={200: {"content": {"application/x-ndjson": TEXT}}},
)
def export_all(door: DoorDep) -> Response:
    """All of the caller's conversations with messages, answers and feedback, a line of JSON each."""
    headers = {"Content-Disposition": 'attachment; filename="conversations.jsonl"'}
    return StreamingResponse(as_lines(door.conversations), media_type="application/x-ndjson", headers=headers)


@router.delete(
    "/conversations",
    summary="Delete all conversations",
    responses=problems("forbidden"),
)
def delete_all(door: DoorDep, _all: All, owner: Owner = "") -> ConversationsDeleted:
    """Delete all of the caller's conversations with their feedback; what is being answered is stopped.

    An admin may name another `owner`, such as somebody who signed in by an identity provider and left.
    """
    note(owner)
    return ConversationsDeleted(deleted=door.conversations.delete_all(owner))


@router.get(
    "/conversation-owners",
    summary="List whose conversations are kept",
    responses=problems("forbidden"),
)
def owners(door: DoorDep) -> ConversationOwners:
    """The ids of all who have conversations, and how many; not what is in them. For admins."""
    return ConversationOwners(owners=door.conversations.owners())
