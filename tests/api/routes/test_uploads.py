from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.bodies import MEGABYTE
from tests.api.conftest import OWNER_KEY
from tests.api.doors import ScriptedDoor
from tests.api.problem_details import problem_of
from trag.errors import KeyReusedError

Owner = dict[str, str]


@pytest.fixture
def small(door: ScriptedDoor) -> Iterator[TestClient]:
    app = create_app(door, owner_key=OWNER_KEY, upload_limit_mb=1)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_many_files_become_one_job(client: TestClient, door: ScriptedDoor, owner: Owner) -> None:
    sent = [("files", ("a.md", b"# A")), ("files", ("../../b \u202e.pdf", b"%PDF"))]
    response = client.post("/v1/documents", files=sent, headers=owner)
    assert (response.status_code, response.json()["job"]["id"]) == (202, 2)
    assert door.jobs.asked == [("upload", ("a.md", b"# A"), ("../../b \u202e.pdf", b"%PDF"))]


def test_too_much_is_refused_before_it_is_read(small: TestClient, door: ScriptedDoor, owner: Owner) -> None:
    sent = [("files", ("a.md", b"x" * 2 * MEGABYTE))]
    assert small.post("/v1/documents", files=sent, headers=owner).status_code == 413
    assert door.jobs.asked == []


def test_too_much_that_was_not_announced_is_refused(
    small: TestClient, door: ScriptedDoor, owner: Owner
) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\n'
        for _ in range(3):
            yield b"x" * MEGABYTE
        yield b"\r\n--x--\r\n"

    headers = owner | {"Content-Type": "multipart/form-data; boundary=x"}
    assert small.post("/v1/documents", content=endless(), headers=headers).status_code == 413
    assert door.jobs.asked == []


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=x", b"no boundary", 400),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\nx\r\n--x--\r\n',
            422,
        ),
    ],
)
def test_what_is_no_form_with_files_is_refused(
    client: TestClient, door: ScriptedDoor, owner: Owner, kind: str, body: bytes, status: int
) -> None:
    response = client.post("/v1/documents", content=body, headers=owner | {"Content-Type": kind})
    assert (response.status_code, door.jobs.asked) == (status, [])
    assert {"code", "detail", "hint"} < set(response.json())


def test_the_key_of_an_upload_goes_with_it(client: TestClient, door: ScriptedDoor, owner: Owner) -> None:
    sent = [("files", ("a.md", b"# A"))]
    for headers in ({}, {"Idempotency-Key": "8e03-978e"}):
        assert client.post("/v1/documents", files=sent, headers=owner | headers).status_code == 202
    assert door.jobs.keys == ["", "8e03-978e"]


@pytest.mark.parametrize("key", ["k" * 201, "caf\xe9", "a\tb"])
def test_a_key_is_a_short_plain_text(client: TestClient, door: ScriptedDoor, owner: Owner, key: str) -> None:
    headers = owner | {"Idempotency-Key": key.encode("latin-1")}
    response = client.post("/v1/documents", files=[("files", ("a.md", b"# A"))], headers=headers)  # type: ignore[arg-type]
    assert (response.status_code, problem_of(response)["code"]) == (422, "invalid_request")
    assert door.jobs.asked == []


def test_a_key_of_other_files_is_a_problem(client: TestClient, door: ScriptedDoor, owner: Owner) -> None:
    door.jobs.refused = KeyReusedError("The Idempotency-Key 'k' was sent with other files or groups before.")
    response = client.post("/v1/documents", files=[("files", ("a.md", b"# A"))], headers=owner)
    assert (response.status_code, problem_of(response)["code"]) == (422, "key_reused")
