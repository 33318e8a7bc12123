"""The language a document is written in, told from its first pages on this machine alone."""

from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any

from ingest.blocks import Block

SAMPLE = 3_000
FEWEST_LETTERS = 100
SUREST = 0.8


def language_of(blocks: Iterable[Block]) -> str:
    """The ISO 639-1 code of the language, "" when there is too little text to tell."""
    # Prose says more than tables, which are full of names and numbers.
    prose, tables = _sample(blocks, is_table=False), ""
    if _letters(prose) < FEWEST_LETTERS:
        tables = _sample(blocks, is_table=True)
    text = f"{prose}\n{tables}"[:SAMPLE]
    return _told(text) if _letters(text) >= FEWEST_LETTERS else ""


def _sample(blocks: Iterable[Block], *, is_table: bool) -> str:
    texts = (block.text[:SAMPLE] for block in blocks if (block.kind == "table") == is_table)
    return "\n".join(islice(texts, SAMPLE))[:SAMPLE]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _told(text: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(text)
    try:
        best = detector.get_probabilities()[:1]
    except LangDetectException:  # no letter of any language it knows
        return ""
    return best[0].lang.partition("-")[0] if best and best[0].prob >= SUREST else ""


@cache
def _factory() -> Any:
    """Its profiles, read once; its chances drawn alike every time."""
    from langdetect import detector_factory

    detector_factory.init_factory()
    factory = detector_factory._factory  # noqa: SLF001 - the loaded one, which no public name gives
    factory.seed = 0
    return factory
