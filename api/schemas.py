"""What clients may send, with its limits."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from trag.types import NewUnit, Turn, UnitEdit

# No text that a person writes holds the character 0, and databases cut a text there.
_NO_NUL = r"^[^\x00]*$"
Question = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_NO_NUL)
]


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=_NO_NUL)]
Replacing = Annotated[
    int | None,
    Field(ge=0, lt=2**31, description="The version that is changed (0: none); 412 if another is in force."),
]

Resumable = Annotated[
    bool,
    Field(
        description="A stream whose client goes away goes on for 30 seconds; "
        "GET /v1/answers/{id}/events reads the rest of it."
    ),
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnSent(_Request):
    """One question of the chat so far and the answer it got."""

    question: Question
    answer: str = Field(max_length=20_000, pattern=_NO_NUL)


class QuestionSent(_Request):
    """A question, with the chat it belongs to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "Who leads the Finance Division?"},
                {
                    "question": "And who is her deputy?",
                    "history": [{"question": "Who leads the Finance Division?", "answer": "Ana Torres."}],
                },
            ]
        }
    )

    question: Question
    history: Annotated[list[TurnSent], Field(max_length=20)] = []

    @property
    def turns(self) -> list[Turn]:
        """The history as trag's own values."""
        return [Turn(turn.question, turn.answer) for turn in self.history]


class AnswerWanted(QuestionSent):
    """A question, and whether its answer comes as a stream of events."""

    stream: bool = False
    resumable: Resumable = False


class SearchWanted(_Request):
    """A question, and how many passages are wanted for it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "Who signs off travel?", "limit": 5}]}
    )

    question: Question
    limit: int = Field(default=10, ge=1, le=50, description="The most passages to be given.")


class TreeSent(_Request):
    """The text of a tree file and the file's name."""

    text: Annotated[str, Field(min_length=1)]
    file: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=_NO_NUL)
    ]


class TreeReplacing(TreeSent):
    """The text of a tree file, and the version that it takes the place of."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "root: {id: aid, name: Harbour Aid}", "file": "org.yaml"}]}
    )

    replacing: Replacing = None


class PersonSent(BaseModel):
    """A person of a unit; further keys, such as a handle, are kept."""

    model_config = ConfigDict(extra="allow", frozen=True)

    name: Name
    role: Name


class UnitSent(_Request):
    """A unit to be added; without an id it gets one made of its name."""

    name: Name
    kind: Annotated[str, Field(max_length=500, pattern=_NO_NUL)] = ""
    id: Annotated[str, Field(max_length=500, pattern=_NO_NUL)] = ""


class UnitChanged(_Request):
    """What is to change about a unit; what is left out or null stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Salaries Section", "people": [{"name": "Ana Torres", "role": "Head"}]},
                {"parent": "fin", "add_children": [{"name": "Pensions Desk", "kind": "desk"}]},
            ]
        }
    )

    name: Name | None = None
    kind: Annotated[str, Field(max_length=500, pattern=_NO_NUL)] | None = None
    description: Annotated[str, Field(max_length=20_000, pattern=_NO_NUL)] | None = None
    aliases: Annotated[list[Name], Field(max_length=1000)] | None = None
    people: Annotated[list[PersonSent], Field(max_length=10_000)] | None = None
    parent: Annotated[Name, Field(description="The id of the unit to put it under.")] | None = None
    add_children: Annotated[list[UnitSent], Field(max_length=10_000)] = []
    remove_children: Annotated[list[Name], Field(max_length=10_000, description="Ids.")] = []
    replacing: Replacing = None

    @property
    def edit(self) -> UnitEdit:
        """The change as trag's own value."""
        return UnitEdit(
            self.name,
            self.kind,
            self.description,
            None if self.aliases is None else tuple(self.aliases),
            None if self.people is None else tuple(person.model_dump() for person in self.people),
            self.parent,
            tuple(NewUnit(unit.name, unit.kind, unit.id) for unit in self.add_children),
            tuple(self.remove_children),
        )


class VersionSent(_Request):
    """The number of a version of the tree."""

    version: int = Field(examples=[1])


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
    groups: Annotated[list[Annotated[str, Field(max_length=64)]] | None, Field(max_length=200)] = None


class RetryWanted(_Request):
    """Whether all files are to be tried again, not only those that failed."""

    whole: bool = False
