"""Who comes in and how, in a browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import PASSWORD
from tests.e2e.pictures import in_every_look
from tests.e2e.sample import KEY
from tests.e2e.scripted_reader import violations

pytestmark = pytest.mark.e2e


def sign_in(page: Page, url: str, name: str, password: str = PASSWORD) -> None:
    page.goto(url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_reader_signs_in_asks_and_leaves(page: Page, peopled_url: str) -> None:
    page.goto(peopled_url)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert violations(page) == ""
    sign_in(page, peopled_url, "rita")
    expect(page.get_by_label("Your question")).to_be_visible()
    page.get_by_role("button", name="Account of Rita Reader").click()
    expect(page.get_by_text("Reader: asks and reads")).to_be_visible()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_told_where_it_was_typed(page: Page, peopled_url: str) -> None:
    sign_in(page, peopled_url, "rita", "not the password")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("name|password", re.IGNORECASE))
    assert violations(page) == ""


def test_an_editor_changes_things_by_session(page: Page, peopled_url: str) -> None:
    sign_in(page, peopled_url, "eddy")
    expect(page.get_by_label("Your question")).to_be_visible()
    page.goto(f"{peopled_url}/#/organisation/prog")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("dialog").get_by_label("Description").fill("Steers.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("article")).to_contain_text("Steers.")


def test_one_s_password_can_be_changed(page: Page, peopled_url: str) -> None:
    sign_in(page, peopled_url, "paula")
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Change password").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password so far").fill(PASSWORD)
    dialog.get_by_label("New password").fill("short")
    dialog.get_by_role("button", name="Change password").click()
    expect(dialog.get_by_role("alert")).to_contain_text("12")
    dialog.get_by_label("New password").fill("four other words in a row")
    dialog.get_by_role("button", name="Change password").click()
    expect(dialog).to_have_count(0)


def test_the_address_that_the_server_prints_lets_its_owner_in(page: Page, sample_url: str) -> None:
    page.goto(f"{sample_url}/#/key/{KEY}")
    expect(page.get_by_role("button", name="Account of owner")).to_be_visible()
    assert KEY not in page.url


def test_without_a_user_whoever_asks_is_only_stopped_at_a_change(page: Page, sample_url: str) -> None:
    page.goto(f"{sample_url}/#/organisation/prog")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("dialog").get_by_label("Description").fill("Anything")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("This server asks for a key")).to_be_visible()
    assert violations(page) == ""
    page.get_by_role("button", name="Go on without").click()
    expect(page.get_by_role("heading", name="Programmes Division", level=2)).to_be_visible()


@pytest.mark.slow
def test_the_screen_in_every_look(browser: Browser, request: pytest.FixtureRequest, peopled_url: str) -> None:
    def shut_out(page: Page) -> None:
        page.goto(peopled_url)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()

    in_every_look(browser, shut_out, "sign-in", is_kept=request.config.getoption("--pictures"))
