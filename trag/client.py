"""The typed client of trag's own API: a Door that stands in another process."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from trag.errors import ApiError
from trag.types import (
    AnswerEvent,
    Check,
    Chunk,
    Context,
    Document,
    Done,
    IndexMade,
    IngestDone,
    IngestEvent,
    ReindexEvent,
    TreeSummary,
    Turn,
)
from trag.wire import (
    Json,
    answer_event_from_wire,
    context_from_wire,
    error_from_json,
    from_json,
    ingest_event_from_wire,
    reindex_event_from_wire,
    to_json,
)

T = TypeVar("T")
CONNECT_SECONDS = 5.0
_ERROR_FROM = 300


class Client:
    """All of a data folder through the server that owns it.

    `timeout` is the longest silence to bear, in seconds: a server that works gives a sign of life every ten.
    """

    def __init__(self, url: str, key: str = "", *, timeout: float = 120.0) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = timeout

    @cached_property
    def _http(self) -> httpx.Client:
        # No environment, no redirects: the key goes to the one address it was made for.
        return httpx.Client(
            base_url=self._url,
            headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
            timeout=httpx.Timeout(self._timeout, connect=min(CONNECT_SECONDS, self._timeout)),
            follow_redirects=False,
            trust_env=False,
        )

    @cached_property
    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="trag-"))

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Answer a question; ends with Done. Closing the iterator stops the model."""
        body = {"question": question, "history": [to_json(turn) for turn in history], "stream": True}
        return self._events("/v1/answers", body, answer_event_from_wire, Done)

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """What the model would get to read for this question."""
        body = {"question": question, "history": [to_json(turn) for turn in history]}
        data = self._call("POST", "/v1/context", body)
        return _read(lambda: context_from_wire(data))

    def ingest(self, path: Path) -> Iterator[IngestEvent]:
        """Take in a file or folder the server can read; ends with IngestDone."""
        # The server stands in another folder: only a whole path means the same there.
        body = {"path": str(path.expanduser().absolute())}
        return self._events("/v1/ingest", body, ingest_event_from_wire, IngestDone)

    def reindex(self) -> Iterator[ReindexEvent]:
        """Make the index of the configured embedder; the old one answers until the new one is whole."""
        return self._events("/v1/reindex", {}, reindex_event_from_wire, IndexMade)

    def documents(self) -> list[Document]:
        """All current documents, ordered by file."""
        data = self._call("GET", "/v1/documents")
        return _read(lambda: from_json(list[Document], data["documents"]))

    def passages(self, document_id: str) -> list[Chunk]:
        """The passages of a document in reading order; empty if there is no such document."""
        data = self._find(f"/v1/documents/{quote(document_id, safe='')}/passages")
        if data is None:
            return []
        return _read(
            lambda: [
                from_json(
                    Chunk,
                    {**passage, "document_id": data["document"]["id"], "file": data["document"]["file"]},
                )
                for passage in data["passages"]
            ]
        )

    def original(self, document_id: str) -> Path | None:
        """A copy of the document's file, kept until `close`; None if there is no such document."""
        name = quote(document_id, safe="")
        with self._opened("GET", f"/v1/documents/{name}/original") as response:
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            _check(response)
            path = self._folder / name[:200]
            with path.open("wb") as file:
                for piece in response.iter_bytes():
                    file.write(piece)
            return path

    def import_tree(self, text: str, file: str) -> TreeSummary:
        """Put this tree in force. Raises TreeError with every problem, and then changes nothing."""
        data = self._call("PUT", "/v1/tree", {"text": text, "file": file})
        return _read(lambda: from_json(TreeSummary, data["tree"]))

    def export_tree(self) -> tuple[str, str] | None:
        """The tree in force as (text, file name), exactly as imported; None without a tree."""
        data = self._find("/v1/tree/file")
        return _read(lambda: (str(data["text"]), str(data["file"]))) if data else None

    def tree(self) -> TreeSummary | None:
        """A summary of the tree in force; None without a tree."""
        data = self._call("GET", "/v1/tree")
        return _read(lambda: from_json(TreeSummary, data["tree"]) if data["tree"] else None)

    def tree_versions(self) -> list[TreeSummary]:
        """Every tree that was ever in force, the present one first."""
        data = self._call("GET", "/v1/tree/versions")
        return _read(lambda: from_json(list[TreeSummary], data["versions"]))

    def tree_text(self, version: int) -> tuple[str, str] | None:
        """A version of the tree as (text, file name), exactly as imported; None if there is none."""
        data = self._find(f"/v1/tree/versions/{version}")
        return _read(lambda: (str(data["text"]), str(data["file"]))) if data else None

    def roll_back_tree(self, version: int) -> TreeSummary:
        """Put an old version in force again, as a new version. Raises TreeError, and then changes nothing."""
        data = self._call("POST", "/v1/tree/rollback", {"version": version})
        return _read(lambda: from_json(TreeSummary, data["tree"]))

    def checks(self) -> list[Check]:
        """The server's own health report."""
        data = self._call("GET", "/v1/status")
        return _read(lambda: from_json(list[Check], data["checks"]))

    def close(self) -> None:
        """Let go of the connection and of the copies; may be called more than once."""
        if "_http" in self.__dict__:
            self._http.close()
        if "_folder" in self.__dict__:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _call(self, method: str, path: str, body: Json | None = None) -> Any:
        with self._opened(method, path, body) as response:
            _check(response)
            response.read()
            return _read(response.json)

    def _find(self, path: str) -> Any | None:
        try:
            return self._call("GET", path)
        except ApiError as exc:
            if exc.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def _events(
        self, path: str, body: Json, read: Callable[[str, Json], T | None], last: type[T]
    ) -> Iterator[T]:
        with self._opened("POST", path, body, {"Accept": "text/event-stream"}) as response:
            _check(response)
            for name, text in parse_events(response.iter_lines()):
                data = _read(lambda text=text: json.loads(text))  # type: ignore[misc]
                if name == "error":
                    raise error_from_json(data, response.status_code)
                event = _read(lambda name=name, data=data: read(name, data))  # type: ignore[misc]
                if event is not None:
                    yield event
                if isinstance(event, last):
                    return
        raise self._gone("ended the answer before it was complete")

    @contextlib.contextmanager
    def _opened(
        self, method: str, path: str, body: Json | None = None, headers: dict[str, str] | None = None
    ) -> Iterator[httpx.Response]:
        try:
            with self._http.stream(method, path, json=body, headers=headers) as response:
                yield response
        except httpx.ConnectError as exc:
            raise self._gone("can't be reached") from exc
        except httpx.TimeoutException as exc:
            raise self._gone(f"was silent for {self._timeout:g} seconds") from exc
        except (httpx.TransportError, httpx.StreamError, httpx.DecodingError) as exc:
            raise self._gone(f"went away: {str(exc) or type(exc).__name__}") from exc
        except httpx.InvalidURL as exc:
            raise ApiError(f"{self._url!r} is no address: {exc}", code="unreachable", status=0) from exc

    def _gone(self, what: str) -> ApiError:
        return ApiError(
            f"The server at {self._url} {what}.",
            code="unreachable",
            status=0,
            hint="See whether `trag serve` still runs there, then ask again.",
        )


def parse_events(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The (name, data) of each server-sent event; comments and unfinished events are left out."""
    name, data = "message", list[str]()
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line == "":
            if data:
                yield name, "\n".join(data)
            name, data = "message", []
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)


def _check(response: httpx.Response) -> None:
    if response.status_code < _ERROR_FROM:
        return
    response.read()
    try:
        data = response.json()
    except ValueError:
        data = None
    raise error_from_json(data, response.status_code)


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ApiError(
            "The server's answer can't be understood.",
            code="bad_answer",
            status=200,
            hint="Use the same version of trag on both sides.",
        ) from exc
