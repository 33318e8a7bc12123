"""`trag eval run` beside a running server, which asks in its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.app import create_app
from api.evaluation_dependencies import add_evaluation
from eval.runs.folder import RunFolder
from eval.serving.desk import EvaluationDesk
from tests.api.evaluated import KEY, TEXT, filled
from tests.api.live import running
from trag.cli.app import app
from trag.errors import RunError
from trag.owner import Address

FAKES = {"TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with filled(tmp_path_factory.mktemp("served")) as workspace:
        desk = EvaluationDesk(workspace)
        served = create_app(workspace, owner_key=KEY)
        add_evaluation(served, desk)
        with running(served) as url:
            workspace.announce(Address(url, KEY))
            yield workspace.settings.data
        desk.close()


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text(TEXT)
    return file


def trag_eval(data: Path, *arguments: str | Path) -> Result:
    given = ["--data", str(data), "eval", *map(str, arguments)]
    return CliRunner().invoke(app, given, env=FAKES)


def test_the_server_asks_and_the_figures_are_shown(data: Path, cases: Path) -> None:
    result = trag_eval(data, "run", cases, "--arm", "rag", "--arm", "t-rag", "--name", "beside")
    assert result.exit_code == 0, (result.output, result.exception)
    assert "Right answers" in result.output
    assert len(RunFolder(data / "eval" / "beside").outcomes()) == 6
    assert (data / "eval" / "beside" / "report.html").is_file()


def test_the_same_command_again_asks_nothing_again(data: Path, cases: Path) -> None:
    for _ in range(2):
        assert trag_eval(data, "run", cases, "--level", "context", "--name", "again").exit_code == 0
        rows = (data / "eval" / "again" / "outcomes.jsonl").read_bytes()
        assert rows.count(b"\n") == 3


def test_another_order_of_the_same_name_is_refused(data: Path, cases: Path) -> None:
    assert trag_eval(data, "run", cases, "--level", "context", "--name", "same").exit_code == 0
    other = trag_eval(data, "run", cases, "--level", "context", "--name", "same", "--seed", "1")
    assert isinstance(other.exception, RunError)


@pytest.mark.parametrize(
    "option", [("--parallel", "2"), ("--context-tokens", "500"), ("--arm", "t-rag@other.gguf")]
)
def test_what_needs_the_folder_for_itself_says_so(data: Path, cases: Path, option: tuple[str, str]) -> None:
    result = trag_eval(data, "run", cases, "--name", "own", *option)
    assert isinstance(result.exception, RunError)
    assert "Stop the server" in str(result.exception)
    assert not (data / "eval" / "own").exists()
