"""How many questions there may be at once, and what is said to those that are too many."""

import math
from collections import deque
from dataclasses import dataclass

from trag.errors import TragError
from trag.types import OWNER

# Questions of one user at once, where the settings don't say.
ASKS_PER_USER = 8
# The last answers of the model by whose time the next ones are estimated.
_RECENT = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Answers of the model at once, questions that may wait beside them, and questions of one caller.

    `asks_per_user` 0: a few of each user, any number with the server's own key, which may speak for many.
    """

    slots: int = 4
    queue: int = 200
    asks_per_user: int = 0

    def most_of(self, caller_id: str) -> int:
        """The questions that this caller may have at once."""
        unset = self.slots + self.queue if caller_id == OWNER.id else ASKS_PER_USER
        return self.asks_per_user or unset


DEFAULTS = Limits()


class TooManyError(TragError):
    """A question came while there were too many; in `retry_after` seconds there may be room."""

    def __init__(self, message: str, *, retry_after: int, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class QueueFullError(TooManyError):
    """As many questions wait as may."""

    code = "queue_full"


class TooManyAsksError(TooManyError):
    """One caller has as many questions at once as they may."""

    code = "too_many_asks"


class Pace:
    """How long the model took for its last answers."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._recent: deque[float] = deque(maxlen=_RECENT)

    def note(self, seconds: float) -> None:
        """Another answer is done."""
        self._recent.append(seconds)

    def seconds_for(self, answers: int) -> int:
        """About how long so many answers take, at least a second."""
        mean = sum(self._recent) / len(self._recent) if self._recent else 1.0
        return max(1, math.ceil(mean * answers / self._slots))
