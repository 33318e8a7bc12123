"""Whether questions can be answered: looked at anew for every monitor, but not for every request."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from trag.types import Check

logger = logging.getLogger("trag.api")

# Seconds for which what was found holds: anybody may ask, and a look may ask a model server in turn.
HOLDS_SECONDS = 1.0


class Readiness:
    """The problems found last. Thread-safe; one look at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looking = threading.Lock()
        self._found: tuple[float, list[Check]] | None = None

    def problems(self, look: Callable[[], Sequence[Check]]) -> list[Check]:
        """What keeps questions from being answered."""
        with self._looking:
            if self._found is None or self._clock() - self._found[0] >= HOLDS_SECONDS:
                problems = _problems(look)
                self._found = self._clock(), problems
            return self._found[1]


def _problems(look: Callable[[], Sequence[Check]]) -> list[Check]:
    try:
        return [check for check in look() if check.state == "problem"]
    except Exception as exc:
        logger.exception("the checks could not be made")
        hint = "The server's log tells more."
        return [Check("Checks", "problem", f"they could not be made: {type(exc).__name__}", hint)]
