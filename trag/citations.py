"""Source marks in an answer, and the citations they become."""

import re
from collections.abc import Sequence
from dataclasses import replace

from trag.sentences import split_sentences
from trag.terms import terms_of
from trag.types import Citation

MARK = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
QUOTE_LENGTH = 320


def read_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """The sentence without its source marks, and the numbers they named, in order."""
    numbers = [int(number) for group in MARK.findall(sentence) for number in group.split(",")]
    return MARK.sub("", sentence), tuple(dict.fromkeys(numbers))


def write_marks(sentence: str, numbers: Sequence[int]) -> str:
    """The sentence with a mark for each source, before its closing white space."""
    body = sentence.rstrip()
    marks = "".join(f" [{number}]" for number in numbers)
    return f"{body}{marks}{sentence[len(body) :]}"


def quoted(source: Citation, sentence: str) -> Citation:
    """The source with its quote narrowed to what carries the sentence; always text that stands in it."""
    if not source.chunk_id or len(source.quote) <= QUOTE_LENGTH:
        return source
    wanted = terms_of(sentence)

    def worth(part: str) -> float:
        held = terms_of(part)
        return len(wanted.words & held.words) + 2 * len(wanted.numbers & held.numbers) - len(part) / 10_000

    return replace(source, quote=max(split_sentences(source.quote), key=worth))
