"""Does a text hold what a right answer must hold? Without regard to case, whole words only."""

import re
from collections.abc import Iterable
from functools import lru_cache


def holds(text: str, item: str) -> bool:
    """True when `item` stands in `text` as a whole: "5" does not stand in "15"."""
    return _pattern(item).search(" ".join(text.split())) is not None


def holds_all(text: str, groups: Iterable[Iterable[str]]) -> bool:
    """True when `text` holds an alternative of every group."""
    return all(any(holds(text, item) for item in group) for group in groups)


@lru_cache(maxsize=4096)
def _pattern(item: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(' '.join(item.split()))}(?!\w)", re.IGNORECASE)
