"""Users of a server: each asks, reads the stream as it comes, and asks again.

Written on bare sockets: what the client costs must not be taken for what the server costs.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field

QUESTION = "How many weeks is parental leave? <{mark}>"
OK = b"HTTP/1.1 200"
# Seconds after which a client holds the server for dead: no figure depends on it.
PATIENCE = 120.0


@dataclass
class Asked:
    """How one question fared; moments are nanoseconds of the machine's clock."""

    mark: str
    sent: int
    opened: int = 0
    first: int = 0
    sentences: list[int] = field(default_factory=list)
    ended: int = 0
    queued: list[int] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class Client:
    """Somebody with a key, who asks at this server."""

    host: str
    port: int
    key: str
    number: int

    def request(self, mark: str) -> bytes:
        """A question, as it goes over the wire."""
        body = json.dumps({"question": QUESTION.format(mark=mark), "stream": True}).encode()
        head = (
            f"POST /v1/answers HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Authorization: Bearer {self.key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    async def ask(self, count: int, asked: Asked | None = None) -> Asked:
        """Ask once, and read to the end; how far it is can be seen in `asked`."""
        asked = asked or Asked("", 0)
        asked.mark, asked.sent = f"{self.number}.{count}", time.monotonic_ns()
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await asyncio.open_connection(self.host, self.port)
                writer.write(self.request(asked.mark))
                await _read(reader, asked)
                writer.close()
                await writer.wait_closed()
        except (OSError, TimeoutError, ValueError) as exc:
            asked.error = asked.error or f"{type(exc).__name__}: {exc}"
        asked.ended = time.monotonic_ns()
        return asked

    async def keep_asking(self, until: float) -> list[Asked]:
        """Ask again and again until that moment of the machine's clock, in seconds."""
        done: list[Asked] = []
        while time.monotonic() < until:
            done.append(await self.ask(len(done) + 1))
        return done


async def _read(reader: asyncio.StreamReader, asked: Asked) -> None:
    status = await reader.readline()
    if not status.startswith(OK):
        rest = (await reader.read(4000)).decode(errors="replace")
        asked.error = f"{status.decode(errors='replace').strip()} {rest[-300:]}"
        return
    asked.opened = time.monotonic_ns()
    name, last = b"", b""
    # An event is one chunk of the body: no line of it is ever split, and lines with lengths say nothing.
    while line := await reader.readline():
        if line.startswith(b"event: "):
            name = last = line[7:].strip()
            asked.first = asked.first or time.monotonic_ns()
        elif line.startswith(b"data: "):
            _note(asked, name, line[6:])
    if last != b"done" and not asked.error:
        asked.error = f"the stream ended with {last.decode()!r}"


def _note(asked: Asked, name: bytes, data: bytes) -> None:
    if name == b"token":
        asked.sentences.append(time.monotonic_ns())
    elif name == b"queued":
        asked.queued.append(int(json.loads(data)["position"]))
    elif name == b"error":
        asked.error = data.decode()


async def crowd(clients: list[Client], seconds: float, spread: float = 0.0) -> list[Asked]:
    """What all of them asked in this time, each one question after the other; they come within `spread`."""
    until = time.monotonic() + seconds

    async def come(client: Client, after: float) -> list[Asked]:
        await asyncio.sleep(after)
        return await client.keep_asking(until)

    comings = (come(client, spread * n / len(clients)) for n, client in enumerate(clients))
    done = await asyncio.gather(*comings)
    return [asked for each in done for asked in each]
