"""Choices that look like chance and are always the same for the same seed and key."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")
_BYTES = 8


def fraction(*key: object) -> float:
    """A number from 0 up to 1 that depends on the key alone, on every machine."""
    # Lengths keep ("a", "bc") and ("ab", "c") apart; a file name may hold bytes that are no UTF-8.
    parts = "".join(f"{len(str(part))}:{part}" for part in key)
    digest = blake2b(parts.encode("utf-8", errors="surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big") / float(1 << (8 * _BYTES))


def shuffled(items: Iterable[tuple[str, Item]], *key: object) -> list[Item]:
    """The items in an order that depends on their names and the key, not on the order they came in."""
    named = sorted(items, key=lambda item: (fraction(*key, item[0]), item[0]))
    return [item for _, item in named]


class Chance:
    """Throws of dice for one key: the n-th throw is always the same."""

    def __init__(self, *key: object) -> None:
        self._key = key
        self._throws = 0

    def throw(self) -> float:
        """The next number from 0 up to 1."""
        self._throws += 1
        return fraction(*self._key, self._throws)

    def is_below(self, share: float) -> bool:
        """True in about this share of all throws."""
        return self.throw() < share

    def pick(self, options: Sequence[Item]) -> Item:
        """One of the options."""
        return options[int(self.throw() * len(options))]
