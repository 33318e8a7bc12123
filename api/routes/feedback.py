"""What people think of answers."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.conversation_shapes import TEXT, FeedbackPage, FeedbackRead, FeedbackSent
from api.dependencies import DoorDep
from api.describing import problems
from api.paging import PagingDep
from trag.questions.from_feedback import all_feedback, case_lines
from trag.wire import Json, to_json

router = APIRouter(tags=["feedback"])

NO_CONTENT = 204
Number = Annotated[int, Query(ge=0, lt=2**31)]
_FILE: dict[str, Any] = {"application/x-ndjson": TEXT}


@router.post(
    "/messages/{message_id}/feedback",
    response_model=FeedbackRead,
    summary="Judge an answer",
    responses=problems("conversation"),
)
def give(message_id: str, sent: FeedbackSent, door: DoorDep) -> Json:
    """Note what a person thinks of an answer, in place of what was noted before."""
    given = door.conversations.give_feedback(message_id, sent.verdict, sent.reason, sent.corrected_answer)
    return {"feedback": to_json(given)}


@router.delete(
    "/messages/{message_id}/feedback",
    status_code=NO_CONTENT,
    summary="Withdraw feedback",
    responses=problems("conversation"),
)
def withdraw(message_id: str, door: DoorDep) -> Response:
    """Forget the feedback on an answer; if there is none, nothing happens."""
    door.conversations.withdraw_feedback(message_id)
    return Response(status_code=NO_CONTENT)


@router.get(
    "/feedback", response_model=FeedbackPage, summary="List feedback", responses=problems("bad_cursor")
)
def feedback(door: DoorDep, paging: PagingDep, before: Number | None = None) -> Json:
    """A page of feedback with its question and answer, the newest first: of all, or below a number."""
    start = paging.start("feedback")
    start = start if isinstance(start, int) else before
    found = door.conversations.feedback(limit=paging.limit + 1, before=start)
    page, cursor = paging.finish(found, lambda one: one.feedback.number, "feedback")
    return {"feedback": [to_json(one) for one in page], "next_cursor": cursor}


@router.get(
    "/feedback/export",
    response_class=Response,
    summary="Export feedback as evaluation cases",
    responses={200: {"content": _FILE}},
)
def export(door: DoorDep) -> Response:
    """Each question whose answer was corrected, as a line of JSON for `trag eval` once it was reviewed."""
    text = "".join(case_lines(all_feedback(door.conversations)))
    headers = {"Content-Disposition": 'attachment; filename="feedback.jsonl"'}
    return Response(text, media_type="application/x-ndjson", headers=headers)
