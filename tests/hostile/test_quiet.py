"""No library notes anything about this machine, or who runs what."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READING = """
import numpy
from ingest.ocr import read_picture
read_picture(numpy.full((64, 64, 3), 255, numpy.uint8))
"""
EMBEDDING = """
from pathlib import Path
from trag.factory import build_embedder
from trag.settings import load_settings
build_embedder(load_settings(Path({data!r}), llm="fake", models_dir=Path({data!r}))).embed(["Leave"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("code", [READING, EMBEDDING], ids=["reading pictures", "embedding"])
def test_nothing_is_left_in_the_home_of_who_runs_it(tmp_path: Path, code: str) -> None:
    data, home = tmp_path / "data", tmp_path / "home"
    data.mkdir()
    home.mkdir()
    quiet = ("ORT_DISABLE_TELEMETRY", "DO_NOT_TRACK", "XDG_CACHE_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    environment |= {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    script = [sys.executable, "-W", "ignore", "-c", code.format(data=str(data))]
    subprocess.run(script, env=environment, check=True, cwd=home, capture_output=True)  # noqa: S603 - our own
    assert [path for path in home.rglob("*") if path.is_file()] == []
