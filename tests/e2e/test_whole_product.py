"""The product as a newcomer meets it: the sample organisation, the real model, the real page."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).parents[2]
CALL = [sys.executable, "-c", "from trag.cli import main; main()"]
# A shared machine may read a prompt ten times slower than an idle one.
PATIENCE = 300_000

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1500)]


@pytest.fixture(scope="module")
def product_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`make run` by its steps, on a free port."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TRAG_")}
    data = ["--data", str(tmp_path_factory.mktemp("data") / "trag")]
    for step in (["init"], ["ingest", "examples/documents"], ["tree", "import", "examples/org.yaml"]):
        done = subprocess.run([*CALL, *data, *step], cwd=ROOT, env=ours, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
    serve = [*CALL, *data, "serve", "--port", "0"]
    with subprocess.Popen(serve, cwd=ROOT, env=ours, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = next(line for line in server.stdout if "trag is at" in line).split()[3]
        wait_until_ready(url)
        yield url
        server.send_signal(signal.SIGINT)


def wait_until_ready(url: str) -> None:
    end = time.monotonic() + 120
    while httpx.get(f"{url.rstrip('/')}/readyz").status_code != 200 and time.monotonic() < end:
        time.sleep(0.5)


def ask(page: Page, question: str) -> Locator:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="Answer").last
    expect(answer).to_have_attribute("data-state", "done", timeout=PATIENCE)
    return answer


def test_a_newcomer_asks_and_opens_the_source(page: Page, product_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(product_url)
    from_tree = ask(page, "Who leads the section that the Stockpile Unit belongs to?")
    expect(from_tree).to_contain_text("From the organisation tree")
    from_documents = ask(page, "How long do board members have to answer a vote by email?")
    expect(from_documents).to_contain_text("72 hours")
    from_documents.get_by_role("button", name="governance/governance-manual.md").first.click()
    expect(page.locator("mark").first).to_be_in_viewport()
    expect(page.locator("mark").first).to_contain_text("72 hours")
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=ROOT / "docs" / "images" / "chat.png")


def test_what_nobody_wrote_down_is_refused_without_a_source(page: Page, product_url: str) -> None:
    page.goto(product_url)
    answer = ask(page, "Which hotel hosts the next staff retreat?")
    expect(answer).to_contain_text("Not in the material")
    expect(answer.get_by_role("button", name="Source")).to_have_count(0)
