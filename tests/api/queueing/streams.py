"""Reading streams of answers event by event."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

WRITTEN = "How many weeks is parental leave?"
LONGER = "How long is parental leave in weeks?"
OF_THE_TREE = "Which sections does the Finance Division have?"


@dataclass(frozen=True)
class Told:
    id: str
    name: str
    data: Any


class Stream:
    """An open stream."""

    def __init__(self, response: httpx.Response) -> None:
        assert response.status_code == 200, response.read()
        self._events = parsed(response.iter_lines())
        self.told: list[Told] = []

    def next(self) -> Told:
        self.told.append(next(self._events))
        return self.told[-1]

    def until(self, name: str) -> Told:
        while (told := self.next()).name != name:
            pass
        return told

    def rest(self) -> list[Told]:
        self.told += self._events
        return self.told

    @property
    def answer_id(self) -> str:
        return self.told[0].id.rpartition(":")[0]


def parsed(lines: Iterator[str]) -> Iterator[Told]:
    fields: dict[str, str] = {}
    for line in lines:
        if line == "":
            if "data" in fields:
                yield Told(fields.get("id", ""), fields.get("event", ""), json.loads(fields["data"]))
            fields = {}
        else:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")


@contextmanager
def asking(
    http: httpx.Client, question: str = WRITTEN, caller: str = "", path: str = "/v1/answers", **more: Any
) -> Iterator[Stream]:
    body = {"question": question, "stream": True, **more}
    with http.stream("POST", path, json=body, headers=of(caller)) as response:
        yield Stream(response)


@contextmanager
def going_on(http: httpx.Client, answer_id: str, last: str = "", caller: str = "") -> Iterator[Stream]:
    headers = of(caller) | ({"Last-Event-ID": last} if last else {})
    with http.stream("GET", f"/v1/answers/{answer_id}/events", headers=headers) as response:
        yield Stream(response)


def of(caller: str) -> dict[str, str]:
    return {"X-Caller": caller} if caller else {}
