"""A caller's own conversations; of their answers only those sources that they may read still."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from trag.catalog.catalog import Catalog
from trag.catalog.quotes import cited_in_conversations
from trag.conversations.desk import ConversationDesk
from trag.guarded.feedback import readable_feedback
from trag.guarded.rights import Rights
from trag.types import Answer, Citation
from trag.types.conversations import (
    Conversation,
    ConversationEvent,
    ConversationMessage,
    ConversationOwner,
    Feedback,
    JudgedAnswer,
    Thumb,
)

# Stands for the file of a source: a document that is gone and one that is not theirs look the same.
HIDDEN = "a document that is gone or that you may not read"
Readable = Callable[[], set[str]]


class GuardedConversations:
    """The conversations of `desk`, which are the caller's; `readable` gives the ids of documents they read.

    Conversations of others are unknown.
    """

    def __init__(self, desk: ConversationDesk, catalog: Catalog, rights: Rights, readable: Readable) -> None:
        self._desk = desk
        self._catalog = catalog
        self._rights = rights
        self._readable = readable

    def create(self, title: str = "") -> Conversation:
        """A new conversation."""
        return self._desk.create(title)

    def page(self, search: str = "", *, limit: int = 50, before: int | None = None) -> list[Conversation]:
        """The caller's conversations below the number `before`, the newest first."""
        return self._seen(self._desk.page(search, limit=limit, before=before))

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id, if it is the caller's."""
        found = self._desk.get(conversation_id)
        return self._seen([found])[0] if found else None

    def messages(self, conversation_id: str, *, limit: int = 50, after: int = 0) -> list[ConversationMessage]:
        """The messages after the position `after`; the sources of answers as far as they may be read."""
        found = self._desk.messages(conversation_id, limit=limit, after=after)
        if self._rights.reads_all or not any(_cited(message.answer) for message in found):
            return found
        readable = self._readable()
        return [replace(one, answer=one.answer and shown_to(one.answer, readable)) for one in found]

    def rename(self, conversation_id: str, title: str) -> Conversation:
        """The conversation with another title."""
        return self._seen([self._desk.rename(conversation_id, title)])[0]

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with all that was said in it."""
        self._desk.delete(conversation_id)

    def delete_all(self, owner: str = "") -> int:
        """Delete all of the caller's conversations; those of others for those who rule all."""
        if owner not in {"", self._rights.caller.id}:
            self._rights.demand_all()
        return self._desk.delete_all(owner)

    def owners(self) -> list[ConversationOwner]:
        """Everybody who has conversations; for those who rule all."""
        self._rights.demand_all()
        return self._desk.owners()

    def ask(self, conversation_id: str, question: str) -> Iterator[ConversationEvent]:
        """Answer a question from what the caller may read now."""
        return self._desk.ask(conversation_id, question)

    def give_feedback(
        self, message_id: str, verdict: Thumb, reason: str = "", corrected_answer: str = ""
    ) -> Feedback:
        """Note what the caller thinks of an answer that they got."""
        return self._desk.give_feedback(message_id, verdict, reason, corrected_answer)

    def withdraw_feedback(self, message_id: str) -> None:
        """Forget the caller's feedback on an answer."""
        self._desk.withdraw_feedback(message_id)

    def feedback(self, *, limit: int = 50, before: int | None = None) -> list[JudgedAnswer]:
        """Feedback below the number `before`: the caller's; for editors all on what they may read."""
        if not self._rights.caller.may("editor"):
            return self._desk.feedback(limit=limit, before=before)
        readable = None if self._rights.reads_all else self._readable()
        return readable_feedback(self._catalog, self._rights.caller, readable, limit=limit, before=before)

    def _seen(self, conversations: Sequence[Conversation]) -> list[Conversation]:
        """Each as stale if one of its sources is gone or not to be read."""
        cited = cited_in_conversations(self._catalog, [one.id for one in conversations])
        readable = self._readable() if any(cited.values()) else set()
        return [replace(one, is_stale=not cited[one.id] <= readable) for one in conversations]


def shown_to(answer: Answer, readable: set[str]) -> Answer:
    """The answer with those sources hidden that are of no readable document."""
    hidden = _cited(answer) - readable
    if not hidden:
        return answer
    return replace(answer, citations=tuple(_shown(answer.citations, hidden)))


def _shown(citations: Iterable[Citation], hidden: set[str]) -> Iterator[Citation]:
    for one in citations:
        yield Citation(one.number, HIDDEN, None, "") if one.document_id in hidden else one


def _cited(answer: Answer | None) -> set[str]:
    return {one.document_id for one in answer.citations} - {""} if answer else set()
