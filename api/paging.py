"""Lists page by page: a limit, and a cursor that says where the next page begins."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query

from api.problems import BadCursorError

T = TypeVar("T")
Key = int | str | list[int | str]

Cursor = Annotated[
    str, Query(max_length=2000, description="`next_cursor` of the page before; leave it out for the first.")
]

MOST = 200
_DIGEST = 9
_NO_CURSOR = "This cursor is not one that this list gave."


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list a client asks for. Cursors hold for one list and until the server restarts."""

    limit: int
    cursor: str = ""

    def start(self, of: str) -> Key | None:
        """The key after which the page begins, None for the first page; `of` names the list and its filters.

        Raises BadCursorError for a cursor that was made for another list, or not by this server.
        """
        return _read(self.cursor, of) if self.cursor else None

    def finish(self, items: Sequence[T], key: Callable[[T], Key], of: str) -> tuple[list[T], str | None]:
        """The page and the cursor of the next one, from at least `limit` + 1 items if there are so many."""
        page = list(items[: self.limit])
        more = len(items) > self.limit
        return page, _written(key(page[-1]), of) if more else None

    def cut(self, items: Sequence[T], key: Callable[[T], Key], of: str) -> tuple[list[T], str | None]:
        """The page of a whole list that is ordered by `key`, and the cursor of the next one."""
        start = self.start(of)
        rest = items if start is None else [item for item in items if key(item) > start]  # type: ignore[operator]
        return self.finish(rest, key, of)


def _paging(
    limit: Annotated[int, Query(ge=1, le=MOST, description="The most items a page may have.")] = 50,
    cursor: Cursor = "",
) -> Paging:
    return Paging(limit, cursor)


def _paging_if_asked(
    limit: Annotated[
        int, Query(ge=1, le=MOST, description="The most items a page may have; left out, all come at once.")
    ]
    | None = None,
    cursor: Cursor = "",
) -> Paging:
    return Paging(limit or sys.maxsize, cursor)


PagingDep = Annotated[Paging, Depends(_paging)]
# For lists that were whole before there were pages.
PagingIfAskedDep = Annotated[Paging, Depends(_paging_if_asked)]


def _written(key: Key, of: str) -> str:
    text = json.dumps(key).encode()
    return base64.urlsafe_b64encode(_signature(text, of) + text).decode().rstrip("=")


def _read(cursor: str, of: str) -> Key:
    try:
        data = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as exc:
        raise _bad() from exc
    signature, text = data[:_DIGEST], data[_DIGEST:]
    # Only what this server wrote is read: a key of another shape could not be compared.
    if not hmac.compare_digest(signature, _signature(text, of)):
        raise _bad()
    key: Any = json.loads(text)
    return key  # type: ignore[no-any-return]


def _bad() -> BadCursorError:
    return BadCursorError(_NO_CURSOR, hint="Begin again with the first page, without a cursor.")


def _signature(text: bytes, of: str) -> bytes:
    message = of.encode("utf-8", "replace") + b"\0" + text
    return hashlib.blake2b(message, key=_secret(), digest_size=_DIGEST).digest()


@cache
def _secret() -> bytes:
    return secrets.token_bytes(32)
