"""Conversations and their messages."""

import json
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from api.conversation_shapes import (
    TEXT,
    ConversationPage,
    ConversationRead,
    ConversationWanted,
    MessagePage,
    QuestionWanted,
    TitleSent,
)
from api.dependencies import AsksDep, CallerDep, DoorDep
from api.describing import problems
from api.paging import PagingDep
from api.queueing.replies import answer_stream, end_of
from api.responses import AnswerGiven
from trag.conversation_door import ConversationDoor
from trag.conversation_wire import ConversationWire, message_to_json
from trag.conversations.exporting import as_markdown
from trag.errors import ConversationError
from trag.types.conversations import Conversation, ConversationEvent, ConversationMessage
from trag.wire import Json, to_json

router = APIRouter(prefix="/conversations", tags=["conversations"], responses=problems("conversation"))

CREATED, NO_CONTENT = 201, 204
# Messages that are read at once.
BATCH = 200
Number = Annotated[int, Query(ge=0, lt=2**31)]
Search = Annotated[
    str, Query(max_length=200, description="Text that the title or a question holds, as it stands.")
]


@router.post("", status_code=CREATED, response_model=ConversationRead, summary="Begin a conversation")
def create(sent: ConversationWanted, door: DoorDep) -> Json:
    """A new conversation; without a title, its first question becomes the title."""
    return {"conversation": to_json(door.conversations.create(sent.title))}


@router.get(
    "", response_model=ConversationPage, summary="List conversations", responses=problems("bad_cursor")
)
def conversations(
    door: DoorDep, paging: PagingDep, search: Search = "", before: Number | None = None
) -> Json:
    """A page of conversations, the newest first: of all, or of those below the number `before`."""
    of = f"conversations {search}"
    start = _number(paging.start(of)) or before
    found = door.conversations.page(search, limit=paging.limit + 1, before=start)
    page, cursor = paging.finish(found, lambda one: one.number, of)
    return {"conversations": [to_json(one) for one in page], "next_cursor": cursor}


@router.get(
    "/{conversation_id}",
    response_model=None,  # an answer has its own keys, some of them only where they say something
    summary="Read a conversation",
    responses={200: {"model": MessagePage}, **problems("bad_cursor")},
)
def conversation(conversation_id: str, door: DoorDep, paging: PagingDep, after: Number = 0) -> Json:
    """A conversation and a page of its messages in the order they were asked: of all, or of those after."""
    found, of = _find(door.conversations, conversation_id), f"messages {conversation_id}"
    start = _number(paging.start(of)) or after
    messages = door.conversations.messages(found.id, limit=paging.limit + 1, after=start)
    page, cursor = paging.finish(messages, lambda one: one.position, of)
    return {
        "conversation": to_json(found),
        "messages": [message_to_json(one) for one in page],
        "next_cursor": cursor,
    }


@router.patch("/{conversation_id}", response_model=ConversationRead, summary="Rename a conversation")
def rename(conversation_id: str, sent: TitleSent, door: DoorDep) -> Json:
    """The conversation with another title."""
    return {"conversation": to_json(door.conversations.rename(conversation_id, sent.title))}


@router.delete("/{conversation_id}", status_code=NO_CONTENT, summary="Delete a conversation")
def delete(conversation_id: str, door: DoorDep) -> Response:
    """Delete a conversation with its messages and their feedback; what is being answered is stopped."""
    door.conversations.delete(conversation_id)
    return Response(status_code=NO_CONTENT)


@router.get(
    "/{conversation_id}/export",
    response_class=Response,
    summary="Export a conversation",
    responses={200: {"content": {"text/markdown": TEXT, "application/json": {}}}},
)
def export(
    conversation_id: str,
    door: DoorDep,
    format: Literal["markdown", "json"] = "markdown",  # noqa: A002  the parameter's own name
) -> Response:
    """The whole conversation as a file: JSON, or Markdown in which every text is only text."""
    found = _find(door.conversations, conversation_id)
    messages = _all_messages(door.conversations, found.id)
    if format == "json":
        content = {"conversation": to_json(found), "messages": [message_to_json(one) for one in messages]}
        return JSONResponse(content, headers=_attached("conversation.json"))
    text = as_markdown(found, messages)
    return Response(text, media_type="text/markdown", headers=_attached("conversation.md"))


@router.post(
    "/{conversation_id}/messages",
    response_model=None,
    summary="Ask in a conversation",
    responses={
        200: {
            "model": AnswerGiven,
            "content": {"text/event-stream": TEXT},
            "description": "The answer, or its events",
        },
        **problems("conversation", "model", "model_request", "stopping", "queue_full", "too_many_asks"),
    },
)
async def ask(
    conversation_id: str,
    wanted: QuestionWanted,
    request: Request,
    door: DoorDep,
    asks: AsksDep,
    caller: CallerDep,
) -> Any:
    """Answer a question after those asked before it, and keep both; the answer's `id` is the message's.

    A stream begins with `message`, which tells that id, and goes on as that of POST /v1/answers. What a
    client that leaves has been shown is kept as "stopped".
    """
    await run_in_threadpool(_find, door.conversations, conversation_id)

    def events() -> Iterator[ConversationEvent]:
        return door.conversations.ask(conversation_id, wanted.question)

    streams = wanted.stream or "text/event-stream" in request.headers.get("accept", "")
    run = asks.begin(
        caller, events, ConversationWire(), uuid.uuid4().hex, resumable=wanted.resumable and streams
    )
    if streams:
        return answer_stream(run)
    return json.loads((await end_of(request, run)).data)


def _find(door: ConversationDoor, conversation_id: str) -> Conversation:
    found = door.get(conversation_id)
    if found is None:
        raise ConversationError(
            f"There is no conversation {conversation_id[:80]!r}.", hint="GET /v1/conversations lists them."
        )
    return found


def _all_messages(door: ConversationDoor, conversation_id: str) -> list[ConversationMessage]:
    messages = door.messages(conversation_id, limit=BATCH)
    while len(messages) % BATCH == 0 and (
        more := door.messages(conversation_id, limit=BATCH, after=messages[-1].position if messages else 0)
    ):
        messages += more
    return messages


def _number(key: object) -> int | None:
    return key if isinstance(key, int) else None


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
