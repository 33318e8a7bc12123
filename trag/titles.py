"""Titles of conversations: one line of plain text."""

import unicodedata

LONGEST_TITLE = 200
# What a list shows of a question without breaking the line.
SHOWN = 80
# They join letters of some scripts, and the parts of many emoji.
_JOINERS = "\u200c\u200d"
_BREAKS = {"Cc", "Zl", "Zp"}


def plain_title(text: str) -> str:
    """The text as one line, without what is not seen; "" if nothing is left."""
    kept = "".join(_seen(character) for character in text)
    line = " ".join(kept.split())[:LONGEST_TITLE].rstrip()
    return line if line.strip(_JOINERS) else ""


def title_of(question: str) -> str:
    """The question as a title, cut at a word."""
    line = plain_title(question)
    if len(line) <= SHOWN:
        return line
    head, _, _ = line[:SHOWN].rpartition(" ")
    return f"{head or line[: SHOWN - 1]}\u2026"


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS:
        return " "
    return "" if category in {"Cf", "Cs"} and character not in _JOINERS else character
