"""Text of a Word file that Word does not show, or in letters too small to read."""

from typing import Any

from ingest.readers.word_notes import WORD

OFF = frozenset({"0", "false", "off", "none"})
# Sizes are counted in halves of a point.
TINY_HALVES = 2
# What else of a run leaves a mark in its text.
SHOWN = frozenset(f"{WORD}{name}" for name in ("t", "tab", "br", "cr", "noBreakHyphen", "sym"))


def drop_hidden(document: Any) -> bool:
    """Take what is hidden out of the text and tables of an open document; True if there was any."""
    styles = _hiding_styles(document)
    found = [run for run in document.element.body.iter(f"{WORD}r") if _is_hidden(run, styles)]
    for run in found:
        for part in [part for part in run if part.tag in SHOWN]:
            run.remove(part)
    return bool(found)


def _hiding_styles(document: Any) -> frozenset[str]:
    return frozenset(
        style.get(f"{WORD}styleId", "")
        for style in document.styles.element.iter(f"{WORD}style")
        if _hides(style.find(f"{WORD}rPr"))
    )


def _is_hidden(run: Any, styles: frozenset[str]) -> bool:
    own = run.find(f"{WORD}rPr")
    if own is not None and (vanish := own.find(f"{WORD}vanish")) is not None:
        return _is_on(vanish)
    if own is not None and own.find(f"{WORD}sz") is not None:
        return _hides(own)
    return bool(styles) and not styles.isdisjoint(_styles_of(run, own))


def _styles_of(run: Any, own: Any) -> set[str]:
    paragraph = run.getparent()
    while paragraph is not None and paragraph.tag != f"{WORD}p":
        paragraph = paragraph.getparent()
    places = ((own, "rStyle"), (paragraph, f"pPr/{WORD}pStyle"))
    found = (place.find(f"{WORD}{name}") for place, name in places if place is not None)
    return {style.get(f"{WORD}val", "") for style in found if style is not None}


def _hides(properties: Any) -> bool:
    if properties is None:
        return False
    vanish, size = properties.find(f"{WORD}vanish"), properties.find(f"{WORD}sz")
    if vanish is not None and _is_on(vanish):
        return True
    halves = "" if size is None else size.get(f"{WORD}val", "")
    return halves.isdecimal() and len(halves) < 4 and int(halves) <= TINY_HALVES  # noqa: PLR2004


def _is_on(switch: Any) -> bool:
    return str(switch.get(f"{WORD}val", "1")).lower() not in OFF
