"""Passwords: hashed with argon2id, a few at a time."""

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from trag.errors import TooManyAttemptsError

if TYPE_CHECKING:
    from argon2 import PasswordHasher


class Passwords:
    """Hashes passwords with the hasher's parameters; by default argon2id as RFC 9106 wants it.

    At most `at_once` are hashed at a time, and as many as `waiting` wait: each takes 64 MiB and a core.
    """

    def __init__(self, hasher: "PasswordHasher | None" = None, *, at_once: int = 2, waiting: int = 8) -> None:
        self._given = hasher
        self._working = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)

    def hash(self, password: str) -> str:
        """What is stored of a password. Raises TooManyAttemptsError if too many wait."""
        with self._place():
            return self._hasher.hash(_plain(password))

    def match(self, stored: str, password: str) -> bool:
        """True if `stored` was made of this password; takes as long if nothing is stored.

        Raises TooManyAttemptsError if too many wait.
        """
        from argon2.exceptions import Argon2Error, InvalidHashError

        with self._place():
            nobody = self._nobody
            try:
                self._hasher.verify(stored or nobody, _plain(password))
            except (Argon2Error, InvalidHashError):
                return False
            return bool(stored)

    def is_outdated(self, stored: str) -> bool:
        """True if a password would be hashed with other parameters today."""
        return self._hasher.check_needs_rehash(stored)

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        from argon2 import PasswordHasher, Type

        return self._given or PasswordHasher(type=Type.ID)

    @cached_property
    def _nobody(self) -> str:
        """The hash of a password that nobody has."""
        return self._hasher.hash(secrets.token_urlsafe())

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooManyAttemptsError("Too many people log in just now.", retry_after=1)
        try:
            with self._working:
                yield
        finally:
            self._places.release()


def _plain(password: str) -> str:
    # The same password typed on another keyboard may come as other characters.
    return unicodedata.normalize("NFC", password)
