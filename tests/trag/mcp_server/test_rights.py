"""The tools act with the rights of the key they were given: nothing of other documents shows in them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import stdio_client

from api.app import create_app
from tests.api.live import running
from tests.api.planted import OWNER_KEY, Planted, planted
from tests.trag.mcp_server.test_tools import parameters
from trag.types import Caller

READER = Caller("user:rita", "Rita", "reader", frozenset({"a"}))
MINE, HIDDEN = Planted(1, ("a",)), Planted(2, ("b",), ("travel", "budget"))
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("search", {"query": "What is the travel and budget rule?", "limit": 50}),
    ("search", {"query": "budget", "limit": 50}),
    ("ask", {"question": "What is the travel rule?"}),
    ("ask", {"question": "What is the budget rule?"}),
    ("tree_lookup", {"name": "Payroll Section"}),
    ("tree_lookup", {"name": "Pay"}),
)


async def all_asked(client: Client) -> list[str]:
    return [str(await client.call_tool(tool, arguments)) for tool, arguments in ASKED]


def told(folder: Path, documents: list[Planted], key: str) -> list[str]:
    """What each tool tells over `trag mcp` with this key, of a server with these documents."""
    with planted(folder / "data", documents) as workspace:
        app = create_app(workspace, owner_key=OWNER_KEY, verify_token={READER.id: READER}.get)
        with running(app) as url:
            return asyncio.run(asked_over_mcp(url, key, folder / "none", all_asked))


async def asked_over_mcp(
    url: str, key: str, data: Path, use: Callable[[Client], Awaitable[list[str]]]
) -> list[str]:
    server = parameters("--data", str(data), "--url", url, TRAG_API_KEY=key)
    async with Client(stdio_client(server), read_timeout_seconds=60) as client:
        return await use(client)


@pytest.mark.slow
def test_the_tools_show_a_reader_nothing_of_documents_that_they_may_not_read(tmp_path: Path) -> None:
    for name in ("whole", "readable", "owner"):
        (tmp_path / name).mkdir()
    seen = told(tmp_path / "whole", [MINE, HIDDEN], READER.id)
    assert MINE.secret in "".join(seen)
    assert HIDDEN.secret not in "".join(seen)
    assert HIDDEN.id not in "".join(seen)
    assert seen == told(tmp_path / "readable", [MINE], READER.id)
    assert HIDDEN.secret in "".join(told(tmp_path / "owner", [MINE, HIDDEN], OWNER_KEY))
