import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import script
from tests.e2e.scripted_door import StoryDoor
from tests.e2e.scripted_reader import ask, violations
from trag.types import Check

pytestmark = pytest.mark.e2e


def test_the_page_says_what_is_loaded(chat: Page) -> None:
    expect(chat.get_by_role("banner")).to_contain_text(
        "4 documents · organisation tree of 82 units and posts"
    )
    chat.get_by_role("button", name="4 documents").click()
    panel = chat.get_by_role("complementary")
    expect(panel).to_contain_text("Procurement manual")
    expect(panel).to_contain_text("Harbour Relief: 82 units and posts, 57 people (org.yaml, version 3)")
    assert violations(chat) == ""


def test_without_a_tree_the_page_says_so(page: Page, door: StoryDoor, server_url: str) -> None:
    door.organised = False
    page.goto(server_url)
    expect(page.get_by_role("banner")).to_contain_text("no organisation tree: plain document search")


def test_what_keeps_the_server_from_answering_is_shown_until_it_is_over(
    page: Page, door: StoryDoor, server_url: str
) -> None:
    door.trouble = Check("Start", "problem", "the model is being loaded", "Wait a moment.")
    page.goto(server_url)
    expect(page.get_by_role("alert")).to_contain_text("Start: the model is being loaded")
    assert violations(page) == ""
    door.trouble = None
    expect(page.get_by_role("alert")).to_have_count(0, timeout=10_000)


def test_an_example_question_can_be_asked(chat: Page) -> None:
    expect(chat.get_by_role("button", name="What is “Travel policy” about?")).to_be_visible()
    expect(chat.get_by_role("button", name="Which units belong to Harbour Relief?")).to_be_visible()
    assert violations(chat) == ""


def test_a_question_gets_a_cited_answer(chat: Page) -> None:
    answer = ask(chat, script.CITED)
    expect(answer).to_contain_text("From the documents, by the model")
    expect(answer.locator("strong").first).to_have_text("more than nine hours")
    expect(answer.get_by_role("button", name="Source 1: policies/travel.md")).to_have_text("1")
    sources = answer.get_by_role("region", name="2 sources").get_by_role("listitem")
    expect(sources).to_have_count(2)
    expect(sources.first).to_contain_text(re.compile("Travel policy . Booking"))
    assert violations(chat) == ""


def test_what_happens_before_the_first_word_is_said(chat: Page, door: StoryDoor) -> None:
    answer = ask(chat, script.WAITED)
    found = answer.get_by_role("list", name="Names found in the question")
    expect(found.get_by_role("link")).to_have_text(
        re.compile("Harbour Relief . Secretariat . Finance Division division")
    )
    expect(answer.get_by_role("button", name="1 policies/travel.md")).to_contain_text(script.QUOTE)
    expect(answer).to_contain_text("Chose passages of policies/travel.md")
    expect(answer.locator(".seconds")).to_have_text("1 s")
    assert violations(chat) == ""
    door.gate.set()
    expect(answer).to_contain_text("within 30 days")


def test_a_citation_opens_its_document_at_the_marked_quote(chat: Page) -> None:
    answer = ask(chat, script.CITED)
    mark = answer.get_by_role("button", name="Source 1: policies/travel.md")
    mark.click()
    panel = chat.get_by_role("complementary", name="policies/travel.md")
    expect(panel.locator("mark")).to_have_text(re.compile(script.QUOTE.replace(" ", r"\s")))
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.get_by_role("heading", name="policies/travel.md")).to_be_focused()
    assert violations(chat) == ""
    chat.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(mark).to_be_focused()


def test_a_quote_is_marked_in_the_table_and_the_list_it_stands_in(chat: Page) -> None:
    cards = ask(chat, script.TABLED).get_by_role("region", name="2 sources").get_by_role("button")
    expect(cards.first).to_contain_text("G5 to G9 · 28 days · 60 days · 15 days · Head of division")
    cards.first.click()
    panel = chat.get_by_role("complementary", name="hr/leave.html")
    expect(panel.get_by_role("columnheader", name="Annual leave")).to_have_count(1)
    expect(panel.locator("td mark")).to_have_text(script.ROW.strip("| ").split(" | "))
    expect(panel.locator("mark")).to_have_count(5)
    assert violations(chat) == ""
    cards.last.click()
    expect(panel.locator("mark")).to_have_text(["Marriage: 3 working days.", "Civil unions count the same."])
    expect(panel.locator(".passage-list .passage-list mark")).to_have_count(1)


def test_the_original_can_be_saved(chat: Page) -> None:
    ask(chat, script.CITED).get_by_role("button", name="Source 1: policies/travel.md").click()
    with chat.expect_download() as download:
        chat.get_by_role("button", name="Save the original").click()
    assert download.value.suggested_filename == "travel.md"
    assert Path(download.value.path()).read_text() == "the original"


def test_a_fact_of_the_tree_opens_with_its_file(chat: Page) -> None:
    answer = ask(chat, script.FROM_TREE)
    expect(answer).to_contain_text("From the organisation tree")
    answer.get_by_role("button", name="Source 1: org.yaml").click()
    panel = chat.get_by_role("complementary", name="org.yaml")
    expect(panel.locator("mark")).to_have_text(script.FACT.quote)
    expect(panel).to_contain_text("version 3")


def test_stop_keeps_the_text_and_stops_the_server(chat: Page, door: StoryDoor) -> None:
    answer = ask(chat, script.SLOW)
    expect(answer).to_contain_text("Word 3.")
    chat.get_by_role("button", name="Stop").click()
    expect(answer).to_contain_text("Stopped")
    assert door.left.wait(5)
    text = answer.inner_text()
    chat.wait_for_timeout(300)
    assert answer.inner_text() == text
    expect(chat.get_by_role("button", name="Stop")).to_have_count(0)


def test_a_refusal_looks_like_one(chat: Page) -> None:
    answer = ask(chat, script.UNKNOWN)
    expect(answer).to_contain_text("Not in the material")
    expect(answer).to_have_attribute("data-origin", "refused")
    expect(answer.get_by_role("region")).to_have_count(0)
    assert violations(chat) == ""


def test_an_ambiguous_name_is_asked_back(chat: Page) -> None:
    answer = ask(chat, script.AMBIGUOUS)
    expect(answer).to_contain_text("Several have this name")
    assert violations(chat) == ""
    answer.get_by_role("button", name=re.compile("Board$")).click()
    expect(chat.get_by_text(script.CHOSEN)).to_be_visible()
    expect(chat.get_by_role("article").last).to_contain_text("Ines Okafor leads it")


def test_a_contradicted_sentence_is_marked(chat: Page) -> None:
    answer = ask(chat, script.CONTRADICTED)
    expect(answer.locator(".doubt")).to_have_text("the organisation tree says otherwise")
    assert violations(chat) == ""


def test_hostile_markdown_loads_nothing_and_runs_nothing(chat: Page) -> None:
    asked_for: list[str] = []
    chat.on("request", lambda request: asked_for.append(request.url))
    answer = ask(chat, script.HOSTILE)
    expect(answer).to_contain_text("From the documents")
    expect(answer).to_contain_text("[image: a picture]")
    expect(answer).to_contain_text("<script>window.ran = 1</script>")
    chat.wait_for_timeout(300)
    paths = {re.sub(r"^http://127[^/]*|(?<=conversations/)[^/]*|\?.*", "", url) for url in asked_for}
    # The browser asks for the page's own icon whenever its address changes.
    paths = {path for path in paths if not path.startswith("/assets/icon-")}
    assert paths == {"/v1/conversations", "/v1/conversations//messages"}
    assert chat.evaluate("window.ran") is None
    assert answer.locator("a, img, script, style, iframe, object, [onclick], [style]").count() == 0
    expect(answer.locator("table")).to_be_visible()
    assert violations(chat) == ""


def test_an_error_shows_its_hint_and_can_be_retried(chat: Page) -> None:
    answer = ask(chat, script.BROKEN)
    expect(answer.get_by_role("alert")).to_contain_text("The model server went away.")
    expect(answer.get_by_role("alert")).to_contain_text("Start it again.")
    assert violations(chat) == ""
    answer.get_by_role("button", name="Retry").click()
    expect(chat.get_by_role("article")).to_have_count(1)
    expect(chat.get_by_role("article")).to_contain_text("It works again.")


def test_a_follow_up_carries_the_chat_so_far(chat: Page, door: StoryDoor) -> None:
    expect(ask(chat, script.FROM_TREE)).to_contain_text("From the organisation tree")
    expect(ask(chat, script.UNKNOWN)).to_contain_text("Not in the material")
    assert [turn.question for turn in door.histories[-1]] == [script.FROM_TREE]
    chat.get_by_role("button", name="New chat").click()
    expect(ask(chat, script.FROM_TREE)).to_contain_text("From the organisation tree")
    assert door.histories[-1] == ()


def test_shift_enter_starts_a_new_line(chat: Page, door: StoryDoor) -> None:
    box = chat.get_by_label("Your question")
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    expect(box).to_have_value("one\ntwo")
    assert door.histories == []


@pytest.mark.parametrize("api_key", ["a-long-enough-key-for-this"])
def test_a_server_that_wants_a_key_gets_it(page: Page, server_url: str, api_key: str) -> None:
    page.goto(server_url)
    field = page.get_by_label("This server asks for a key")
    field.fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("refused")
    assert violations(page) == ""
    field.fill(api_key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text("4 documents")
    expect(ask(page, script.FROM_TREE)).to_contain_text("From the organisation tree")


def test_nothing_breaks_the_content_security_policy(page: Page, server_url: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(server_url)
    expect(ask(page, script.CITED)).to_contain_text("by the model")
    assert complaints == []


def test_what_is_loaded_is_read_again_when_it_is_looked_at(chat: Page, door: StoryDoor) -> None:
    door.held = door.held[:3]
    chat.get_by_role("button", name="4 documents").click()
    expect(chat.get_by_role("complementary")).to_contain_text("3 documents")
    expect(chat.get_by_role("banner")).to_contain_text("3 documents")


def test_what_is_loaded_is_read_again_when_an_unknown_document_is_cited(
    page: Page, door: StoryDoor, server_url: str
) -> None:
    door.held = door.held[1:]
    page.goto(server_url)
    expect(page.get_by_role("banner")).to_contain_text("3 documents")
    door.held = list(script.DOCUMENTS)
    expect(ask(page, script.CITED)).to_contain_text("by the model")
    expect(page.get_by_role("banner")).to_contain_text("4 documents")
