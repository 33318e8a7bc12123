"""Source marks in an answer, and the citations they become."""

import re
from collections.abc import Sequence
from dataclasses import replace

from trag.sentences import split_sentences
from trag.terms import Terms, terms_of
from trag.types import Citation

# How small models like to open; the mark behind the sentence says it better.
PREAMBLE = re.compile(
    r"^(?:according to|based on)\s+[^,\n]*?"
    r"(?:sources?|documents?|information|context|passages?|\.[a-z]{2,4})\b[^,\n]*,\s*",
    re.IGNORECASE,
)
MARK = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
LIKE_MARK = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
# What a context writes where it left something out of a passage.
GAP = "..."
# Sentences, list items or table rows in a row that a quote may take.
LONGEST_QUOTE = 3


def read_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """The sentence without its source marks, and the numbers they named, in order."""
    numbers = [int(number) for group in MARK.findall(sentence) for number in group.split(",")]
    return MARK.sub("", sentence), tuple(dict.fromkeys(numbers))


def without_preamble(sentence: str) -> str:
    """The sentence without an opening such as "According to the document x.md,"."""
    plain = PREAMBLE.sub("", sentence, count=1)
    return plain if plain == sentence else plain[:1].upper() + plain[1:]


def unmarked(text: str) -> str:
    """The text with nothing in it that looks like a source mark: a unit's name may hold "[2]"."""
    return LIKE_MARK.sub(r"(\1)", text)


def write_marks(sentence: str, numbers: Sequence[int]) -> str:
    """The sentence with a mark for each source, before its closing white space."""
    body = sentence.rstrip()
    marks = "".join(f" [{number}]" for number in numbers)
    return f"{body}{marks}{sentence[len(body) :]}"


def quoted(source: Citation, sentence: str) -> Citation:
    """The source with its quote narrowed to what carries the sentence; always text that stands in it.

    Of passages joined in one source, the one in which the quote begins is cited.
    """
    parts = split_sentences(source.quote)
    if not source.chunk_id or len(parts) == 1:
        return source
    wanted = terms_of(sentence)
    # A table's header row alone shows nothing.
    parts = parts[1:] if parts[0].startswith("|") else parts
    windows = [
        parts[i : i + size] for size in range(1, LONGEST_QUOTE + 1) for i in range(len(parts) - size + 1)
    ]
    # A quote over a gap would stand in no document.
    whole = [window for window in windows if GAP not in window] or windows
    quotes = (_between(source.quote, window[0], window[-1]) for window in whole)
    quote = max(quotes, key=lambda quote: _worth(quote, wanted))
    start = source.quote.index(quote)
    ids = [chunk_id for chunk_id, first in source.passages if first <= start]
    return replace(source, quote=quote, chunk_id=ids[-1] if ids else source.chunk_id, passages=())


def _worth(quote: str, wanted: Terms) -> float:
    """What a quote shows of the claim, less a little for every word that is no part of it."""
    held = terms_of(quote)
    shown = len(wanted.words & held.words) + 2 * len(wanted.numbers & held.numbers)
    return shown - 0.08 * len(held.words - wanted.words)


def _between(text: str, first: str, last: str) -> str:
    start = text.index(first)
    return text[start : text.index(last, start) + len(last)]
