"""A page as people see it: light, dark and on a phone, kept as pictures when they are asked for."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "screens"
LOOKS: dict[str, tuple[ViewportSize, str]] = {
    "light": ({"width": 1280, "height": 800}, "light"),
    "dark": ({"width": 1280, "height": 800}, "dark"),
    "phone": ({"width": 390, "height": 800}, "light"),
}


def in_every_look(browser: Browser, prepare: Callable[[Page], None], name: str, *, is_kept: bool) -> None:
    """Bring a page into its state in each look, and keep a picture of it if wanted.

    On a phone nothing may be wider than the screen.
    """
    for look, (size, scheme) in LOOKS.items():
        context = browser.new_context(
            viewport=size,
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        page = context.new_page()
        prepare(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{name} is {width} pixels wide on {look}"
        if is_kept:
            FOLDER.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=FOLDER / f"{name}-{look}.png", animations="disabled")
        context.close()
