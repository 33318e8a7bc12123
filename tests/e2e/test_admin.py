"""People, keys, settings and the audit log, as an admin works with them in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD
from tests.e2e.scripted_reader import violations

pytestmark = pytest.mark.e2e


def opened(page: Page, url: str, room: str = "users") -> Page:
    page.goto(f"{url}/#/admin/{room}")
    expect(page.get_by_role("tab", name=room.capitalize(), selected=True)).to_be_visible()
    return page


def test_a_user_is_added_and_changed(owned: Page, peopled_url: str) -> None:
    page = opened(owned, peopled_url)
    page.get_by_role("button", name="Add a user").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name to log in with").fill("nora")
    dialog.get_by_label("Name as people know it").fill("Nora New")
    dialog.get_by_label("Editor").check()
    dialog.get_by_label("Password").fill(PASSWORD)
    assert violations(page) == ""
    dialog.get_by_role("button", name="Save").click()
    users = page.get_by_role("list", name="Users")
    expect(users).to_contain_text("Nora New")
    users.get_by_role("button", name="Nora New").click()
    page.get_by_role("button", name="Disable").click()
    expect(users.get_by_role("listitem").filter(has_text="Nora New")).to_contain_text("disabled")
    assert violations(page) == ""


def test_the_last_admin_stays(owned: Page, peopled_url: str) -> None:
    page = opened(owned, peopled_url)
    page.get_by_role("list", name="Users").get_by_role("button", name="Ada Admin").click()
    page.get_by_role("button", name="Disable").click()
    expect(page.get_by_role("alert")).to_contain_text("admin")


def test_groups_come_and_go(owned: Page, peopled_url: str) -> None:
    page = opened(owned, peopled_url, "groups")
    page.get_by_label("New group").fill("finance")
    page.get_by_role("button", name="Add").click()
    groups = page.get_by_role("list", name="Groups")
    expect(groups).to_contain_text("finance")
    assert violations(page) == ""
    page.get_by_role("button", name="Remove the group finance").click()
    expect(groups).not_to_contain_text("finance")


def test_a_key_is_shown_once_and_revoked(page: Page, peopled_url: str) -> None:
    page.goto(f"{peopled_url}/#/admin/keys")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What it is for").fill("nightly upload")
    dialog.get_by_role("button", name="Make a key").click()
    expect(dialog.locator("code")).to_contain_text("trag_")
    assert violations(page) == ""
    dialog.get_by_role("button", name="Close").last.click()
    key = page.get_by_role("list", name="Keys").get_by_role("listitem").filter(has_text="nightly upload")
    expect(key).to_contain_text("never used")
    key.get_by_role("button", name="Revoke").click()
    expect(key).to_have_count(0)


def test_a_setting_changes_at_once(owned: Page, peopled_url: str) -> None:
    page = opened(owned, peopled_url, "settings")
    setting = page.get_by_role("listitem").filter(has_text="audit_questions")
    setting.get_by_role("checkbox").check()
    expect(setting).to_contain_text("set by: run time")
    assert violations(page) == ""


def test_the_audit_log_tells_what_was_done(owned: Page, peopled_url: str) -> None:
    page = opened(owned, peopled_url, "groups")
    page.get_by_label("New group").fill("noted")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("list", name="Groups")).to_contain_text("noted")
    page.get_by_role("tab", name="Audit").click()
    expect(page.get_by_role("table")).to_contain_text("group")
    assert violations(page) == ""


@pytest.mark.slow
def test_the_screens_in_every_look(
    picture: Callable[[str, Callable[[Page], None]], None], peopled_url: str
) -> None:
    for room in ("users", "settings", "health", "audit"):
        picture(f"admin-{room}", lambda page, room=room: void(opened(page, peopled_url, room)))  # type: ignore[misc]


def void(page: Page) -> None:
    """What is shown has come."""
    page.wait_for_load_state("networkidle")
