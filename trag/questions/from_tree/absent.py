"""Questions the tree has no answer for: a role nobody is listed with, where others of the kind have it.

Whether a document tells is not known here: keep a person's review before these where documents list staff.
"""

from trag.questions.chance import Chance
from trag.questions.from_tree.drafts import Draft
from trag.questions.from_tree.phrasing import phrased
from trag.questions.from_tree.source import Source, roles_of, words_of
from trag.tree.organisation import Node
from trag.tree.wording import role_label

_FEWEST_WITH_ROLE = 2
NOT_TOLD = "The organisation tree lists nobody; the right answer says so."

ABSENT = (
    "Who is the {role} of {unit}?",
    "{role} of {unit}?",
    "Who is {unit}'s {role}?",
    "Name the {role} of {unit}.",
)
ABSENT_ABOVE = (
    "Who is the {role} of the {kind} that {unit} belongs to?",
    "Who is the {role} of the {kind} that {unit} is part of?",
)


def nobody_in_role(source: Source, node: Node, chance: Chance) -> Draft | None:
    """Who has a role that nobody has in a unit with other people."""
    unit, roles = source.asked(node, chance), _absent_roles(source, node)
    if not unit or not roles or not node.people:
        return None
    question = _with_role(chance, ABSENT, chance.pick(roles), unit=unit)
    return Draft("unanswerable", question, NOT_TOLD, (node.id,))


def nobody_at_all(source: Source, node: Node, chance: Chance) -> Draft | None:
    """Who has a role in a unit without people."""
    unit, roles = source.asked(node, chance), _absent_roles(source, node)
    if not unit or not roles or node.people:
        return None
    question = _with_role(chance, ABSENT, chance.pick(roles), unit=unit)
    return Draft("unanswerable", question, NOT_TOLD, (node.id,))


def nobody_above(source: Source, node: Node, chance: Chance) -> Draft | None:
    """Who has a role that nobody has in the unit above."""
    unit, above = source.asked(node, chance), source.organisation.parent(node.id)
    if not unit or above is None or not source.only_ancestor_of_kind(node, above.kind):
        return None
    roles = _absent_roles(source, above)
    if not roles:
        return None
    words = {"unit": unit, "kind": source.names.kind(above)}
    question = _with_role(chance, ABSENT_ABOVE, chance.pick(roles), **words)
    return Draft("unanswerable", question, NOT_TOLD, (node.id, above.id))


def _absent_roles(source: Source, node: Node) -> list[str]:
    """Roles that units of the kind usually have and this one has not, by no other word either."""
    # A description or a post below may name who has the role, or say that it is vacant.
    told = " ".join((node.description, *(child.name for child in source.organisation.children(node.id))))
    here = roles_of(node)
    absent = []
    for role, count in source.role_use(node.kind).items():
        is_known = bool(words_of(role) & words_of(" ".join((*here, told))))
        is_apart = not here or any(source.stand_side_by_side(node.kind, role, other) for other in here)
        if count >= _FEWEST_WITH_ROLE and not is_known and is_apart and "vacan" not in told.casefold():
            absent.append(role)
    return absent


def _with_role(chance: Chance, wordings: tuple[str, ...], role: str, **words: str) -> str:
    return phrased(chance, wordings, role=role_label(role), **words)
