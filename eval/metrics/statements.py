"""An answer as the statements it makes: its sentences, each list as one with what leads up to it."""

import re
from dataclasses import dataclass
from itertools import groupby

from trag.citations import read_marks
from trag.refusals import says_not_told
from trag.sentences import split_sentences
from trag.terms import terms_of

ITEM = re.compile(r"\s*(?:[-*•+\u2013]\s+|\d+[.)]\s+|\|)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a whole list, without its source marks; `marks` are the sources they name."""

    text: str
    marks: tuple[int, ...] = ()

    @property
    def is_claim(self) -> bool:
        """True when it says something that a source could carry: no question, and no "not told"."""
        terms = terms_of(self.text)
        says_something = bool(terms.words or terms.numbers) and not self.text.endswith(("?", ":"))
        return says_something and not says_not_told(self.text)


def unmarked(text: str) -> str:
    """The text without source marks, so that none counts as a number."""
    return read_marks(text)[0]


def statements(text: str) -> list[Statement]:
    """The statements of an answer, in order."""
    found: list[Statement] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for is_list, group in groupby(lines, key=lambda line: ITEM.match(line) is not None):
        block = "\n".join(group)
        if not is_list:
            found.extend(_statement(sentence) for sentence in split_sentences(block))
        elif found and found[-1].text.endswith(":"):
            lead = found.pop()
            found.append(_joined(lead, _statement(block)))
        else:
            found.append(_statement(block))
    return [statement for statement in found if statement.text]


def _statement(text: str) -> Statement:
    plain, marks = read_marks(text)
    return Statement(plain.strip(), marks)


def _joined(lead: Statement, rest: Statement) -> Statement:
    return Statement(f"{lead.text}\n{rest.text}", tuple(dict.fromkeys((*lead.marks, *rest.marks))))
