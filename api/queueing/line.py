"""A line of those who wait for a slot, fair between callers."""

import threading
from collections import deque
from collections.abc import Callable

# Hears how many are served before one; 0: it is this one's turn. Called in any thread; must not raise.
Told = Callable[[int], None]


class Ticket:
    """A place in a line, or a slot: `enter` takes it, `leave` gives it back. Each hears `told` of itself."""

    def __init__(self, line: "Line", caller: str, told: Told) -> None:
        self._line = line
        self.caller = caller
        self.told = told
        self.position: int | None = None

    def enter(self) -> None:
        """Take a slot or a place in the line; `told` hears of it before this returns."""
        self._line.enter(self)

    def leave(self) -> None:
        """Give the slot to the next, or the place in the line up; may be called more than once."""
        self._line.leave(self)


class Line:
    """Gives out `slots`, one turn to each caller in a round, however many questions each has. Thread-safe.

    All who wait are told their position at once, and whenever it changes.
    """

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._lock = threading.Lock()
        self._telling = threading.RLock()
        self._served: set[Ticket] = set()
        # By caller, whoever is next first; a caller who was served goes to the end.
        self._waiting: dict[str, deque[Ticket]] = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def ticket(self, caller: str, told: Told) -> Ticket:
        """A ticket that has not entered yet."""
        return Ticket(self, caller, told)

    def enter(self, ticket: Ticket) -> None:
        """Give a ticket a slot or a place in the line."""
        with self._lock:
            self._waiting.setdefault(ticket.caller, deque()).append(ticket)
        self._move()

    def leave(self, ticket: Ticket) -> None:
        """Take a ticket back."""
        with self._lock:
            if ticket in self._served:
                self._served.discard(ticket)
            else:
                self._drop(ticket)
        self._move()

    def _drop(self, ticket: Ticket) -> None:
        mine = self._waiting.get(ticket.caller)
        if mine and ticket in mine:
            mine.remove(ticket)
            if not mine:
                del self._waiting[ticket.caller]

    def _move(self) -> None:
        """Give out free slots and tell whoever's position changed, in the order in which it did."""
        with self._telling:
            with self._lock:
                changed = [(ticket, 0) for ticket in self._serve()]
                changed += [(t, n) for n, t in enumerate(self._in_order(), 1) if t.position != n]
                for ticket, position in changed:
                    ticket.position = position
            for ticket, position in changed:
                if ticket.position == position:  # what hears of it may have moved the line again
                    ticket.told(position)

    def _serve(self) -> list[Ticket]:
        served = []
        while self._waiting and len(self._served) < self._slots:
            caller = next(iter(self._waiting))
            mine = self._waiting.pop(caller)
            ticket = mine.popleft()
            if mine:
                self._waiting[caller] = mine  # at the end: the others come first
            self._served.add(ticket)
            served.append(ticket)
        return served

    def _in_order(self) -> list[Ticket]:
        lines = list(self._waiting.values())
        rounds = max(map(len, lines), default=0)
        return [line[number] for number in range(rounds) for line in lines if number < len(line)]
