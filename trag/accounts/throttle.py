"""Making those wait who guess."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

FREE = 5
QUIET = 3600.0
MOST = 10_000


@dataclass(slots=True)
class _Tries:
    count: int = 0
    until: float = 0.0


class Throttle:
    """After `FREE` failures each next one has to be waited for twice as long, up to `longest` seconds.

    An hour without any, and all is forgotten. Holds the last `most` who failed. Thread-safe.
    """

    def __init__(
        self, *, longest: float, most: int = MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._longest = longest
        self._most = most
        self._clock = clock
        self._tries: OrderedDict[Hashable, _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, who: Hashable) -> float:
        """The seconds that have to pass before the next try."""
        with self._lock:
            tries = self._tries.get(who)
            return max(0.0, tries.until - self._clock()) if tries else 0.0

    def claim(self, who: Hashable) -> float:
        """The seconds to wait; if there are none, a try is counted as failed until it is taken back."""
        now = self._clock()
        with self._lock:
            tries = self._tries.setdefault(who, _Tries())
            if tries.until > now:
                return tries.until - now
            if tries.until and now - tries.until > QUIET:
                tries.count = 0
            tries.count += 1
            # Below FREE this only notes the moment; the power is bounded before it is taken.
            over = min(tries.count - FREE, 30)
            tries.until = now + (min(2.0**over, self._longest) if over >= 0 else 0.0)
            self._tries.move_to_end(who)
            while len(self._tries) > self._most:
                self._tries.popitem(last=False)
        return 0.0

    def take_back(self, who: Hashable) -> None:
        """The last try was right after all."""
        with self._lock:
            if tries := self._tries.get(who):
                tries.count -= 1
                tries.until = self._clock()

    def forget(self, who: Hashable) -> None:
        """Forget all failures."""
        with self._lock:
            self._tries.pop(who, None)

    def __len__(self) -> int:
        return len(self._tries)


def network(address: str) -> str:
    """What stands for one client: an IPv4 address, or the 64 bits of IPv6 that one line has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
