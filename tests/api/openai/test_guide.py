"""docs/clients.md tells the truth."""

import json
import re
import typing
from pathlib import Path

import pytest
from openai.types.chat import completion_create_params as params

from api.openai.asking import MESSAGE_CHARS, QUESTION_CHARS, TURN_CHARS, TURNS
from api.openai.schemas import MOST_MESSAGES, ChatWanted
from tests.api.openai.conftest import KEY
from trag.engines.fakes import FakeGenerator

GUIDE = (Path(__file__).parents[3] / "docs" / "clients.md").read_text(encoding="utf-8")
ROWS = {
    name for row in re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
}


def test_every_parameter_of_the_official_client_has_its_row() -> None:
    known = typing.get_type_hints(params.CompletionCreateParamsStreaming)
    assert set(known) - ROWS == set()


def test_what_is_read_is_in_the_table() -> None:
    assert set(ChatWanted.model_fields) - ROWS == set()


def test_the_limits_are_those_of_the_code() -> None:
    assert f"1 to {QUESTION_CHARS:,} characters" in GUIDE
    assert f"at most {MESSAGE_CHARS:,}\n  characters, a conversation {MOST_MESSAGES:,} messages" in GUIDE
    assert (TURNS, f"cut to {TURN_CHARS:,} characters" in GUIDE) == (8, True)


@pytest.mark.parametrize("number", [0, 1])
def test_the_examples_run(
    server: str, model: FakeGenerator, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    code = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[number]
    code = code.replace("http://127.0.0.1:8000", server).replace('"KEY"', repr(KEY))
    exec(compile(code, "docs/clients.md", "exec"), {})  # noqa: S102  our own guide
    shown = capsys.readouterr().out
    assert "Operations Division" in shown
    assert "Sources:" in shown


def test_the_settings_are_json() -> None:
    for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL):
        assert "mcp" in json.loads(block)["mcpServers"]["trag"]["args"]
