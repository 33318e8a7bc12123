"""A question with its answer, before it is a case; and what makes it unfair."""

import re
from dataclasses import dataclass
from hashlib import sha256

from trag.questions.cases import Case, CaseType, Split

Group = tuple[str, ...]
_TWO_WORDS = 2
_MOST_FORBIDDEN = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """What a relation makes of an entity. `entities` starts with the one asked about."""

    type: CaseType
    question: str
    answer: str
    entities: tuple[str, ...]
    required: tuple[Group, ...] = ()
    near_misses: tuple[str, ...] = ()


def fair_case(draft: Draft, relation: str, split: Split) -> Case | None:
    """The draft as a case; None when the question gives its answer away."""
    required = _not_given_away(draft)
    if draft.type != "unanswerable" and not required:
        return None
    return Case.model_validate(
        {
            "id": f"t-{sha256(draft.question.encode()).hexdigest()[:12]}",
            "question": draft.question,
            "answer": draft.answer,
            "type": draft.type,
            "must_include": required,
            "must_not_include": _telling(draft),
            "entities": tuple(dict.fromkeys(draft.entities)),
            "split": split,
            "review": "open",
            "relation": relation,
        }
    )


def stands_in(text: str, item: str) -> bool:
    """True when `item` stands in `text` as whole words, whatever their case."""
    folded = " ".join(item.split())
    return re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", " ".join(text.split()), re.IGNORECASE) is not None


def _not_given_away(draft: Draft) -> tuple[Group, ...]:
    """The required groups without what any answer that repeats the question would hold.

    In a list an item may share its name with what is asked about, so it stays required as it is.
    """
    new = [_not_in(draft.question, group) for group in draft.required]
    if not any(new):
        return ()
    return tuple(kept or group for kept, group in zip(new, draft.required, strict=True))


def _not_in(question: str, group: Group) -> Group:
    """What is left of a group; nothing when its first item, the name itself, stands in the question."""
    if stands_in(question, group[0]):
        return ()
    return tuple(item for item in group if not stands_in(question, item))


def _telling(draft: Draft) -> tuple[str, ...]:
    """Near misses that no right answer holds by chance: of two words or more, and nowhere in the answer."""
    right = "\n".join((draft.question, draft.answer, *(item for group in draft.required for item in group)))
    telling = (
        item
        for item in dict.fromkeys(draft.near_misses)
        if len(re.findall(r"\w+", item)) >= _TWO_WORDS and not stands_in(right, item)
    )
    return tuple(telling)[:_MOST_FORBIDDEN]
