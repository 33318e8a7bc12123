"""What an install brings, how the commands pass words on, how the containers are shut in."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from trag.environment import QUIET

ROOT = Path(__file__).resolve().parent.parent
CHECKS = ROOT / ".ci"
# A trag that tells what it was called with, one line a call.
RECORDER = """#!{python}
import json, os, sys
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
"""

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")


def check(script: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CHECKS / script), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose install is done, with a trag that only writes down its arguments."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "examples" / "documents").mkdir(parents=True)
    (tmp_path / "examples" / "org.yaml").touch()
    trag = tmp_path / ".venv" / "bin" / "trag"
    trag.parent.mkdir(parents=True)
    trag.write_text(RECORDER.format(python=sys.executable))
    trag.chmod(0o755)
    for stamp in (".made", ".installed"):
        (tmp_path / ".venv" / stamp).touch()
    return tmp_path


def make(checkout: Path, *arguments: str, **environment: str) -> tuple[list[list[str]], int, str]:
    """The calls of trag that a make command led to, its exit code, and what it said."""
    calls = checkout / "calls"
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "TRAG_", "MFLAGS"))
    }
    done = subprocess.run(
        ["make", *arguments], cwd=checkout, env=kept | {"CALLS": str(calls)} | environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    lines = calls.read_text().splitlines() if calls.exists() else []
    return [json.loads(line) for line in lines], done.returncode, done.stdout + done.stderr


# --- what an install brings ---


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return {normal(line.split("==")[0]): line.split("==")[1] for line in lines}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


def test_the_constraints_bring_neither_cuda_nor_torchvision() -> None:
    assert check("check_packages.py", "constraints.txt").returncode == 0
    assert pinned()["torch"] == "2.13.0"


@pytest.mark.parametrize(
    "name", ["torchvision", "triton", "nvidia-cublas-cu12", "nvidia_nccl_cu13", "timm", "cuda-bindings"]
)
def test_a_constraint_on_a_cuda_package_is_found(tmp_path: Path, name: str) -> None:
    file = tmp_path / "constraints.txt"
    file.write_text(f"torch==2.13.0\n{name}==1.0\n")
    found = check("check_packages.py", str(file))
    assert found.returncode == 1
    assert name in found.stdout


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups: list[list[str]] = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    asked = {normal(name) for group in groups for name in group}
    assert asked - set(pinned()) == set()


def test_a_committed_file_that_names_a_registry_is_found(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "setup.cfg").write_text("# a comment\nindex = https://py" + "pi.org/simple\n")
    subprocess.run(["git", "add", "setup.cfg"], cwd=tmp_path, check=True)
    found = check("check_hosts.py", cwd=tmp_path)
    assert found.returncode == 1
    assert found.stdout.startswith("setup.cfg:2:")


GOOD_WHEEL = [
    *(f"{name}/py.typed" for name in ("trag", "ingest", "api", "ui", "eval")),
    "ui/static/index.html",
    "trag/prompts/answer.txt",
    "trag/catalog/migrations/env.py",
    "trag/catalog/migrations/versions/0001_first.py",
    "trag-0.1.0.dist-info/METADATA",
]


def wheel_of(folder: Path, names: list[str]) -> Path:
    wheel = folder / "trag-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return wheel


def test_a_right_wheel_passes(tmp_path: Path) -> None:
    found = check("check_wheel.py", str(wheel_of(tmp_path, GOOD_WHEEL)))
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("missing", ["ui/static/index.html", "eval/py.typed", "trag/prompts/answer.txt"])
def test_a_wheel_that_lacks_a_part_is_refused(tmp_path: Path, missing: str) -> None:
    found = check("check_wheel.py", str(wheel_of(tmp_path, [name for name in GOOD_WHEEL if name != missing])))
    assert found.returncode == 1
    assert missing in found.stdout


@pytest.mark.parametrize("extra", ["tests/conftest.py", "ui/node_modules/react/index.js", "ui/src/main.tsx"])
def test_a_wheel_with_something_else_in_it_is_refused(tmp_path: Path, extra: str) -> None:
    found = check("check_wheel.py", str(wheel_of(tmp_path, [*GOOD_WHEEL, extra])))
    assert found.returncode == 1
    assert extra.split("/", maxsplit=1)[0] in found.stdout


# --- make ---


@needs_make
@pytest.mark.parametrize(
    "question",
    [
        "Who leads the Finance Division?",
        'What is a "field office"?',
        "What's the limit of 5 $ or $HOME, $(shell touch owned) and ${PATH}?",
        "What does `touch owned` mean; or $(touch owned) && touch owned | touch owned?",
        "a\\b * ? [x] # no comment",
        "--version --help",
        "Qui dirige «Sécurité» à Genève? 資金",
        "two\nlines",
    ],
)
def test_make_ask_passes_a_question_on_as_it_was_typed(checkout: Path, question: str) -> None:
    (checkout / "own").mkdir()
    calls, code, said = make(checkout, "ask", f"Q={question}", TRAG_DATA="own")
    assert code == 0, said
    assert calls == [["ask", "--", question]]
    assert not (checkout / "owned").exists()


@needs_make
def test_make_ask_without_a_question_says_how_to_ask(checkout: Path) -> None:
    (checkout / "own").mkdir()
    calls, code, said = make(checkout, "ask", TRAG_DATA="own")
    assert (calls, code) == ([], 2)
    assert 'make ask Q="' in said


@needs_make
def test_the_sample_organisation_goes_into_a_new_data_folder_once(checkout: Path) -> None:
    loaded = [["init"], ["ingest", "examples/documents"], ["tree", "import", "examples/org.yaml"]]
    assert make(checkout, "ask", "Q=a")[0] == [*loaded, ["ask", "--", "a"]]
    assert make(checkout, "ask", "Q=b")[0] == [*loaded, ["ask", "--", "a"], ["ask", "--", "b"]]


@needs_make
def test_a_sample_that_was_changed_is_taken_in_again(checkout: Path) -> None:
    make(checkout, "sample")
    later = (checkout / ".data" / ".sample").stat().st_mtime + 10
    (checkout / "examples" / "documents" / "new.md").touch()
    os.utime(checkout / "examples" / "documents" / "new.md", (later, later))
    assert len(make(checkout, "sample")[0]) == 6


@needs_make
def test_a_sample_that_was_interrupted_is_taken_in_again(checkout: Path) -> None:
    (checkout / ".data").mkdir()
    (checkout / ".data" / ".sample").touch()
    assert len(make(checkout, "sample")[0]) == 3


@needs_make
def test_a_data_folder_of_the_user_is_left_as_it_is(checkout: Path) -> None:
    (checkout / "my data").mkdir()
    assert make(checkout, "sample", TRAG_DATA="my data")[0] == []
    assert list((checkout / "my data").iterdir()) == []


@needs_make
def test_make_without_a_python_names_the_versions_it_needs(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    _, code, said = make(checkout, "install", "PYTHON=")
    assert code != 0
    assert "Python 3.11, 3.12 or 3.13" in said


def test_make_and_the_image_keep_every_library_quiet() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, value in QUIET.items():
        assert f"export {name} := {value}\n" in makefile


# --- containers ---


def dockerfile() -> list[tuple[str, str]]:
    """The instructions of the last stage, in order."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    instructions = [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]
    last = max(place for place, (word, _) in enumerate(instructions) if word == "FROM")
    return instructions[last:]


def test_the_image_runs_as_a_user_with_a_number_and_no_rights() -> None:
    users = [value for word, value in dockerfile() if word == "USER"]
    assert users
    assert int(users[-1].split(":")[0]) > 1000


def test_the_image_tells_its_health_and_passes_signals_on() -> None:
    words = dict(dockerfile())
    assert "/healthz" in words["HEALTHCHECK"]
    assert json.loads(words["ENTRYPOINT"]) == ["trag"]
    assert json.loads(words["CMD"])[0] == "serve"


def test_the_image_has_a_pinned_base_and_no_secret() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.\d+\.\d+-slim-\w+$", text, re.MULTILINE)
    assert not re.search(r"^(ARG|ENV) .*(KEY|SECRET|PASSWORD)", text, re.MULTILINE)


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return found


def test_compose_publishes_on_loopback_only(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert not any("network_mode" in service for service in services.values())


def test_compose_gives_no_service_more_rights_than_it_needs(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service, name


def test_compose_demands_a_key(services: dict[str, Any]) -> None:
    assert services["trag"]["environment"]["TRAG_API_KEY"].startswith("${TRAG_API_KEY:?")


def test_compose_runs_an_ollama_without_known_holes_and_without_a_way_out(services: dict[str, Any]) -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    version = services["ollama"]["image"].removeprefix("ollama/ollama:")
    assert tuple(map(int, version.split("."))) >= (0, 17, 1)
    assert all(compose["networks"][network]["internal"] for network in services["ollama"]["networks"])
