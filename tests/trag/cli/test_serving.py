"""`trag serve` as a service: what it writes where programs read its log."""

import json
import subprocess
from pathlib import Path

from tests.trag.cli.test_commands import CALL, environment


def test_every_line_of_a_server_that_logs_json_is_json(tmp_path: Path) -> None:
    arguments = [*CALL, "--data", str(tmp_path / "data"), "serve", "--port", "0"]
    process = subprocess.Popen(
        arguments,
        env={**environment(), "TRAG_LOG_FORMAT": "json"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(json.loads(line))
        if lines[-1]["message"] == "The model is ready.":
            process.terminate()
    process.stdout.close()
    assert process.wait(60) == 0
    said = [line["message"] for line in lines]
    assert any(message.startswith("trag is at http://127.0.0.1:") for message in said)
    assert "being stopped; answers under way: 0" in said
