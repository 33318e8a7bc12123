"""What is tried under load: a crowd, one caller who asks for fifty, and clients that do not read."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.load.clients import PATIENCE, Asked, Client, crowd
from tests.load.paced import LONGEST_FROM, moments
from tests.load.serving import Pace, Served, Sizes, folder_with_users, serving

GREEDY, OTHERS, SLOTS = 50, 10, 4
SILENT = 8


@dataclass(frozen=True)
class Crowd:
    """What came of a crowd; lags are milliseconds between the model's and the client's sentence,
    and `before` those between the request and the model's beginning."""

    asked: list[Asked]
    sizes: Sizes
    lags: list[float]
    before: list[float]
    first_events: list[float]

    @property
    def errors(self) -> list[str]:
        """What went wrong, in words."""
        return [asked.error for asked in self.asked if asked.error]


def clients_of(served: Served, keys: list[str], start: int = 0) -> list[Client]:
    """A client for each key."""
    return [Client(served.host, served.port, key, start + number) for number, key in enumerate(keys)]


def crowd_scene(folder: Path, users: int, seconds: float, pace: Pace, embedder: str = "fake") -> Crowd:
    """So many users ask for so long; each has a turn at the model at once, so that nothing but we delay them.

    One user is the owner of a folder without users.
    """
    keys = folder_with_users(folder / "data", users if users > 1 else 0, embedder) or [""]
    with serving(folder / "data", pace, slots=users, embedder=embedder) as served:
        with served.watched() as sizes:
            # All at one moment would measure how long a line of all of them is.
            asked = asyncio.run(crowd(clients_of(served, keys), seconds, pace.seconds))
        said = moments(served.notes)
    answered = [one for one in asked if not one.error]
    return Crowd(
        asked,
        sizes,
        [
            (got - told) / 1e6
            for one in answered
            for got, told in zip(one.sentences, said[one.mark][1:], strict=True)
        ],
        [(said[one.mark][0] - one.sent) / 1e6 for one in answered],
        [(one.first - one.sent) / 1e6 for one in answered],
    )


@dataclass(frozen=True)
class Fairness:
    """For each of the ten: how many turns the greedy caller had while they waited."""

    turns: list[int]
    errors: list[str]
    waited: list[float]


def fairness_scene(folder: Path) -> Fairness:
    """One caller asks fifty questions at once; when they wait, ten ask one each."""
    keys = folder_with_users(folder / "data", OTHERS + 1)
    pace = Pace(words_a_second=100)
    with serving(folder / "data", pace, slots=SLOTS, asks_per_user=GREEDY) as served:
        greedy, ten = asyncio.run(_greedy_and_ten(clients_of(served, keys)))
        said = moments(served.notes)
    errors = [one.error for one in (*greedy, *ten) if one.error]
    if errors:
        return Fairness([], errors, [])
    begun = [said[one.mark][0] for one in greedy]
    turns = [sum(one.first < turn < said[one.mark][0] for turn in begun) for one in ten]
    return Fairness(turns, [], [(said[one.mark][0] - one.sent) / 1e9 for one in ten])


async def _greedy_and_ten(clients: list[Client]) -> tuple[list[Asked], list[Asked]]:
    greedy = [Asked("", 0) for _ in range(GREEDY)]
    asking = [asyncio.create_task(clients[0].ask(n, asked)) for n, asked in enumerate(greedy, 1)]
    async with asyncio.timeout(PATIENCE):
        while not all(asked.first for asked in greedy):  # noqa: ASYNC110  these are read one by one
            await asyncio.sleep(0.01)
    ten = await asyncio.gather(*(client.ask(1) for client in clients[1:]))
    return list(await asyncio.gather(*asking)), list(ten)


@dataclass(frozen=True)
class Stalled:
    """How users fared beside clients that do not read: seconds per answer, without and with them."""

    errors: list[str]
    alone: list[float]
    beside: list[float]
    silent_megabytes: float


def stalled_scene(folder: Path) -> Stalled:
    """Clients ask for long answers and read nothing; others ask meanwhile, at the same few slots."""
    keys = folder_with_users(folder / "data", 2 * SILENT)
    with serving(folder / "data", Pace(words_a_second=100), slots=SLOTS) as served:
        readers = clients_of(served, keys[:SILENT])
        alone = asyncio.run(crowd(readers, 2))
        with served.watched() as sizes, silent_clients(clients_of(served, keys[SILENT:], LONGEST_FROM)):
            beside = asyncio.run(crowd(readers, 4))
    return Stalled(
        [one.error for one in (*alone, *beside) if one.error],
        [(one.ended - one.sent) / 1e9 for one in alone],
        [(one.ended - one.sent) / 1e9 for one in beside],
        sizes.megabytes[-1] - sizes.megabytes[0],
    )


@contextlib.contextmanager
def silent_clients(clients: list[Client]) -> Iterator[None]:
    """All of them have asked, and read nothing while the block runs."""
    with contextlib.ExitStack() as opened:
        for client in clients:
            raw = opened.enter_context(socket.socket())
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            raw.connect((client.host, client.port))
            raw.sendall(client.request(f"{client.number}.1"))
        time.sleep(0.2)  # no result depends on it: they come first as a rule
        yield
