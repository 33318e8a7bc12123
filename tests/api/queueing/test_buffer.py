import asyncio
import threading
from contextlib import aclosing

import pytest

from api.queueing.buffer import Buffer, Kept
from trag.errors import AnswerStoppedError
from trag.types import Queued

LONG = 60


def put(buffer: Buffer[str], *texts: str) -> None:
    for text in texts:
        assert buffer.put(text, "token", text)


def read(buffer: Buffer[str], after: int = 0) -> list[tuple[int, str]]:
    async def all_of_it() -> list[tuple[int, str]]:
        return [(kept.number, kept.data) async for kept in buffer.read(after)]

    return asyncio.run(all_of_it())


def test_what_was_said_can_be_read_again_from_any_event() -> None:
    buffer: Buffer[str] = Buffer()
    put(buffer, "a", "b", "c")
    buffer.close()
    assert read(buffer) == [(1, "a"), (2, "b"), (3, "c")]
    assert read(buffer, after=2) == [(3, "c")]
    assert read(buffer, after=3) == []
    assert not buffer.has_all_after(4)


def test_every_reader_gets_the_error_at_the_end() -> None:
    buffer: Buffer[str] = Buffer()
    put(buffer, "a")
    buffer.close(AnswerStoppedError("Stopped."))
    for _ in range(2):
        with pytest.raises(AnswerStoppedError, match=r"Stopped\."):
            read(buffer)


def test_only_the_last_place_in_the_line_is_kept() -> None:
    buffer: Buffer[str | Queued] = Buffer()
    for position in (3, 2, 1):
        buffer.put_position(Queued(position), "queued", str(position))
    assert buffer.put("a", "token", "a")
    buffer.close()
    assert [(kept.number, kept.data) for kept in asyncio.run(_all(buffer))] == [(3, "1"), (4, "a")]


async def _all(buffer: Buffer[str | Queued]) -> list[Kept[str | Queued]]:
    return [kept async for kept in buffer.read()]


def test_a_writer_waits_for_a_reader_who_lags_behind() -> None:
    buffer: Buffer[str] = Buffer(most_events=3)
    written = 0

    def write() -> None:
        nonlocal written
        for number in range(100):
            put(buffer, str(number))
            written = number + 1
        buffer.close()

    async def lag_behind() -> list[str]:
        taken = []
        async with aclosing(buffer.read()) as found:  # type: ignore[type-var]
            async for kept in found:
                assert written <= kept.number + 3
                taken.append(kept.data)
        return taken

    thread = threading.Thread(target=write)
    thread.start()
    assert asyncio.run(lag_behind()) == [str(number) for number in range(100)]
    thread.join(LONG)
    assert not buffer.has_all_after(0)


def test_much_text_is_held_back_like_many_events() -> None:
    buffer: Buffer[str] = Buffer(most_characters=10)
    put(buffer, "x" * 8, "x" * 8)
    results: list[bool] = []
    thread = threading.Thread(target=lambda: results.append(buffer.put("x", "token", "x")))
    thread.start()
    buffer.close()  # nobody reads: only the end lets the writer go
    thread.join(LONG)
    assert results == [False]
    assert buffer.characters == 16


def test_a_writer_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.queueing.buffer.STALL_SECONDS", 0.05)
    buffer: Buffer[str] = Buffer(most_events=1)
    put(buffer, "a")
    assert not buffer.put("b", "token", "b")
