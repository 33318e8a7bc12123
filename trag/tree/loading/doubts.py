"""What is wrong with a text that is to name something: unseen signs, formulas, false letters."""

import re
import unicodedata

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Zero width and direction marks; the joiners that some scripts need are not among them.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# A spreadsheet that opens such a text would compute it, or start a program.
_FORMULA = re.compile(r"=|[+\-@][^|]*\|[^!]*!")
_WORD = re.compile(r"[^\W\d_]+")


def doubt_about(text: str) -> str:
    """Why this text can't be a name, as the end of a sentence; empty if it can."""
    if unseen := FORBIDDEN.search(text) or _UNSEEN.search(text):
        return f"it holds the unseen character U+{ord(unseen.group()):04X}; remove it"
    if _FORMULA.match(text):
        return "it is a formula; write its value"
    for word in _WORD.findall(text) if not text.isascii() else ():
        scripts = {_script(letter) for letter in word}
        if {"LATIN", "CYRILLIC"} <= scripts:
            return f"the word '{word[:40]}' mixes Latin and Cyrillic letters; write it in one script"
    return ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
