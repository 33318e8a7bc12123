"""What an editor sees and changes is what they would without the documents that they may not read."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from starlette.testclient import TestClient

from tests.api.asked_everywhere import Shown, asked_everywhere, comparable
from tests.api.planted import Planted, key_of, planted, served
from tests.api.test_rights import QUESTIONS, SLOWLY, documents
from tests.ingest.parsing_here import PoolHere
from trag.types import EVERYONE, Caller
from trag.workspace import Workspace

EDITOR = Caller("user:emil", "Emil", "editor", frozenset({"a"}))
TEXT = b"# Sent\n\nThe travel rule of the sender is new."


@pytest.fixture(autouse=True, scope="module")
def parsed_here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.library.ParserPool", PoolHere)
        yield


def changed(client: TestClient, workspace: Workspace, drawn: list[Planted]) -> Iterator[Shown]:
    """What an editor gets who sends, moves and deletes documents by the names of all there are."""
    headers = key_of(EDITOR)
    for name in (one.document.file for one in drawn):
        for groups in ("?groups=a", "?groups=a", "?groups=c", ""):
            sent = {"files": (name, TEXT)}
            response = client.post(f"/v1/documents{groups}", files=sent, headers=headers)
            if response.is_success:
                list(workspace.jobs.follow(response.json()["job"]["id"]))
            yield f"send {name} {groups}", response.status_code, comparable(response.text)
        for method, path, body in (
            ("GET", f"/v1/documents?q={name}", None),
            ("POST", "/v1/documents/groups", {"names": [name], "groups": [EVERYONE]}),
            ("GET", "/v1/documents?group=a", None),
            ("POST", "/v1/search", {"question": "What is the travel rule?", "limit": 50}),
            ("POST", "/v1/documents/delete", {"names": [name]}),
            ("GET", "/v1/documents", None),
        ):
            response = client.request(method, path, json=body, headers=headers)
            yield f"{method} {path} {body}", response.status_code, comparable(response.text)


def shown(there: list[Planted], drawn: list[Planted]) -> list[Shown]:
    ids = [*(one.id for one in drawn), "nobody"]
    numbers = count()
    with (
        tempfile.TemporaryDirectory() as folder,
        planted(Path(folder), there) as workspace,
        served(workspace, EDITOR) as client,
        pytest.MonkeyPatch.context() as patch,
    ):
        # Places that are drawn by lot make ids, and ids the order of what is equally good.
        patch.setattr(
            "trag.guarded.uploading.secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}"
        )
        first = list(changed(client, workspace, drawn))
        return first + list(asked_everywhere(client, key_of(EDITOR), ids, QUESTIONS))


def check(drawn: list[Planted]) -> None:
    readable = [one for one in drawn if EDITOR.may_read(one.groups)]
    whole, alone = shown(drawn, drawn), shown(readable, drawn)
    assert [pair for pair in zip(whole, alone, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.slow
def test_an_editor_meets_nothing_of_names_that_others_use() -> None:
    check([Planted(1, ("a",)), Planted(2, ("b",)), Planted(3, ("a", "b")), Planted(4, ())])


@pytest.mark.slow
@settings(max_examples=5, **SLOWLY)
@given(documents)
def test_what_an_editor_sees_and_changes_is_that_of_an_index_without_the_rest(drawn: list[Planted]) -> None:
    check(drawn)
