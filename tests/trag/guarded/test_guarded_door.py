"""What each role may do at the guarded door, and that nothing of a Door is open by accident."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.planted import Planted, plant, planted
from trag.conversation_door import ConversationDoor
from trag.doors import GroupsDoor, JobDoor, NodeDoor
from trag.errors import ConversationError, DocumentError, ForbiddenError, JobError
from trag.guarded.conversations import HIDDEN, GuardedConversations
from trag.guarded.door import GuardedDoor
from trag.guarded.groups import GuardedGroups
from trag.guarded.jobs import GuardedJobs
from trag.guarded.nodes import GuardedNodes
from trag.protocols import Door
from trag.types import OWNER, Caller, Done, Job
from trag.types.conversations import MessageBegun
from trag.workspace import Workspace

READER = Caller("user:rita", "Rita", "reader", frozenset({"a"}))
EDITOR = Caller("user:emil", "Emil", "editor", frozenset({"a"}))
ADMIN = Caller("user:ada", "Ada", "admin", None)
MINE, THEIRS, BOTH = Planted(1, ("a",)), Planted(2, ("b",)), Planted(3, ("a", "b"), ("leave",))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with planted(tmp_path / "data", [MINE, THEIRS, BOTH]) as workspace:
        yield workspace


@pytest.mark.parametrize(
    ("protocol", "guarded"),
    [
        (Door, GuardedDoor),
        (JobDoor, GuardedJobs),
        (ConversationDoor, GuardedConversations),
        (NodeDoor, GuardedNodes),
        (GroupsDoor, GuardedGroups),
    ],
)
def test_every_public_name_of_a_door_has_a_rule_of_its_own(protocol: Any, guarded: Any) -> None:
    names = {name for name in vars(protocol) if not name.startswith("_")}
    assert names <= set(vars(guarded))
    assert "__getattr__" not in vars(guarded)
    assert guarded.__mro__ == (guarded, object)


def test_no_part_of_a_door_is_handed_out_that_is_not_guarded(workspace: Workspace) -> None:
    parts = {name for name, value in vars(Door).items() if isinstance(value, property)}
    assert parts == {"jobs", "conversations", "nodes", "groups", "accounts"}
    door = GuardedDoor(workspace, EDITOR)
    with pytest.raises(ForbiddenError):
        _ = door.accounts
    for part in (door.jobs, door.conversations, door.nodes, door.groups):
        assert type(part).__module__.startswith("trag.guarded")


def test_the_owner_has_the_whole_and_a_guarded_door_opens_for_nobody_else(workspace: Workspace) -> None:
    assert workspace.for_caller(OWNER) is workspace
    door = workspace.for_caller(READER)
    assert door.for_caller(READER) is door
    for other in (OWNER, ADMIN, EDITOR):
        with pytest.raises(ForbiddenError):
            door.for_caller(other)


@pytest.mark.parametrize("caller", [READER, EDITOR])
def test_the_server_s_disk_and_what_reaches_everything_is_for_admins(
    workspace: Workspace, caller: Caller
) -> None:
    door = workspace.for_caller(caller)
    for act in (
        lambda: door.plan(Path("/")),
        lambda: door.ingest(Path("/")),
        lambda: door.jobs.submit(Path("/")),
        door.verify,
        door.reindex,
        door.groups.rules,
        lambda: door.groups.set_default(["a"]),
    ):
        with pytest.raises(ForbiddenError):
            act()


def test_an_admin_by_a_key_of_some_groups_does_not_reach_the_disk(workspace: Workspace) -> None:
    door = workspace.for_caller(Caller("user:ada", "Ada", "admin", frozenset({"a"})))
    with pytest.raises(ForbiddenError, match="every document"):
        door.plan(Path("/"))
    assert [one.id for one in door.documents()] == [MINE.id, BOTH.id]


def test_groups_of_others_are_not_shown(workspace: Workspace) -> None:
    shown = {one.id: one.groups for one in workspace.for_caller(READER).documents()}
    assert shown == {MINE.id: ("a",), BOTH.id: ("a",)}
    assert workspace.for_caller(ADMIN).document(BOTH.id) == workspace.document(BOTH.id)


def test_deleting_what_may_not_be_read_is_deleting_what_there_is_not(workspace: Workspace) -> None:
    door = workspace.for_caller(EDITOR)
    with pytest.raises(DocumentError) as forbidden:
        door.delete([THEIRS.document.file])
    with pytest.raises(DocumentError) as unknown:
        door.delete(["no such file"])
    told = forbidden.value.message.replace(THEIRS.document.file, "no such file")
    assert told == unknown.value.message
    assert THEIRS.secret not in forbidden.value.hint
    assert workspace.document(THEIRS.id)


def test_what_others_read_too_is_not_an_editor_s_to_change(workspace: Workspace) -> None:
    door = workspace.for_caller(EDITOR)
    for act in (lambda: door.delete([BOTH.id]), lambda: door.groups.give([BOTH.id], ["a"])):
        with pytest.raises(ForbiddenError, match="other groups"):
            act()
    assert workspace.document(BOTH.id)


def test_a_receipt_tells_an_editor_counts_only(workspace: Workspace) -> None:
    [receipt] = workspace.for_caller(EDITOR).delete([MINE.id])
    assert (receipt.original, receipt.is_original_shared, receipt.dependents) == ("", False, ())
    assert receipt.chunks == 1


@pytest.mark.parametrize("groups", [["b"], ["a", "b"], []])
def test_documents_go_to_groups_of_the_editor_only(workspace: Workspace, groups: list[str]) -> None:
    with pytest.raises(DocumentError):
        workspace.for_caller(EDITOR).groups.give([MINE.id], groups)
    assert workspace.catalog.document(MINE.id).groups == ("a",)  # type: ignore[union-attr]


def test_a_document_given_to_everyone_is_everyone_s_at_once(workspace: Workspace) -> None:
    stranger = workspace.for_caller(Caller("user:sam", "Sam", "reader", frozenset()))
    assert stranger.search("What is the travel rule?").passages == ()
    [changed] = workspace.for_caller(EDITOR).groups.give([MINE.id], ["everyone"])
    assert changed.groups == ("everyone",)
    assert [one.document_id for one in stranger.search("What is the travel rule?").passages] == [MINE.id]


def test_readers_see_ranks_and_editors_scores_too(workspace: Workspace) -> None:
    def seen(caller: Caller) -> list[tuple[int, bool, bool]]:
        passages = workspace.for_caller(caller).search("travel rule").passages
        return [(one.rank, one.score is None, one.similarity is None) for one in passages]

    assert seen(READER) == [(1, True, True), (2, True, True)]
    assert seen(EDITOR) == [(1, False, False), (2, False, False)]


def test_health_is_told_in_words_without_counts_and_paths(workspace: Workspace, tmp_path: Path) -> None:
    told = str(workspace.for_caller(EDITOR).checks())
    assert "Model" in told
    assert str(tmp_path) not in told
    assert not any(letter.isdigit() for letter in told)


def uploaded(workspace: Workspace, caller: Caller, text: str, groups: list[str] | None) -> Job:
    door = workspace.for_caller(caller)
    job = door.jobs.upload([("notes.md", io.BytesIO(text.encode()))], groups=groups)
    *_, last = door.jobs.follow(job.id)
    assert isinstance(last, Job)
    return last


def test_a_name_that_others_use_already_is_free_for_an_editor(workspace: Workspace) -> None:
    other = Caller("user:olga", "Olga", "editor", frozenset({"b"}))
    assert uploaded(workspace, other, "# One\n\nThe first text of notes.", ["b"]).state == "done"
    assert uploaded(workspace, EDITOR, "# Two\n\nThe second text of notes.", ["a"]).state == "done"
    assert uploaded(workspace, EDITOR, "# Two\n\nThe third text of notes.", ["a"]).state == "done"
    notes = [one for one in workspace.documents() if one.file == "notes.md"]
    assert sorted((one.groups, one.version) for one in notes) == [(("a",), 2), (("b",), 1)]
    assert len({one.id for one in notes}) == 2


def test_who_deletes_what_others_sent_too_leaves_them_their_copy(workspace: Workspace) -> None:
    other = Caller("user:olga", "Olga", "editor", frozenset({"b"}))
    text = "# One\n\nThe same text of notes."
    first = uploaded(workspace, other, text, ["b"])
    uploaded(workspace, EDITOR, text, ["a"])
    assert len(workspace.uploads.places()) == 2
    workspace.for_caller(EDITOR).delete(["notes.md"])
    assert [one.groups for one in workspace.documents("notes.md")] == [("b",)]
    kept = workspace.for_caller(other).jobs.retry(first.id, whole=True)
    *_, again = workspace.for_caller(other).jobs.follow(kept.id)
    assert isinstance(again, Job)
    assert (again.state, again.failed) == ("done", 0)
    workspace.for_caller(other).delete(["notes.md"])
    assert workspace.uploads.places() == []


def test_jobs_of_others_are_unknown(workspace: Workspace) -> None:
    job = uploaded(workspace, EDITOR, "# One\n\nA text of notes.", ["a"])
    other = workspace.for_caller(Caller("user:olga", "Olga", "editor", frozenset({"a"})))
    assert (other.jobs.all(), other.jobs.get(job.id), other.jobs.files(job.id)) == ([], None, [])
    for act in (other.jobs.cancel, other.jobs.retry, other.jobs.follow):
        with pytest.raises(JobError, match=f"There is no job {job.id}"):
            act(job.id)
    assert [one.id for one in workspace.for_caller(ADMIN).jobs.all()] == [job.id]


@pytest.mark.parametrize("groups", [["b"], ["a", "b"], [], None])
def test_what_is_sent_goes_to_groups_of_the_editor_only(
    workspace: Workspace, groups: list[str] | None
) -> None:
    with pytest.raises(DocumentError):
        workspace.for_caller(EDITOR).jobs.upload([("notes.md", io.BytesIO(b"text"))], groups=groups)
    assert workspace.jobs.all() == []


def test_a_reader_sends_nothing(workspace: Workspace) -> None:
    with pytest.raises(ForbiddenError):
        workspace.for_caller(READER).jobs.upload([("notes.md", io.BytesIO(b"text"))], groups=["a"])


def test_a_source_that_may_not_be_read_any_more_is_hidden_in_old_answers(workspace: Workspace) -> None:
    door = workspace.for_caller(READER)
    begun = door.conversations.create()
    question = f"What is the travel rule of {MINE.secret}?"
    events = list(door.conversations.ask(begun.id, question))
    assert isinstance(events[0], MessageBegun)
    assert isinstance(events[-1], Done)
    [before] = door.conversations.messages(begun.id)
    workspace.groups.give([MINE.id, BOTH.id], ["b"])
    [after] = door.conversations.messages(begun.id)
    assert before.answer
    assert after.answer
    assert {one.document_id for one in before.answer.citations} == {MINE.id}
    assert {(one.file, one.quote, one.document_id) for one in after.answer.citations} == {(HIDDEN, "", "")}
    assert [one.is_stale for one in door.conversations.page()] == [True]


def test_conversations_of_others_are_unknown(workspace: Workspace) -> None:
    mine = workspace.for_caller(READER).conversations
    begun = mine.create("Mine")
    for caller in (EDITOR, ADMIN, OWNER):
        theirs = workspace.for_caller(caller).conversations
        assert (theirs.page(), theirs.get(begun.id)) == ([], None)
        for act in (theirs.messages, theirs.delete, lambda one, door=theirs: list(door.ask(one, "What?"))):
            with pytest.raises(ConversationError, match="There is no conversation"):
                act(begun.id)


def test_feedback_on_what_may_not_be_read_is_not_shown_to_an_editor(workspace: Workspace) -> None:
    for caller, planted_one in (
        (READER, MINE),
        (Caller("user:bo", "Bo", "reader", frozenset({"b"})), THEIRS),
    ):
        talk = workspace.for_caller(caller).conversations
        first, *_ = talk.ask(talk.create().id, f"What is the travel rule of {planted_one.secret}?")
        assert isinstance(first, MessageBegun)
        talk.give_feedback(first.id, "down", "No.", "Better.")
    seen = workspace.for_caller(EDITOR).conversations.feedback()
    assert [MINE.secret in one.question for one in seen] == [True]
    assert [one.conversation_id for one in seen] == [""]
    assert len(workspace.for_caller(ADMIN).conversations.feedback()) == 2


def test_a_unit_names_its_source_only_to_who_may_read_that(workspace: Workspace) -> None:
    plant(workspace, Planted(7, ("b",)))
    tree = "name: X\nroot: {id: x, name: X, kind: org, source: 'shared name xqzsecret7.md, page 2'}\n"
    workspace.import_tree(tree, "x.yaml")
    hidden, shown = workspace.for_caller(READER).nodes.get("x"), workspace.nodes.get("x")
    assert hidden
    assert shown
    assert (hidden.source, "xqzsecret7" in shown.source) == ("", True)
    workspace.groups.give(["document7"], ["a"])
    assert workspace.for_caller(READER).nodes.get("x") == shown
