"""The values of the document path: documents, their passages, and what became of them."""

from dataclasses import dataclass
from typing import Literal

FileStatus = Literal["new", "changed", "moved", "unchanged", "deleted", "failed"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the catalog knows it: `file` is its path inside the folder it came from.

    `parent_id` names the archive or e-mail that a document was unpacked from. `version` counts from 1.
    `created` and `modified` are what the file says about itself, ISO 8601; `language` is ISO 639-1.
    `groups` are those whose members may read it, by name; without one, only who reads everything may.
    """

    id: str
    file: str
    title: str
    format: str
    chunks: int
    bytes: int
    ingested_at: str
    version: int = 1
    parent_id: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    language: str = ""
    pages: int = 0
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderGroups:
    """A rule: documents below `folder` are for these groups; "uploads" is the folder of what is sent."""

    folder: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: points from the page's top left corner, `page` counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one version of a document.

    `start` and `end` are character positions in the document's extracted text,
    `page` counts from 1 (a slide or sheet counts as a page), `heading` is the path of
    headings above the passage, outermost first. `boxes` say where it stands on a PDF's pages.
    """

    id: str
    document_id: str
    file: str
    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    position: int = 0
    start: int = 0
    end: int = 0
    boxes: tuple[Box, ...] = ()

    @property
    def embedded_text(self) -> str:
        """The text that is embedded and indexed: the heading path, then the passage."""
        return f"{' > '.join(self.heading)}\n{self.text}" if self.heading else self.text


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """What an ingest would do with a file; `before` is the name that a moved one has so far."""

    file: str
    status: FileStatus
    document_id: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class FileIngested:
    """One file of an ingest is through: `status` says how, `error` why it could not be read.

    `remark` says what of a file that was taken in could not be read, such as some of its pages.
    """

    file: str
    status: FileStatus
    chunks: int
    done: int
    total: int
    error: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IngestDone:
    """The end of an ingest, with counts of files by status."""

    new: int
    changed: int
    unchanged: int
    failed: int
    chunks: int
    seconds: float
    moved: int = 0
    deleted: int = 0


IngestEvent = FileIngested | IngestDone


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed with a document, and what still rests on it.

    The counts are what was found and is gone; `original` is the sha256 of the stored file, and
    `is_original_shared` true where another document has the same bytes, so that it stays. `dependents`
    name what was made from the document and is stale now, such as "evaluation case q17 of cases.jsonl".
    """

    id: int
    document_id: str
    file: str
    deleted_at: str
    chunks: int
    vectors: int
    keyword_rows: int
    page_images: int
    versions: int
    original: str
    is_original_shared: bool = False
    dependents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A state that a document had: `is_kept` is true while its file is still stored."""

    document_id: str
    version: int
    file: str
    sha256: str
    bytes: int
    chunks: int
    ingested_at: str
    is_kept: bool
