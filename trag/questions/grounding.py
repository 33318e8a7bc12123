"""Does a question that a model made hold up against the passage it was made from?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trag.questions.required import required_of
from trag.terms import Terms, terms_of
from trag.types import Chunk

_FEWEST_QUOTED = 4
_MOST_QUOTED = 0.6
_SHORTEST_QUESTION = 4
_LONGEST = 45
_SHARED_WORDS = 0.5
_WORD = re.compile(r"\w+")
_ASKING = re.compile(
    r"^(?:who|whom|whose|what|when|where|which|why|how|can|may|must|is|are|do|does|should)\b", re.IGNORECASE
)
_SOURCE_WORDS = "passage|text|document|excerpt|paragraph|quote|sentence|section|above|article|context"
_SPEAKS_OF_SOURCE = re.compile(
    rf"\b(?:the|this|that|given|provided|following)\s+(?:\w+\s+)?(?:{_SOURCE_WORDS})\b"
    r"|\baccording to\b|\b(?:mentioned|stated|described|listed|shown|given) (?:above|below|here|in)\b",
    re.IGNORECASE,
)
_HANGS_ON_SOURCE = re.compile(
    r"\b(?:this|these|those)\b|^\w+(?:\s\w+){0,2}\s(?:it|they|he|she|its|their)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """What the model wrote about a passage."""

    question: str
    answer: str
    quote: str


def problem_of(made: MadeQuestion, chunk: Chunk) -> str:
    """Why the question can't be used, "" when it can."""
    return next(_problems(made, chunk), "")


def quoted_in(text: str, quote: str) -> str:
    """The place of `text` that has the words of `quote`, as it stands there; "" if there is none.

    White space, marks and case don't count.
    """
    words = list(_WORD.finditer(text))
    sought = [word.casefold() for word in _WORD.findall(quote)]
    plain = [word.group().casefold() for word in words]
    for start in range(len(plain) - len(sought) + 1 if sought else 0):
        if plain[start : start + len(sought)] == sought:
            return text[words[start].start() : words[start + len(sought) - 1].end()]
    return ""


def _problems(made: MadeQuestion, chunk: Chunk) -> Iterator[str]:
    yield from _problems_of_quote(made.quote, chunk.text)
    yield from _problems_of_answer(made)
    yield from _problems_of_question(made.question)
    asked, known = terms_of(made.question), terms_of(f"{chunk.file} {chunk.embedded_text}")
    if not asked.numbers <= known.numbers or not asked.names <= known.names | known.words:
        yield "the question has a number or name the passage has not"
    if not asked.words & known.words:
        yield "the question has no word of the passage"
    if not required_of(made.answer, made.question):
        yield "the question holds its answer"


def _problems_of_quote(quote: str, text: str) -> Iterator[str]:
    length, whole = len(_WORD.findall(quote)), len(_WORD.findall(text))
    if not quoted_in(text, quote):
        yield "the quote does not stand in the passage"
    if length < _FEWEST_QUOTED:
        yield "the quote is too short"
    if length > _MOST_QUOTED * whole:
        yield "the quote is most of the passage"


def _problems_of_answer(made: MadeQuestion) -> Iterator[str]:
    said, quoted = terms_of(made.answer), terms_of(made.quote)
    if not said.numbers | said.words:
        yield "the answer says nothing of its own"
    if not said.numbers <= quoted.numbers or not said.names <= quoted.names | quoted.words:
        yield "the answer has a number or name the quote has not"
    if _shared(said, quoted) < _SHARED_WORDS:
        yield "the answer has hardly a word of the quote"
    if len(made.answer.split()) > _LONGEST:
        yield "the answer is too long"


def _problems_of_question(question: str) -> Iterator[str]:
    length = len(question.split())
    if not question.endswith("?") and not _ASKING.match(question):
        yield "it is no question"
    if not _SHORTEST_QUESTION <= length <= _LONGEST:
        yield "the question is too short or too long"
    if _SPEAKS_OF_SOURCE.search(question):
        yield "the question speaks of its source"
    if _HANGS_ON_SOURCE.search(question):
        yield "the question can't be understood alone"


def _shared(said: Terms, quoted: Terms) -> float:
    return len(said.words & quoted.words) / len(said.words) if said.words else 1.0
