"""What the API answers about documents and jobs, as its description shows it."""

from pydantic import BaseModel, ConfigDict, Field

from api.responses import NextCursor
from trag.types import Box, Document, DocumentVersion, JobFile, PlannedFile, Receipt
from trag.types.jobs import JobKind, JobState


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class DocumentRead(_Response):
    """A document."""

    document: Document


class DocumentPage(_Response):
    """Documents, ordered by file."""

    documents: list[Document]
    next_cursor: NextCursor


class Passage(_Response):
    """A passage of a document."""

    id: str
    text: str
    heading: list[str] = Field(description="The headings above it, the outermost first.")
    page: int | None = Field(description="The page it begins on; a slide or a sheet counts as one.")
    position: int = Field(description="Its place in reading order, from 0.")
    start: int = Field(description="Where it begins in the document's text, in characters.")
    end: int
    boxes: list[Box] = Field(
        description="Where it stands on a PDF's pages, in points from the top left corner; may be empty."
    )


class PassagePage(DocumentRead):
    """A document and passages of it, in reading order."""

    passages: list[Passage]
    next_cursor: NextCursor


class DocumentVersionPage(DocumentRead):
    """A document and a page of the states it had, the newest first."""

    versions: list[DocumentVersion]
    next_cursor: NextCursor


class Receipts(_Response):
    """What was removed, document by document."""

    receipts: list[Receipt]


class JobShown(_Response):
    """A job and its pace."""

    id: int
    kind: JobKind
    target: str = Field(description="The folder or file that is taken in.")
    state: JobState
    created_at: str
    finished_at: str = Field(description="Empty while it is not over.")
    done: int = Field(description="How many files are through.")
    total: int
    failed: int
    seconds: float = Field(description="The time worked on it.")
    attempts: int
    error: str = Field(description="What ended it early; else empty.")
    file: str = Field(description="The file that got through last, while it runs.")
    speed: float
    rate: float = Field(description="Files a second; 0 before the first.")
    seconds_left: float | None = Field(description="null while that can't be told")


class JobRead(_Response):
    """A job."""

    job: JobShown


class JobPage(_Response):
    """A page of the jobs, the newest first."""

    jobs: list[JobShown]
    next_cursor: NextCursor


class JobFilePage(JobRead):
    """A job and a page of its files, by name."""

    files: list[JobFile]
    next_cursor: NextCursor


class Plan(_Response):
    """What would become of each file."""

    files: list[PlannedFile]
