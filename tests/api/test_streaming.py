import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator

from starlette.testclient import TestClient

from api.streaming import MOST_STREAMS, Pump, wait_for_streams
from tests.api.doors import ScriptedDoor


def test_a_pump_does_not_run_far_ahead_of_a_slow_client() -> None:
    made = 0

    def numbers() -> Iterator[int]:
        nonlocal made
        for number in range(100_000):
            made = number
            yield number

    async def take_three() -> list[int]:
        async with contextlib.aclosing(Pump(numbers).items()) as items:
            taken = [await anext(items) for _ in range(3)]
            await asyncio.sleep(0.2)
            return taken

    assert asyncio.run(take_three()) == [0, 1, 2]
    assert made < 200


def test_nobody_listening_closes_the_iterator_before_the_server_lets_go_of_the_door() -> None:
    closed = threading.Event()

    def slow() -> Iterator[int]:
        try:
            yield 1
            time.sleep(0.3)
            yield 2
        finally:
            closed.set()

    async def take_one() -> None:
        async with contextlib.aclosing(Pump(slow).items()) as items:
            await anext(items)

    asyncio.run(take_one())
    assert not closed.is_set()
    wait_for_streams(5)
    assert closed.is_set()


def test_waiting_for_streams_has_an_end() -> None:
    free = threading.Event()

    def stuck() -> Iterator[int]:
        yield 1
        free.wait(10)

    async def take_one() -> None:
        async with contextlib.aclosing(Pump(stuck).items()) as items:
            await anext(items)

    asyncio.run(take_one())
    begin = time.monotonic()
    wait_for_streams(0.2)
    assert 0.2 <= time.monotonic() - begin < 9
    free.set()
    wait_for_streams(5)


def test_an_iterator_without_close_is_fine() -> None:
    async def take_all() -> list[int]:
        return [item async for item in Pump(lambda: iter([1, 2])).items()]

    assert asyncio.run(take_all()) == [1, 2]


def test_more_streams_than_there_may_be_threads_are_refused(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    free = threading.Event()
    others = [threading.Thread(target=free.wait, args=(20,), name="trag-stream") for _ in range(MOST_STREAMS)]
    for thread in others:
        thread.start()
    response = client.post("/v1/ingest", json={"path": "/a"}, headers=owner)
    free.set()
    wait_for_streams(5)
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert door.asked == []
    assert client.post("/v1/ingest", json={"path": "/a"}, headers=owner).status_code == 200
