"""Entity tags: nothing is sent twice, and nobody's change is overwritten unseen."""

import hashlib

from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trag.errors import TreeChangedError
from trag.types import TreeSummary

_HINT = "Somebody else changed it. Read it again, then make your change on that."


def tree_tag(tree: TreeSummary | None) -> str:
    """The tag of the tree in force: another one for each import."""
    if tree is None:
        return '"no-tree"'
    digest = hashlib.sha256(f"{tree.version} {tree.imported_at}".encode()).hexdigest()[:12]
    return f'"{tree.version}-{digest}"'


def content_tag(content: BaseModel) -> str:
    """The tag of an answer with this content."""
    return f'"{hashlib.sha256(content.model_dump_json().encode()).hexdigest()[:24]}"'


def replaced_version(tree: TreeSummary | None, headers: Headers, replacing: int | None) -> int | None:
    """The version a change is based on (0: none), by If-Match, If-None-Match: * or the body; None if any.

    Raises TreeChangedError if the tree in force is not the one that the headers ask for.
    """
    version = tree.version if tree else 0
    wanted = headers.get("if-match")
    if wanted is not None:
        is_met = tree is not None if wanted.strip() == "*" else tree_tag(tree) in _tags(wanted)
        if not is_met:
            raise TreeChangedError("The organisation tree is not the one of If-Match.", hint=_HINT)
        return version if replacing is None else replacing
    if headers.get("if-none-match", "").strip() == "*":
        if tree is not None:
            raise TreeChangedError("There is an organisation tree already.", hint=_HINT)
        return 0
    return replacing


class NotModified:
    """Answers 304 with no body where the client has what a GET would bring, by its ETag."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request."""
        wanted = Headers(scope=scope).get("if-none-match", "") if scope["type"] == "http" else ""
        if not wanted or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        is_known = False

        async def shorten(message: Message) -> None:
            nonlocal is_known
            if message["type"] == "http.response.start" and _is_known(message, wanted):
                is_known = True
                await send(_without_body(message))
                await send({"type": "http.response.body", "body": b""})
            elif not is_known:
                await send(message)

        await self._app(scope, receive, shorten)


def _is_known(message: Message, wanted: str) -> bool:
    tag = Headers(raw=message["headers"]).get("etag", "")
    known = {_opaque(sent) for sent in _tags(wanted)}
    return message["status"] == 200 and bool(tag) and (wanted.strip() == "*" or _opaque(tag) in known)  # noqa: PLR2004


def _without_body(message: Message) -> Message:
    headers = [pair for pair in message["headers"] if not pair[0].lower().startswith(b"content-")]
    return {**message, "status": 304, "headers": headers}


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")
