"""kill -9 of a server that many write to: what it acknowledged is there after the restart, once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.faults.acknowledged import Writer, documents, expect_kept, send
from tests.load.serving import Pace, Served, folder_with_users, serving
from trag.settings import load_settings
from trag.types.accounts import NewUser
from trag.workspace import Workspace

WRITERS = 4
PASSWORD = "a long one, and of no use elsewhere"  # noqa: S105  of this test
PACE = Pace(words_a_second=200, sentences=2)


@contextmanager
def client(served: Served, key: str = "") -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    url = f"http://{served.host}:{served.port}"
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as http:
        yield http


def write_until_killed(served: Served, keys: list[str], after: int) -> list[Writer]:
    """What was written when so much had been acknowledged and the server was killed."""
    written = threading.Semaphore(0)
    url = f"http://{served.host}:{served.port}"
    writers = [Writer(url, key, number, written) for number, key in enumerate(keys, 1)]
    for writer in writers:
        writer.start()
    for _ in range(after):
        assert written.acquire(timeout=60), [writer.refusals for writer in writers]
    served.process.kill()
    for writer in writers:
        writer.join(60)
    assert [writer.refusals for writer in writers] == [[]] * len(writers)
    return writers


def wait_for_jobs(http: httpx.Client) -> list[str]:
    """The states of all jobs, once none is under way."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        states = [job["state"] for job in http.get("/v1/jobs", params={"limit": 100}).json()["jobs"]]
        if all(state in {"done", "failed", "cancelled"} for state in states):
            break
        time.sleep(0.1)
    return states


@pytest.mark.slow
@pytest.mark.parametrize("after", [7, 23, 40])
def test_what_was_acknowledged_is_there_once_after_a_kill_and_a_restart(tmp_path: Path, after: int) -> None:
    data = tmp_path / "data"
    keys = folder_with_users(data, WRITERS, role="editor")
    with Workspace(load_settings(data, llm="fake", embedder="fake")) as opened:
        opened.accounts.add_user(NewUser("ann", password=PASSWORD))
    with serving(data, PACE, is_killed=True) as served, client(served) as ann:
        logged_in = ann.post("/v1/session", json={"name": "ann", "password": PASSWORD})
        assert logged_in.status_code == 200, logged_in.text
        cookies = dict(ann.cookies)
        writers = write_until_killed(served, keys, after)
    assert sum(writer.writes.count() for writer in writers) >= after
    with serving(data, PACE) as served:
        with client(served) as ann:
            ann.cookies.update(cookies)
            session = ann.get("/v1/session")
            assert (session.status_code, session.json()["name"]) == (200, "ann")
        expect_all_kept(served, keys, writers)


def expect_all_kept(served: Served, keys: list[str], writers: list[Writer]) -> None:
    for key, writer in zip(keys, writers, strict=True):
        with client(served, key) as http:
            expect_kept(http, writer.writes)
            for name in sorted(writer.writes.tried_uploads):
                job = send(http, name).json()["job"]["id"]  # a client that got no answer sends again
                assert job == writer.writes.uploads.get(name, job)
    for key in keys:
        with client(served, key) as http:  # an editor is shown their own jobs only
            assert set(wait_for_jobs(http)) <= {"done"}
    with client(served, keys[0]) as http:
        files = documents(http)
        assert len(files) == len(set(files))
        sent = {f"{name}.md" for writer in writers for name in writer.writes.tried_uploads}
        assert {file.rpartition("/")[2] for file in files} == {"leave.md"} | sent
