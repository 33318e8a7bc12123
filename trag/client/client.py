"""The typed client of trag's own API: a Door that stands in another process."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode

import httpx

from trag.client.accounts import AccountClient
from trag.client.administration import AdministrationClient
from trag.client.connection import Connection, check, read_as
from trag.client.conversations import ConversationClient
from trag.client.groups import GroupsClient
from trag.client.jobs import JobClient
from trag.client.nodes import NodeClient
from trag.errors import ForbiddenError
from trag.protocols import Door
from trag.types import (
    OWNER,
    AnswerEvent,
    Caller,
    Check,
    Chunk,
    Context,
    Document,
    DocumentVersion,
    Done,
    IndexMade,
    IngestDone,
    IngestEvent,
    PlannedFile,
    Receipt,
    ReindexEvent,
    SearchResult,
    SearchWays,
    TreeSummary,
    Turn,
)
from trag.wire import (
    Json,
    answer_event_from_wire,
    context_from_wire,
    from_json,
    ingest_event_from_wire,
    reindex_event_from_wire,
    to_json,
)

T = TypeVar("T")

_PAGE = 200
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}


class Client:
    """All of a data folder through the server that owns it.

    `timeout` is the longest silence to bear, in seconds: a server that works gives a sign of life every ten.
    """

    def __init__(self, url: str, key: str = "", *, timeout: float = 120.0) -> None:
        self._server = Connection(url, key, timeout=timeout)
        self.jobs = JobClient(self._server)
        self.conversations = ConversationClient(self._server)
        self.nodes = NodeClient(self._server)
        self.groups = GroupsClient(self._server)
        self.accounts = AccountClient(self._server)
        self.administration = AdministrationClient(self._server)

    @cached_property
    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="trag-"))

    def for_caller(self, caller: Caller) -> Door:
        """This client, for whoever its key stands for. Raises ForbiddenError for anybody else."""
        # Nothing here could hold a caller to less than what the key may do.
        if caller != OWNER:
            raise ForbiddenError("A client acts for whoever its key is of.", hint="Use a key of that user.")
        return self

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Answer a question; ends with Done. Closing the iterator stops the model."""
        body = {"question": question, "history": [to_json(turn) for turn in history], "stream": True}
        return self._events("/v1/answers", body, answer_event_from_wire, Done)

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """What the model would get to read for this question."""
        body = {"question": question, "history": [to_json(turn) for turn in history]}
        data = self._server.call("POST", "/v1/context", body)
        return read_as(lambda: context_from_wire(data))

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """The passages for a question, best first, with what the tree knows about it."""
        data = self._server.call("POST", "/v1/search", {"question": question, "limit": limit})
        return read_as(lambda: from_json(SearchResult, data))

    def ways(self, question: str, *, limit: int = 20) -> SearchWays:
        """How the passages for a question come to be found. No model is needed."""
        data = self._server.call("POST", "/v1/search/ways", {"question": question, "limit": limit})
        return read_as(lambda: from_json(SearchWays, data))

    def plan(self, path: Path) -> list[PlannedFile]:
        """What `ingest` would do with each file; changes nothing. Raises DocumentError."""
        data = self._server.call("POST", "/v1/ingest/plan", {"path": _whole(path)})
        return read_as(lambda: from_json(list[PlannedFile], data["files"]))

    def ingest(self, path: Path, *, prune: bool = False) -> Iterator[IngestEvent]:
        """Take in a file or folder the server can read; ends with IngestDone."""
        body = {"path": _whole(path), "prune": prune}
        return self._events("/v1/ingest", body, ingest_event_from_wire, IngestDone)

    def delete(self, names: Sequence[str]) -> list[Receipt]:
        """Delete documents by id or file name. Raises DocumentError, and then deletes nothing."""
        data = self._server.call("POST", "/v1/documents/delete", {"names": list(names)})
        return read_as(lambda: from_json(list[Receipt], data["receipts"]))

    def verify(self) -> list[Check]:
        """Proof that the index holds what the documents hold and nothing else; changes nothing."""
        data = self._server.call("GET", "/v1/verify")
        return read_as(lambda: from_json(list[Check], data["checks"]))

    def reindex(self) -> Iterator[ReindexEvent]:
        """Make the index of the configured embedder; the old one answers until the new one is whole."""
        return self._events("/v1/reindex", {}, reindex_event_from_wire, IndexMade)

    def documents(self, text: str = "", format: str = "") -> list[Document]:  # noqa: A002
        """All current documents, ordered by file: those with `text` in file or title, of this format."""
        asked = {key: value for key, value in (("q", text), ("format", format)) if value}
        # Without a limit they come at once: for each page the server would read all of them again.
        found = self._server.pages(f"/v1/documents?{urlencode(asked)}", "documents")
        return read_as(lambda: from_json(list[Document], found))

    def document(self, document_id: str) -> Document | None:
        """The current document with this id."""
        data = self._server.find(_of(document_id)) if document_id else None
        return read_as(lambda: from_json(Document, data["document"])) if data else None

    def passages(self, document_id: str) -> list[Chunk]:
        """The passages of a document in reading order; empty if there is no such document."""
        pages = self._server.found_pages(f"{_of(document_id)}/passages?")
        return read_as(
            lambda: [
                from_json(
                    Chunk,
                    {**passage, "document_id": page["document"]["id"], "file": page["document"]["file"]},
                )
                for page in pages
                for passage in page["passages"]
            ]
        )

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """Every state that a document had, the newest first; empty if there is no such document."""
        pages = self._server.found_pages(f"{_of(document_id)}/versions?limit={_PAGE}")
        return read_as(
            lambda: from_json(list[DocumentVersion], [one for page in pages for one in page["versions"]])
        )

    def original(self, document_id: str, version: int | None = None) -> Path | None:
        """A copy of the document's file, kept until `close`; None if there is no such document or version."""
        asked = "" if version is None else f"?version={version}"
        return self._copy(f"{_of(document_id)}/original{asked}", f"{_named(document_id)}-{version or 0}")

    def page_image(self, document_id: str, page: int, width: int = 1000) -> Path | None:
        """A copy of the picture of a PDF's page, kept until `close`. Raises DocumentError."""
        path = f"{_of(document_id)}/pages/{page}?width={width}"
        return self._copy(path, f"{_named(document_id)}-page-{page}-{width}")

    def _copy(self, path: str, name: str) -> Path | None:
        """A copy of a file of the server; None if there is none under this address."""
        with self._server.opened("GET", path) as response:
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            check(response)
            kind = response.headers.get("content-type", "")
            copy = self._folder / f"{name}{_SUFFIXES.get(kind, '')}"
            with copy.open("wb") as file:
                for piece in response.iter_bytes():
                    file.write(piece)
            return copy

    def import_tree(self, text: str, file: str, *, replacing: int | None = None) -> TreeSummary:
        """Put this tree in force. Raises TreeError with every problem, and then changes nothing."""
        based = {} if replacing is None else {"replacing": replacing}
        data = self._server.call("PUT", "/v1/tree", {"text": text, "file": file, **based})
        return read_as(lambda: from_json(TreeSummary, data["tree"]))

    def export_tree(self) -> tuple[str, str] | None:
        """The tree in force as (text, file name), exactly as imported; None without a tree."""
        data = self._server.find("/v1/tree/file")
        return read_as(lambda: (str(data["text"]), str(data["file"]))) if data else None

    def tree(self) -> TreeSummary | None:
        """A summary of the tree in force; None without a tree."""
        data = self._server.call("GET", "/v1/tree")
        return read_as(lambda: from_json(TreeSummary, data["tree"]) if data["tree"] else None)

    def tree_versions(self) -> list[TreeSummary]:
        """Every tree that was ever in force, the present one first."""
        found = self._server.pages("/v1/tree/versions?limit=200", "versions")
        return read_as(lambda: from_json(list[TreeSummary], found))

    def tree_text(self, version: int) -> tuple[str, str] | None:
        """A version of the tree as (text, file name), exactly as imported; None if there is none."""
        data = self._server.find(f"/v1/tree/versions/{version}")
        return read_as(lambda: (str(data["text"]), str(data["file"]))) if data else None

    def roll_back_tree(self, version: int) -> TreeSummary:
        """Put an old version in force again, as a new version. Raises TreeError, and then changes nothing."""
        data = self._server.call("POST", "/v1/tree/rollback", {"version": version})
        return read_as(lambda: from_json(TreeSummary, data["tree"]))

    def checks(self) -> list[Check]:
        """The server's own health report."""
        data = self._server.call("GET", "/v1/status")
        return read_as(lambda: from_json(list[Check], data["checks"]))

    def close(self) -> None:
        """Let go of the connection and of the copies; may be called more than once."""
        self._server.close()
        if "_folder" in self.__dict__:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _events(
        self, path: str, body: Json, read: Callable[[str, Json], T | None], last: type[T]
    ) -> Iterator[T]:
        return self._server.events("POST", path, body, read, lambda event: isinstance(event, last))


def _of(document_id: str) -> str:
    return f"/v1/documents/{quote(document_id, safe='')}"


def _named(document_id: str) -> str:
    return quote(document_id, safe="")[:200]


def _whole(path: Path) -> str:
    # The server stands in another folder: only a whole path means the same there.
    return str(path.expanduser().absolute())
