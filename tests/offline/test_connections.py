"""trag speaks to nobody but who asks it and the model server it was told of, and looks up no name."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.offline.namespaces import ALONE, needs_namespace

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOOPBACK = {"127.0.0.1", "::1"}
# An address of nobody, by RFC 5737; in a namespace of its own the test may take it.
ELSEWHERE = "192.0.2.7"
DAYS = "14 days"


def journey(folder: Path, engines: dict[str, str], *more: str) -> dict[str, Any]:
    """What came out of init, ingest, an upload and questions, without a network if possible."""
    alone = ["--alone"] if ALONE else []
    command = [*ALONE, sys.executable, str(HERE / "journey.py"), str(folder), *alone, *more]
    done = subprocess.run(
        command, env=environment(folder, engines), check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    out: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return out


def environment(folder: Path, engines: dict[str, str]) -> dict[str, str]:
    """Ours, and the watch over each connection of every process of Python."""
    watch = {"PYTHONPATH": f"{HERE / 'watched'}:{ROOT}", "CONNECTIONS": str(folder / "connections")}
    trag = {"TRAG_DATA": str(folder / "data"), "TRAG_API_KEY": "tried-alone-without-network-1"}
    patience = {"TRAG_START_TIMEOUT": "600"}
    return os.environ | trag | patience | watch | engines


def noted(folder: Path) -> list[list[Any]]:
    """What was noted: the event, the process, and the address or name."""
    return [json.loads(line) for line in (folder / "connections").read_text().splitlines()]


def reached(folder: Path) -> set[str]:
    """The addresses of the internet's families that any process tried to reach."""
    return {note[2][0] for note in noted(folder) if isinstance(note[2], list)}


def looked_up(folder: Path) -> set[str]:
    """The names that any process asked a resolver for; an address written in digits needs none."""
    return {str(note[2]) for note in noted(folder) if note[0].startswith("socket.get")} - {"None"}


def answers_hold(out: dict[str, Any]) -> None:
    assert DAYS in out["answer"], out
    assert DAYS in out["chat"], out
    assert DAYS in out["command"], out
    assert "Harbour Relief" in out["tree"], out
    assert all(out["pages"]), out
    assert set(out["kernel"].values()) <= {0}, out


def test_the_watch_sees_connections_and_names(tmp_path: Path) -> None:
    code = (
        "import contextlib, socket\n"
        "with contextlib.suppress(OSError): socket.getaddrinfo('nobody.invalid', 80)\n"
        f"with contextlib.suppress(OSError): socket.create_connection(('{ELSEWHERE}', 9), timeout=0.01)\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(tmp_path, {}), check=True)
    assert reached(tmp_path) == {ELSEWHERE}
    assert looked_up(tmp_path) == {"nobody.invalid", ELSEWHERE}


@needs_namespace
def test_the_kernel_counts_what_was_tried_in_vain(tmp_path: Path) -> None:
    code = (
        "import contextlib, json, socket, journey\n"
        "journey.raise_loopback()\n"
        "before = journey.counted()\n"
        f"with contextlib.suppress(OSError): socket.create_connection(('{ELSEWHERE}', 9), timeout=1)\n"
        "print(json.dumps([before, journey.counted()]))\n"
    )
    done = subprocess.run([*ALONE, sys.executable, "-c", code], cwd=HERE, check=True, capture_output=True)
    before, after = json.loads(done.stdout)
    assert set(before.values()) == {0}
    assert after == before | {"Ip:OutNoRoutes": 1}


@pytest.mark.slow
@pytest.mark.timeout(900)
@needs_namespace
def test_only_the_configured_model_server_is_reached(tmp_path: Path) -> None:
    out = journey(tmp_path, {"TRAG_EMBEDDER": "fake"}, "--model-server", ELSEWHERE)
    answers_hold(out)
    assert reached(tmp_path) - LOOPBACK == {ELSEWHERE}
    assert looked_up(tmp_path) <= LOOPBACK | {ELSEWHERE}


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(2400)
def test_the_whole_product_with_its_own_model_speaks_to_loopback_only(tmp_path: Path) -> None:
    out = journey(tmp_path, {})
    answers_hold(out)
    assert reached(tmp_path) <= LOOPBACK
    assert looked_up(tmp_path) <= LOOPBACK
