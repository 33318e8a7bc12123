"""Many questions at once: each ends in an answer or in 429, whatever the numbers are."""

import asyncio
import resource
import threading
from collections import Counter

import httpx
import pytest

from api.queueing.asks import DESKS
from tests.api.queueing.conftest import Serve
from tests.api.queueing.model import LONG, HeldModel, settled
from tests.api.queueing.streams import OF_THE_TREE, WRITTEN

# Threads that are there anyway: the server's own, and those of requests that read a body.
OTHERS = 60


async def ask(http: httpx.AsyncClient, number: int) -> tuple[int, str]:
    """The status, and how it ended: whole, streamed, or from the tree, with a few leaving midway."""
    question = OF_THE_TREE if number % 5 == 0 else WRITTEN
    body = {"question": question, "stream": number % 2 == 0}
    headers = {"X-Caller": f"u{number % 40}"}
    async with http.stream("POST", "/v1/answers", json=body, headers=headers) as response:
        if number % 17 == 16:
            return response.status_code, "left"
        text = (await response.aread()).decode()
    ended = "event: done" in text if body["stream"] else '"answered_by"' in text
    return response.status_code, "whole" if ended else "refused"


async def crowd(url: str, size: int) -> Counter[tuple[int, str]]:
    limits = httpx.Limits(max_connections=size)
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=10 * LONG, limits=limits) as http:
        return Counter(await asyncio.gather(*(ask(http, number) for number in range(size))))


@pytest.mark.parametrize(
    ("size", "queue"), [(200, 1000), (200, 20), pytest.param(1000, 300, marks=pytest.mark.slow)]
)
def test_each_of_many_questions_ends_in_an_answer_or_a_refusal(
    serve: Serve, model: HeldModel, size: int, queue: int
) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 3 * size:
        pytest.skip("This machine allows too few open files.")
    model.let(size)
    before, most = threading.active_count(), 0
    over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.005):
            most = max(most, threading.active_count())

    watcher = threading.Thread(target=watch)
    with serve(slots=2, queue=queue) as (http, asks):
        watcher.start()
        ended = asyncio.run(crowd(str(http.base_url), size))
        over.set()
        watcher.join(LONG)
        model.let(1)
        assert http.post("/v1/answers", json={"question": WRITTEN}).status_code == 200
        settled(asks)
        assert asks.waiting == 0
    assert sum(ended.values()) == size
    assert {kind for kind in ended if kind[1] != "left"} <= {(200, "whole"), (429, "refused")}
    assert ended[200, "whole"] >= min(size, queue) // 2
    if queue >= size:
        assert ended[429, "refused"] == 0
    assert most - before <= DESKS + 2 + OTHERS
    assert model.most_at_once <= 2
