"""Saying honestly that the material does not tell, and hearing it when a model says so."""

import re

# What the model is asked to write; `SAYS_NOT_TOLD` also hears the ways models say it instead.
MARKER = "NOT IN THE SOURCES"
WITH_TREE = "Neither the documents nor the organisation tree tell."
WITHOUT_TREE = "The documents do not tell."
NOT = r"(?:\ not|n['\u2019]t)"
MATERIAL = (
    r"(?:(?:given|provided|available)\ )?"
    r"(?:sources?|material|documents?|context|passages?|information|text|facts)"
)
SAYS_NOT_TOLD = re.compile(
    rf"""not\ in\ the\ {MATERIAL}
      | {MATERIAL}\b[^.]*\ do(?:es)?{NOT}\ \w+
      | (?:is|are|was|were){NOT}\ (?:\w+ly\ )?(?:mentioned|specified|stated)
      | {NOT}\ (?:\w+ly\ )?(?:provided|given|found|listed|available|included)\ (?:in|by)\ the\ {MATERIAL}
      | \bmentioned\ in\s*\.?\s*$
      | \btree\ lists\ no\b
      | \bno\ (?:\w+\ )?(?:information|mention|indication)
      | \bi\ (?:do{NOT}|cannot|can['\u2019]t|could{NOT})\ (?:know|find|answer|determine)
      | (?:cannot|can['\u2019]t|unable\ to)\ (?:be\ )?(?:determined?|answered|answer\ |found\ in)""",
    re.VERBOSE | re.IGNORECASE,
)


def says_not_told(sentence: str) -> bool:
    """True when the sentence says that the sources do not tell."""
    return SAYS_NOT_TOLD.search(sentence) is not None


def refusal_text(*, has_tree: bool) -> str:
    """The sentence people read when there is nothing to answer from."""
    return WITH_TREE if has_tree else WITHOUT_TREE
