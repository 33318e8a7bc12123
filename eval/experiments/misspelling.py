"""One slip of the finger in a text: two letters swapped, one dropped or one doubled."""

import random
import re
from collections.abc import Iterator, Sequence

from trag.terms import FUNCTION_WORDS, NUMBER_WORDS
from trag.tree.detection.names import is_ordinary_word

Spans = Sequence[tuple[int, int]]

SHORTEST = 5
SHORTEST_STEM = 3
ENDINGS = ("s", "r", "d", "y", "er", "ed", "ly", "st", "est", "ing", "al")
TOKEN = re.compile(r"\S+")
LETTERS = re.compile(r"[^\W\d_]+")
# A date or a number in letters is as exact as one in digits.
EXACT = (
    frozenset(
        """
        january february march april june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday hundred thousand million billion first second third fourth
        fifth sixth seventh eighth ninth tenth never without except until before after
        """.split()
    )
    | FUNCTION_WORDS
    | NUMBER_WORDS.keys()
)


def misspelt_word(text: str, names: Spans, taken: frozenset[str], rng: random.Random) -> str:
    """`text` with one ordinary word misspelt, outside `names`; "" if there is none."""
    words = [match for match in _words(text) if not _overlaps(match, names) and _is_ordinary(match[0])]
    return _misspelt(text, words, taken, rng)


def misspelt_name(text: str, names: Spans, taken: frozenset[str], rng: random.Random) -> str:
    """`text` with one word of one of its `names` misspelt; "" if none is long enough."""
    return _misspelt(text, [match for match in _words(text) if _overlaps(match, names)], taken, rng)


def slips(word: str) -> list[str]:
    """Every slip in the word that leaves its first letter."""
    swapped = {
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for i in range(1, len(word) - 1)
        if word[i].casefold() != word[i + 1].casefold()
    }
    dropped = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    doubled = {word[: i + 1] + word[i] + word[i + 1 :] for i in range(1, len(word))}
    return sorted(swapped | dropped | doubled)


def _misspelt(text: str, words: list[re.Match[str]], taken: frozenset[str], rng: random.Random) -> str:
    """`text` with the first slip drawn that makes no word of the language, of the text or of a name."""
    all_taken = taken | {match.group().casefold() for match in LETTERS.finditer(text)}
    for match in rng.sample(words, len(words)):
        possible = [slip for slip in slips(match[0]) if not _is_word(slip.casefold(), all_taken)]
        if possible:
            return text[: match.start()] + rng.choice(possible) + text[match.end() :]
    return ""


def _is_word(word: str, taken: frozenset[str]) -> bool:
    if word in taken or word in EXACT or is_ordinary_word(word):
        return True
    # "loner" and "vaguely" are words too, though only "lone" and "vague" are listed.
    stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
    return any(len(stem) >= SHORTEST_STEM and is_ordinary_word(stem) for stem in stems)


def _words(text: str) -> Iterator[re.Match[str]]:
    """The words long enough for a slip, of tokens without any digit or inner sign but a hyphen."""
    for token in TOKEN.finditer(text):
        if re.search(r"[\d_/\\@%]|\w['\u2019.]\w", token[0]):
            continue
        for match in LETTERS.finditer(text, *token.span()):
            if len(match[0]) >= SHORTEST and match[0].casefold() not in EXACT:
                yield match


def _is_ordinary(word: str) -> bool:
    return word.islower() and is_ordinary_word(word)


def _overlaps(match: re.Match[str], names: Spans) -> bool:
    return any(match.start() < end and start < match.end() for start, end in names)
