"""What clients send and read about evaluation runs, case sets and grades."""

from math import isfinite
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from api.responses import NextCursor
from eval.manifest import Level
from eval.scores import Grade, Problem
from eval.serving.notes import RunState
from trag.questions.cases import CaseType, Evidence
from trag.types import Citation

_NO_NUL = r"^[^\x00]*$"
# What addresses and files can carry as it is.
PLAIN = r"^[A-Za-z0-9_-]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?$"
RunName = Annotated[str, StringConstraints(pattern=PLAIN, max_length=80)]
CasesText = Annotated[str, Field(max_length=2_000_000, pattern=_NO_NUL)]
Number = Annotated[float | None, BeforeValidator(lambda n: n if n is not None and isfinite(n) else None)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RunWanted(_Request):
    """A run: its cases as JSON lines or the name of a case set, the arms to ask, and how many cases."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "first", "case_set": "staff", "arms": ["rag", "t-rag"], "sample": 20}]
        }
    )

    name: RunName
    cases: CasesText = Field(default="", description="Cases, one JSON object a line.")
    case_set: RunName | None = None
    arms: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=4)] = ["t-rag"]
    level: Level = Field(default="answer", description='"context" asks no model.')
    sample: int = Field(default=0, ge=0, lt=2**31, description="How many cases; 0: all.")
    seed: int = Field(default=0, ge=0, lt=2**31, description="Decides which, and their order.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.cases) == bool(self.case_set):
            raise ValueError("send either cases or the name of a case_set")
        return self


class CaseSetSent(_Request):
    """A set of cases to be kept under a name, in place of those before."""

    name: RunName
    cases: Annotated[CasesText, Field(min_length=1)]


class GradeSent(_Request):
    """The grade of one answer by its blind id; null takes it back."""

    id: Annotated[str, Field(max_length=40)]
    grade: Grade | None
    note: Annotated[str, Field(max_length=4000, pattern=_NO_NUL)] = ""


class GradesSent(_Request):
    """Grades of one person, beside those they gave before."""

    grader: Annotated[str, Field(max_length=60, pattern=_NO_NUL, description="Else the caller's name.")] = ""
    grades: Annotated[list[GradeSent], Field(min_length=1, max_length=10_000)]


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class FigureShown(_Response):
    """One metric over the cases of one type in one arm, with its 95 % interval."""

    metric: str
    arm: str
    type: str = Field(description='A type of case, or "all".')
    variant: str
    n: int
    value: Number
    low: Number
    high: Number


class RunShown(_Response):
    """A run and how far it is."""

    id: str
    name: str
    owner: str
    state: RunState = Field(description='"interrupted": the server ended meanwhile; resume goes on.')
    experiment: str
    level: Level
    arms: list[str]
    case_set: str
    cases: int
    sample: int
    seed: int
    model: str
    created_at: str
    finished_at: str
    done: int = Field(description="Askings with an outcome; each case is asked once in each arm.")
    failed: int = Field(description="Askings that failed; resume asks them again.")
    total: int
    seconds: float = Field(description="The time worked on it.")
    rate: float = Field(description="Askings a second; 0 before the first and when it is over.")
    seconds_left: float | None = Field(description="null while that can't be told")
    error: str
    figures: list[FigureShown] = Field(description="The share of right answers of each arm, so far.")


class RunRead(_Response):
    """A run."""

    run: RunShown


class RunPage(_Response):
    """A page of runs, the newest first."""

    runs: list[RunShown]
    next_cursor: NextCursor


class MetricShown(_Response):
    """A figure of the suite: how it reads, and which way is better."""

    name: str
    title: str
    kind: str = Field(description='"share" or "mean"')
    higher_is_better: bool


class ContrastShown(_Response):
    """One metric on both sides over the same cases: second minus first."""

    metric: str
    type: str
    n: int
    first: Number
    second: Number
    low: Number
    high: Number
    p: Number
    detectable: Number = Field(description="The least difference so many cases would show.")
    verdict: str = Field(description='"better", "worse" or "within noise"')


class ComparisonShown(_Response):
    """All contrasts of `second` with `first`, and the cases that turned right or wrong."""

    first: str
    second: str
    contrasts: list[ContrastShown]
    gained: list[str]
    lost: list[str]


class SectionShown(_Response):
    """A table with a title above it and a note below."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str


class ReportRead(_Response):
    """A run in figures: for every arm, metric and type of case, with intervals."""

    run: RunShown
    metrics: list[MetricShown]
    figures: list[FigureShown]
    problems: dict[str, dict[str, int]] = Field(description="By arm, how often each problem came first.")
    comparisons: list[ComparisonShown]
    sections: list[SectionShown] = Field(description="What the experiment, a judge and graders found.")


class Comparisons(_Response):
    """Two runs over the cases both have, arm by arm."""

    comparisons: list[ComparisonShown]


class CaseShown(_Response):
    """A question with its known answer."""

    id: str
    question: str
    answer: str
    type: CaseType
    must_include: list[list[str]]
    must_not_include: list[str]
    answer_aliases: list[str]
    evidence: list[Evidence]
    entities: list[str]


class AskedCaseShown(_Response):
    """A case as one arm answered it."""

    case: CaseShown
    arm: str
    variant: str
    question: str
    grade: Grade | None = Field(description="null where no answer was asked for")
    problem: Problem = Field(description="The first thing that went wrong; empty if nothing did.")
    answer: str
    refused: bool
    answered_by: str
    citations: list[Citation]
    sources: list[Citation] = Field(description="What the model got to read.")
    facts: list[str]
    metrics: dict[str, Number]
    tokens: int
    seconds: float
    error: str


class AskedCasePage(_Response):
    """A page of askings, in the order they came."""

    cases: list[AskedCaseShown]
    next_cursor: NextCursor


class CaseSetShown(_Response):
    """A kept set of cases."""

    name: str
    cases: int
    by_type: dict[str, int]
    version: str
    saved_at: str


class CaseSetRead(_Response):
    """A set of cases."""

    case_set: CaseSetShown


class CaseSetPage(_Response):
    """A page of case sets, by name."""

    case_sets: list[CaseSetShown]
    next_cursor: NextCursor


class BlindItemShown(_Response):
    """An answer to be graded, with nothing that tells its arm."""

    id: str
    question: str
    reference: str
    answer: str


class GivenGradeShown(_Response):
    """A grade that was given."""

    id: str
    grade: Grade | None
    note: str


class GraderShown(_Response):
    """A person who grades, and how far they are."""

    name: str
    graded: int
    open: int


class GradingRead(_Response):
    """The answers in their blind order, this grader's grades, and how far everybody agrees."""

    items: list[BlindItemShown]
    grades: list[GivenGradeShown]
    graders: list[GraderShown]
    agreement: list[SectionShown] = Field(description="Of graders, the rules and each other.")


HTML: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
LINES: dict[str, Any] = {"application/x-ndjson": {"schema": {"type": "string"}}}
