"""Documents: sent, found, looked at and deleted in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.scripted_reader import violations

pytestmark = pytest.mark.e2e
# A parser process starts in seconds, on a machine that is busy in many.
PATIENCE = 60_000
BAD = FilePayload(name="broken.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 nothing")


def opened(page: Page, url: str) -> Page:
    page.goto(f"{url}/#/documents")
    expect(page.get_by_role("list", name="Documents")).to_be_visible()
    return page


def send(page: Page, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files").click()
    chooser.value.set_files(list(files))


def note(name: str, text: str) -> FilePayload:
    return FilePayload(name=name, mimeType="text/markdown", buffer=f"# {name}\n\n{text}".encode())


def test_a_document_is_found_and_read_as_answers_see_it(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    page.get_by_role("searchbox", name="Filter").fill("handbook")
    documents = page.get_by_role("list", name="Documents").get_by_role("listitem")
    expect(documents).not_to_contain_text(["Governance Manual"])
    documents.filter(has_text="Field Office Handbook").get_by_role("link").click()
    document = page.get_by_role("article", name="Field Office Handbook")
    expect(document).to_contain_text("no-objection of the local authorities")
    expect(document).to_contain_text("docx")
    assert violations(page) == ""


def test_a_file_that_is_sent_is_taken_in_and_deleted_with_a_receipt(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    send(page, note("ferry.md", "The ferry to Kestrel Island leaves at dawn."))
    line = page.get_by_role("list", name="Documents").get_by_role("listitem").filter(has_text="ferry.md")
    expect(line).to_be_visible(timeout=PATIENCE)
    line.get_by_role("link").click()
    expect(page.get_by_role("article")).to_contain_text("leaves at dawn")
    page.get_by_role("article").get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("ferry.md")
    assert violations(page) == ""
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog).to_contain_text("1 passage · 1 vector · 1 keyword row", timeout=PATIENCE)
    dialog.get_by_role("button", name="Close").last.click()
    expect(line).to_have_count(0)


def test_a_file_that_can_not_be_read_is_named_with_why(owned: Page, sample_url: str) -> None:
    page = opened(owned, sample_url)
    send(page, note("good.md", "Boats are painted in May."), BAD)
    jobs = page.get_by_role("list", name="What is being taken in")
    expect(jobs).to_contain_text("1 failed", timeout=PATIENCE)
    jobs.get_by_text("Which failed, and why").click()
    expect(jobs).to_contain_text("broken.pdf")
    expect(jobs.get_by_role("button", name="Try these again")).to_be_visible()
    assert violations(page) == ""


@pytest.mark.slow
def test_the_screen_in_every_look(
    picture: Callable[[str, Callable[[Page], None]], None], sample_url: str
) -> None:
    def listed(page: Page) -> None:
        opened(page, sample_url)
        expect(page.get_by_role("link", name="Field Office Handbook")).to_be_visible()

    picture("documents", listed)

    def read(page: Page) -> None:
        listed(page)
        page.get_by_role("link", name="Field Office Handbook").click()
        expect(page.get_by_role("article")).to_contain_text("no-objection")

    picture("document", read)
