import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule
from sqlalchemy import func, select

import trag.catalog.conversations
import trag.catalog.database
from trag.catalog.catalog import Catalog, Revision
from trag.catalog.conversations import Conversations
from trag.catalog.dependents import dependents
from trag.catalog.feedback import FeedbackNotes
from trag.catalog.messages import Messages
from trag.catalog.models import ConversationRow, DependentRow, FeedbackRow, MessageRow
from trag.types import Answer, Citation, Document, Turn
from trag.types.conversations import Conversation, ConversationMessage

CITED = Citation(1, "leave.md", None, "Sixteen weeks.", ("Leave",), "d1", "c1")
LEAVE = Revision(Document("d1", "leave.md", "Leave", "md", 1, 0, "2026-01-01"), "s", "0" * 64)
NAMES = ("conversations", "messages", "feedback", "dependents")
TABLES = (ConversationRow, MessageRow, FeedbackRow, DependentRow)

OLD_DOCUMENT = """
INSERT INTO documents (id, source, file, title, format, sha256, bytes, chunks, ingested_at, place)
VALUES ('d1', 's', 'old.md', 'Old', 'md', '00', 1, 0, '2026-01-01T00:00:00+00:00', 'd1')
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    catalog.put_document(LEAVE, [])
    yield catalog
    catalog.close()


@pytest.fixture
def conversations(catalog: Catalog) -> Conversations:
    return Conversations(catalog)


@pytest.fixture
def messages(catalog: Catalog) -> Messages:
    return Messages(catalog)


def begun(messages: Messages, conversation: Conversation, question: str = "Why?") -> ConversationMessage:
    message = messages.begin(conversation.id, question, question)
    assert message is not None
    return message


def answer(text: str, *citations: Citation) -> Answer:
    return Answer("Why?", text, refused=False, answered_by="model", citations=citations)


def rows(catalog: Catalog) -> dict[str, int]:
    with catalog.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in zip(NAMES, TABLES, strict=True)
        }


def test_the_newest_comes_first_whatever_the_clock_says(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = conversations.create("one")
    monkeypatch.setattr(trag.catalog.conversations, "now", lambda: "1999-01-01T00:00:00+00:00")
    second = conversations.create("two")
    assert conversations.page() == [second, first]
    assert conversations.page(limit=1) == [second]
    assert conversations.page(before=second.number) == [first]
    assert conversations.page(limit=0) == conversations.page(limit=-1) == []


@pytest.mark.parametrize("number", [-(10**30), 0, 2**31, 10**30])
def test_a_number_no_database_holds_is_only_a_number(conversations: Conversations, number: int) -> None:
    made = conversations.create()
    assert conversations.page(before=number) == ([made] if number > 1 else [])


def test_ids_can_not_be_guessed_and_numbers_tell_nothing_of_others(catalog: Catalog) -> None:
    ada, bob = Conversations(catalog, "ada"), Conversations(catalog, "bob")
    made = [ada.create(), bob.create(), ada.create()]
    assert [one.number for one in made] == [1, 1, 2]
    assert all(len(one.id) >= 22 for one in made)
    assert len({one.id for one in made}) == 3


def test_nobody_sees_or_changes_the_conversations_of_another(catalog: Catalog) -> None:
    ada, bob = Conversations(catalog, "ada"), Conversations(catalog, "bob")
    hers, his = Messages(catalog, "ada"), Messages(catalog, "bob")
    made = ada.create("hers")
    asked = begun(hers, made)
    hers.finish(asked, "answered", answer("Because."))
    assert (bob.get(made.id), bob.rename(made.id, "his"), bob.delete(made.id), bob.page()) == (
        None,
        None,
        False,
        [],
    )
    assert his.begin(made.id, "And?") is None
    assert his.finish(asked, "failed", None) is False
    assert (his.of(made.id), his.turns_before(asked, 5)) == ([], [])
    notes = FeedbackNotes(catalog, "bob")
    assert (notes.put(asked.id, "up", "", ""), notes.remove(asked.id), notes.page()) == (None, False, [])
    assert hers.of(made.id)[0].state == "answered"


def test_a_message_counts_as_stopped_until_it_is_finished(
    conversations: Conversations, messages: Messages
) -> None:
    made = conversations.create()
    message = begun(messages, made, "How long?")
    assert (message.state, message.answer, message.position) == ("stopped", None, 1)
    assert messages.of(made.id) == [message]
    whole = Answer("How long?", "Sixteen weeks [1].", refused=False, answered_by="model", citations=(CITED,))
    assert messages.finish(message, "answered", whole)
    found = messages.of(made.id)[0]
    assert (found.state, found.answer, found.error) == ("answered", whole, "")
    renewed = conversations.get(made.id)
    assert renewed is not None
    assert (renewed.title, renewed.messages) == ("How long?", 1)


def test_the_first_question_is_the_title_of_one_without_only(
    conversations: Conversations, messages: Messages
) -> None:
    made = conversations.create()
    begun(messages, made, "First?")
    begun(messages, made, "Second?")
    assert [one.title for one in conversations.page()] == ["First?"]
    begun(messages, conversations.create("Mine"), "Third?")
    assert conversations.page()[0].title == "Mine"


def test_messages_come_page_by_page_in_order(conversations: Conversations, messages: Messages) -> None:
    made = conversations.create()
    asked = [begun(messages, made, f"q{number}") for number in range(5)]
    assert messages.of(made.id, limit=2) == asked[:2]
    assert messages.of(made.id, limit=2, after=2) == asked[2:4]
    assert messages.of(made.id, after=5) == messages.of(made.id, after=10**30) == []


def test_turns_are_the_earlier_questions_with_answers(
    conversations: Conversations, messages: Messages
) -> None:
    made = conversations.create()
    asked = [begun(messages, made, f"q{number}") for number in range(5)]
    messages.finish(asked[0], "answered", answer("a0"))
    messages.finish(asked[1], "failed", None, "No model.")
    messages.finish(asked[2], "stopped", answer("a2"))
    messages.finish(asked[4], "answered", answer("a4"))
    assert messages.turns_before(asked[3], 9) == [Turn("q0", "a0"), Turn("q2", "a2")]
    assert messages.turns_before(asked[3], 1) == [Turn("q2", "a2")]


def test_questions_at_once_take_places_in_a_row(conversations: Conversations, messages: Messages) -> None:
    made = conversations.create()
    threads = [threading.Thread(target=lambda: [begun(messages, made) for _ in range(5)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.position for one in messages.of(made.id)] == list(range(1, 31))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("leave", ["Leave for parents"]),
        ("ÉCOLE", ["École 100%_done"]),
        ("%", ["École 100%_done"]),
        ("_", ["École 100%_done"]),
        ("[a-z]+(", ["Other"]),
        (".*", []),
        ("'; DROP TABLE messages; --", []),
        ("\x00", []),
        ('"', []),
        ("   ", ["Other", "École 100%_done", "Leave for parents"]),
    ],
)
def test_a_search_finds_text_as_it_stands(
    conversations: Conversations, messages: Messages, search: str, found: list[str]
) -> None:
    conversations.create("Leave for parents")
    conversations.create("École 100%_done")
    begun(messages, conversations.create("Other"), "What does [a-z]+( mean?")
    assert [one.title for one in conversations.page(search)] == found


def test_feedback_given_again_takes_the_place_of_the_old(
    catalog: Catalog, conversations: Conversations, messages: Messages
) -> None:
    made, notes = conversations.create(), FeedbackNotes(catalog)
    one, two = begun(messages, made, "q1"), begun(messages, made, "q2")
    messages.finish(one, "answered", answer("a1"))
    assert notes.put("nobody", "up", "", "") is None
    first = notes.put(one.id, "down", "Wrong.", "Better.")
    second = notes.put(two.id, "up", "", "")
    again = notes.put(one.id, "up", "", "")
    assert first
    assert second
    assert again
    assert first.number < second.number < again.number
    assert [judged.feedback for judged in notes.page()] == [again, second]
    assert [(judged.question, judged.answer) for judged in notes.page()] == [("q1", "a1"), ("q2", "")]
    assert [judged.feedback for judged in notes.page(before=again.number)] == [second]
    assert [message.feedback for message in messages.of(made.id)] == [again, second]
    assert (notes.remove(one.id), notes.remove(one.id), notes.remove("nobody")) == (True, True, False)
    assert rows(catalog)["feedback"] == 1


def test_what_is_deleted_is_gone_from_every_table_and_every_byte(
    catalog: Catalog, conversations: Conversations, messages: Messages
) -> None:
    kept, gone = conversations.create("kept"), conversations.create("zebratitle")
    for made in (kept, gone):
        word = "zebra" if made is gone else "horse"
        message = begun(messages, made, f"{word}question")
        messages.finish(message, "answered", answer(f"{word}answer", CITED))
        FeedbackNotes(catalog).put(message.id, "down", f"{word}reason", f"{word}correction")
    assert b"zebra" in everything(catalog)
    assert conversations.delete(gone.id)
    assert rows(catalog) == dict.fromkeys(NAMES, 1)
    assert b"zebra" not in everything(catalog)
    assert b"horse" in everything(catalog)
    assert (conversations.get(gone.id), messages.of(gone.id), conversations.delete(gone.id)) == (
        None,
        [],
        False,
    )


def everything(catalog: Catalog) -> bytes:
    return b"".join(path.read_bytes() for path in catalog.path.parent.glob(f"{catalog.path.name}*"))


def test_an_answer_for_a_conversation_deleted_meanwhile_leaves_nothing(
    catalog: Catalog, conversations: Conversations, messages: Messages
) -> None:
    made = conversations.create()
    message = begun(messages, made)
    conversations.delete(made.id)
    assert messages.finish(message, "answered", answer("late", CITED)) is False
    assert messages.begin(made.id, "And?") is None
    assert FeedbackNotes(catalog).put(message.id, "up", "", "") is None
    assert rows(catalog) == dict.fromkeys(NAMES, 0)


def test_a_conversation_rests_on_the_documents_it_cites(
    catalog: Catalog, conversations: Conversations, messages: Messages
) -> None:
    made = conversations.create()
    for _ in range(2):
        messages.finish(begun(messages, made), "answered", answer("a", CITED))
    assert [(one.kind, one.name) for one in dependents(catalog)] == [("conversation", made.id)]


def test_what_was_deleted_while_an_answer_was_written_is_cited_without_its_words(
    catalog: Catalog, conversations: Conversations, messages: Messages
) -> None:
    made = conversations.create()
    message = begun(messages, made)
    gone = replace(CITED, number=2, document_id="gone")
    messages.finish(message, "answered", answer("a", CITED, gone))
    found = messages.of(made.id)[0].answer
    assert found is not None
    assert found.citations == (CITED, replace(gone, quote=""))
    assert [one.is_stale for one in conversations.page()] == [True]


def test_a_catalog_from_before_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalog.sqlite"
    make_0002(path, monkeypatch)
    catalog = Catalog(path)
    made = Conversations(catalog).create("new")
    assert [document.file for document in catalog.documents()] == ["old.md"]
    assert Conversations(catalog).page() == [made]
    catalog.close()


def make_0002(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog as the version before wrote it, with a document in it."""
    from alembic import command

    upgrade = command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0002"))
        trag.catalog.database.open_database(path).dispose()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
        connection.execute(OLD_DOCUMENT)
    connection.close()


class Kept(RuleBasedStateMachine):
    """Whatever is done in whatever order, the catalog holds what a plain dictionary would."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory(prefix="trag-test-")
        self.catalog = Catalog(Path(self.folder.name) / "catalog.sqlite")
        self.conversations, self.messages = Conversations(self.catalog), Messages(self.catalog)
        self.notes = FeedbackNotes(self.catalog)
        self.model: dict[str, dict[str, bool]] = {}

    made = Bundle("made")
    asked = Bundle("asked")

    @rule(target=made)
    def create(self) -> str:
        conversation = self.conversations.create()
        self.model[conversation.id] = {}
        return conversation.id

    @rule(target=asked, conversation_id=made)
    def ask(self, conversation_id: str) -> object:
        message = self.messages.begin(conversation_id, "q", "q")
        assert (message is None) == (conversation_id not in self.model)
        if message is None:
            return multiple()
        self.model[conversation_id][message.id] = False
        return message

    @rule(message=asked, state=st.sampled_from(["answered", "stopped", "failed"]))
    def finish(self, message: ConversationMessage, state: str) -> None:
        done = self.messages.finish(message, state, answer("a", CITED))  # type: ignore[arg-type]
        assert done == (message.conversation_id in self.model)

    @rule(message=asked, verdict=st.sampled_from(["up", "down"]))
    def judge(self, message: ConversationMessage, verdict: str) -> None:
        given = self.notes.put(message.id, verdict, "", "")  # type: ignore[arg-type]
        assert (given is not None) == (message.conversation_id in self.model)
        if given:
            self.model[message.conversation_id][message.id] = True

    @rule(message=asked)
    def withdraw(self, message: ConversationMessage) -> None:
        assert self.notes.remove(message.id) == (message.conversation_id in self.model)
        if message.conversation_id in self.model:
            self.model[message.conversation_id][message.id] = False

    @rule(conversation_id=consumes(made))
    def delete(self, conversation_id: str) -> None:
        assert self.conversations.delete(conversation_id)
        assert not self.conversations.delete(conversation_id)
        del self.model[conversation_id]

    @invariant()
    def counts_agree(self) -> None:
        found = self.conversations.page(limit=1000)
        assert [one.id for one in found] == list(self.model)[::-1]
        assert {one.id: one.messages for one in found} == {one: len(said) for one, said in self.model.items()}
        counts = rows(self.catalog)
        assert counts["messages"] == sum(len(said) for said in self.model.values())
        assert counts["feedback"] == sum(sum(said.values()) for said in self.model.values())
        assert counts["feedback"] == len(self.notes.page(limit=1000))

    def teardown(self) -> None:
        self.catalog.close()
        self.folder.cleanup()


TestAnySequence = Kept.TestCase
TestAnySequence.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
