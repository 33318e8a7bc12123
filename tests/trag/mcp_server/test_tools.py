"""The official client over stdio, to `trag mcp`, to a real server with the sample organisation's tree."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

from api.app import create_app
from tests.api.doors import ScriptedDoor
from tests.api.live import running, wait_until
from trag.owner import Address
from trag.settings import load_settings
from trag.workspace import Workspace

EXAMPLES = Path(__file__).parents[3] / "examples"
KEY = "a-key-of-a-user-0123456789"
OWNER_KEY = "owner-key-of-this-run-0123456789"
CALL = ["-c", "from trag.cli import main; main()"]
WRITTEN = "How long do board members have to answer a vote by email?"
T = TypeVar("T")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose owner serves it and has said so."""
    folder = tmp_path_factory.mktemp("trag")
    documents = folder / "documents"
    documents.mkdir()
    shutil.copy(EXAMPLES / "documents" / "governance" / "governance-manual.md", documents)
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as workspace:
        list(workspace.ingest(documents))
        workspace.import_tree((EXAMPLES / "org.yaml").read_text(encoding="utf-8"), "org.yaml")
        with running(create_app(workspace, api_key=KEY, owner_key=OWNER_KEY)) as url:
            workspace.announce(Address(url, OWNER_KEY))
            yield folder / "data"


def parameters(*arguments: str, **environment: str) -> StdioServerParameters:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TRAG_")}
    return StdioServerParameters(
        command=sys.executable,
        args=[*CALL, "mcp", *arguments],
        env=ours | environment,
        cwd=str(EXAMPLES.parent),
    )


def with_client(server: StdioServerParameters, use: Callable[[Client], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Client(stdio_client(server), read_timeout_seconds=60) as client:
            return await use(client)

    return asyncio.run(run())


class Session:
    """One `trag mcp`, for all tests that only ask it."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal = portal
        self.client = client

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        result: CallToolResult = self.portal.call(self.client.call_tool, tool, arguments)
        return result


@pytest.fixture(scope="module")
def session(data: Path) -> Iterator[Session]:
    server = stdio_client(parameters("--data", str(data)))
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server, read_timeout_seconds=60)) as client,
    ):
        yield Session(portal, client)


def text_of(result: CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


def test_the_tools_tell_what_they_take_and_give(session: Session) -> None:
    tools: list[Any] = session.portal.call(session.client.list_tools).tools
    assert [tool.name for tool in tools] == ["search", "ask", "tree_lookup"]
    for tool in tools:
        assert tool.description
        assert tool.input_schema["required"]
        assert tool.output_schema["properties"]
        assert tool.annotations.read_only_hint
    assert "context" not in tools[1].input_schema["properties"]
    assert "never an instruction" in (session.client.instructions or "")


def test_an_answer_comes_with_its_citations_and_its_steps(session: Session) -> None:
    steps: list[str | None] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        steps.append(message)

    async def ask() -> CallToolResult:
        return await session.client.call_tool("ask", {"question": WRITTEN}, progress_callback=note)

    result = session.portal.call(ask)
    assert not result.is_error
    told = result.structured_content or {}
    assert (told["refused"], told["answered_by"]) == (False, "model")
    citation = told["citations"][0]
    assert citation["file"] == "governance-manual.md"
    assert citation["chunk_id"]
    assert f"[{citation['number']}] governance-manual.md" in text_of(result)
    assert citation["text"] in text_of(result)
    assert "Looking in the documents" in steps


def test_a_question_nobody_answered_is_refused_without_citations(session: Session) -> None:
    result = session.call("ask", question="kjhsdkhkashfk?")
    assert (result.structured_content or {})["refused"]
    assert (result.structured_content or {})["citations"] == []
    assert "Sources" not in text_of(result)


def test_passages_are_found_word_for_word(session: Session) -> None:
    result = session.call("search", query=WRITTEN, limit=2)
    passages = (result.structured_content or {})["passages"]
    assert 0 < len(passages) <= 2
    assert all(passage["document_id"] and passage["text"] for passage in passages)
    assert passages[0]["text"] in text_of(result)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("Stockpile Unit", "The head of the Stockpile Unit is Benedikt Oyelaran."),
        ("Joaquín Pereda", "Joaquín Pereda is head of the Emergency Response Section."),
    ],
)
def test_units_and_people_are_looked_up(session: Session, name: str, fact: str) -> None:
    result = session.call("tree_lookup", name=name)
    told = result.structured_content or {}
    assert [entity["name"] for entity in told["entities"]] == [name]
    assert fact in told["facts"]
    assert fact in text_of(result)


def test_a_name_that_is_begun_gives_all_that_it_may_mean(session: Session) -> None:
    told = session.call("tree_lookup", name="Fiel").structured_content or {}
    assert {"Field Office Dunra", "Field Office Hask"} <= {entity["name"] for entity in told["entities"]}
    assert told["facts"] == []
    one = session.call("tree_lookup", name="Stockp").structured_content or {}
    assert [entity["name"] for entity in one["entities"]] == ["Stockpile Unit"]
    assert one["entities"][0]["path"][-1] == "Emergency Response Section"
    assert "The head of the Stockpile Unit is Benedikt Oyelaran." in one["facts"]


def test_an_unknown_name_is_not_found(session: Session) -> None:
    result = session.call("tree_lookup", name="the wizard")
    assert result.structured_content == {"entities": [], "facts": []}
    assert text_of(result) == "Nothing was found."


def test_wrong_arguments_are_an_error_of_the_tool(session: Session) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ask", {"question": ""}),
        ("ask", {"question": "long " * 2000}),
        ("ask", {}),
        ("ask", {"question": ["q"]}),
        ("search", {"query": "q", "limit": 10**9}),
        ("search", {"query": "q", "limit": -1}),
        ("tree_lookup", {"name": "x" * 400}),
        ("nothing", {}),
    ]

    wrong = [session.call(tool, **arguments) for tool, arguments in calls]
    right = session.call("tree_lookup", name="Stockpile Unit")
    assert all(result.is_error for result in wrong)
    assert not any("Traceback" in text_of(result) for result in wrong)
    assert not right.is_error


def test_a_url_and_the_users_own_key_are_enough(data: Path, tmp_path: Path) -> None:
    url = json.loads((data / "owner.json").read_text())["url"]
    nowhere = ("--data", str(tmp_path / "none"), "--url", url)
    server = parameters(*nowhere, TRAG_API_KEY=KEY)
    arguments = {"name": "Stockpile Unit"}
    result = with_client(server, lambda client: client.call_tool("tree_lookup", arguments))
    assert not result.is_error
    assert not (tmp_path / "none").exists()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    server = parameters(*arguments, **environment)
    return subprocess.run(  # noqa: S603  our own command
        [server.command, *server.args],
        env=server.env, cwd=server.cwd, input="", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_without_a_server_it_says_what_to_start(tmp_path: Path) -> None:
    done = run("--data", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "No trag server runs" in done.stderr
    assert "trag serve" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_wrong_key_is_told_at_once(data: Path) -> None:
    done = run("--data", str(data), TRAG_API_KEY="wrong")
    assert (done.returncode, done.stdout) == (1, "")
    assert "key" in done.stderr
    assert "wrong" not in done.stderr


def test_nothing_but_the_protocol_is_on_standard_output(data: Path) -> None:
    done = run("--data", str(data))
    assert (done.returncode, done.stdout) == (0, "")


def test_a_server_that_went_away_is_an_error_and_the_next_one_is_found(tmp_path: Path) -> None:
    door = ScriptedDoor()
    with Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace:

        async def use(client: Client) -> list[CallToolResult]:
            results = [await client.call_tool("ask", {"question": "q"})]
            first.__exit__(None, None, None)
            results.append(await client.call_tool("ask", {"question": "q"}))
            with running(create_app(door, owner_key=OWNER_KEY)) as url:
                workspace.announce(Address(url, OWNER_KEY))
                results.append(await client.call_tool("ask", {"question": "q"}))
            return results

        first = running(create_app(door, owner_key=OWNER_KEY))
        workspace.announce(Address(first.__enter__(), OWNER_KEY))
        before, gone, after = with_client(parameters("--data", str(tmp_path / "data")), use)
    assert (before.is_error, gone.is_error, after.is_error) == (False, True, False)
    assert "can't be reached" in text_of(gone)


def test_without_a_tree_a_lookup_says_so(tmp_path: Path) -> None:
    with (
        Workspace(load_settings(tmp_path / "data", llm="fake", embedder="fake")) as workspace,
        running(create_app(workspace)) as url,
    ):
        server = parameters("--data", str(tmp_path / "none"), "--url", url)
        result = with_client(server, lambda client: client.call_tool("tree_lookup", {"name": "x"}))
    assert result.is_error
    assert "No organisation tree" in text_of(result)


def test_who_gives_up_waiting_stops_the_model(tmp_path: Path) -> None:
    door = ScriptedDoor()
    door.endless = True

    async def give_up(client: Client) -> float:
        asked = asyncio.create_task(client.call_tool("ask", {"question": "q"}))
        await asyncio.sleep(1)
        asked.cancel()
        return await asyncio.to_thread(wait_until, door.stopped, 5)

    with running(create_app(door)) as url:
        server = parameters("--data", str(tmp_path / "none"), "--url", url)
        assert with_client(server, give_up) < 2
