"""The conversations of a data folder: asking in them, and keeping what was said."""

from collections.abc import Iterator
from dataclasses import replace

from trag.catalog.catalog import Catalog
from trag.catalog.conversation_owners import conversation_owners, delete_conversations
from trag.catalog.conversations import Conversations
from trag.catalog.feedback import FeedbackNotes
from trag.catalog.messages import Messages
from trag.conversations.answering import Answering, Running, Stream, unknown
from trag.titles import plain_title
from trag.types.conversations import (
    Conversation,
    ConversationEvent,
    ConversationMessage,
    ConversationOwner,
    Feedback,
    JudgedAnswer,
    Thumb,
)


class ConversationDesk:
    """The conversations of one owner in this process, which owns the data folder. Thread-safe.

    `stream` answers a question with the turns before it; `running` is shared by all desks of a folder.
    """

    def __init__(
        self, catalog: Catalog, stream: Stream, owner: str = "", running: Running | None = None
    ) -> None:
        self._running = running or Running()
        self._catalog = catalog
        self._owner = owner
        self._conversations = Conversations(catalog, owner)
        self._messages = Messages(catalog, owner)
        self._feedback = FeedbackNotes(catalog, owner)
        self._answering = Answering(self._messages, stream, self._running)

    def create(self, title: str = "") -> Conversation:
        """A new conversation; without a title, its first question becomes the title."""
        return self._conversations.create(plain_title(title))

    def page(self, search: str = "", *, limit: int = 50, before: int | None = None) -> list[Conversation]:
        """Conversations below the number `before`, the newest first."""
        return self._conversations.page(search, limit=limit, before=before)

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        return self._conversations.get(conversation_id)

    def messages(self, conversation_id: str, *, limit: int = 50, after: int = 0) -> list[ConversationMessage]:
        """The messages after the position `after`, in the order they were asked."""
        if self.get(conversation_id) is None:
            raise unknown("conversation", conversation_id)
        running = self._running.ids()
        found = self._messages.of(conversation_id, limit=limit, after=after)
        return [replace(one, state="running") if one.id in running else one for one in found]

    def rename(self, conversation_id: str, title: str) -> Conversation:
        """The conversation with another title."""
        renamed = self._conversations.rename(conversation_id, plain_title(title))
        if renamed is None:
            raise unknown("conversation", conversation_id)
        return renamed

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with all that was said in it; what is being answered is stopped."""
        if not self._conversations.delete(conversation_id):
            raise unknown("conversation", conversation_id)
        self._running.stop(conversation_id)

    def delete_all(self, owner: str = "") -> int:
        """Delete all conversations of this desk's owner, or of another; what is being answered is stopped."""
        gone = delete_conversations(self._catalog, owner or self._owner)
        for conversation_id in gone:
            self._running.stop(conversation_id)
        return len(gone)

    def owners(self) -> list[ConversationOwner]:
        """Everybody who has conversations, by id."""
        return conversation_owners(self._catalog)

    def ask(self, conversation_id: str, question: str) -> Iterator[ConversationEvent]:
        """Answer a question after those asked before it; closing the iterator keeps what was shown."""
        return self._answering.ask(conversation_id, question)

    # Feedback

    def give_feedback(
        self, message_id: str, verdict: Thumb, reason: str = "", corrected_answer: str = ""
    ) -> Feedback:
        """Note what a person thinks of an answer, in place of what was noted before."""
        given = self._feedback.put(message_id, verdict, reason, corrected_answer)
        if given is None:
            raise unknown("message", message_id)
        return given

    def withdraw_feedback(self, message_id: str) -> None:
        """Forget the feedback on an answer; if there is none, nothing happens."""
        if not self._feedback.remove(message_id):
            raise unknown("message", message_id)

    def feedback(self, *, limit: int = 50, before: int | None = None) -> list[JudgedAnswer]:
        """Feedback below the number `before`, the newest first."""
        return self._feedback.page(limit=limit, before=before)
