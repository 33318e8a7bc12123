import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trag.errors import DataFolderBusyError, DataFolderError
from trag.owner import OWNER_NAME, Address, claim, find_owner

ROOT = Path(__file__).parents[2]
ADDRESS = Address("http://127.0.0.1:8765", "the-key-of-this-run")
HOLD = """
import sys, time
from pathlib import Path
from trag.owner import Address, claim
owner = claim(Path(sys.argv[1]), wait=float(sys.argv[2]))
if sys.argv[3]:
    owner.announce(Address(sys.argv[3], "the-key-of-this-run"))
print("held", flush=True)
sys.stdin.readline()
owner.release()
"""


def start(data: Path, *, wait: float = 0.0, url: str = "") -> "subprocess.Popen[str]":
    """Another process that claims the folder and holds it until its input ends."""
    return subprocess.Popen(  # noqa: S603  this very test's own program
        [sys.executable, "-c", HOLD, str(data), str(wait), url],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def holding(data: Path, url: str = "") -> "subprocess.Popen[str]":
    process = start(data, url=url)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> str:
    _, errors = process.communicate("\n", timeout=20)
    return errors


def test_a_missing_folder_is_made_for_this_user_only(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with claim(data):
        assert data.stat().st_mode & 0o777 == 0o700


def test_the_server_of_another_process_is_found(tmp_path: Path) -> None:
    process = holding(tmp_path, ADDRESS.url)
    assert find_owner(tmp_path) == ADDRESS
    assert (tmp_path / OWNER_NAME).stat().st_mode & 0o777 == 0o600
    with pytest.raises(DataFolderBusyError, match=rf"process {process.pid} .*\n.*{ADDRESS.url}"):
        claim(tmp_path)  # does not wait: a server is there to stay
    end(process)
    assert find_owner(tmp_path) is None
    assert not (tmp_path / OWNER_NAME).exists()


def test_a_short_command_is_waited_for_and_then_named(tmp_path: Path) -> None:
    process = holding(tmp_path)
    assert find_owner(tmp_path) is None
    begin = time.monotonic()
    with pytest.raises(DataFolderBusyError, match=rf"process {process.pid} \(-c"):
        claim(tmp_path, wait=0.3)
    assert 0.3 <= time.monotonic() - begin < 20
    end(process)
    claim(tmp_path, wait=0).release()


def test_who_waits_gets_the_folder_when_it_is_free(tmp_path: Path) -> None:
    owner = claim(tmp_path)
    process = start(tmp_path, wait=20)
    time.sleep(0.3)
    owner.release()
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert end(process) == ""


def test_a_killed_owner_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    process = holding(tmp_path, ADDRESS.url)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert (tmp_path / OWNER_NAME).exists()
    assert find_owner(tmp_path) is None
    assert not (tmp_path / OWNER_NAME).exists()
    claim(tmp_path, wait=0).release()


def test_the_announcement_of_a_killed_owner_is_not_the_next_ones(tmp_path: Path) -> None:
    process = holding(tmp_path, ADDRESS.url)
    process.kill()
    process.communicate(timeout=20)
    with claim(tmp_path, wait=0):
        assert find_owner(tmp_path) is None


def test_of_processes_that_race_exactly_one_wins(tmp_path: Path) -> None:
    processes = [start(tmp_path) for _ in range(4)]
    held = [process for process in processes if process.stdout and process.stdout.readline() == "held\n"]
    assert len(held) == 1
    losses = [end(process) for process in processes if process is not held[0]]
    assert all("DataFolderBusyError" in loss for loss in losses)
    assert end(held[0]) == ""


def test_looking_for_an_owner_does_not_get_in_the_way_of_one(tmp_path: Path) -> None:
    for _ in range(50):
        assert find_owner(tmp_path) is None
        claim(tmp_path, wait=0).release()


def test_what_was_announced_can_be_taken_back(tmp_path: Path) -> None:
    with claim(tmp_path) as owner:
        owner.announce(ADDRESS)
        assert find_owner(tmp_path) == ADDRESS
        owner.withdraw()
        assert find_owner(tmp_path) is None
    owner.release()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"pid": "x"}', '{"pid": 1}', '{"pid": -1, "command": "x", "url": "http://x"}'],
)
def test_a_broken_announcement_is_no_announcement(tmp_path: Path, text: str) -> None:
    with claim(tmp_path):
        (tmp_path / OWNER_NAME).write_text(text)
        assert find_owner(tmp_path) is None


def test_an_announcement_nobody_stands_behind_is_removed(tmp_path: Path) -> None:
    text = json.dumps({"pid": os.getpid(), "command": "trag serve", "url": "http://127.0.0.1:1", "key": "k"})
    (tmp_path / OWNER_NAME).write_text(text)
    assert find_owner(tmp_path) is None
    assert not (tmp_path / OWNER_NAME).exists()


def test_no_owner_is_found_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert find_owner(tmp_path / "nothing") is None
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_is_no_data_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderError, match="is not a folder"):
        claim(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataFolderError, match="can't be written: Permission denied"):
        claim(tmp_path)


def test_a_read_only_disk_is_said_so() -> None:
    with pytest.raises(DataFolderError, match="can't be written"):
        claim(Path("/proc/trag"))
