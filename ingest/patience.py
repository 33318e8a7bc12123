"""How long the file at hand may still be read: readers with work to leave out ask before each piece."""

import math
from contextvars import ContextVar
from time import monotonic

_DEADLINE: ContextVar[float] = ContextVar("deadline", default=math.inf)
_BEGIN: ContextVar[float] = ContextVar("begin", default=-math.inf)


def allow(seconds: float) -> None:
    """Let the work of this process on one file take so long from now on."""
    _BEGIN.set(monotonic())
    _DEADLINE.set(monotonic() + seconds)


def is_short(share: float) -> bool:
    """True once more than this share of the time is gone; never where nothing limits it."""
    begin, end = _BEGIN.get(), _DEADLINE.get()
    return math.isfinite(end) and monotonic() - begin > (end - begin) * share
