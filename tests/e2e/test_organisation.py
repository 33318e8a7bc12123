"""The organisation: found, looked at and changed in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.sample import ROOT
from tests.e2e.scripted_reader import violations

pytestmark = pytest.mark.e2e


def opened(page: Page, url: str, unit: str = "") -> Page:
    page.goto(f"{url}/#/organisation/{unit}")
    expect(page.get_by_role("tree", name="Units")).to_be_visible()
    return page


def test_a_unit_shows_its_place_its_people_and_what_stands_in_it(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    page.get_by_role("treeitem", name="Secretariat").click()
    expect(page.get_by_role("heading", name="Secretariat", level=2)).to_be_visible()
    unit = page.get_by_role("article", name="Secretariat")
    expect(unit).to_contain_text("Helena Castellane")
    expect(unit.get_by_role("navigation", name="Where it stands")).to_contain_text(
        "Lanternfield International"
    )
    expect(unit.locator("svg title").first).to_contain_text("the unit above it and the")
    assert violations(page) == ""


def test_the_explorer_is_walked_with_the_keys(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url, "secretariat")
    page.get_by_role("tree").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Programmes Division", level=2)).to_be_visible()
    expect(page.get_by_role("treeitem", selected=True)).to_contain_text("Programmes Division")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Secretariat", level=2)).to_be_visible()


def test_a_unit_is_found_by_the_beginning_of_its_name(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    page.get_by_role("combobox", name="Find a unit").fill("health")
    page.get_by_role("option", name="Health Section section").click()
    expect(page.get_by_role("heading", name="Health Section", level=2)).to_be_visible()
    expect(page.get_by_role("treeitem", selected=True)).to_contain_text("Health Section")
    assert violations(page) == ""


def test_an_edit_is_in_force_at_once_and_can_be_taken_back(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url, "prog")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("dialog").get_by_label("Description").fill("Steers what is done for people.")
    assert violations(page) == ""
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("article")).to_contain_text("Steers what is done for people.")
    page.get_by_role("button", name="History").click()
    page.get_by_role("listitem").filter(has_text="Version 1").get_by_role("button").click()
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_contain_text("Version 3")
    page.keyboard.press("Escape")
    expect(page.get_by_role("article")).to_contain_text("Designs and steers")


def test_an_import_shows_what_it_changes_before_it_is_applied(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    text = (ROOT / "examples" / "org.yaml").read_text().replace("Health Section", "Health and Water Section")
    page.get_by_role("button", name="Import").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files({"name": "new.yaml", "mimeType": "text/yaml", "buffer": text.encode()})
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Health Section → Health and Water Section")
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("combobox", name="Find a unit").fill("health and")
    expect(page.get_by_role("option")).not_to_contain_text(["Water"])


def test_a_bad_file_is_refused_with_every_problem(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    page.get_by_role("button", name="Import").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files({"name": "x.yaml", "mimeType": "text/yaml", "buffer": b"root: {id: a}"})
    expect(page.get_by_role("alert")).to_contain_text("name")
    expect(page.get_by_role("button", name="Apply")).to_be_disabled()


@pytest.mark.slow
def test_the_screen_in_every_look(
    picture: Callable[[str, Callable[[Page], None]], None], sample_url: str
) -> None:
    def unit(page: Page) -> None:
        opened(page, sample_url, "prog")
        expect(page.get_by_role("heading", name="Programmes Division", level=2)).to_be_visible()

    picture("organisation", unit)

    def edited(page: Page) -> None:
        unit(page)
        page.get_by_role("button", name="Edit", exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    picture("organisation-edit", edited)
