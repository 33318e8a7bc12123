"""Other ways to write a question that mean the same, made by rules and always the same for one seed.

Numbers, and words with a digit or a sign inside them, stay as they are in every one of them.
"""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from eval.experiments.misspelling import misspelt_name, misspelt_word
from trag.terms import FUNCTION_WORDS

AS_WRITTEN = "as written"
FRAMES = (
    "Could you tell me: {question}",
    "Could you please help me with this: {question}",
    "Hello, {question} Thank you!",
    "I would like to know: {question}",
)
# Words that a person who types keywords leaves out. Not those that carry a relation ("from", "under"),
# a time ("was"), a permission ("may"), a negation or the kind of question ("who", "how many").
DROPPED = frozenset("a an the is are am do does i you we my our your me please there".split())
PEOPLE = frozenset("i we you they he she it who to not".split())
WORD = re.compile(r"\S+")
# Not between or before letters and digits, where it belongs to a number, a name or a word.
PUNCTUATION = re.compile(r"(?<!\w)[\"'(\u201c\u2018]+|[?!.,;:\"')\u2026\u201d\u2019]+(?!\w)")
LITERAL = re.compile(r"[\d_/\\@%$\u20ac]")
# Only before a noun: without its "what", "what does X do" asks something else.
WHAT_IS = re.compile(r"\s*what(?:\s+is|\s+are|['\u2019]s)\s+(?=(?:the|all|my|our|your)\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the places (start, end) that name something, and words no typo may make."""

    text: str
    names: tuple[tuple[int, int], ...] = ()
    taken: frozenset[str] = field(default=frozenset())

    def is_name(self, start: int, end: int) -> bool:
        """True when this part of the text belongs to a name."""
        return any(start < last and first < end for first, last in self.names)


Rule = Callable[[Question, random.Random], str]


def phrasings(question: Question, seed: int = 0) -> dict[str, str]:
    """The question in each phrasing that changes it, by the phrasing's name, as written first."""
    made = {AS_WRITTEN: question.text}
    for name, rule in RULES.items():
        # A generator for each, so that a new rule changes none of the others.
        text = rule(question, random.Random(f"{seed}:{name}:{question.text}"))  # noqa: S311 - no secret
        if text and text not in made.values():
            made[name] = text
    return made


def lower_case(question: Question, _: random.Random) -> str:
    """Small letters and no punctuation, as typed in a hurry."""
    return _cased(without_punctuation(question.text), str.lower)


def upper_case(question: Question, _: random.Random) -> str:
    """Capitals; nothing where an acronym can't be told from an ordinary word any more."""
    if any(_is_telling(word) for word in WORD.findall(question.text)):
        return ""
    return _cased(question.text, str.upper)


def polite(question: Question, rng: random.Random) -> str:
    """The question within a polite sentence."""
    text = question.text.strip()
    # Else the last name of the question and the first word behind it would read as one name.
    return rng.choice(FRAMES).format(question=f"{text}." if text[-1:].isalnum() else text)


def keywords(question: Question, _: random.Random) -> str:
    """What a person types into a search box: no articles, no "is" and "do", no question mark."""
    opening = WHAT_IS.match(question.text)
    start = opening.end() if opening and not question.is_name(*opening.span()) else 0
    matches = [match for match in WORD.finditer(question.text) if match.start() >= start]
    before = ["", *(match[0].lower() for match in matches)]
    kept = [
        match[0]
        for previous, match in zip(before, matches, strict=False)
        if question.is_name(*match.span()) or not _is_dropped(match[0], previous)
    ]
    return without_punctuation(" ".join(kept))


def white_space(question: Question, rng: random.Random) -> str:
    """Spaces too many, before, after and between the words, and a tab."""
    gaps = [rng.choice(("  ", "   ", " \t", " ")) for _ in question.text.split()]
    return "  " + "".join(word + gap for word, gap in zip(question.text.split(), gaps, strict=True)) + " "


def typo_in_word(question: Question, rng: random.Random) -> str:
    """One ordinary word misspelt; nothing where no word is long enough."""
    return misspelt_word(question.text, question.names, question.taken, rng)


def typo_in_name(question: Question, rng: random.Random) -> str:
    """One word of a name misspelt; nothing where the question names nothing long enough."""
    return misspelt_name(question.text, question.names, question.taken, rng)


RULES: dict[str, Rule] = {
    "lower case": lower_case,
    "polite": polite,
    "keywords": keywords,
    "typo in a word": typo_in_word,
    "typo in a name": typo_in_name,
    "upper case": upper_case,
    "white space": white_space,
}


def without_punctuation(text: str) -> str:
    """The text without the signs around its words; those inside numbers, names and words stay."""
    return " ".join(PUNCTUATION.sub(" ", text).split())


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """All words of the texts in small letters, as no typo may spell them."""
    return frozenset(word.casefold() for text in texts for word in re.findall(r"[^\W\d_]+", text))


def _cased(text: str, change: Callable[[str], str]) -> str:
    return WORD.sub(lambda match: match[0] if _stays(match[0]) else change(match[0]), text)


def _stays(word: str) -> bool:
    return LITERAL.search(word) is not None or _is_telling(word)


def _is_telling(word: str) -> bool:
    """True when only its capitals tell the word from an ordinary one: "WHO", "IT", "US"."""
    letters = "".join(sign for sign in word if sign.isalpha())
    return len(letters) > 1 and letters.isupper() and letters.lower() in FUNCTION_WORDS | {"us", "am", "id"}


def _is_dropped(word: str, previous: str) -> bool:
    if word in {"do", "does"} and previous in PEOPLE:
        return False  # here it is what somebody does
    bare = word if previous else word.lower()
    return bare in DROPPED or bare == "I"
