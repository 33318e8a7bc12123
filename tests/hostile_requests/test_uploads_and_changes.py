"""Uploads that are cut off, sent twice, or come while something else changes: nothing half, nothing double.

| peers' bad input | where it is tried |
|---|---|
| body over the limit, announced or not | here; tests/api/test_security.py, routes/test_uploads.py |
| slow body, slow upload | tests/api/test_bodies.py |
| aborted upload | here |
| the same upload twice at once, with a key and without | here; tests/ingest/test_uploads.py |
| delete while ingesting | here |
| ask while re-indexing | here |
| 1,000 asks at once | tests/api/queueing/test_crowds.py |
| a client that leaves a stream | tests/api/queueing/test_leaving.py, tests/api/routes/test_answers.py |
"""

import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hostile_requests.conftest import OWNER_KEY, Live
from trag.workspace import Workspace

MEGABYTE = 1024 * 1024
SEVERAL = 4
PERMITS = b"# Permits\n\nParking permits for visitors are blue.\n"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def send(http: httpx.Client, name: str, content: bytes, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return http.post("/v1/documents", files=[("files", (name, content))], headers=headers)


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not become so"
        time.sleep(0.02)


def finished(http: httpx.Client) -> list[dict[str, Any]]:
    """All jobs, once each is over."""

    def jobs() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = http.get("/v1/jobs").json()["jobs"]
        return found

    wait_for(lambda: all(job["state"] in {"done", "failed", "cancelled"} for job in jobs()))
    return jobs()


def at_once(*calls: Callable[[], httpx.Response]) -> list[httpx.Response]:
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], httpx.Response]) -> httpx.Response:
        barrier.wait(30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def kept(workspace: Workspace) -> list[Path]:
    return [path for path in (workspace.settings.data / "uploads").rglob("*") if path.is_file()]


def is_whole(workspace: Workspace) -> bool:
    return [check for check in workspace.verify() if check.state != "ok"] == []


def open_below(folder: Path) -> list[str]:
    """The files below a folder that this process holds open, deleted ones too."""
    found = []
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208
        try:
            found.append(os.readlink(f"/proc/self/fd/{entry}"))  # noqa: PTH115
        except OSError:
            continue
    return [name for name in found if name.startswith(str(folder))]


def raw_upload(http: httpx.Client) -> tuple[socket.socket, bytes]:
    """A connection, and the beginning of an upload on it that says it would be 8 MB."""
    host, port = http.base_url.host, http.base_url.port
    head = (
        f"POST /v1/documents HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {OWNER_KEY}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {8 * MEGABYTE}\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="files"; filename="cut.md"\r\n\r\n'
    )
    return socket.create_connection((host, port or 80), timeout=30), head.encode()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux shows which files a process holds")
def test_an_upload_that_is_cut_off_leaves_nothing(live: Live, workspace: Workspace, temporary: Path) -> None:
    with live() as http:
        connection, head = raw_upload(http)
        with connection:
            connection.sendall(head + b"x" * 4 * MEGABYTE)
            wait_for(lambda: open_below(temporary) != [])  # it is being taken in
        wait_for(lambda: open_below(temporary) == [])
        assert http.get("/v1/jobs").json()["jobs"] == []
        assert http.get("/v1/documents").json()["documents"] == []
    assert list(temporary.iterdir()) == []
    assert kept(workspace) == []


@pytest.mark.parametrize("is_announced", [True, False])
def test_an_upload_over_the_limit_leaves_nothing(
    live: Live, workspace: Workspace, temporary: Path, is_announced: bool
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\n'
        for _ in range(4):
            yield b"x" * MEGABYTE
        yield b"\r\n--x--\r\n"

    content = b"".join(pieces()) if is_announced else pieces()
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    with live(upload_limit_mb=1) as http:
        with suppress(httpx.TransportError):  # the server had answered and closed before all was sent
            assert http.post("/v1/documents", content=content, headers=headers).status_code == 413
        assert http.get("/v1/jobs").json()["jobs"] == []
    assert list(temporary.iterdir()) == []
    assert kept(workspace) == []


def test_the_same_upload_at_once_with_a_key_is_one_job(live: Live, workspace: Workspace) -> None:
    with live() as http:
        answers = at_once(*[lambda: send(http, "permits.md", PERMITS, "key-1")] * SEVERAL)
        assert [answer.status_code for answer in answers] == [202] * SEVERAL
        assert len({answer.json()["job"]["id"] for answer in answers}) == 1
        assert [job["state"] for job in finished(http)] == ["done"]
    assert [document.version for document in workspace.documents()] == [1]


def test_one_key_for_different_files_at_once_takes_one_of_them(live: Live, workspace: Workspace) -> None:
    with live() as http:
        papers = [b"# Paper\n\nThe permits are number %d.\n" % number for number in range(SEVERAL)]
        answers = at_once(*[lambda paper=paper: send(http, "p.md", paper, "key-1") for paper in papers])
        assert sorted(answer.status_code for answer in answers) == [202] + [422] * (SEVERAL - 1)
        assert [job["state"] for job in finished(http)] == ["done"]
    assert len(workspace.documents()) == 1


def test_the_same_upload_at_once_without_a_key_is_one_document(live: Live, workspace: Workspace) -> None:
    with live() as http:
        answers = at_once(*[lambda: send(http, "permits.md", PERMITS)] * SEVERAL)
        assert [answer.status_code for answer in answers] == [202] * SEVERAL
        assert {job["state"] for job in finished(http)} == {"done"}
        found = http.post("/v1/search", json={"question": "What colour are parking permits?"}).json()
    assert [document.version for document in workspace.documents()] == [1]
    assert len(found["passages"]) == 1
    assert is_whole(workspace)


def test_different_files_of_one_name_at_once_are_versions_of_one_document(
    live: Live, workspace: Workspace
) -> None:
    with live() as http:
        papers = [b"# Permits\n\nParking permits are number %d.\n" % number for number in range(SEVERAL)]
        at_once(*[lambda paper=paper: send(http, "permits.md", paper) for paper in papers])
        finished(http)
    (document,) = workspace.documents()
    (passage,) = workspace.passages(document.id)
    (path,) = kept(workspace)
    assert passage.text in path.read_text()
    assert is_whole(workspace)


def test_a_document_deleted_while_it_is_taken_in_is_there_wholly_or_not_at_all(
    live: Live, workspace: Workspace
) -> None:
    with live() as http:
        send(http, "permits.md", PERMITS)
        finished(http)
        (document,) = workspace.documents()
        for number in range(3):
            text = PERMITS + b"\nThey cost %d shillings.\n" % number
            sent, deleted = at_once(
                lambda text=text: send(http, "permits.md", text),  # type: ignore[misc]
                lambda: http.delete(f"/v1/documents/{document.id}"),
            )
            assert sent.status_code == 202
            assert deleted.status_code in {200, 404}
            assert {job["state"] for job in finished(http)} <= {"done", "failed"}
            assert is_whole(workspace)
            assert len(workspace.documents()) <= 1


def test_questions_are_answered_while_the_index_is_made_anew(live: Live, workspace: Workspace) -> None:
    question = {"question": "What colour are parking permits for visitors?"}
    with live() as http:
        send(http, "permits.md", PERMITS)
        finished(http)
        expected = http.post("/v1/answers", json=question).json()["citations"]
        assert expected
        is_over = threading.Event()

        def asked() -> list[httpx.Response]:
            answers: list[httpx.Response] = []
            while not is_over.is_set() or not answers:
                answers.append(http.post("/v1/answers", json=question))
            return answers

        with ThreadPoolExecutor(2) as pool:
            asking = [pool.submit(asked) for _ in range(2)]
            try:
                made = [http.post("/v1/reindex", json={}) for _ in range(3)]
            finally:
                is_over.set()
        assert [(answer.status_code, "error" in answer.text) for answer in made] == [(200, False)] * 3
        for answer in (one for future in asking for one in future.result()):
            assert (answer.status_code, answer.json()["citations"]) == (200, expected)
    assert is_whole(workspace)
