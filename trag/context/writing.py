"""How facts and passages stand in a context: each behind its number, in signs that command nothing."""

import re

from trag.prompt_text import without_marks
from trag.types import Citation

FACTS_TITLE = "Facts from the organisation tree:"
PASSAGES_TITLE = "Passages from the documents:"
# Between the titles and sources of a context.
GAP = "\n\n"
# What looks like our own source marks, be it of several sources.
SOURCE_MARK = re.compile(r"\[(\s*\d+(?:\s*,\s*\d+)*\s*)\]")


def shown(source: Citation) -> str:
    """A source as it stands in the context: its number and place, then its text."""
    return f"[{source.number}] {place(source)}\n{neutralised(source.quote)}"


def place(source: Citation) -> str:
    """Where a source stands: its file, and the headings above it."""
    return neutralised(" > ".join((source.file, *source.heading)))


def neutralised(text: str) -> str:
    """Document text without the signs a model could take for instructions of ours."""
    return SOURCE_MARK.sub(r"(\1)", without_marks(text))
