"""What can be done with the conversations of a data folder."""

from collections.abc import Iterator
from typing import Protocol

from trag.types.conversations import (
    Conversation,
    ConversationEvent,
    ConversationMessage,
    ConversationOwner,
    Feedback,
    JudgedAnswer,
    Thumb,
)


class ConversationDoor(Protocol):
    """Conversations, their messages, and feedback on answers. Raises ConversationError for an unknown id."""

    def create(self, title: str = "") -> Conversation:
        """A new conversation; without a title, its first question becomes the title."""
        ...

    def page(self, search: str = "", *, limit: int = 50, before: int | None = None) -> list[Conversation]:
        """Conversations, the newest first; those below the number `before`.

        `search` is looked for as it stands in titles and questions, in small letters or large.
        """
        ...

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        ...

    def messages(self, conversation_id: str, *, limit: int = 50, after: int = 0) -> list[ConversationMessage]:
        """The messages after the position `after`, in the order they were asked."""
        ...

    def rename(self, conversation_id: str, title: str) -> Conversation:
        """The conversation with another title."""
        ...

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with all that was said in it; what is being answered is stopped."""
        ...

    def delete_all(self, owner: str = "") -> int:
        """Delete all of one's own conversations, or for admins those of `owner`; how many there were.

        `owner` is the id that they are kept under, such as "user:ada".
        """
        ...

    def owners(self) -> list[ConversationOwner]:
        """Everybody who has conversations, by id; for admins."""
        ...

    def ask(self, conversation_id: str, question: str) -> Iterator[ConversationEvent]:
        """Answer a question after those asked before it; begins with MessageBegun, ends with Done.

        Closing the iterator stops the model; what was shown is kept.
        """
        ...

    def give_feedback(
        self, message_id: str, verdict: Thumb, reason: str = "", corrected_answer: str = ""
    ) -> Feedback:
        """Note what a person thinks of an answer, in place of what was noted before."""
        ...

    def withdraw_feedback(self, message_id: str) -> None:
        """Forget the feedback on an answer; if there is none, nothing happens."""
        ...

    def feedback(self, *, limit: int = 50, before: int | None = None) -> list[JudgedAnswer]:
        """Feedback, the newest first; that below the number `before`."""
        ...
