"""From many claims to one proposal each: the same change under any spelling, without loops and detours."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from trag.tree.detection.names import Words, words
from trag.tree.extraction.known_units import KnownUnits, is_same_role, role_key
from trag.tree.extraction.proposals import Change, Claim, Confidence, Proposal

Key = tuple[Change, Words, Words, Words, Words]
# More parents than that for one unit are no sign of a tree; chains longer than that are none either.
_MOST_PARENTS = 5
_LONGEST_CHAIN = 60


@dataclass(slots=True)
class Group:
    """Claims of the same change."""

    key: Key
    claims: list[Claim] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many documents say so."""
        return len({claim.evidence.file for claim in self.claims})

    @property
    def weight(self) -> tuple[int, int, int]:
        """More is stronger: kinds of sources, documents, claims."""
        return len({claim.source for claim in self.claims}), self.files, len(self.claims)


def merged(claims: Sequence[Claim], known: KnownUnits) -> list[Proposal]:
    """A proposal for each change that is claimed, in the order of the documents."""
    spelled = _Spelling(claims, known)
    groups: dict[Key, Group] = {}
    roles: dict[tuple[Words, Words], list[Words]] = defaultdict(list)
    for claim in claims:
        key = _key(claim, spelled.key)
        if claim.change == "role":
            key = _with_known_role(key, roles[key[1], key[3]])
        groups.setdefault(key, Group(key)).claims.append(claim)
    told = {group.key[1] for group in groups.values() if group.key[0] != "alias"}
    told |= {group.key[2] for group in groups.values() if group.key[0] == "parent"}
    edges = _tree_like([group for key, group in groups.items() if key[0] == "parent"])
    rivals = Counter(group.key[1] for group in edges)
    kept = {id(group) for group in edges}
    proposals = [
        _proposal(group, spelled, is_rival=group.key[0] == "parent" and rivals[group.key[1]] > 1)
        for group in groups.values()
        if id(group) in kept
        or group.key[0] == "role"
        or (group.key[0] == "alias" and _is_worth(group, told, known, spelled))
    ]
    return [*_tops(claims, edges, spelled, known), *proposals]


class _Spelling:
    """How each unit is written, whatever it is compared by."""

    def __init__(self, claims: Iterable[Claim], known: KnownUnits) -> None:
        self._known = known
        self._short = _short_forms(claims, known)
        self._names: dict[Words, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[Words, Counter[str]] = defaultdict(Counter)
        for claim in claims:
            self._names[self.key(claim.unit)][claim.unit] += 1
            if claim.parent:
                self._names[self.key(claim.parent)][claim.parent] += 1
            if claim.kind:
                self._kinds[self.key(claim.unit)][claim.kind] += 1

    def key(self, name: str) -> Words:
        key = self._known.key(name)
        return self._short.get(key, key)

    def name(self, key: Words) -> str:
        """The tree's own name, else the spelling that is most frequent, the longer one of equals."""
        spellings = self._names[key]
        known = {node.name for text in spellings for node in self._known.nodes(text)}
        if len(known) == 1:
            return known.pop()
        return max(spellings, key=lambda text: (not text.isupper(), spellings[text], len(text)), default="")

    def kind(self, key: Words) -> str:
        return next((kind for kind, _ in self._kinds[key].most_common(1)), "")


def _short_forms(claims: Iterable[Claim], known: KnownUnits) -> dict[Words, Words]:
    """The names for which documents give a short form, by that form; one that means two is none."""
    meant: dict[Words, set[Words]] = defaultdict(set)
    for claim in claims:
        if claim.change == "alias" and not known.nodes(claim.alias):
            meant[known.key(claim.alias)].add(known.key(claim.unit))
    return {short: next(iter(names)) for short, names in meant.items() if len(names) == 1}


def _key(claim: Claim, key: Callable[[str], Words]) -> Key:
    if claim.change == "parent":
        return ("parent", key(claim.unit), key(claim.parent), (), ())
    if claim.change == "role":
        return ("role", key(claim.unit), (), words(claim.person), role_key(claim.role))
    return (claim.change, key(claim.unit), (), (), words(claim.alias))


def _with_known_role(key: Key, known: list[Words]) -> Key:
    """The key with the role as it was first given for this person in this unit."""
    change, unit, parent, person, role = key
    same = next((other for other in known if is_same_role(other, role)), role)
    if same == role and role not in known:
        known.append(role)
    return change, unit, parent, person, same


def _tree_like(groups: list[Group]) -> list[Group]:
    """The edges without self-loops, cycles and detours; of two that close a ring the stronger one stays."""
    above: dict[Words, list[Words]] = defaultdict(list)
    kept: list[Group] = []
    for group in sorted(groups, key=lambda group: group.weight, reverse=True):
        _, unit, parent, _, _ = group.key
        ancestors = _ancestors(parent, above)
        if (
            unit != parent
            and ancestors is not None
            and unit not in ancestors
            and len(above[unit]) < _MOST_PARENTS
        ):
            above[unit].append(parent)
            kept.append(group)
    return [group for group in kept if not _is_detour(group.key[1], group.key[2], above)]


def _is_detour(unit: Words, parent: Words, above: dict[Words, list[Words]]) -> bool:
    """True when another parent of the unit is itself below this one."""
    others = [other for other in above[unit] if other != parent]
    return any(parent in (_ancestors(other, above) or ()) for other in others)


def _ancestors(unit: Words, above: dict[Words, list[Words]]) -> set[Words] | None:
    """All above the unit; None where the chain is longer than a tree's."""
    found: set[Words] = set()
    level = [unit]
    for _ in range(_LONGEST_CHAIN):
        level = [parent for each in level for parent in above.get(each, ()) if parent not in found]
        found.update(level)
        if not level:
            return found
    return None


def _is_worth(group: Group, told: set[Words], known: KnownUnits, spelled: _Spelling) -> bool:
    """A short form alone doesn't make a unit: the text may speak of anybody's committee."""
    unit = group.key[1]
    return unit in told or bool(known.nodes(spelled.name(unit)))


def _tops(
    claims: Sequence[Claim], edges: list[Group], spelled: _Spelling, known: KnownUnits
) -> list[Proposal]:
    """A proposal for each unit that is named but stands under nothing."""
    placed = {group.key[1] for group in edges}
    named: dict[Words, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.change == "role":
            named[spelled.key(claim.unit)].append(claim)
    for group in edges:
        named[group.key[2]] += group.claims
    found = []
    for unit, own in named.items():
        name = spelled.name(unit)
        if unit not in placed and not known.nodes(name):
            group = Group(("unit", unit, (), (), ()), own)
            found.append(_proposal(group, spelled, is_rival=False))
    return found


def _proposal(group: Group, spelled: _Spelling, *, is_rival: bool) -> Proposal:
    change, unit, parent, _, _ = group.key
    first = group.claims[0]
    roles = Counter(claim.role for claim in group.claims)
    return Proposal(
        change,
        spelled.name(unit),
        spelled.kind(unit),
        spelled.name(parent) if parent else "",
        first.person if change == "role" else "",
        roles.most_common(1)[0][0] if change == "role" else "",
        first.alias if change == "alias" else "",
        tuple(dict.fromkeys(claim.evidence for claim in group.claims)),
        _confidence(group, is_rival=is_rival),
        _reasons(group, is_rival=is_rival),
    )


def _confidence(group: Group, *, is_rival: bool) -> Confidence:
    sources, files, _ = group.weight
    if is_rival:
        return "low"
    if sources > 1 or files > 1:
        return "high"
    return "low" if group.claims[0].source == "sentence" else "medium"


def _reasons(group: Group, *, is_rival: bool) -> str:
    counts = Counter(claim.source for claim in dict.fromkeys(group.claims))
    parts = [f"{count} {source}{'s' if count > 1 else ''}" for source, count in counts.items()]
    told = f"{', '.join(parts)} in {group.files} document{'s' if group.files > 1 else ''}"
    return f"{told}; another parent is named as well" if is_rival else told
