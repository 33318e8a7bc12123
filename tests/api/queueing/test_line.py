import threading
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from api.queueing.line import Line, Ticket


class Heard:
    """What each of the tickets was told, in order."""

    def __init__(self, slots: int) -> None:
        self.line = Line(slots)
        self.told: dict[str, list[int]] = defaultdict(list)
        self.served: list[str] = []
        self.tickets: dict[str, Ticket] = {}

    def enter(self, name: str, caller: str) -> Ticket:
        def told(position: int) -> None:
            self.told[name].append(position)
            if position == 0:
                self.served.append(name)

        self.tickets[name] = ticket = self.line.ticket(caller, told)
        ticket.enter()
        return ticket

    def leave(self, name: str) -> None:
        self.tickets[name].leave()


def test_a_free_slot_is_given_at_once() -> None:
    heard = Heard(2)
    heard.enter("a", "ann")
    heard.enter("b", "ann")
    assert heard.told == {"a": [0], "b": [0]}


def test_who_waits_hears_of_every_step_forward() -> None:
    heard = Heard(1)
    for name in "abc":
        heard.enter(name, name)
    heard.leave("a")
    heard.leave("b")
    assert heard.told == {"a": [0], "b": [1, 0], "c": [2, 1, 0]}


def test_one_callers_flood_does_not_starve_another() -> None:
    heard = Heard(1)
    for number in range(100):
        heard.enter(f"flood {number}", "greedy")
    heard.enter("one", "ann")
    assert heard.told["one"] == [2]  # after the one that a round owes to whoever was there first
    heard.leave("flood 0")
    heard.leave("flood 1")
    assert heard.served == ["flood 0", "flood 1", "one"]


def test_whoever_waits_hears_that_another_caller_came_in_between() -> None:
    heard = Heard(1)
    for number in range(3):
        heard.enter(f"a{number}", "ann")
    heard.enter("b", "bob")
    assert heard.told["a2"] == [2, 3]
    assert heard.told["b"] == [2]


def test_who_leaves_the_line_is_never_served() -> None:
    heard = Heard(1)
    for name in "abc":
        heard.enter(name, "ann")
    heard.leave("b")
    heard.leave("b")
    heard.leave("a")
    assert heard.served == ["a", "c"]
    assert heard.told["c"] == [2, 1, 0]
    assert heard.line.waiting == 0


def test_without_a_slot_taken_leaving_gives_none_back() -> None:
    heard = Heard(1)
    heard.enter("a", "ann")
    heard.line.ticket("bob", lambda position: None).leave()
    heard.enter("b", "bob")
    assert heard.served == ["a"]


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 30)), max_size=60)


@given(st.integers(1, 4), STEPS)
def test_slots_are_never_given_twice_nor_kept_from_who_waits(
    slots: int, steps: list[tuple[bool, int, int]]
) -> None:
    heard = Heard(slots)
    there: list[str] = []
    for number, (comes, caller, which) in enumerate(steps):
        if comes or not there:
            there.append(str(number))
            heard.enter(str(number), str(caller))
        else:
            name = there.pop(which % len(there))
            heard.leave(name)
        served = [name for name in there if 0 in heard.told[name]]
        waiting = sorted(heard.told[name][-1] for name in there if 0 not in heard.told[name])
        assert len(served) == min(slots, len(there))
        assert waiting == list(range(1, len(waiting) + 1))


def test_many_threads_get_all_their_turns() -> None:
    line, done = Line(3), threading.Semaphore(0)
    lock, inside, most = threading.Lock(), 0, 0

    def use(caller: str) -> None:
        nonlocal inside, most
        turn = threading.Event()
        ticket = line.ticket(caller, lambda position: turn.set() if position == 0 else None)
        ticket.enter()
        assert turn.wait(60)
        with lock:
            inside += 1
            most = max(most, inside)
        with lock:
            inside -= 1
        ticket.leave()
        done.release()

    threads = [threading.Thread(target=use, args=(str(number % 5),)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(done.acquire(blocking=False) for _ in threads)
    assert 1 <= most <= 3
    assert inside == 0
