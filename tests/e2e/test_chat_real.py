"""The chat on the real server with the sample organisation: conversations, sources, the tree, pictures."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.scripted_reader import ask, violations

pytestmark = pytest.mark.e2e
# A page of a PDF is drawn by a process that has to start.
PATIENCE = 60_000

LEADS = "Who leads the Stockpile Unit?"
CLAIM = "After how many days does the right to a refund lapse, and is the advance deducted from the salary?"
UNITS = "Which units belong to the Programmes Division?"
PDF = "travel/travel-policy.pdf"


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    expect(page.get_by_role("heading", name="Ask about Lanternfield International.")).to_be_visible()
    return page


def asked(page: Page, question: str) -> Locator:
    answer = ask(page, question)
    expect(answer).to_have_attribute("data-state", "done", timeout=PATIENCE)
    return answer


def with_source(page: Page) -> Locator:
    """The panel with the first passage of a PDF that was read for a question."""
    answer = asked(page, CLAIM)
    answer.get_by_role("button", name="Why this answer").click()
    why = page.get_by_role("complementary", name="Why this answer")
    why.get_by_role("button", name=re.compile(r"travel-policy\.pdf.*right to a refund")).first.click()
    panel = page.get_by_role("complementary", name=PDF)
    expect(panel.get_by_role("img", name=f"Page 2 of {PDF}")).to_be_visible(timeout=PATIENCE)
    return panel


def test_a_fact_leads_to_its_unit_in_the_tree(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    answer = asked(page, LEADS)
    expect(answer).to_contain_text("Benedikt Oyelaran")
    expect(answer).to_contain_text("From the organisation tree")
    chip = answer.get_by_role("list", name="Names found").get_by_role("link", name="Stockpile Unit")
    expect(chip).to_contain_text(re.compile("Programmes Division . Emergency Response Section"))
    page.reload()
    expect(chip).to_contain_text(re.compile("Programmes Division . Emergency Response Section"))
    chip.click()
    expect(page).to_have_url(re.compile("#/organisation/stockpile-unit"))
    page.get_by_role("link", name="Chat", exact=True).click()
    expect(page.get_by_role("heading", name="Ask about")).to_be_visible()


def test_a_passage_of_a_pdf_is_marked_on_the_picture_of_its_page(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    panel = with_source(page)
    marks = panel.locator(".page-mark")
    expect(marks.first).to_be_in_viewport()
    sheet = panel.locator(".page-sheet").bounding_box()
    mark = marks.first.bounding_box()
    assert sheet is not None
    assert mark is not None
    assert sheet["x"] < mark["x"] < mark["x"] + mark["width"] < sheet["x"] + sheet["width"]
    assert violations(page) == ""
    panel.get_by_role("button", name="Larger").click()
    expect(panel).to_contain_text("150 %")
    expect(marks.first).to_be_in_viewport()
    panel.get_by_role("button", name="Next page").click()
    expect(panel).to_contain_text("Page 3 of 4")
    expect(panel.get_by_role("img", name="Page 3")).to_be_visible(timeout=PATIENCE)
    expect(marks).to_have_count(0)
    panel.get_by_role("button", name="Text", exact=True).click()
    expect(panel.locator("mark").first).to_be_in_viewport()


def test_conversations_are_found_renamed_exported_and_deleted(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    asked(page, UNITS)
    talks = page.get_by_role("list", name="Conversations")
    line = talks.get_by_role("listitem").filter(has_text=UNITS)
    expect(line).to_have_count(1)
    menu(line, "Rename")
    page.get_by_role("dialog").get_by_label("Title").fill("All units of Programmes")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    renamed = talks.get_by_role("listitem").filter(has_text="All units of Programmes")
    expect(renamed).to_be_visible()
    page.get_by_role("searchbox", name="Search conversations").fill("belong to the prog")
    expect(talks.get_by_role("listitem")).to_have_text(["All units of Programmes"])
    with page.expect_download() as download:
        menu(renamed, "Export")
    assert download.value.suggested_filename == "All units of Programmes.md"
    assert "Stockpile Unit" in Path(download.value.path()).read_text()
    menu(renamed, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Ask about")).to_be_visible()
    expect(page.get_by_text("No conversation has this")).to_be_visible()


def menu(line: Locator, item: str) -> None:
    line.hover()
    line.get_by_role("button").click()
    line.page.get_by_role("menuitem", name=item).click()


def test_on_a_phone_the_conversations_come_over_the_chat(owned: Page, sample_url: str) -> None:
    owned.set_viewport_size({"width": 390, "height": 800})
    page = opened(owned, sample_url)
    asked(page, LEADS)
    expect(page.get_by_role("list", name="Conversations")).to_have_count(0)
    page.get_by_role("button", name="Conversations").click()
    drawer = page.get_by_role("dialog", name="Conversations")
    expect(drawer.get_by_role("listitem").first).to_be_visible()
    assert violations(page) == ""
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


@pytest.mark.slow
def test_the_screen_in_every_look(
    picture: Callable[[str, Callable[[Page], None]], None], sample_url: str
) -> None:
    def welcome(page: Page) -> None:
        opened(page, sample_url)

    def answered(page: Page) -> None:
        opened(page, sample_url)
        asked(page, UNITS)
        expect(asked(page, CLAIM)).to_contain_text("by the model")

    def source(page: Page) -> None:
        opened(page, sample_url)
        expect(with_source(page).locator(".page-mark").first).to_be_visible()

    def why(page: Page) -> None:
        opened(page, sample_url)
        asked(page, CLAIM).get_by_role("button", name="Why this answer").click()
        expect(page.get_by_role("complementary")).to_contain_text("tokens")

    def feedback(page: Page) -> None:
        opened(page, sample_url)
        asked(page, UNITS).get_by_role("button", name="Bad answer").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    for name, state in (
        ("chat-welcome", welcome),
        ("chat-answer", answered),
        ("chat-source", source),
        ("chat-why", why),
        ("chat-feedback", feedback),
    ):
        picture(name, state)
