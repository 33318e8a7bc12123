from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ingest.page_images import page_image
from tests.api.doors import DOCUMENT, ScriptedDoor
from tests.api.problem_details import problem_of
from tests.ingest.pdf_files import PdfPage, pdf_bytes, shown, write


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


def test_documents_come_page_by_page_if_a_limit_is_given(client: TestClient, door: ScriptedDoor) -> None:
    door.held = [replace(DOCUMENT, id=f"d{number}", file=f"{number:03}.md") for number in range(300)]
    whole = client.get("/v1/documents").json()
    assert (len(whole["documents"]), whole["next_cursor"]) == (300, None)
    first = client.get("/v1/documents?limit=200").json()
    assert len(first["documents"]) == 200
    rest = client.get("/v1/documents", params={"limit": 200, "cursor": first["next_cursor"]}).json()
    assert len(rest["documents"]) == 100
    assert {one["id"] for page in (first, rest) for one in page["documents"]} == {one.id for one in door.held}
    other = client.get("/v1/documents", params={"q": "x", "cursor": first["next_cursor"]})
    assert (other.status_code, problem_of(other)["code"]) == (422, "bad_cursor")
    assert client.get("/v1/documents?limit=201").status_code == 422


def test_two_documents_of_one_name_are_on_two_pages(client: TestClient, door: ScriptedDoor) -> None:
    door.held = [replace(DOCUMENT, id=name) for name in "ab"]
    first = client.get("/v1/documents?limit=1").json()
    second = client.get("/v1/documents", params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert [one["id"] for page in (first, second) for one in page["documents"]] == ["a", "b"]
    assert second["next_cursor"] is None


def test_documents_are_asked_for_by_text_and_format(client: TestClient, door: ScriptedDoor) -> None:
    client.get("/v1/documents", params={"q": "50% _é", "format": "PDF"})
    assert door.filters == [("50% _é", "PDF")]
    for wrong in ({"q": "a\x00"}, {"q": "x" * 201}, {"format": "p;f"}):
        assert client.get("/v1/documents", params=wrong).status_code == 422


def test_a_document_is_sent_once_while_it_is_the_same(client: TestClient, door: ScriptedDoor) -> None:
    response = client.get("/v1/documents/d1")
    assert response.json()["document"]["file"] == DOCUMENT.file
    known = {"If-None-Match": response.headers["etag"]}
    assert client.get("/v1/documents/d1", headers=known).status_code == 304
    door.held = [replace(DOCUMENT, version=2)]
    assert client.get("/v1/documents/d1", headers=known).status_code == 200
    assert problem_of(client.get("/v1/documents/nobody"))["code"] == "not_found"


def test_passages_come_in_pages_with_their_boxes(client: TestClient) -> None:
    first = client.get("/v1/documents/d1/passages?limit=1").json()
    (passage,) = first["passages"]
    assert passage["boxes"] == [{"page": 3, "left": 72.0, "top": 90.5, "right": 300.0, "bottom": 104.0}]
    params = {"limit": 1, "cursor": first["next_cursor"]}
    second = client.get("/v1/documents/d1/passages", params=params).json()
    assert ([one["id"] for one in second["passages"]], second["next_cursor"]) == (["c2"], None)


def test_the_picture_of_a_page_tells_how_large_the_page_is(
    client: TestClient, door: ScriptedDoor, tmp_path: Path
) -> None:
    rules = write(tmp_path / "rules.pdf", pdf_bytes([PdfPage(shown("Leave", 72, 50), (400, 200))]))
    door.pictures["d1"] = page_image(rules, 1, 300, tmp_path / "cache")
    response = client.get("/v1/documents/d1/pages/1?width=300")
    assert response.headers["x-page-points"] == "400.00 200.00"


@pytest.mark.parametrize(("suffix", "kind"), [(".png", "image/png"), (".jpg", "image/jpeg")])
def test_the_picture_of_a_page_says_what_it_is_and_is_sent_once(
    client: TestClient, door: ScriptedDoor, tmp_path: Path, suffix: str, kind: str
) -> None:
    door.pictures["d1"] = tmp_path / f"1-600{suffix}"
    door.pictures["d1"].write_bytes(b"picture")
    response = client.get("/v1/documents/d1/pages/1?width=600")
    assert (response.content, response.headers["content-type"]) == (b"picture", kind)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "x-page-points" not in response.headers
    known = {"If-None-Match": response.headers["etag"]}
    assert client.get("/v1/documents/d1/pages/1?width=600", headers=known).status_code == 304
    assert door.widths == [600, 600]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("d1/pages/2", 422, "document"),
        ("d1/pages/0", 422, "document"),
        ("d1/pages/1", 404, "not_found"),
        ("nobody/pages/1", 404, "not_found"),
        ("d1/pages/x", 422, "invalid_request"),
        ("d1/pages/" + "9" * 30, 422, "invalid_request"),
        ("d1/pages/1?width=x", 422, "invalid_request"),
        ("d1/pages/..%2F1", 404, "not_found"),
    ],
)
def test_a_page_that_is_not_there_is_a_problem(client: TestClient, path: str, status: int, code: str) -> None:
    response = client.get(f"/v1/documents/{path}")
    assert (response.status_code, problem_of(response)["code"]) == (status, code)
