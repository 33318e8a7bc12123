"""The organisation as trag knows it: one tree of units, posts and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import networkx as nx

from trag.types import Entity


@dataclass(frozen=True, slots=True)
class Person:
    """A person; `id` is "person:<slug>". `extra` keeps every further key of the file, such as a handle."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holding:
    """A person who has a role in a unit."""

    person: Person
    role: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Node:
    """A unit or post of the organisation. `extra` keeps every further key of the file."""

    id: str
    name: str
    kind: str
    parent_id: str | None = None
    aliases: tuple[str, ...] = ()
    description: str = ""
    people: tuple[Holding, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def is_valid(self, day: date) -> bool:
        """True when the node is part of the organisation on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Organisation:
    """A validated tree, as of one day. Nodes come parents first, siblings in the file's order.

    `file` is the name of the imported file, which tree citations show; `version` counts
    imports and `as_of` is the day the facts hold.
    """

    def __init__(
        self,
        name: str,
        nodes: tuple[Node, ...],
        *,
        file: str = "",
        version: int = 1,
        as_of: date | None = None,
    ) -> None:
        self.name = name
        self.file = file
        self.version = version
        self.as_of = as_of or date.today()  # noqa: DTZ011 - validity is a matter of the local calendar
        self._nodes: dict[str, Node] = {}
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        for node in nodes:
            self._add(node)

    def _add(self, node: Node) -> None:
        # A node outside its dates is history, and takes everything below it along.
        is_cut_off = node.parent_id is not None and node.parent_id not in self._nodes
        if is_cut_off or not node.is_valid(self.as_of):
            return
        self._nodes[node.id] = node
        self.graph.add_node(node.id)
        if node.parent_id is not None:
            self.graph.add_edge(node.parent_id, node.id)

    @property
    def root(self) -> Node:
        """The node without a parent."""
        return next(iter(self._nodes.values()))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, parents before children."""
        return tuple(self._nodes.values())

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, node_id: object) -> bool:
        return node_id in self._nodes

    def node(self, node_id: str) -> Node:
        """The node with this id; KeyError if there is none."""
        return self._nodes[node_id]

    def parent(self, node_id: str) -> Node | None:
        """The node directly above, None for the root."""
        parent_id = self._nodes[node_id].parent_id
        return None if parent_id is None else self._nodes[parent_id]

    def ancestors(self, node_id: str) -> tuple[Node, ...]:
        """All nodes above, nearest first, the root last."""
        above: list[Node] = []
        node = self.parent(node_id)
        while node is not None:
            above.append(node)
            node = self.parent(node.id)
        return tuple(above)

    def children(self, node_id: str) -> tuple[Node, ...]:
        """The nodes directly below, in the file's order."""
        return tuple(self._nodes[child] for child in self.graph.successors(node_id))

    def descendants(self, node_id: str) -> tuple[Node, ...]:
        """All nodes below, level by level."""
        edges = nx.bfs_edges(self.graph, node_id)
        return tuple(self._nodes[child] for _, child in edges)

    def common_ancestor(self, first_id: str, second_id: str) -> Node:
        """The lowest node that is above, or is, both."""
        above_first = (self._nodes[first_id], *self.ancestors(first_id))
        above_second = {second_id, *(node.id for node in self.ancestors(second_id))}
        return next(node for node in above_first if node.id in above_second)

    def path(self, node_id: str) -> tuple[str, ...]:
        """The names from the root down to the parent."""
        return tuple(node.name for node in reversed(self.ancestors(node_id)))

    @cached_property
    def kinds(self) -> dict[str, int]:
        """How many nodes there are of each kind."""
        return {kind: len(nodes) for kind, nodes in self._by_kind.items()}

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.kind, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in found.items()}

    def of_kinds(self, kinds: Iterable[str]) -> tuple[Node, ...]:
        """All nodes of these kinds, parents before children."""
        wanted = [kind for kind in dict.fromkeys(kinds) if kind in self._by_kind]
        if len(wanted) == 1:  # the usual case costs the same however large the tree is
            return self._by_kind[wanted[0]]
        return tuple(node for node in self.nodes if node.kind in wanted)

    @cached_property
    def _kinds_below(self) -> dict[str, set[str]]:
        below: dict[str, set[str]] = {}
        for node in self.nodes:
            for above in self.ancestors(node.id):
                below.setdefault(above.kind, set()).add(node.kind)
        return below

    def kinds_below(self, kind: str) -> frozenset[str]:
        """The kinds of units that stand, at any depth, below some unit of this kind."""
        return frozenset(self._kinds_below.get(kind, ()))

    @cached_property
    def _holdings(self) -> dict[str, tuple[Holding, ...]]:
        held: dict[str, list[Holding]] = {}
        for node in self.nodes:
            for holding in node.people:
                held.setdefault(holding.person.id, []).append(holding)
        return {person_id: tuple(holdings) for person_id, holdings in held.items()}

    @cached_property
    def _by_role(self) -> dict[str, tuple[Holding, ...]]:
        found: dict[str, list[Holding]] = {}
        for node in self.nodes:
            for holding in node.people:
                found.setdefault(holding.role, []).append(holding)
        return {role: tuple(holdings) for role, holdings in found.items()}

    def with_role(self, role: str) -> tuple[Holding, ...]:
        """Everybody who has a role of exactly this name, in the order of the tree."""
        return self._by_role.get(role, ())

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody who has a role, by person id."""
        return {person_id: holdings[0].person for person_id, holdings in self._holdings.items()}

    def holdings(self, person_id: str) -> tuple[Holding, ...]:
        """All roles of a person, in the order of the tree."""
        return self._holdings[person_id]

    def entity(self, entity_id: str) -> Entity:
        """The unit, post or person with this id, as questions and answers see it."""
        if entity_id in self._nodes:
            node = self._nodes[entity_id]
            return Entity(node.id, node.name, node.kind, self.path(node.id))
        return Entity(entity_id, self.people[entity_id].name, "person")
