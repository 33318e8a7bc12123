"""Is a passage the place of a quote? Only words count: white space, markup, signs and case do not."""

import re
import unicodedata
from functools import lru_cache

from trag.questions.cases import Case, Evidence

WORD = re.compile(r"[^\W_]+")
Words = tuple[str, ...]


def evidence_of(case: Case) -> tuple[Evidence, ...]:
    """The quotes of a case, each once."""
    found = {(evidence.file, words_of(evidence.quote)): evidence for evidence in case.evidence}
    return tuple(found.values())


def is_place_of(evidence: Evidence, file: str, text: str) -> bool:
    """True when a passage of `file` holds the quote, or its greater part where the quote crosses its edge."""
    return file == evidence.file and holds_quote(text, evidence.quote)


def holds_quote(text: str, quote: str) -> bool:
    """True when `text` holds the quote, or begins or ends with the greater part of it."""
    wanted, held = words_of(quote), words_of(text)
    return _stands(wanted, held) or _overlap(wanted, held) * 2 > len(wanted)


def stands_in(text: str, quote: str) -> bool:
    """True when the whole quote stands in `text`."""
    return _stands(words_of(quote), words_of(text))


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """The words and numbers of a text in order, without case."""
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _stands(part: Words, whole: Words) -> bool:
    return bool(part) and f" {' '.join(part)} " in f" {' '.join(whole)} "


def _overlap(quote: Words, text: Words) -> int:
    """The most words of the quote that the text ends with (its beginning), begins with (its end), or is."""
    if _stands(text, quote):
        return len(text)
    sizes = range(min(len(quote), len(text)), 0, -1)
    return next((n for n in sizes if quote[:n] == text[-n:] or quote[-n:] == text[:n]), 0)
