"""What clients may send, with its limits."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from trag.types import Turn

# No text that a person writes holds the character 0, and databases cut a text there.
_NO_NUL = r"^[^\x00]*$"
Question = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_NO_NUL)
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnSent(_Request):
    """One question of the chat so far and the answer it got."""

    question: Question
    answer: str = Field(max_length=20_000, pattern=_NO_NUL)


class QuestionSent(_Request):
    """A question, with the chat it belongs to."""

    question: Question
    history: Annotated[list[TurnSent], Field(max_length=20)] = []

    @property
    def turns(self) -> list[Turn]:
        """The history as trag's own values."""
        return [Turn(turn.question, turn.answer) for turn in self.history]


class AnswerWanted(QuestionSent):
    """A question, and whether its answer comes as a stream of events."""

    stream: bool = False


class TreeSent(_Request):
    """The text of a tree file and the file's name."""

    text: Annotated[str, Field(min_length=1)]
    file: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=_NO_NUL)
    ]


class VersionSent(_Request):
    """The number of a version of the tree."""

    version: int


class PathSent(_Request):
    """A file or folder on the server's own disk."""

    path: Annotated[str, Field(min_length=1, max_length=4096, pattern=r"^[^\x00]+$")]


class IngestWanted(PathSent):
    """A file or folder, and whether most of its documents may go."""

    prune: bool = False


class NamesSent(_Request):
    """Documents by id or file name."""

    names: Annotated[list[Annotated[str, Field(max_length=4096)]], Field(max_length=10_000)]


class JobWanted(PathSent):
    """A file or folder, and how it is to be taken in."""

    prune: bool = False
    only: Annotated[list[Annotated[str, Field(max_length=4096)]], Field(max_length=10_000)] = []


class RetryWanted(_Request):
    """Whether all files are to be tried again, not only those that failed."""

    whole: bool = False
