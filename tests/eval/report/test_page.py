"""The report in a real browser, opened as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from eval.report.build import build_report
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.scripted_reader import violations
from tests.eval.report import sample

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def said() -> list[str]:
    """Every complaint of the browser about the page."""
    return []


@pytest.fixture
def page(browser: Browser, said: list[str], tmp_path: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(saved(tmp_path, sample.report()))
    yield page
    context.close()
    assert said == []


def saved(folder: Path, html: str) -> str:
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    return file.as_uri()


def shown(page: Page) -> list[str]:
    cases = page.locator("#cases > .case").all()
    return [case.locator(".case-type").inner_text()[:2] for case in cases if case.is_visible()]


def opened(page: Page, number: int) -> Locator:
    case = page.locator("#cases > .case").nth(number)
    case.locator("> summary").click()
    return case


def test_a_question_opens_with_its_arms_side_by_side(page: Page) -> None:
    case = opened(page, 1)
    expect(case.get_by_role("article")).to_have_count(2)
    rag, t_rag = case.get_by_role("article").all()
    expect(case).to_contain_text("Right answer Twelve days 1.")
    expect(rag.get_by_role("row", name="in May")).to_contain_text("there")
    expect(rag.get_by_role("row", name="in June")).to_contain_text("missing")
    expect(t_rag.get_by_role("heading", level=3)).to_contain_text("correct")
    left, right = rag.bounding_box(), t_rag.bounding_box()
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]


def test_a_mark_leads_to_the_quote_it_stands_for(page: Page) -> None:
    t_rag = opened(page, 1).get_by_role("article").nth(1)
    t_rag.get_by_role("link", name="Source 2").click()
    expect(t_rag.locator("li:focus")).to_contain_text("twelve days of leave")
    t_rag.get_by_text("Passages (3)").click()
    expect(t_rag.locator("mark")).to_have_text("twelve days of leave")
    expect(t_rag.locator(".source.cited")).to_have_count(2)


def test_facts_ranking_verdicts_and_exact_words_are_there(page: Page) -> None:
    t_rag = opened(page, 1).get_by_role("article").nth(1)
    for fold in t_rag.locator(".fold > summary").all():
        fold.click()
    expect(t_rag).to_contain_text("The unit has one head.")
    expect(t_rag.locator(".ranking > li")).to_have_count(5)
    expect(t_rag.locator(".ranking")).to_contain_text("not read")
    expect(t_rag.locator(".verdicts")).to_contain_text("supported by 2")
    assert t_rag.locator("pre").text_content() == sample.outcome(1, "t-rag").context
    expect(t_rag).to_contain_text("context tokens")
    assert violations(page) == ""


def test_an_error_is_shown_where_it_happened(page: Page) -> None:
    expect(opened(page, 2).get_by_role("article").first).to_contain_text("Error It broke.")


def test_filters_choose_questions_and_say_how_many(page: Page) -> None:
    assert shown(page) == ["c0", "c1", "c2", "c3", "c4", "c5"]
    page.get_by_role("combobox", name="Type").select_option(label="Document")
    assert shown(page) == ["c0", "c2", "c4"]
    page.get_by_label("arms differ").check()
    assert shown(page) == ["c2", "c4"]
    expect(page.get_by_role("status")).to_have_text("2 of 6 questions")
    page.get_by_label("Search").fill("QUESTION 4")
    assert shown(page) == ["c4"]
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("status")).to_have_text("6 of 6 questions")


def test_grade_and_problem_are_those_of_the_chosen_arm(page: Page) -> None:
    page.get_by_role("combobox", name="Grade").select_option("incorrect")
    assert shown(page) == ["c1", "c2", "c4", "c5"]
    page.get_by_role("combobox", name="Arm").select_option(label="t-rag")
    assert shown(page) == []
    page.get_by_role("combobox", name="Grade").select_option("correct")
    assert len(shown(page)) == 6


def test_a_number_of_what_went_wrong_leads_to_its_questions(page: Page) -> None:
    page.get_by_role("combobox", name="Type").select_option(label="Document")
    page.get_by_role("link", name="4 questions: forbidden item, rag").click()
    assert shown(page) == ["c1", "c2", "c4", "c5"]
    expect(page.get_by_role("heading", name="Questions")).to_be_in_viewport()


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the questions")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("twelve june")
    for _ in range(8):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_is_accessible_everywhere(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(saved(tmp_path, sample.report()))
    case = opened(page, 1)
    for fold in [*page.locator(".table > summary").all(), *case.locator(".fold > summary").all()]:
        fold.click()
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture = page.screenshot(full_page=True)
    assert len(picture) > 20_000, "the page looks empty"
    context.close()


def test_the_summary_is_there_without_script(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(saved(tmp_path, sample.report()))
    expect(page.locator(".card")).to_have_count(2)
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_text("which does not run here")).to_be_visible()
    expect(page.locator(".case").nth(1)).to_contain_text("forbidden item")
    context.close()


def test_hostile_texts_are_shown_and_never_run(browser: Browser, tmp_path: Path, said: list[str]) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url))
    url = saved(tmp_path, build_report(**sample.parts(text=sample.HOSTILE)))
    page.goto(url)
    title = page.title()
    case = opened(page, 1)
    for fold in case.locator(".fold > summary").all():
        fold.click()
    assert case.locator("img, script").count() == 0
    expect(case.locator(".answer").first).to_contain_text("<img src=x onerror=")
    assert page.title() == title
    assert title.startswith("A run</script>")
    assert [line for line in said if line not in (url, "data:,")] == []
    context.close()


def test_the_policy_stops_a_script_that_got_in(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    intruder = "<script>document.title = 'owned'</script><img src='https://example.org/x.png' alt=''></body>"
    requests: list[str] = []
    page.on("requestfinished", lambda request: requests.append(request.url))
    page.goto(saved(tmp_path, sample.report().replace("</body>", intruder)))
    assert page.title() == "A run: evaluation report"
    assert not any("example.org" in url for url in requests)
    context.close()
