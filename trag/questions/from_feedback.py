"""Evaluation cases from what people corrected, for a person to review."""

from collections.abc import Iterable, Iterator

from trag.conversation_door import ConversationDoor
from trag.questions.cases import Case
from trag.refusals import says_not_told
from trag.types.conversations import JudgedAnswer

# Feedback that is read at once.
BATCH = 200


def all_feedback(door: ConversationDoor) -> Iterator[JudgedAnswer]:
    """All feedback, the newest first."""
    found = door.feedback(limit=BATCH)
    while found:
        yield from found
        found = door.feedback(limit=BATCH, before=found[-1].feedback.number)


def case_of(judged: JudgedAnswer) -> Case | None:
    """The question with its corrected answer; None where nothing was corrected.

    It is open: what a right answer must hold is the whole correction, until a person cuts it down.
    """
    right = " ".join(judged.feedback.corrected_answer.split())
    if not right:
        return None
    is_answerable = not says_not_told(right)
    return Case(
        id=f"feedback-{judged.feedback.message_id}",
        question=judged.question,
        answer=right,
        type="document" if is_answerable else "unanswerable",
        must_include=((right,),) if is_answerable else (),
        review="open",
    )


def case_lines(feedback: Iterable[JudgedAnswer]) -> Iterator[str]:
    """The lines of a file of cases that `read_cases` reads; an answer that was right is none."""
    for judged in feedback:
        case = case_of(judged)
        if case:
            yield f"{case.model_dump_json(exclude_defaults=True)}\n"
