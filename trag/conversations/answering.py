"""Answering questions of a conversation: each is kept, whatever ends it."""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from trag.catalog.messages import Messages
from trag.conversations.shown import Shown
from trag.errors import ConversationError
from trag.titles import title_of
from trag.types import AnswerEvent, Done, Turn
from trag.types.conversations import ConversationEvent, ConversationMessage, MessageBegun

# As many as a client may send with a question; all of them together hold as much text as one answer may.
MOST_TURNS = 20
MOST_CHARACTERS = 20_000

Stream = Callable[[str, Sequence[Turn]], Iterator[AnswerEvent]]


class Running:
    """The messages of a data folder that are being answered now, whoever asked. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._conversations: dict[str, str] = {}

    def ids(self) -> set[str]:
        """The ids of the messages."""
        with self._lock:
            return set(self._conversations)

    def begin(self, message: ConversationMessage) -> None:
        """Note that a message is being answered."""
        with self._lock:
            self._conversations[message.id] = message.conversation_id

    def end(self, message: ConversationMessage) -> None:
        """Note that a message is answered no more."""
        with self._lock:
            self._conversations.pop(message.id, None)

    def stop(self, conversation_id: str) -> None:
        """Stop what is being answered in a conversation: it is gone."""
        with self._lock:
            there = [one for one, where in self._conversations.items() if where == conversation_id]
            for message_id in there:
                del self._conversations[message_id]


class Answering:
    """Answers the questions of one owner's conversations. Thread-safe.

    `running` is shared by all who answer in one data folder.
    """

    def __init__(self, messages: Messages, stream: Stream, running: Running) -> None:
        self._messages = messages
        self._stream = stream
        self._running = running

    def ask(self, conversation_id: str, question: str) -> Iterator[ConversationEvent]:
        """The events of an answer, ending with Done. Raises ConversationError."""
        message = self._messages.begin(conversation_id, question, title_of(question))
        if message is None:
            raise unknown("conversation", conversation_id)
        self._running.begin(message)
        shown = Shown(question)
        try:
            yield MessageBegun(message.id, message.conversation_id, message.position, message.question)
            yield from self._answered(message, shown)
        except Exception as exc:
            shown.fail(exc)
            raise
        finally:
            self._end(message, shown)

    def _answered(self, message: ConversationMessage, shown: Shown) -> Iterator[AnswerEvent]:
        turns = fitting(self._messages.turns_before(message, MOST_TURNS))
        with closing(_closable(self._stream(message.question, turns))) as events:
            for event in events:
                if message.id not in self._running.ids():
                    raise _deleted()
                shown.take(event)
                # Kept before it is told: who has seen the end can rely on it.
                if isinstance(event, Done) and not self._messages.finish(message, "answered", event.answer):
                    raise _deleted()
                yield event

    def _end(self, message: ConversationMessage, shown: Shown) -> None:
        try:
            if not shown.is_whole:
                self._messages.finish(message, shown.state, shown.answer(), shown.error)
        finally:
            self._running.end(message)


def fitting(turns: Sequence[Turn]) -> list[Turn]:
    """The last turns that have room together, the answer of the first of them cut if need be."""
    kept: list[Turn] = []
    room = MOST_CHARACTERS
    for turn in reversed(turns):
        room -= len(turn.question)
        if room <= 0:
            break
        kept.append(Turn(turn.question, turn.answer[:room]))
        room -= len(turn.answer)
    return kept[::-1]


def unknown(what: str, its_id: str) -> ConversationError:
    """The error for an id that nothing has."""
    return ConversationError(
        f"There is no {what} {its_id[:80]!r}.", hint="GET /v1/conversations lists the conversations."
    )


def _deleted() -> ConversationError:
    return ConversationError(
        "The conversation was deleted while its question was answered.", hint="Ask in a new conversation."
    )


def _closable(events: Iterator[AnswerEvent]) -> Generator[AnswerEvent, None, None]:
    yield from events
