"""Puts accepted proposals into a tree: the text of a new version, for the ordinary import to check."""

from collections import defaultdict
from collections.abc import Sequence

from trag.errors import TreeError
from trag.tree.detection.names import Words, words
from trag.tree.extraction.known_units import is_same_role, role_key
from trag.tree.extraction.outline import Branch, Outline, new_outline, read_outline
from trag.tree.extraction.proposals import Change, Proposal
from trag.tree.extraction.review import Decided
from trag.tree.extraction.vocabulary import Vocabulary
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation

# Places first, so that a unit is in its place when its people come.
_ORDER: dict[Change, int] = {"unit": 0, "parent": 1, "role": 2, "alias": 3}


def tree_with(accepted: Sequence[Decided], in_force: tuple[str, str] | None, *, root: str = "") -> str:
    """The tree in force, given as text and file name, with what was accepted, as YAML.

    Without a tree a first one is made, with `root` above everything. Units that are named but not known are
    made too, under the root if nothing else is said. Raises TreeError with every row that can't be done.
    """
    if in_force is None and not root:
        hint = 'Name the organisation: trag tree extract --apply review.csv --root "Name".'
        raise TreeError("There is no organisation tree yet, so the units need a root.", hint=hint)
    outline = read_outline(*in_force) if in_force else new_outline(root)
    organisation = load_organisation(*in_force) if in_force else None
    carried = _Carrying(outline, organisation)
    for decided in sorted(accepted, key=lambda decided: _ORDER[decided.proposal.change]):
        carried.carry_out(decided)
    if carried.problems:
        hint = "Put these rows right, or take back their decision."
        raise TreeError(
            "The review can't be carried out, so nothing was changed:", tuple(carried.problems), hint=hint
        )
    return outline.written()


class _Carrying:
    """Carries out one decision after the other, noting those it can't."""

    def __init__(self, outline: Outline, organisation: Organisation | None) -> None:
        self._outline = outline
        self._vocabulary = Vocabulary(organisation)
        self._ids = {branch.id: branch for branch in outline.branches}
        self._named: dict[Words, list[Branch]] = defaultdict(list)
        self._moved: dict[int, int] = {}
        self.problems: list[str] = []
        for branch in outline.branches:
            # What is history may not be found by its name.
            if organisation is None or branch.id in organisation:
                self._know(branch)

    def carry_out(self, decided: Decided) -> None:
        """Do what was accepted, or note why it can't be done."""
        proposal = decided.proposal
        try:
            unit = self._unit(proposal.unit, proposal)
            if proposal.change == "parent":
                self._place(unit, self._unit(proposal.parent, proposal, is_parent=True), decided.row)
            elif proposal.change == "role":
                _give_role(unit, proposal)
            elif proposal.change == "alias":
                self._call(unit, proposal.alias)
        except ValueError as exc:
            self.problems.append(f"row {decided.row}: {exc}")

    def _know(self, branch: Branch) -> None:
        for key in {self._vocabulary.key(name) for name in branch.names} - {()}:
            self._named[key].append(branch)

    def _unit(self, name: str, proposal: Proposal, *, is_parent: bool = False) -> Branch:
        """The unit of this id or name, made if there is none. Raises ValueError if several have it."""
        if name in self._ids:
            return self._ids[name]
        found = self._named.get(self._vocabulary.key(name), [])
        if len(found) > 1:
            listed = ", ".join(branch.id for branch in found[:5])
            raise ValueError(f"{name!r} is the name of several units; write an id instead: {listed}")
        if found:
            return found[0]
        kind = self._vocabulary.kind_of(name) or ("" if is_parent else proposal.kind) or "unit"
        first = next(iter(proposal.evidence), None)
        page = f", page {first.page}" if first and first.page else ""
        branch = self._outline.add(name, kind, self._outline.root, f"{first.file}{page}" if first else "")
        self._ids[branch.id] = branch
        self._know(branch)
        return branch

    def _place(self, unit: Branch, parent: Branch, row: int) -> None:
        name, above = unit.names[0], parent.names[0]
        if parent.is_within(unit):
            raise ValueError(
                f"{name!r} can't be under {above!r}, which is {'itself' if parent is unit else 'below it'}"
            )
        if unit.parent is parent:
            return
        if id(unit) in self._moved:
            raise ValueError(
                f"{name!r} is put under another unit by row {self._moved[id(unit)]}; accept one of them"
            )
        self._moved[id(unit)] = row
        self._outline.move(unit, parent)

    def _call(self, unit: Branch, alias: str) -> None:
        if words(alias) not in map(words, unit.names):
            unit.values["aliases"] = [*unit.names[1:], alias]


def _give_role(unit: Branch, proposal: Proposal) -> None:
    """Note the person's role; a proposal that contradicts the tree takes the place of what the tree said."""
    own = [person for person in unit.people if words(str(person.get("name", ""))) == words(proposal.person)]
    same = [person for person in unit.people if _has_role(str(person.get("role", "")), proposal.role)]
    if any(person in same for person in own):
        return
    replaces = proposal.standing == "contradicts"
    if replaces and len(own) == 1:
        own[0]["role"] = proposal.role
        return
    if replaces and len(same) == 1:
        unit.people.remove(same[0])
    unit.people.append({"name": proposal.person, "role": proposal.role})


def _has_role(held: str, role: str) -> bool:
    return is_same_role(role_key(held), role_key(role))
