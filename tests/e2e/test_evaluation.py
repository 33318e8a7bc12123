"""Evaluation runs as somebody works with them in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.sample import ROOT
from tests.e2e.scripted_reader import violations

pytestmark = pytest.mark.e2e
PATIENCE = 60_000
CASES = "\n".join((ROOT / "examples" / "questions.jsonl").read_text().splitlines()[:6])


def opened(page: Page, url: str) -> Page:
    page.goto(f"{url}/#/evaluation")
    expect(page.get_by_role("heading", name="Evaluation", level=1)).to_be_visible()
    return page


def begin(page: Page, name: str) -> None:
    page.get_by_role("button", name="Begin a run").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("A file of cases").set_input_files(
        {"name": "cases.jsonl", "mimeType": "application/jsonl", "buffer": CASES.encode()}
    )
    dialog.get_by_label("How many cases").fill("0")
    assert violations(page) == ""
    dialog.get_by_role("button", name="Begin a run").click()


def test_a_run_is_begun_followed_and_read(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    begin(page, "first")
    run = page.get_by_role("list", name="Evaluation").get_by_role("listitem").filter(has_text="first")
    expect(run).to_contain_text("finished", timeout=PATIENCE)
    expect(run).to_contain_text("t-rag")
    assert violations(page) == ""
    run.get_by_role("link", name="first").click()
    expect(page.get_by_role("region", name="Figures", exact=True)).to_contain_text("t-rag · all cases (6)")
    expect(
        page.get_by_role("region", name="rag against").or_(page.get_by_text("on the same cases")).first
    ).to_be_visible()
    expect(page.get_by_role("region", name="Cases").get_by_role("listitem").first).to_be_visible()
    assert violations(page) == ""


def test_a_run_without_a_name_of_its_own_is_refused(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    begin(page, "../secret")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()


@pytest.mark.slow
def test_the_screens_in_every_look(
    picture: Callable[[str, Callable[[Page], None]], None], owned: Page, sample_url: str
) -> None:
    page = opened(owned, sample_url)
    begin(page, "looked-at")
    runs = page.get_by_role("list", name="Evaluation").get_by_role("listitem")
    expect(runs.filter(has_text="looked-at")).to_contain_text("finished", timeout=PATIENCE)

    def listed(page: Page) -> None:
        opened(page, sample_url)
        expect(page.get_by_role("link", name="looked-at")).to_be_visible()

    picture("evaluation", listed)

    def read(page: Page) -> None:
        listed(page)
        page.get_by_role("link", name="looked-at").click()
        expect(page.get_by_role("region", name="Figures", exact=True)).to_be_visible()

    picture("evaluation-run", read)
