"""What has changed from one organisation tree to another: units, people and roles, matched by id."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from trag.tree.organisation import Node, Organisation, Person
from trag.types import Difference, Subject

__all__ = ["Difference", "differences"]

_ATTRIBUTES = ("kind", "aliases", "description", "contact", "source", "valid_from", "valid_to")


def differences(before: Organisation, after: Organisation) -> tuple[Difference, ...]:
    """Every change that turns `before` into `after`, both as of their own day; empty for equal trees.

    The order of units counts for nothing. Units come first, then people, then roles.
    """
    return (
        *_organisation(before, after),
        *_units(before, after),
        *_people(before, after),
        *_roles(before, after),
    )


def _organisation(before: Organisation, after: Organisation) -> Iterator[Difference]:
    if before.name != after.name:
        yield Difference("organisation", "renamed", "", after.name, before=before.name, after=after.name)


def _units(before: Organisation, after: Organisation) -> Iterator[Difference]:
    for node in before.nodes:
        if node.id not in after:
            yield Difference("unit", "removed", node.id, node.name, before=_above(before, node))
    for node in after.nodes:
        if node.id not in before:
            yield Difference("unit", "added", node.id, node.name, after=_above(after, node))
            continue
        old = before.node(node.id)
        if old.name != node.name:
            yield Difference("unit", "renamed", node.id, node.name, before=old.name, after=node.name)
        if old.parent_id != node.parent_id:
            places = {"before": _above(before, old), "after": _above(after, node)}
            yield Difference("unit", "moved", node.id, node.name, **places)
        yield from _changed("unit", node, _attributes(old), _attributes(node))


def _above(tree: Organisation, node: Node) -> str:
    parent = tree.parent(node.id)
    return f"{parent.name} ({parent.id})" if parent else ""


def _attributes(node: Node) -> dict[str, Any]:
    return dict(node.extra) | {name: getattr(node, name) for name in _ATTRIBUTES}


def _people(before: Organisation, after: Organisation) -> Iterator[Difference]:
    for person in before.people.values():
        if person.id not in after.people:
            yield Difference("person", "removed", person.id, person.name)
    for person in after.people.values():
        old = before.people.get(person.id)
        if old is None:
            yield Difference("person", "added", person.id, person.name)
            continue
        if old.name != person.name:
            names = {"before": old.name, "after": person.name}
            yield Difference("person", "renamed", person.id, person.name, **names)
        aliases = ({"aliases": old.aliases}, {"aliases": person.aliases})
        yield from _changed("person", person, dict(old.extra) | aliases[0], dict(person.extra) | aliases[1])


def _roles(before: Organisation, after: Organisation) -> Iterator[Difference]:
    old, new = _held(before), _held(after)
    for key in old:
        if key not in new:
            yield _role("removed", key, before)
    for key in new:
        if key not in old:
            yield _role("added", key, after)


def _held(tree: Organisation) -> dict[tuple[str, str, str], None]:
    return {
        (holding.person.id, holding.role, node.id): None for node in tree.nodes for holding in node.people
    }


def _role(change: Literal["added", "removed"], key: tuple[str, str, str], tree: Organisation) -> Difference:
    person_id, role, unit_id = key
    unit = {"after" if change == "added" else "before": tree.node(unit_id).name}
    return Difference("role", change, person_id, tree.people[person_id].name, role, unit_id, **unit)


def _changed(
    subject: Subject, what: Node | Person, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Difference]:
    for key in dict.fromkeys([*old, *new]):
        first, second = old.get(key), new.get(key)
        if first != second:
            texts = {"before": _shown(first), "after": _shown(second)}
            yield Difference(subject, "changed", what.id, what.name, key, **texts)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(value)
