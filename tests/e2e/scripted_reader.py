"""What a reader of the chat page does in every test: ask, and look whether everybody could read it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page


def ask(page: Page, question: str) -> Locator:
    """Ask; gives the element of the answer to come."""
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    return page.get_by_role("article", name="Answer").last


def violations(page: Page) -> str:
    """What is wrong for readers with other senses; empty when nothing is."""
    results = Axe().run(page)
    return str(results.generate_report()) if results.violations_count else ""
