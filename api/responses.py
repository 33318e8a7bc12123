"""What the API answers, as its description shows it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from trag.types import (
    AnsweredBy,
    Check,
    Citation,
    Difference,
    Entity,
    Fact,
    OutlineUnit,
    TreeMatch,
    TreeNode,
    TreeSummary,
)

NextCursor = Annotated[
    str | None, Field(description="The cursor of the next page; null if this is the last.")
]


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class ProblemDetails(_Response):
    """What went wrong and what to do about it (RFC 9457), as application/problem+json."""

    type: str = Field(description="Where this kind of problem is described.", examples=["/docs#problem-tree"])
    title: str = Field(description="The kind of problem, in words that don't change.")
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(description="What happened here, with which value.")
    instance: str = Field(
        description="This very request: its number stands in the server's log and in X-Request-Id.",
        examples=["urn:trag:request:4f0e2c7a"],
    )
    code: str = Field(description="The kind of problem, for programs.", examples=["tree"])
    hint: str = Field(description="What to do about it; may be empty.")
    problems: list[str] = Field(
        default=[], description="Every single problem of a tree or a file of questions; else left out."
    )


class TreeInForce(_Response):
    """The tree in force."""

    tree: TreeSummary | None = Field(description="null without a tree")


class TreePut(_Response):
    """The tree that is in force now."""

    tree: TreeSummary


class TreeFileRead(_Response):
    """The text of a tree."""

    text: str
    file: str = Field(description="Its suffix tells the format.", examples=["org.yaml"])


class VersionRead(TreeFileRead):
    """The text of a version of the tree."""

    version: int


class TreeVersions(_Response):
    """A page of the versions, the present one first."""

    versions: list[TreeSummary]
    next_cursor: NextCursor


class Differences(_Response):
    """What an import would change."""

    differences: list[Difference]
    lines: list[str] = Field(description="The same as lines of text.")


class Matches(_Response):
    """A page of units and people, the best first."""

    matches: list[TreeMatch]
    next_cursor: NextCursor


class Outline(_Response):
    """All units of the tree in force."""

    units: list[OutlineUnit]


class NodeRead(_Response):
    """A unit of the tree."""

    node: TreeNode


class NodeEdited(_Response):
    """The tree that is in force now, and the unit in it."""

    tree: TreeSummary
    node: TreeNode | None = Field(description="null if the change put it out of force, by its dates")


class AnswerGiven(_Response):
    """A checked answer with its citations."""

    id: str
    question: str
    answer: str
    refused: bool = Field(description="true if the material does not tell; there are no citations then")
    answered_by: AnsweredBy
    entities: list[str] = Field(description="The ids of the units and people the question names.")
    citations: list[Citation]
    candidates: list[Entity] = Field(description="Whom an ambiguous name may mean.")
    tokens: int
    timings: dict[str, float] = Field(description="Milliseconds from the question to each stage.")
    indexing: str = Field(default="", description="Which documents are still being taken in; else left out.")


class ContextRead(_Response):
    """What the model would get to read."""

    id: str
    context: str = Field(description="Exactly what would stand in the prompt.")
    tokens: int
    entities: list[str]
    sources: list[Citation]
    facts: list[Fact]
    entities_found: list[Entity]


class Report(_Response):
    """Checks, and the worst of their states."""

    state: str = Field(examples=["ok"])
    checks: list[Check]


class StatusReport(Report):
    """How the server is."""

    version: str


class Alive(_Response):
    """The process answers."""

    alive: bool


class Ready(_Response):
    """Whether questions can be answered."""

    ready: bool
    reasons: list[str] = Field(description="Why not.")
