from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import script
from tests.e2e.scripted_door import StoryDoor
from tests.e2e.scripted_reader import ask, violations

pytestmark = pytest.mark.e2e

# How many marks are to the left of the end of the text before them.
MARKS_THAT_STAND_ALONE = """
[...document.querySelectorAll(".citation-mark")].filter((mark) => {
  const text = mark.parentElement.previousSibling;
  const range = document.createRange();
  range.setStart(text, text.length - 1);
  range.setEnd(text, text.length);
  return mark.getBoundingClientRect().left < range.getBoundingClientRect().left;
}).length
"""


def test_a_wide_table_scrolls_inside_the_panel(chat: Page) -> None:
    chat.set_viewport_size({"width": 360, "height": 740})
    ask(chat, script.TABLED).get_by_role("button", name="Source 1: hr/leave.html").click()
    table = chat.get_by_role("group", name="Table")
    expect(table).to_be_visible()
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")
    assert chat.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(chat) == ""


@pytest.mark.parametrize("organised", [True, False])
def test_the_header_never_wraps_whatever_its_width(
    page: Page, door: StoryDoor, server_url: str, organised: bool
) -> None:
    name = "International Federation of Harbour Relief and Rescue Societies"
    door.summary, door.organised = replace(script.TREE, name=name), organised
    page.goto(server_url)
    ask(page, script.CITED).get_by_role("button", name="Source 1: policies/travel.md").click()
    expect(page.locator("mark")).to_be_in_viewport()
    header = page.get_by_role("banner", include_hidden=True)
    for width in (1600, 1280, 1000, 760, 480, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert header.evaluate("box => box.offsetHeight") < 60
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert header.evaluate("box => [...box.children].at(-1).getBoundingClientRect().right") <= width
    if organised:
        expect(header.get_by_title(name)).to_have_text(name)


def test_a_citation_mark_never_stands_alone_on_a_line(chat: Page) -> None:
    expect(ask(chat, script.TABLED)).to_contain_text("From the documents")
    for width in range(330, 760, 5):
        chat.set_viewport_size({"width": width, "height": 740})
        assert chat.evaluate(MARKS_THAT_STAND_ALONE) == 0, f"at {width} px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_and_is_accessible_everywhere(
    browser: Browser, server_url: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server_url)
    answer = ask(page, script.CITED)
    expect(answer).to_contain_text("by the model")
    assert violations(page) == ""
    answer.get_by_role("button", name="Source 1: policies/travel.md").click()
    expect(page.locator("mark")).to_be_in_viewport()
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
