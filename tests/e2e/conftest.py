"""A real browser on the real server, with a scripted door behind it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.app import create_app
from tests.e2e.pictures import in_every_look
from tests.e2e.sample import KEY, make_sample, sample_served
from tests.e2e.scripted_door import StoryDoor
from ui import STATIC

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in _NAMES if (path := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Not for the session: playwright keeps an event loop running in this thread, and other tests run their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(_NAMES)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def door(tmp_path: Path) -> StoryDoor:
    return StoryDoor(tmp_path)


@pytest.fixture
def api_key() -> str:
    """The key the server asks for; a test may ask for one by parametrizing this."""
    return ""


@pytest.fixture
def server_url(door: StoryDoor, api_key: str) -> Iterator[str]:
    if not (STATIC / "index.html").is_file():
        pytest.fail("The chat page is not built; `pip install -e .` builds it.")
    app = create_app(door, api_key=api_key, static=STATIC)
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    door.close()
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def chat(page: Page, server_url: str) -> Page:
    page.goto(server_url)
    expect(page.get_by_role("heading", name="Ask about Harbour Relief.")).to_be_visible()
    return page


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample organisation, to be copied."""
    data = tmp_path_factory.mktemp("made") / "data"
    make_sample(data)
    return data


@pytest.fixture(scope="module")
def sample_url(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server with the sample organisation and fakes for the models."""
    with sample_served(shutil.copytree(sample_data, tmp_path_factory.mktemp("sample") / "data")) as url:
        yield url


@pytest.fixture(scope="module")
def peopled_url(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with users: ada is an admin, eddy an editor, rita and paula are readers."""
    data = shutil.copytree(sample_data, tmp_path_factory.mktemp("peopled") / "data")
    with sample_served(data, has_people=True) as url:
        yield url


@pytest.fixture
def owned(page: Page) -> Page:
    """A page whose reader gave the owner's key."""
    page.add_init_script(f"sessionStorage.setItem('trag.key', '{KEY}')")
    return page


@pytest.fixture
def picture(
    browser: Browser, request: pytest.FixtureRequest
) -> Callable[[str, Callable[[Page], None]], None]:
    """Looks at a state of a page in light, dark and on a phone; `--pictures` keeps what is seen."""

    def look(name: str, prepare: Callable[[Page], None]) -> None:
        def owning(page: Page) -> None:
            page.add_init_script(f"sessionStorage.setItem('trag.key', '{KEY}')")
            prepare(page)

        in_every_look(browser, owning, name, is_kept=request.config.getoption("--pictures"))

    return look
