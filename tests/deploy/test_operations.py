"""The unit of systemd is sound, and the operator's page names only what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.doors import ScriptedDoor
from trag.health import MISSING
from trag.settings import Settings

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "trag.service"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECONDS_OF_A_FILE = 30
# What Prometheus makes of a figure's name.
ENDINGS = ("_total", "_bucket", "_info", "_count", "_sum")


def unit() -> dict[str, str]:
    lines = (line.partition("=") for line in UNIT.read_text(encoding="utf-8").splitlines())
    return {name: value for name, is_set, value in lines if is_set and not name.startswith("#")}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="There is no systemd here to check the unit.")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    copy = tmp_path / "trag.service"
    # The command itself is not installed where this runs.
    copy.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/trag/venv/bin/trag serve", "/bin/true"))
    call = ["systemd-analyze", "verify", "--man=no", str(copy)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")


def test_whoever_stops_the_service_is_more_patient_than_it_needs() -> None:
    needed = Settings.model_fields["stop_seconds"].default + SECONDS_OF_A_FILE
    assert int(unit()["TimeoutStopSec"]) > needed
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    found = re.search(r"stop_grace_period: (\d+)s", compose)
    assert found is not None
    assert int(found[1]) > needed


def test_every_figure_that_the_page_names_is_there_and_every_figure_is_named() -> None:
    client = TestClient(create_app(ScriptedDoor()), base_url="http://127.0.0.1")
    there = {
        _bare(name) for name in re.findall(r"^# HELP (trag_\w+)", client.get("/metrics").text, re.MULTILINE)
    }
    there.add("trag_disk_free_bytes")  # only of a data folder that is served
    named = {_bare(name) for name in re.findall(r"\btrag_[a-z_]+", PAGE)}
    process = {name for name in there if name.startswith("trag_process_")}
    assert there - process == {name for name in named if not name.startswith("trag_process_")}
    assert process


def test_every_setting_and_every_part_that_can_be_missing_stands_on_the_page() -> None:
    named = {name.lower() for name in re.findall(r"TRAG_([A-Z_]+)", PAGE)} - {"data", "name"}
    assert named <= set(Settings.model_fields)
    assert named >= {"log_format", "log_level", "stop_seconds"}
    assert all(part in PAGE for part in MISSING)


def _bare(name: str) -> str:
    return next((name.removesuffix(end) for end in ENDINGS if name.endswith(end)), name)
