"""The running server behind the tools: a given one, or that of a data folder."""

import threading
from pathlib import Path

from trag.client import Client
from trag.errors import ApiError
from trag.owner import Address, find_owner


class ServerFinder:
    """Finds the server each time it is needed: it may have been started anew, with another port and key.

    With a `url` it is the one there; else the one that owns the folder `data`, which is never opened here.
    Without a `key` the owner's own is used, which only this user can read. Thread-safe.
    """

    def __init__(self, data: Path, *, url: str = "", key: str = "") -> None:
        self._data = data
        self._url = url
        self._key = key
        self._lock = threading.Lock()
        self._address: Address | None = None
        self._client: Client | None = None

    def client(self) -> Client:
        """The server's client. Raises ApiError if none runs."""
        address = self._find()
        with self._lock:
            # One that leads elsewhere is left to those who still use it.
            if self._client is None or address != self._address:
                self._client, self._address = Client(address.url, address.key), address
            return self._client

    def close(self) -> None:
        """Hang up; may be called more than once."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = self._address = None

    def _find(self) -> Address:
        if self._url:
            return Address(self._url, self._key)
        found = find_owner(self._data)
        if found is None:
            raise ApiError(
                f"No trag server runs for the data folder {self._data}.",
                code="unreachable",
                status=0,
                hint="Start one with `trag serve`, with the same --data, or name one with --url.",
            )
        return Address(found.url, self._key or found.key)
