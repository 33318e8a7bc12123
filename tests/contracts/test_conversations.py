"""What every door promises about conversations: here, and through the server that owns them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harbour_aid import TREE
from trag.errors import ConversationError, ModelRequestError
from trag.guarded import Asking
from trag.protocols import Door
from trag.types import Answer, Done, Token
from trag.types.conversations import ConversationEvent, MessageBegun
from trag.workspace import Workspace

STRANGE = ["nobody", "", "..", ".", "a/b", "../documents", "%2e%2e", "x?y#z", "\x00", "é" * 5000, "a b", "1"]


@pytest.fixture
def leave(door: Door, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    list(door.ingest(folder))


def ask(door: Door, conversation_id: str, question: str) -> tuple[MessageBegun, Answer]:
    begun, *_, done = door.conversations.ask(conversation_id, question)
    assert isinstance(begun, MessageBegun)
    assert isinstance(done, Done)
    return begun, done.answer


def test_what_is_asked_and_answered_is_kept(door: Door, leave: None) -> None:
    made = door.conversations.create()
    assert (made.title, made.messages) == ("", 0)
    begun, answer = ask(door, made.id, "How many weeks is parental leave?")
    assert answer.citations
    (message,) = door.conversations.messages(made.id)
    assert (message.id, message.conversation_id, message.position) == (begun.id, made.id, 1)
    assert (message.state, message.question) == ("answered", answer.question)
    assert message.answer is not None
    assert (message.answer.text, message.answer.citations) == (answer.text, answer.citations)
    (listed,) = door.conversations.page()
    assert (listed.title, listed.messages, listed.is_stale) == (answer.question, 1, False)
    assert door.conversations.get(made.id) == listed


def test_a_document_that_is_deleted_takes_its_quotes_with_it_and_its_receipt_names_the_conversation(
    door: Door, leave: None
) -> None:
    made, other = door.conversations.create(), door.conversations.create("other")
    for _ in range(2):
        ask(door, made.id, "How many weeks is parental leave?")
    (receipt,) = door.delete(["leave.md"])
    assert receipt.dependents == (f"conversation {made.id}",)
    assert [one.is_stale for one in door.conversations.page()] == [False, True]
    assert door.conversations.page()[0] == other
    for message in door.conversations.messages(made.id):
        assert message.answer is not None
        assert [(one.file, one.quote) for one in message.answer.citations] == [("leave.md", "")]


def test_a_follow_up_is_understood_by_what_was_asked_before(door: Door) -> None:
    door.import_tree(TREE, "org.yaml")
    made = door.conversations.create("Mine")
    for question in ("Which sections does the Finance Division have?", "And who leads it?"):
        ask(door, made.id, question)
    assert [one.position for one in door.conversations.messages(made.id)] == [1, 2]
    assert [one.title for one in door.conversations.page()] == ["Mine"]


def test_closing_the_iterator_keeps_what_was_shown(door: Door) -> None:
    door.import_tree(TREE, "org.yaml")
    made = door.conversations.create()
    events = door.conversations.ask(made.id, "Which sections does the Finance Division have?")
    for event in events:
        if isinstance(event, Token):
            break
    events.close()  # type: ignore[attr-defined]
    for _ in range(500):
        (message,) = door.conversations.messages(made.id)
        if message.state != "running":
            break
    # Through the server, the end may have been sent before the client left.
    assert message.state in {"stopped", "answered"}
    assert message.answer is not None
    assert "Payroll" in message.answer.text


def test_pages_go_on_where_the_last_one_ended(door: Door) -> None:
    made = [door.conversations.create(f"c{number}") for number in range(5)][::-1]
    assert door.conversations.page(limit=2) == made[:2]
    assert door.conversations.page(limit=2, before=made[1].number) == made[2:4]
    assert door.conversations.page(limit=400) == made
    assert door.conversations.page(limit=0) == []
    assert door.conversations.page("C3") == [made[1]]
    assert door.conversations.page(".*") == []


def test_a_title_is_one_line_of_plain_text(door: Door) -> None:
    made = door.conversations.create(" a\r\nb\u202e\u2028c\x1b[31m ")
    assert made.title == "a b c [31m"
    assert door.conversations.rename(made.id, "<b>x</b>").title == "<b>x</b>"
    renamed = door.conversations.get(made.id)
    assert renamed is not None
    assert renamed.title == "<b>x</b>"


def test_feedback_is_kept_changed_and_withdrawn(door: Door) -> None:
    made = door.conversations.create()
    begun, answer = ask(door, made.id, "Who?")
    given = door.conversations.give_feedback(begun.id, "down", "It is wrong.", "Ada.")
    assert (given.verdict, given.reason, given.corrected_answer) == ("down", "It is wrong.", "Ada.")
    (judged,) = door.conversations.feedback()
    assert (judged.feedback, judged.conversation_id) == (given, made.id)
    assert (judged.question, judged.answer) == ("Who?", answer.text)
    assert door.conversations.messages(made.id)[0].feedback == given
    again = door.conversations.give_feedback(begun.id, "up")
    assert [one.feedback for one in door.conversations.feedback()] == [again]
    assert door.conversations.feedback(before=again.number) == []
    door.conversations.withdraw_feedback(begun.id)
    door.conversations.withdraw_feedback(begun.id)
    assert door.conversations.feedback() == []
    assert door.conversations.messages(made.id)[0].feedback is None


def test_what_is_deleted_is_gone(door: Door) -> None:
    gone, kept = door.conversations.create(), door.conversations.create()
    begun, _ = ask(door, gone.id, "Who?")
    door.conversations.give_feedback(begun.id, "up")
    door.conversations.delete(gone.id)
    assert door.conversations.page() == [kept]
    assert door.conversations.feedback() == []
    for act in unknown(door, gone.id, begun.id):
        with pytest.raises(ConversationError, match="There is no"):
            act()


@pytest.mark.parametrize("strange", STRANGE)
def test_an_id_that_nothing_has_is_unknown_whatever_it_looks_like(door: Door, strange: str) -> None:
    door.conversations.create()
    assert door.conversations.get(strange) is None
    for act in unknown(door, strange, strange):
        with pytest.raises(ConversationError, match="There is no"):
            act()
    assert len(door.conversations.page()) == 1


def unknown(door: Door, conversation_id: str, message_id: str) -> list[Callable[[], object]]:
    there = door.conversations
    return [
        lambda: there.messages(conversation_id),
        lambda: there.rename(conversation_id, "x"),
        lambda: there.delete(conversation_id),
        lambda: list(there.ask(conversation_id, "q")),
        lambda: there.give_feedback(message_id, "up"),
        lambda: there.withdraw_feedback(message_id),
    ]


def failing(_asking: Asking, _question: str, _turns: object) -> Iterator[ConversationEvent]:
    yield Token("Half of ")
    raise ModelRequestError("The model went away.", hint="Ask again.")


def test_an_answer_that_fails_is_kept_with_the_reason(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Asking, "stream", failing)
    made = door.conversations.create()
    with pytest.raises(ModelRequestError, match="went away"):
        list(door.conversations.ask(made.id, "Who?"))
    (message,) = door.conversations.messages(made.id)
    assert (message.state, message.error) == ("failed", "The model went away.")
    assert message.answer is not None
    assert message.answer.text == "Half of"


def test_conversations_outlive_the_process(workspace: Workspace) -> None:
    made = workspace.conversations.create("kept")
    workspace.close()
    with Workspace(workspace.settings) as again:
        assert again.conversations.page() == [made]
