"""Names as questions spell them: words compared without case, accents, hyphens or possessives."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Words = tuple[str, ...]

# "C++" and "C#" keep their signs, "&" is the word "and".
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*[+#]*|&")
_APOSTROPHES = "'\u2019\u02bc\uff07"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]\Z")
# Scripts written without spaces: each character is a word of its own.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
SMALL_WORDS = frozenset(
    {"of", "the", "for", "and", "in", "on", "to", "at", "a", "an", "de", "la", "du", "des", "und"}
)
_SHORT = 2
_STEM = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared, and where it stands in the text."""

    word: str
    start: int
    end: int


def fold_word(text: str) -> str:
    """One word in the form that is compared: no case, accents, apostrophes or possessive s."""
    bare = _POSSESSIVE.sub("", text)
    if bare.isascii():
        return "and" if bare == "&" else bare.lower().replace("'", "")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", bare).casefold())
    plain = "".join(c for c in folded if c.isalnum() or c in "+#" or _is_vowel_sign(c))
    return plain.translate(_PLAIN)


def tokenise(text: str) -> list[Token]:
    """The words of the text in order; a possessive s belongs to no word."""
    if text.isascii():
        spans: Iterable[tuple[int, int]] = (match.span() for match in _ASCII_TOKEN.finditer(text))
    else:
        spans = _spans(text)
    tokens = []
    for start, end in spans:
        raw = text[start:end]
        word = fold_word(raw)
        if word:
            possessive = _POSSESSIVE.search(raw)
            tokens.append(Token(word, start, start + possessive.start() if possessive else end))
    return tokens


def words(text: str) -> Words:
    """The words of a name as they are compared."""
    if text.isascii() and "'" not in text:
        return tuple("and" if word == "&" else word for word in _ASCII_TOKEN.findall(text.lower()))
    return tuple(token.word for token in tokenise(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, char in enumerate(text):
        is_inside = start is not None and _continues(text, index, char)
        if start is not None and not is_inside:
            yield start, index
            start = None
        if start is None and (char == "&" or char.isalnum()):
            if char == "&" or _is_unspaced(char):
                yield index, index + 1
            else:
                start = index
    if start is not None:
        yield start, len(text)


def _continues(text: str, index: int, char: str) -> bool:
    if char in _APOSTROPHES:
        return index + 1 < len(text) and text[index + 1].isalnum() and not _is_unspaced(text[index + 1])
    if char in "+#":
        return True
    after_sign = text[index - 1] in "+#"
    return not after_sign and (
        unicodedata.category(char)[0] == "M" or (char.isalnum() and not _is_unspaced(char))
    )


def _is_unspaced(char: str) -> bool:
    return char > "\u0dff" and any(first <= ord(char) <= last for first, last in _UNSPACED)


def _is_vowel_sign(char: str) -> bool:
    # Marks above Latin, Greek and Cyrillic letters are accents; elsewhere they are part of the spelling.
    return unicodedata.category(char)[0] == "M" and not unicodedata.combining(char)


@cache
def _ordinary_words() -> frozenset[str]:
    text = files("trag.tree.detection").joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@cache
def is_ordinary_word(word: str) -> bool:
    """True for a word of everyday English, or one too short or too numeric to name anything by itself."""
    known = _ordinary_words()
    if word in known or len(word) <= _SHORT or word.isdecimal():
        return True
    return any(len(singular) > _STEM and singular in known for singular in _singulars(word))


def _singulars(word: str) -> Iterator[str]:
    for ending, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending):
            yield word.removesuffix(ending) + singular


def is_ordinary(form: Words) -> bool:
    """True when the form could stand in any sentence without meaning a unit."""
    return all(is_ordinary_word(word) for word in form)


def acronyms(name: str) -> set[str]:
    """What the initials of a long name spell, with and without its small words: {"coc", "cc"} -> {"coc"}."""
    parts = words(name)
    spellings = {
        "".join(part[0] for part in parts),
        "".join(part[0] for part in parts if part not in SMALL_WORDS),
    }
    return {text for text in spellings if len(text) > _SHORT and text.isascii() and text.isalpha()}


def turned(form: Words) -> Words:
    """The form without its "of", as in "Finance Division" for "Division of Finance"; () if it has none."""
    if form.count("of") != 1:
        return ()
    at = form.index("of")
    rest = form[at + 1 :][1:] if form[at + 1 : at + 2] == ("the",) else form[at + 1 :]
    return (*rest, *form[:at]) if at and rest else ()


def plural(word: str) -> str:
    """The regular plural of a word: "committees", "faculties", "branches"."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"
