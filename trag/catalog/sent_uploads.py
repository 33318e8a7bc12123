"""Uploads that were sent with a key of their own, so that one that is sent again is not taken in twice."""

import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

from trag.catalog.catalog import Catalog
from trag.errors import KeyReusedError

STAMP = "sent_uploads"
KEPT = 200
SECONDS = 24 * 60 * 60


class SentUploads:
    """Which job an upload became, by its key: the last 200 of the last day. Callers take turns."""

    def __init__(self, catalog: Catalog, clock: Callable[[], float] = time.time) -> None:
        self._catalog = catalog
        self._clock = clock

    def job_id(self, key: str, files: str, owner: str = "") -> int | None:
        """The job of the owner's upload with this key; `files` tells its files and groups from others.

        Raises KeyReusedError if it was sent with others.
        """
        name, content = _hashed(owner, key), _hashed(owner, key, files)
        found = next((one for one in self._fresh() if one["key"] == name), None)
        if found is None:
            return None
        if found["files"] != content:
            message = f"The Idempotency-Key {key[:80]!r} was sent with other files or groups before."
            raise KeyReusedError(message, hint="Send a new key with every new upload.")
        return int(found["job"])

    def note(self, key: str, files: str, job_id: int, owner: str = "") -> None:
        """Note that the owner's upload with this key became this job. Keys of two owners never meet."""
        name = _hashed(owner, key)
        others = [one for one in self._fresh() if one["key"] != name]
        # Hashed with the key: nothing here proves what a file was that is deleted.
        fresh = {"key": name, "files": _hashed(owner, key, files), "job": job_id, "at": self._clock()}
        self._catalog.set_stamp(STAMP, json.dumps([*others, fresh][-KEPT:]))

    def _fresh(self) -> list[dict[str, Any]]:
        noted: list[dict[str, Any]] = json.loads(self._catalog.stamp(STAMP) or "[]")
        now = self._clock()
        # A clock that was put back makes nothing last longer.
        return [one for one in noted if 0 <= now - one["at"] < SECONDS]


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
