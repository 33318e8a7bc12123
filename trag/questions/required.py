"""What a right answer must hold, read off a model answer."""

import re

from trag.terms import FUNCTION_WORDS, NUMBER_WORDS, THOUSANDS, fold, stem, terms_of

Group = tuple[str, ...]
_MOST_WORDS = 4
_NAME = r"[^\W\d_a-z][\w'\u2019&.-]*(?<![.'])"
_NAMES = re.compile(rf"(?<!\w){_NAME}(?:\s+(?:(?:of|for|and|the|de|in)\s+){{0,2}}{_NAME})*")
_TOKEN = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+(?!\w)|\w+(?:[.,:]\w+)*")
_FEWEST_WITH_COMMA = 4
_WORDS = {digits: word for word, digits in NUMBER_WORDS.items()}


def required_of(answer: str, question: str) -> tuple[Group, ...]:
    """The answer's numbers and names, each a group; else its own words as one. Nothing the question has."""
    asked = terms_of(question)
    numbers = [group for group in _numbers(answer) if not {*group} & asked.numbers]
    names = [(name,) for name in _names(answer) if not {*map(_root, name.split())} <= asked.words]
    if numbers or names:
        return tuple(dict.fromkeys((*numbers, *names)))
    own = _own_words(answer, asked.words)
    return (own,) if own else ()


def _numbers(answer: str) -> list[Group]:
    """Each number as written, in plain digits and as a word; codes and times of day as they are."""
    tokens = [match.group() for match in _TOKEN.finditer(answer)]
    groups = (_number(token) for token in tokens)
    return [group for group in groups if group]


def _number(token: str) -> Group:
    if token.casefold() in NUMBER_WORDS:
        return (token.casefold(), NUMBER_WORDS[token.casefold()])
    digits = THOUSANDS.sub("", token)
    if not (digits.isascii() and digits.isdigit()):
        return (token,) if any(sign.isdigit() for sign in token) else ()
    with_commas = f"{int(digits):,}" if len(digits) >= _FEWEST_WITH_COMMA else digits
    return _unique(token, digits, with_commas, _WORDS.get(digits, ""))


def _names(answer: str) -> list[str]:
    """Runs of words with capitals; a single one that only opens a sentence is none."""
    names = terms_of(answer).names
    runs = (match.group() for match in _NAMES.finditer(answer))
    trimmed = (_without_opening(run) for run in runs)
    return [run for run in trimmed if any(_root(word) in names for word in run.split())]


def _without_opening(run: str) -> str:
    """The run without a "The" or "In" that only opens the sentence."""
    first, _, rest = run.partition(" ")
    return _without_opening(rest) if first.casefold() in FUNCTION_WORDS and rest else run


def _own_words(answer: str, asked: frozenset[str]) -> Group:
    words = {
        word for word in re.findall(r"(?<!\w)[^\W\d_]{3,}(?!\w)", answer) if fold(word) not in FUNCTION_WORDS
    }
    own = sorted((word for word in words if _root(word) not in asked), key=lambda word: (-len(word), word))
    return tuple(own[:_MOST_WORDS])


def _root(word: str) -> str:
    return stem(fold(word.strip(".,;:")))


def _unique(*items: str) -> Group:
    return tuple(dict.fromkeys(item for item in items if item))
