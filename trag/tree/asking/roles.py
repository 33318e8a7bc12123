"""Who has which role in a unit, and which roles lead it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from trag.tree.organisation import Holding, Node, Organisation
from trag.tree.reading.role_words import is_chief_of_craft, is_leading, is_second
from trag.tree.reading.vocabulary import Term
from trag.tree.wording import fold, role_label, unique, words

# Those lead what their title names: an office manager the office, not the division.
_MANAGING = {"manager", "supervisor", "coordinator"}
_GENERAL = {"general", "managing", "senior", "chief", "acting", "interim", "co"}
_STEM = 5
_STEPPING_IN = {"vp", "svp", "evp", "permanent secretary"}


def holdings(node: Node, roles: Iterable[Term]) -> tuple[Holding, ...]:
    """Who has one of the roles in a unit.

    A generic role such as "lead" stands for the unit's leading roles, and "director" for
    "Country Director" where nobody is just director.
    """
    meant = [set(_roles_meant(node, term)) for term in roles]
    return tuple(h for h in node.people if any(h.role in names for names in meant))


def _roles_meant(node: Node, term: Term) -> Iterator[str]:
    held = unique(h.role for h in node.people)
    exact = leading_roles(node) if term.is_generic else tuple(r for r in held if has_role(r, term))
    yield from exact
    if exact or term.is_generic:
        return
    plain = {fold(role) for role in term.values if " " not in role.strip()}
    for role in held:
        if words(role)[-1:] and words(role)[-1] in plain and not is_second(role):
            yield role


def leading_roles(node: Node) -> tuple[str, ...]:
    """The roles that lead a unit, a vice president only where nobody else does."""
    held = unique(h.role for h in node.people)
    leading = tuple(r for r in held if leads(node, r))
    return (
        tuple(r for r in leading if fold(r) not in _STEPPING_IN)
        or leading
        or tuple(r for r in held if fold(r) in _STEPPING_IN)
    )


def leads(node: Node, role: str) -> bool:
    """True for a role that leads this unit: a lab manager leads a lab, a chief engineer no ship."""
    parts = set(words(role))
    if not is_leading(role) or not (parts & _MANAGING or is_chief_of_craft(role)):
        return is_leading(role)
    own = {*words(node.kind.replace("_", " ")), *words(node.name)}
    if parts & _MANAGING:
        return parts - _MANAGING - _GENERAL <= own
    return all(any(_is_akin(part, word) for word in own) for part in parts - {"chief"})


def _is_akin(craft: str, field: str) -> bool:
    """True for an engineer and engineering, an accountant and accounts."""
    return craft[:_STEM] == field[:_STEM]


def have_leads(organisation: Organisation, kind: str) -> bool:
    """True where some unit of the kind has a role that surely leads."""
    return any(leading_roles(node) for node in organisation.of_kinds((kind,)))


def has_role(role: str, term: Term) -> bool:
    """True when a role is meant by a term of the question."""
    return is_leading(role) if term.is_generic else role in term.values


def is_usual_role(organisation: Organisation, node: Node, term: Term) -> bool:
    """True where units of the same kind have such a role, so that its absence tells something."""
    if term.is_generic and node.people:
        return False  # people, but no role that surely leads
    known, key = _usual_roles(organisation), (node.kind, term)
    if key not in known:
        known[key] = any(holdings(other, (term,)) for other in organisation.of_kinds((node.kind,)))
    return known[key]


@lru_cache(maxsize=8)
def _usual_roles(_organisation: Organisation) -> dict[tuple[str, Term], bool]:
    """What has been found out of a tree, by kind and role: never more than it has of both."""
    return {}


def role_name(term: Term) -> str:
    """A role of the question in the words of the tree."""
    return "lead" if term.is_generic else " or ".join(role_label(role) for role in term.values)
