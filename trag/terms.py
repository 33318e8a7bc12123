"""The terms of a text that can be looked up in another: its numbers, its names, its words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
THOUSANDS = re.compile(r"(?<=\d)[, \u00a0](?=\d{3}\b)")
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty
        """.split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
# "one" is a pronoun more often than a number.
del NUMBER_WORDS["one"]
FUNCTION_WORDS = frozenset(
    """
    a about according after all also an and any are as at back be been before being between both but by can
    cannot come comes could did do does during each either for from get gets give given gives go goes got had
    has have her here his how i if in into is it its itself let may me might more most must my no nor not of
    on only or other our over own per please same shall she should since
    so some such than that the their them then there these they this those through to under until up upon very
    was we were what when where which while who whom whose why will with within without would yes you your
    """.split()
)
SHORTEST_STEM = 4
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly")
# The same words stand in passage after passage.
WORDS_KEPT = 8192


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers, the name words and all content words of a text, folded for comparison."""

    numbers: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=4096)
def terms_of(text: str) -> Terms:
    """The terms of `text`. A capitalised word counts as a name unless it only opens a sentence."""
    plain = THOUSANDS.sub("", text)
    words = list(WORD.finditer(plain))
    numbers = {match.group().rstrip(".,") for match in NUMBER.finditer(plain)}
    numbers |= {NUMBER_WORDS[word] for match in words if (word := match.group().casefold()) in NUMBER_WORDS}
    content = frozenset(_content(match.group() for match in words))
    return Terms(frozenset(numbers), frozenset(_names(plain, words)), content)


def _content(words: Iterator[str]) -> Iterator[str]:
    for word in words:
        folded = fold(word)
        if folded not in FUNCTION_WORDS and not folded.isdigit() and folded not in NUMBER_WORDS:
            yield stem(folded)


def _names(text: str, words: list[re.Match[str]]) -> Iterator[str]:
    for match in words:
        word = match.group()
        if not word[0].isupper() or fold(word) in FUNCTION_WORDS:
            continue
        if any(sign.isupper() for sign in word[1:]) or not _opens(text[: match.start()].rstrip()):
            yield stem(fold(word))


def _opens(before: str) -> bool:
    """True when what comes after `before` opens a sentence, and has its capital for that."""
    return before[-1:] in ".!?:" or not before.strip(" \t\n-*•\"'(“")


@lru_cache(maxsize=WORDS_KEPT)
def fold(word: str) -> str:
    """The word without case, accents and possessive."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return re.sub(r"['\u2019]s?$", "", plain.casefold())


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str) -> str:
    """The word without the commonest English endings, so that "approves" meets "approval" half-way."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word[:-1] if word.endswith(("e", "y")) and len(word) > SHORTEST_STEM else word
