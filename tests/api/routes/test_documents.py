from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.api.doors import ScriptedDoor


def test_documents_are_listed(client: TestClient) -> None:
    (document,) = client.get("/v1/documents").json()["documents"]
    assert (document["id"], document["format"], document["chunks"]) == ("d1", "pdf", 2)


def test_passages_come_with_their_document(client: TestClient) -> None:
    found = client.get("/v1/documents/d1/passages").json()
    assert found["document"]["title"] == "Policy"
    assert [passage["id"] for passage in found["passages"]] == ["c1", "c2"]
    assert found["passages"][0]["heading"] == ["Travel", "Air"]


def test_an_original_is_a_download_whatever_its_name_is(
    client: TestClient, door: ScriptedDoor, tmp_path: Path
) -> None:
    (tmp_path / "stored").write_bytes(b"<script>alert(1)</script>")
    door.originals["d1"] = tmp_path / "stored"
    response = client.get("/v1/documents/d1/original")
    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == "attachment; filename*=utf-8''po%22li%0D%0Acy.pdf"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "nobody",
        "..",
        "%2e%2e",
        "..%2F..%2Fetc%2Fpasswd",
        "..%5C..%5Cboot.ini",
        "d1%00",
        "d1%2F..%2Fd2",
        "x" * 5000,
    ],
)
@pytest.mark.parametrize("what", ["passages", "original"])
def test_no_other_id_opens_anything(client: TestClient, name: str, what: str) -> None:
    response = client.get(f"/v1/documents/{name}/{what}")
    assert response.status_code in {404, 422}
    assert {"code", "detail", "hint"} < set(response.json())


def test_a_delete_answers_with_receipts(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    answer = client.delete("/v1/documents/d1", headers=owner)
    assert answer.status_code == 200
    (receipt,) = answer.json()["receipts"]
    assert (receipt["document_id"], receipt["dependents"]) == ("d1", ["tree node unit:a"])
    many = client.post("/v1/documents/delete", json={"names": ["a.md", "d2"]}, headers=owner)
    assert many.json() == answer.json()
    assert door.deleted == [("d1",), ("a.md", "d2")]


def test_a_delete_of_nobody_or_by_nobody_deletes_nothing(
    client: TestClient, door: ScriptedDoor, owner: dict[str, str]
) -> None:
    assert client.delete("/v1/documents/nobody", headers=owner).status_code == 404
    assert client.post("/v1/documents/delete", json={}, headers=owner).status_code == 422
    assert client.delete("/v1/documents", headers=owner).status_code == 405
    assert client.delete("/v1/documents/d1").status_code == 401
    assert client.post("/v1/documents/delete", json={"names": ["d1"]}).status_code == 401
    assert door.deleted == []


def test_versions_are_listed_and_their_files_downloaded(
    client: TestClient, door: ScriptedDoor, tmp_path: Path
) -> None:
    (version,) = client.get("/v1/documents/d1/versions").json()["versions"]
    assert (version["version"], version["is_kept"]) == (1, True)
    assert client.get("/v1/documents/nobody/versions").status_code == 404
    (tmp_path / "stored").write_text("first")
    door.originals["d1"] = tmp_path / "stored"
    assert client.get("/v1/documents/d1/original", params={"version": 1}).text == "first"
    assert client.get("/v1/documents/d1/original", params={"version": 0}).status_code == 422
