"""The retrieval test in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD
from tests.e2e.scripted_reader import violations

pytestmark = pytest.mark.e2e
QUESTION = "How long does opening a field office take?"


def searched(page: Page, url: str) -> Page:
    page.goto(f"{url}/#/search")
    page.get_by_role("searchbox").fill(QUESTION)
    page.keyboard.press("Enter")
    return page


def test_each_way_shows_its_list_and_the_text_for_the_model(owned: Page, sample_url: str) -> None:
    page = searched(owned, sample_url)
    for title in ("By meaning", "By words", "Both together", "Chosen"):
        expect(page.get_by_role("region", name=title).get_by_role("listitem").first).to_be_visible()
    words = page.get_by_role("region", name="By words").get_by_role("listitem")
    words.first.locator("summary").click()
    expect(words.first).to_contain_text("words 1 · both")
    expect(page.get_by_role("region", name="What the model would read")).to_contain_text("field office")
    assert violations(page) == ""


def test_a_reader_sees_passages_without_scores(page: Page, peopled_url: str) -> None:
    page.goto(f"{peopled_url}/#/search")
    page.get_by_label("Name").fill("rita")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("searchbox").fill(QUESTION)
    page.keyboard.press("Enter")
    # Nobody gave the sample's documents to a group that rita is in.
    expect(page.get_by_text("Nothing was found this way.")).to_be_visible()
    assert violations(page) == ""


@pytest.mark.slow
def test_the_screen_in_every_look(
    picture: Callable[[str, Callable[[Page], None]], None], sample_url: str
) -> None:
    def found(page: Page) -> None:
        searched(page, sample_url)
        expect(page.get_by_role("region", name="What the model would read")).to_be_visible()

    picture("search", found)
