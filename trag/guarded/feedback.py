"""What people think of answers, for those who keep the documents right."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from trag.catalog.catalog import Catalog
from trag.catalog.conversations import page_size
from trag.catalog.feedback import FeedbackNotes
from trag.catalog.quotes import cited_in_messages
from trag.types import Caller
from trag.types.conversations import JudgedAnswer

BATCH = 200


def readable_feedback(
    catalog: Catalog, caller: Caller, readable: set[str] | None, *, limit: int, before: int | None
) -> list[JudgedAnswer]:
    """Everybody's feedback on answers all of whose sources are `readable` (None: all), the newest first.

    A caller's own is there in any case: they have read that answer.
    """
    own = {
        one.feedback.message_id for one in _all(FeedbackNotes(catalog, caller.id), before, everybodys=False)
    }
    found = _readable(catalog, readable, own, before)
    # Whose conversation it was is nobody else's business, and it opens for nobody else.
    return [
        one if one.feedback.message_id in own else replace(one, conversation_id="")
        for one in islice(found, page_size(limit))
    ]


def _readable(
    catalog: Catalog, readable: set[str] | None, own: set[str], before: int | None
) -> Iterator[JudgedAnswer]:
    for one in _all(FeedbackNotes(catalog), before, everybodys=True):
        message_id = one.feedback.message_id
        if readable is None or message_id in own or _cited(catalog, message_id) <= readable:
            yield one


def _cited(catalog: Catalog, message_id: str) -> set[str]:
    return cited_in_messages(catalog, [message_id]).get(message_id, set())


def _all(notes: FeedbackNotes, before: int | None, *, everybodys: bool) -> Iterator[JudgedAnswer]:
    while page := notes.page(limit=BATCH, before=before, everybodys=everybodys):
        yield from page
        before = page[-1].feedback.number
