"""Answers straight from the organisation tree, for questions understood to the last word."""

from dataclasses import dataclass, replace

from trag.tree.asking import read_question, statements
from trag.tree.asking.asked import Asked, Computed
from trag.tree.asking.computing import compute
from trag.tree.listing import markdown
from trag.tree.organisation import Organisation
from trag.tree.wording import unique
from trag.types import Entity, Fact, Mention

_LONG_LIST = 5
_MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class TreeAnswer:
    """An answer the tree gives alone; with `candidates` it asks back which one is meant."""

    text: str
    facts: tuple[Fact, ...]
    entity_ids: tuple[str, ...]
    refused: bool = False
    candidates: tuple[Entity, ...] = ()


def answer_from_tree(
    organisation: Organisation, question: str, mentions: tuple[Mention, ...]
) -> TreeAnswer | None:
    """The tree's own answer, None when any word of the question is not surely about the hierarchy."""
    asked = read_question(organisation, question, mentions)
    if asked is None:
        return _asking_back(organisation, question, mentions)
    parts = _parts(organisation, asked)
    if parts is None:
        return None
    facts = tuple(fact for part in parts for fact in part.facts)
    passed = tuple(statements.parent(organisation, node)[0] for part in _chain(asked) for node in part.trail)
    text = " ".join(fact.text for fact in passed) + ("\n" if passed else "")
    text += "\n".join(markdown(fact, _LONG_LIST) for fact in facts)
    entity_ids = unique(entity_id for fact in (*passed, *facts) for entity_id in fact.entity_ids)
    return TreeAnswer(text, (*passed, *facts), entity_ids, refused=all(part.is_empty for part in parts))


def _asking_back(
    organisation: Organisation, question: str, mentions: tuple[Mention, ...]
) -> TreeAnswer | None:
    """The question which of the units with one name is meant, where all else is understood."""
    unclear = [mention for mention in mentions if mention.is_ambiguous]
    if len(unclear) != 1 or len(unclear[0].candidates) > _MOST_CANDIDATES:
        return None
    candidates = unclear[0].candidates
    for entity in candidates:
        meant = tuple(replace(m, candidates=(entity,)) if m is unclear[0] else m for m in mentions)
        if read_question(organisation, question, meant) is None:
            return None
    facts = tuple(statements.candidate(entity, organisation) for entity in candidates)
    lines = "\n".join(f"- {_with_place(entity)}" for entity in candidates)
    head = f'The name "{unclear[0].text}" stands for {len(candidates)} entries of the organisation tree.'
    text = f"{head} Which one do you mean?\n{lines}"
    return TreeAnswer(text, facts, tuple(entity.id for entity in candidates), candidates=candidates)


def _with_place(entity: Entity) -> str:
    return f"{entity.name} ({', '.join(reversed(entity.path)) or entity.id})"


def _chain(asked: Asked) -> tuple[Asked, ...]:
    return (asked,) if asked.next is None else (asked, *_chain(asked.next))


def _parts(organisation: Organisation, asked: Asked) -> tuple[Computed, ...] | None:
    parts = [compute(organisation, part) for part in _chain(asked)]
    sure = tuple(part for part in parts if part is not None and part.is_sure)
    return sure if len(sure) == len(parts) else None
