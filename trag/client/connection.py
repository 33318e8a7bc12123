"""The connection to a trag server: requests, streams of events, and errors as themselves."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote

import httpx

from trag.errors import ApiError
from trag.wire import Json, error_from_json

T = TypeVar("T")
CONNECT_SECONDS = 5.0
_ERROR_FROM = 300


class Connection:
    """Requests to the server at `url`.

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

    def close(self) -> None:
        """Hang up; may be called more than once."""
        if "_http" in self.__dict__:
            self._http.close()

    def call(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        files: Sequence[tuple[str, BinaryIO]] = (),
        headers: dict[str, str] | None = None,
    ) -> Any:
        """The JSON of the answer. Raises the error the server met."""
        sent = [("files", file) for file in files] or None
        with self.opened(method, path, body, headers, sent) as response:
            check(response)
            response.read()
            return read_as(response.json)

    def find(self, path: str) -> Any | None:
        """The JSON of the answer; None if there is nothing under this address."""
        try:
            return self.call("GET", path)
        except ApiError as exc:
            if exc.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def each_page(self, path: str) -> Iterator[Any]:
        """The JSON of each page of a list; `path` has a query. Raises the error the server met."""
        cursor = ""
        while True:
            data = self.call("GET", f"{path}&cursor={quote(cursor)}" if cursor else path)
            yield data
            cursor = read_as(lambda data=data: data.get("next_cursor") or "")  # type: ignore[misc]
            if not cursor:
                return

    def pages(self, path: str, key: str, *, most: int | None = None) -> list[Any]:
        """The things of a list under `key` of each page, at most `most`. Raises the error the server met."""
        found: list[Any] = []
        for data in self.each_page(path) if most is None or most > 0 else ():
            found += read_as(lambda data=data: data[key])  # type: ignore[misc]
            if most is not None and len(found) >= most:
                break
        return found[:most]

    def found_pages(self, path: str) -> list[Any]:
        """The JSON of each page of a list; none if there is nothing under this address."""
        try:
            return list(self.each_page(path))
        except ApiError as exc:
            if exc.status == httpx.codes.NOT_FOUND:
                return []
            raise

    def events(
        self,
        method: str,
        path: str,
        body: Json | None,
        read: Callable[[str, Json], T | None],
        is_last: Callable[[T], bool],
    ) -> Iterator[T]:
        """The events of a stream up to its last. Raises the error it ends with."""
        with self.opened(method, path, body, {"Accept": "text/event-stream"}) as response:
            check(response)
            for name, text in parse_events(response.iter_lines()):
                data = read_as(lambda text=text: json.loads(text))  # type: ignore[misc]
                if name == "error":
                    raise error_from_json(data, response.status_code)
                event = read_as(lambda name=name, data=data: read(name, data))  # type: ignore[misc]
                if event is None:
                    continue
                yield event
                if is_last(event):
                    return
        raise self._gone("ended the answer before it was complete")

    @contextlib.contextmanager
    def opened(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        headers: dict[str, str] | None = None,
        files: Any = None,
    ) -> Iterator[httpx.Response]:
        """The answer, its body still to come. Raises ApiError if the server can't be reached."""
        try:
            with self._http.stream(method, path, json=body, headers=headers, files=files) as response:
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


def check(response: httpx.Response) -> None:
    """Raise the error that an answer tells of."""
    if response.status_code < _ERROR_FROM:
        return
    response.read()
    try:
        data = response.json()
    except ValueError:
        data = None
    raise error_from_json(data, response.status_code)


def read_as(read: Callable[[], T]) -> T:
    """What `read` makes of an answer. Raises ApiError if it can make nothing of it."""
    try:
        return read()
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ApiError(
            "The server's answer can't be understood.",
            code="bad_answer",
            status=200,
            hint="Use the same version of trag on both sides.",
        ) from exc
