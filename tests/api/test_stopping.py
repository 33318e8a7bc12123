"""The end of a server in order, by real signals to a real process."""

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from trag.owner import find_owner

ROOT = Path(__file__).parents[2]
# Its answer is there as soon as the file "go" is.
SERVE = """
import sys, time
from pathlib import Path
from typing import Any
from api.server import serve
from tests.api.doors import EVENTS, ScriptedDoor
from trag.owner import claim
from trag.settings import Settings

data = Path(sys.argv[1])

class Door(ScriptedDoor):
    def stream(self, question, history=()):
        yield from EVENTS[:2]
        while not (data / "go").exists():
            time.sleep(0.02)
        yield from EVENTS[2:]

    def close(self):
        print("door closed", flush=True)

with claim(data) as owner:
    def ready(address):
        owner.announce(address)
        print("ready", flush=True)
    settings = Settings(data=data, port=0, stop_seconds=3600)
    serve(Door(), settings, on_ready=ready, on_stopping=lambda: print("stopping", flush=True))
"""
QUESTION = {"question": "q", "stream": True}


@pytest.fixture
def server(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(  # noqa: S603  this very test's own program
        [sys.executable, "-c", SERVE, str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def http(server: object, tmp_path: Path) -> Iterator[httpx.Client]:
    assert server
    address = find_owner(tmp_path)
    assert address is not None
    with httpx.Client(base_url=address.url, trust_env=False, timeout=60) as client:
        yield client


def refused(http: httpx.Client) -> httpx.Response:
    """The first answer that turns somebody away."""
    end = time.monotonic() + 60
    while (response := http.get("/v1/documents")).status_code == 200 and time.monotonic() < end:
        time.sleep(0.05)
    return response


def test_an_answer_under_way_ends_well_while_nobody_else_is_let_in(
    server: "subprocess.Popen[str]", http: httpx.Client, tmp_path: Path
) -> None:
    with http.stream("POST", "/v1/answers", json=QUESTION) as answer:
        lines = answer.iter_lines()
        next(lines)
        server.send_signal(signal.SIGTERM)
        response = refused(http)
        assert (response.status_code, response.json()["code"]) == (503, "stopping")
        assert response.json()["detail"] == "The server is being stopped."
        assert response.json()["hint"] == "Ask again in a moment."
        assert response.headers["Retry-After"] == "10"
        assert response.headers["Connection"] == "close"
        assert response.headers["X-Request-Id"] in response.json()["instance"]
        assert http.get("/healthz").status_code == 200
        ready = http.get("/readyz")
        assert (ready.status_code, ready.json()["reasons"]) == (503, ["The server is being stopped."])
        (tmp_path / "go").touch()
        rest = list(lines)
    output, log = server.communicate(timeout=60)
    assert "event: done" in rest
    assert "event: error" not in rest
    assert (server.returncode, output) == (0, "stopping\ndoor closed\n"), log
    assert "Traceback" not in log


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(
    server: "subprocess.Popen[str]", http: httpx.Client, sig: signal.Signals
) -> None:
    with http.stream("POST", "/v1/answers", json=QUESTION) as answer:
        lines = answer.iter_lines()
        next(lines)
        server.send_signal(signal.SIGTERM)
        assert refused(http).status_code == 503
        server.send_signal(sig)
        assert server.wait(60) == 128 + sig
        told = []
        with contextlib.suppress(httpx.HTTPError):  # in time or not, the reader is told nothing wrong
            told = list(lines)
    assert "event: done" not in told


def test_clients_of_openais_api_are_refused_in_their_own_shape(
    server: "subprocess.Popen[str]", http: httpx.Client, tmp_path: Path
) -> None:
    with http.stream("POST", "/v1/answers", json=QUESTION) as answer:
        lines = answer.iter_lines()
        next(lines)
        server.send_signal(signal.SIGTERM)
        assert refused(http).status_code == 503
        sent = {"model": "trag", "messages": [{"role": "user", "content": "q"}]}
        response = http.post("/v1/chat/completions", json=sent)
        assert response.status_code == 503
        assert "Ask again in a moment" in json.dumps(response.json()["error"])
        (tmp_path / "go").touch()
        assert "event: done" in list(lines)
    assert server.wait(60) == 0


# Its job takes three files in; the second one is through only once the server is being stopped.
WORK = """
import sys, time
from pathlib import Path
from typing import Any
from api.server import serve
from trag.settings import load_settings
from trag.types import FileIngested
from trag.types.accounts import NewUser
from trag.workspace import Workspace

data = Path(sys.argv[1])
settings = load_settings(data, llm="fake", embedder="fake", port=0)

def work(job, options):
    for number in (1, 2, 3):
        while number == 2 and not (data / "stopping").exists():
            time.sleep(0.02)
        print("file", number, flush=True)
        yield FileIngested(f"{number}.md", "new", 1, number, 3)

workspace = Workspace(settings)
workspace.jobs._work = work

def ready(address):
    workspace.announce(address)
    if not workspace.accounts.logins.has_users():
        workspace.accounts.add_user(NewUser("ada", "admin", password="four words in a row"))
        workspace.jobs.submit(data)
    print("waiting", [job.state for job in workspace.jobs.resume()], flush=True)

def stopping():
    workspace.jobs.park()
    (data / "stopping").touch()

serve(workspace, settings, on_ready=ready, on_stopping=stopping, administration=workspace.administration)
"""


@contextlib.contextmanager
def working(data: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(  # noqa: S603  this very test's own program
        [sys.executable, "-c", WORK, str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdout is not None
    assert any(found.startswith(line) for found in process.stdout), f"{line!r} was not told"


def browser(data: Path) -> httpx.Client:
    address = find_owner(data)
    assert address is not None
    return httpx.Client(base_url=address.url, trust_env=False, timeout=60)


@pytest.mark.slow  # two whole servers, one after the other
def test_a_job_parks_after_its_file_and_goes_on_and_sessions_survive(tmp_path: Path) -> None:
    login = {"name": "ada", "password": "four words in a row"}
    with working(tmp_path) as first:
        told(first, "file 1")
        with browser(tmp_path) as page:
            assert page.post("/v1/session", json=login).status_code == 200
            cookies = dict(page.cookies)
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        assert first.stdout is not None
        assert first.stdout.read() == "file 2\n"
    with working(tmp_path) as second:
        told(second, "waiting ['queued']")
        told(second, "file 3")
        with browser(tmp_path) as page:
            page.cookies.update(cookies)
            assert page.get("/v1/session").json()["id"] == "user:ada"
            (job,) = finished(page)
            assert (job["state"], job["done"], job["attempts"]) == ("done", 3, 1)
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0


def finished(page: httpx.Client) -> list[dict[str, Any]]:
    """The jobs once none waits or runs any more."""
    end = time.monotonic() + 60
    while True:
        jobs: list[dict[str, Any]] = page.get("/v1/jobs").json()["jobs"]
        if all(job["state"] not in {"queued", "running"} for job in jobs) or time.monotonic() > end:
            return jobs
        time.sleep(0.05)
