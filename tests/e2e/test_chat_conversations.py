"""Conversations that the server keeps, with the scripted door: where timing or size matters."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text

from tests.e2e import script
from tests.e2e.scripted_door import StoryDoor
from tests.e2e.scripted_reader import ask, violations
from trag.errors import DataFolderError

pytestmark = pytest.mark.e2e

KEPT = re.compile(r"#/c/.+")
HOSTILE_TITLE = "<img src=x onerror='window.ran=1'> [a](javascript:window.ran=2) \u202egnp.exe"


def titles(page: Page) -> Any:
    return page.get_by_role("list", name="Conversations").get_by_role("listitem")


def test_a_conversation_begins_with_its_first_question_and_is_there_after_a_reload(chat: Page) -> None:
    expect(titles(chat)).to_have_count(0)
    expect(ask(chat, script.CITED)).to_contain_text("by the model")
    expect(chat).to_have_url(KEPT)
    expect(titles(chat)).to_contain_text([script.CITED])
    chat.reload()
    answer = chat.get_by_role("article")
    expect(answer).to_contain_text("within 30 days of the return")
    expect(answer.get_by_role("button", name="Source 2: policies/travel.md").first).to_be_visible()
    assert violations(chat) == ""
    expect(ask(chat, script.FROM_TREE)).to_contain_text("From the organisation tree")
    expect(chat.get_by_role("article")).to_have_count(2)
    expect(titles(chat)).to_have_count(1)


def test_an_answer_goes_on_while_its_reader_is_elsewhere(chat: Page, door: StoryDoor) -> None:
    expect(ask(chat, script.WAITED)).to_contain_text("Chose passages of policies/travel.md")
    chat.get_by_role("button", name="New chat").click()
    expect(chat.get_by_role("heading", name="Ask about Harbour Relief.")).to_be_visible()
    expect(ask(chat, script.FROM_TREE)).to_contain_text("From the organisation tree")
    chat.get_by_role("link", name="Organisation", exact=True).click()
    door.gate.set()
    chat.get_by_role("link", name="Chat", exact=True).click()
    titles(chat).filter(has_text=script.WAITED).get_by_role("link").click()
    expect(chat.get_by_role("article")).to_contain_text("within 30 days")
    expect(chat.get_by_role("article")).to_have_attribute("data-state", "done")


def test_where_nothing_can_be_kept_questions_are_answered_all_the_same(
    page: Page, door: StoryDoor, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DataFolderError("The disk can only be read.", hint="Mount it for writing.")

    monkeypatch.setattr(door.conversations, "create", refuse)
    page.goto(server_url)
    expect(ask(page, script.FROM_TREE)).to_contain_text("From the organisation tree")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("This conversation isn.t kept"))
    expect(ask(page, script.UNKNOWN)).to_contain_text("Not in the material")
    assert [turn.question for turn in door.histories[-1]] == [script.FROM_TREE]
    assert violations(page) == ""


def test_a_conversation_that_can_not_be_kept_any_more_goes_on(
    chat: Page, door: StoryDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(ask(chat, script.FROM_TREE)).to_contain_text("From the organisation tree")

    def refuse(*_: object) -> Any:
        raise DataFolderError("The disk can only be read.")

    monkeypatch.setattr(door.conversations, "ask", refuse)
    expect(ask(chat, script.UNKNOWN)).to_contain_text("Not in the material")
    expect(chat.get_by_role("alert")).to_contain_text("The disk can only be read.")


def test_an_unknown_conversation_is_told_and_left(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/#/c/nothing")
    expect(page.get_by_role("alert")).to_contain_text("There is no conversation 'nothing'.")
    page.get_by_role("button", name="New chat").click()
    expect(page.get_by_role("heading", name="Ask about Harbour Relief.")).to_be_visible()


def test_a_conversation_of_ten_thousand_messages_is_drawn_from_its_end(
    page: Page, door: StoryDoor, server_url: str
) -> None:
    kept = door.conversations.create("Long")
    fill(door, kept.id, 10_000)
    page.goto(f"{server_url}/#/c/{kept.id}")
    lines = page.get_by_role("list", name="Conversation", exact=True).get_by_role("listitem")
    expect(lines.last).to_contain_text("Question 10000?")
    expect(lines.last).to_be_in_viewport()
    expect(lines).to_have_count(40)
    page.evaluate("window.scrollTo(0, 0)")
    expect(lines).not_to_have_count(40)
    # What was looked at stays where it was.
    expect(lines.filter(has_text="Question 9961?").first).to_be_in_viewport()
    expect(ask(page, script.FROM_TREE)).to_contain_text("From the organisation tree")
    expect(lines.last).to_be_in_viewport()


def fill(door: StoryDoor, conversation_id: str, count: int) -> None:
    """As if `count` questions had been asked; one after the other would take minutes."""
    answer = (
        '{"id": "m", "question": "q", "answer": "An **answer** of some words.", "refused": false,'
        '"answered_by": "model", "entities": [], "citations": [], "candidates": [], "tokens": 1,'
        '"timings": {}}'
    )
    insert = text(
        "INSERT INTO messages (id, conversation_id, position, question, state, answer, error, created_at) "
        "VALUES (:id, :of, :at, :question, 'answered', :answer, '', :day)"
    )
    rows = [
        {"id": f"m{n}", "of": conversation_id, "at": n, "question": f"Question {n}?", "answer": answer}
        for n in range(1, count + 1)
    ]
    engine = door.conversations._messages._catalog.engine  # there is no faster way in
    with engine.begin() as connection:
        connection.execute(insert, [row | {"day": script.DAY} for row in rows])


def test_hostile_titles_and_names_are_text(page: Page, door: StoryDoor, server_url: str) -> None:
    door.conversations.create(HOSTILE_TITLE)
    page.goto(server_url)
    expect(titles(page)).to_contain_text("<img src=x onerror='window.ran=1'>")
    titles(page).get_by_role("button").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("javascript:window.ran=2")
    assert violations(page) == ""
    assert page.locator("nav img, [role=dialog] img, [role=dialog] a").count() == 0
    assert page.evaluate("window.ran") is None


def test_nothing_moves_when_an_answer_is_complete(chat: Page) -> None:
    answer = ask(chat, script.SLOW)
    expect(answer).to_contain_text("Word 3.")
    place = "box => box.getBoundingClientRect().top - box.closest('li').getBoundingClientRect().top"
    before = answer.locator(".answer-text").evaluate(place)
    chat.get_by_role("button", name="Stop").click()
    expect(answer).to_contain_text("Stopped")
    assert answer.locator(".answer-text").evaluate(place) == before


def test_a_mark_shows_its_passage_when_pointed_at(chat: Page) -> None:
    answer = ask(chat, script.CITED)
    expect(answer).to_contain_text("by the model")
    mark = answer.get_by_role("button", name="Source 1: policies/travel.md")
    # Whoever typed before has to have moved the mouse: a card never opens under a pointer that rests.
    chat.mouse.move(600, 700)
    mark.hover()
    card = chat.get_by_role("tooltip")
    expect(card).to_contain_text(script.QUOTE)
    expect(card).to_contain_text(re.compile("Travel policy . Booking"))
    expect(mark).to_have_attribute("aria-describedby", card.evaluate("card => card.id"))
    mark.click()
    expect(card).to_have_count(0)


def test_why_an_answer_was_given(chat: Page) -> None:
    answer = ask(chat, script.CITED)
    answer.get_by_role("button", name="Why this answer").click()
    why = chat.get_by_role("complementary", name="Why this answer")
    expect(why).to_contain_text(re.compile("None of the organisation.s units, posts or people"))
    expect(why.get_by_text("Supported")).to_have_count(2)
    expect(why).to_contain_text("It read 412 tokens.")
    assert violations(chat) == ""
    why.get_by_role("button", name="2 policies/travel.md").click()
    expect(chat.get_by_role("complementary", name="policies/travel.md").locator("mark")).to_be_in_viewport()


def test_an_answer_is_copied_with_its_sources(chat: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(chat, script.CITED)
    answer.get_by_role("button", name="Copy").click()
    expect(answer).to_contain_text("Copied")
    copied = chat.evaluate("navigator.clipboard.readText()")
    assert "**more than nine hours**" in copied
    assert re.search(r"\[1\] policies/travel.md, Travel policy . Booking: .Flights of", copied)


def test_the_last_question_is_edited_and_asked_again(chat: Page) -> None:
    first = ask(chat, script.FROM_TREE)
    expect(first).to_contain_text("From the organisation tree")
    first.get_by_role("button", name="Edit the question").click()
    expect(chat.get_by_label("Your question")).to_have_value(script.FROM_TREE)
    expect(chat.get_by_label("Your question")).to_be_focused()
    expect(ask(chat, script.UNKNOWN)).to_contain_text("Not in the material")
    expect(first.get_by_role("button", name="Ask again")).to_have_count(1)
    expect(chat.get_by_role("button", name="Ask again")).to_have_count(1)
    chat.get_by_role("button", name="Ask again").click()
    expect(chat.get_by_role("article")).to_have_count(3)


def test_thumbs_are_kept_with_reason_and_corrected_answer(chat: Page, door: StoryDoor) -> None:
    answer = ask(chat, script.CITED)
    answer.get_by_role("button", name="Good answer").click()
    expect(answer.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="Bad answer").click()
    dialog = chat.get_by_role("dialog")
    dialog.get_by_role("button", name="Wrong source").click()
    dialog.get_by_label("In your words").fill("That is the old policy.")
    dialog.get_by_label("What would be right?").fill("Eight hours.")
    assert violations(chat) == ""
    dialog.get_by_role("button", name="Send").click()
    bad = chat.get_by_role("button", name="Bad answer")
    expect(bad).to_have_attribute("aria-pressed", "true")
    chat.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")
    (given,) = door.conversations.feedback()
    assert given.feedback.reason == "Wrong source: That is the old policy."
    assert given.feedback.corrected_answer == "Eight hours."
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "false")


def test_a_list_that_was_cut_says_so(chat: Page) -> None:
    answer = ask(chat, script.CUT)
    expect(answer).to_contain_text("Incomplete: 12 of 40 did not fit and are not listed")
    assert violations(chat) == ""
