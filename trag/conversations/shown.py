"""What of an answer was shown so far: all that is left of one that ends early."""

from trag.citations import read_marks
from trag.errors import TragError
from trag.types import Answer, AnswerEvent, Citation, Done, EntitiesFound, SourcesFound, Token
from trag.types.conversations import MessageState


class Shown:
    """An answer as far as its events tell."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._text: list[str] = []
        self._entities: tuple[str, ...] = ()
        self._sources: tuple[Citation, ...] = ()
        self.state: MessageState = "stopped"
        self.error = ""

    @property
    def is_whole(self) -> bool:
        """True once the answer came to its end."""
        return self.state == "answered"

    def take(self, event: AnswerEvent) -> None:
        """Note what is about to be shown."""
        if isinstance(event, Token):
            self._text.append(event.text)
        elif isinstance(event, SourcesFound):
            self._sources = event.sources
        elif isinstance(event, EntitiesFound):
            self._entities = tuple(entity.id for entity in event.entities)
        elif isinstance(event, Done):
            self.state = "answered"

    def fail(self, error: Exception) -> None:
        """Note what went wrong, in words that a person may read."""
        self.state = "failed"
        self.error = error.message if isinstance(error, TragError) else "Something went wrong in the server."

    def answer(self) -> Answer | None:
        """The answer as far as it was shown, with the sources it names; None if nothing was."""
        text = "".join(self._text).strip()
        if not text:
            return None
        named = set(read_marks(text)[1])
        cited = tuple(source for source in self._sources if source.number in named)
        return Answer(
            self._question, text, refused=False, answered_by="model", entities=self._entities, citations=cited
        )
