"""All conversations of one's own: taken along as one file, deleted at once; those of others for admins."""

import json

import httpx
import pytest

from api.app import create_app
from tests.api.live import running
from tests.contracts.conftest import KEY
from trag.client import Client
from trag.conversations.exporting_all import as_lines
from trag.errors import ApiError, ForbiddenError
from trag.protocols import Door
from trag.types import Caller, Done
from trag.types.accounts import NewKey, NewUser
from trag.types.conversations import ConversationOwner
from trag.workspace import Workspace

ADA = Caller("user:zoe", "zoe", "reader", frozenset())
IDA = Caller("oidc:ida", "ida", "reader", frozenset())


def talk(door: Door, title: str) -> str:
    made = door.conversations.create(title)
    *_, done = door.conversations.ask(made.id, "Who leads?")
    assert isinstance(done, Done)
    (message,) = door.conversations.messages(made.id)
    door.conversations.give_feedback(message.id, "down", f"about {title}")
    return made.id


def exported(door: Door) -> list[tuple[str, list[str]]]:
    whole = [json.loads(line) for line in as_lines(door.conversations)]
    return [
        (one["conversation"]["title"], [message["feedback"]["reason"] for message in one["messages"]])
        for one in whole
    ]


def test_one_takes_ones_own_along_and_deletes_them_and_nobody_elses(door: Door, workspace: Workspace) -> None:
    theirs = workspace.for_caller(ADA)
    talk(theirs, "Ada's")
    for title in ("first", "second"):
        talk(door, title)
    assert exported(door) == [("second", ["about second"]), ("first", ["about first"])]
    assert exported(theirs) == [("Ada's", ["about Ada's"])]
    assert door.conversations.delete_all() == 2
    assert (door.conversations.page(), door.conversations.delete_all()) == ([], 0)
    assert [one.feedback.reason for one in theirs.conversations.feedback()] == ["about Ada's"]


def test_an_admin_sees_whose_there_are_and_deletes_those_of_somebody_who_left(
    door: Door, workspace: Workspace
) -> None:
    for caller in (ADA, IDA):
        talk(workspace.for_caller(caller), "x")
    assert door.conversations.owners() == [ConversationOwner(IDA.id, 1), ConversationOwner(ADA.id, 1)]
    assert door.conversations.delete_all(IDA.id) == 1
    assert door.conversations.owners() == [ConversationOwner(ADA.id, 1)]
    assert workspace.for_caller(IDA).conversations.feedback() == []


def test_a_reader_reaches_nobody_elses(workspace: Workspace) -> None:
    talk(workspace.for_caller(IDA), "Ida's")
    theirs = workspace.for_caller(ADA)
    with pytest.raises(ForbiddenError):
        theirs.conversations.delete_all(IDA.id)
    with pytest.raises(ForbiddenError):
        theirs.conversations.owners()
    assert theirs.conversations.delete_all() == theirs.conversations.delete_all(ADA.id) == 0
    assert len(workspace.for_caller(IDA).conversations.page()) == 1


def test_who_is_removed_leaves_no_conversation_and_no_feedback(workspace: Workspace) -> None:
    workspace.accounts.add_user(NewUser("root", "admin"))
    workspace.accounts.add_user(NewUser("zoe", "reader"))
    talk(workspace.for_caller(ADA), "Ada's")
    workspace.accounts.remove_user("zoe")
    assert workspace.conversations.owners() == []
    with workspace.catalog.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM feedback").scalar() == 0


def test_through_the_server_all_has_to_be_said_and_others_are_closed(workspace: Workspace) -> None:
    workspace.accounts.add_user(NewUser("root", "admin"))
    workspace.accounts.add_user(NewUser("zoe", "reader"))
    key = workspace.accounts.create_key(NewKey("zoe", "x", "reader")).token
    talk(workspace, "mine")
    with running(create_app(workspace, owner_key=KEY)) as url:
        headers = {"Authorization": f"Bearer {KEY}"}
        for path in ("/v1/conversations", "/v1/conversations/", "/v1/conversations?all=false"):
            response = httpx.request("DELETE", url + path, headers=headers, json={}, follow_redirects=True)
            assert response.status_code >= 400
        assert len(workspace.conversations.page()) == 1
        response = httpx.get(f"{url}/v1/conversations/export", headers=headers)
        assert response.headers["content-disposition"] == 'attachment; filename="conversations.jsonl"'
        assert json.loads(response.text)["conversation"]["title"] == "mine"
        client = Client(url, key)
        for ask in (client.conversations.owners, lambda: client.conversations.delete_all("user:root")):
            with pytest.raises((ApiError, ForbiddenError)):
                ask()
        client.close()
