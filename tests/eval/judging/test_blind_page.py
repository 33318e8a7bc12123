"""The grading page in a real browser, opened as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from eval.judging.blind import BlindFiles, write_blind
from eval.judging.blind_reading import read_blind, ungraded
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.eval.judging.conftest import MakeOutcome
from trag.questions.cases import Case

pytestmark = pytest.mark.e2e

TEXTS = [
    "</script><script>document.title = 'owned'</script> 12 days [1].",
    "<img src=x onerror=\"document.title = 'owned'\">",
    "**12 days** ![i](https://example.org/i.png)\n- one\n- two",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def files(tmp_path: Path, case: Case, make_outcome: MakeOutcome) -> BlindFiles:
    outcomes = [make_outcome(text, arm=f"arm{number}") for number, text in enumerate(TEXTS)]
    return write_blind(tmp_path, [case], outcomes, seed=7)


@pytest.fixture
def page(browser: Browser, files: BlindFiles) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.goto(files.page.as_uri())
    yield page
    context.close()


def save(page: Page, to: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save CSV").click()
    download.value.save_as(to)
    return to


def test_keys_grade_one_answer_after_the_other_and_the_saved_table_is_read_back(
    page: Page, files: BlindFiles, tmp_path: Path
) -> None:
    for key in "123":
        page.keyboard.press(key)
    expect(page.get_by_text("Answer 3 of 3, 3 graded")).to_be_visible()
    page.get_by_label("Note").fill('=1+1, "quoted" 1')
    grades = read_blind(save(page, tmp_path / "grades.csv"), files.key)
    assert sorted(str(graded.grade) for graded in grades) == ["correct", "correct_verbose", "incorrect"]
    assert {graded.note for graded in grades} == {"", '\'=1+1, "quoted" 1'}


def test_grades_outlive_the_page_and_can_be_taken_back(page: Page, files: BlindFiles, tmp_path: Path) -> None:
    page.keyboard.press("2")
    page.reload()
    expect(page.get_by_text("Answer 2 of 3, 1 graded")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Correct-Verbose")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("0")
    expect(page.get_by_text("Answer 1 of 3, 0 graded")).to_be_visible()
    assert ungraded(read_blind(save(page, tmp_path / "grades.csv"), files.key)) == 3


def test_hostile_answers_are_shown_as_text_and_nothing_is_asked_of_the_network(
    page: Page, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    shown = set()
    for _ in TEXTS:
        shown.add(page.locator("article:visible .answer").inner_text())
        page.keyboard.press("ArrowRight")
    assert shown == {text.replace(" [1]", "") for text in TEXTS}
    assert page.title() == "Blind grading"
    assert page.locator("article img, article script").count() == 0
    assert [url for url in asked if not url.startswith("file:")] == []


def test_only_the_mouse_works_as_well_and_leads_to_what_is_still_open(page: Page) -> None:
    page.get_by_role("button", name="Next →").click()
    page.get_by_role("button", name="Incorrect").click()
    page.get_by_role("button", name="Next without a grade").click()
    expect(page.get_by_text("Answer 1 of 3, 1 graded")).to_be_visible()
