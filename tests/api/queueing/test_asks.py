import asyncio
import threading
from collections.abc import Iterator

import pytest

from api.problems import NotFoundError
from api.queueing.asks import KEPT_CHARACTERS, KEPT_SECONDS, Asks
from api.queueing.limits import Limits, Pace, QueueFullError, TooManyAsksError
from api.queueing.run import Run
from api.streaming import server_stopping
from tests.api.queueing.model import LONG, settled
from trag.errors import ApiError
from trag.types import OWNER, AnswerEvent, Caller, Queued, Token
from trag.wire import answer_event_to_wire

ANN = Caller("user:ann", "Ann", "reader", frozenset())


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def begin(asks: Asks, run_id: str, *events: AnswerEvent, caller: Caller = ANN) -> Run[AnswerEvent]:
    return asks.begin(caller, lambda: iter(events), lambda event: answer_event_to_wire(event, run_id), run_id)


def read(run: Run[AnswerEvent]) -> list[AnswerEvent]:
    async def all_of_it() -> list[AnswerEvent]:
        return [kept.event async for kept in run.events()]

    return asyncio.run(all_of_it())


def test_an_answer_is_kept_for_a_minute_after_its_end() -> None:
    clock = Clock()
    asks = Asks(Limits(), clock=clock)
    begin(asks, "a", Token("x"))
    settled(asks)
    clock.now = KEPT_SECONDS - 1
    assert read(asks.find("a", ANN)) == [Token("x")]
    clock.now = KEPT_SECONDS
    with pytest.raises(NotFoundError):
        asks.find("a", ANN)


def test_the_oldest_answers_go_when_they_are_too_long_together() -> None:
    asks = Asks(Limits())
    long = Token("x" * (KEPT_CHARACTERS // 2))
    for name in "abc":
        begin(asks, name, long)
        settled(asks)
    with pytest.raises(NotFoundError):
        asks.find("a", ANN)
    assert asks.find("c", ANN).id == "c"


def held(free: threading.Event) -> Iterator[AnswerEvent]:
    yield Queued(0)
    free.wait(LONG)


def hold(asks: Asks, free: threading.Event, caller: Caller = ANN) -> Run[AnswerEvent]:
    return asks.begin(caller, lambda: held(free), lambda event: answer_event_to_wire(event, "x"), "x")


def test_a_user_has_a_few_questions_at_once_and_the_servers_own_key_any_number() -> None:
    asks, free = Asks(Limits(slots=1, queue=20)), threading.Event()
    for _ in range(8):
        hold(asks, free)
    with pytest.raises(TooManyAsksError, match="8 of your questions"):
        hold(asks, free)
    for _ in range(13):
        hold(asks, free, OWNER)
    with pytest.raises(QueueFullError, match="21 questions"):
        hold(asks, free, OWNER)
    free.set()
    settled(asks)
    hold(asks, free)
    settled(asks)


def test_the_end_of_the_server_is_told_to_all_who_wait() -> None:
    asks, free = Asks(Limits(slots=1)), threading.Event()
    runs = [hold(asks, free), hold(asks, free)]
    asks.stop(server_stopping())
    for run in runs:
        with pytest.raises(ApiError, match="being stopped"):
            read(run)
    free.set()
    settled(asks)


def test_no_thread_waits_for_the_model() -> None:
    asks, free = Asks(Limits(slots=1, queue=500)), threading.Event()
    before = threading.active_count()
    for _ in range(300):
        hold(asks, free, OWNER)
    waiting = threading.Event()
    for _ in range(LONG * 100):
        if asks.waiting == 299:
            break
        waiting.wait(0.01)
    assert asks.waiting == 299
    asks.stop(server_stopping())
    free.set()
    settled(asks)
    assert threading.active_count() - before < 100


def test_an_error_of_an_answer_is_the_readers() -> None:
    asks = Asks(Limits())

    def broken() -> Iterator[AnswerEvent]:
        yield Token("x")
        raise ZeroDivisionError

    run = asks.begin(ANN, broken, lambda event: answer_event_to_wire(event, "a"), "a")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            read(run)
    settled(asks)


def test_how_long_to_wait_follows_from_the_last_answers() -> None:
    pace = Pace(slots=2)
    assert pace.seconds_for(1) == 1
    for seconds in (10, 20, 30):
        pace.note(seconds)
    assert pace.seconds_for(1) == 10
    assert pace.seconds_for(4) == 40
    pace = Pace(slots=1)
    pace.note(0.01)
    assert pace.seconds_for(1) == 1
