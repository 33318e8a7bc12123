"""The words of an organisation for its kinds of units, learned from its kinds and names."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from trag.tree.detection.names import SMALL_WORDS, Words, acronyms, plural, words
from trag.tree.organisation import Node

_LONGEST = 4
_LINKS = frozenset({"of", "for", "the"})
# A word that most names of a kind begin or end with says the kind, whatever the kind is called.
_SHARE = 0.4
_FEWEST = 3


class KindWords:
    """Which phrases mean which kinds, in the singular and the plural."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.singular: dict[Words, set[str]] = defaultdict(set)
        self.plural: dict[Words, set[str]] = defaultdict(set)
        names: dict[str, list[set[Words]]] = defaultdict(list)
        for node in nodes:
            names[node.kind].append({words(text) for text in (node.name, *node.aliases)})
        for kind, spelled in names.items():
            for phrase in {words(kind), *_recurring(kind, spelled)} - {()}:
                self.singular[phrase].add(kind)
                self.plural[(*phrase[:-1], plural(phrase[-1]))].add(kind)

    def before(self, tokens: Words, at: int, *, many: bool = False) -> tuple[int, set[str]]:
        """Where the kind phrase that ends before `at` begins, and its kinds; (at, {}) if there is none."""
        known = self.plural if many else self.singular
        for length in range(min(_LONGEST, at), 0, -1):
            kinds = known.get(tokens[at - length : at])
            if kinds:
                return at - length, kinds
        return at, set()

    def after(self, tokens: Words, at: int, *, many: bool = False) -> tuple[int, set[str]]:
        """Where the kind phrase that begins at `at` ends, and its kinds; (at, {}) if there is none."""
        known = self.plural if many else self.singular
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            kinds = known.get(tokens[at : at + length])
            if kinds:
                return at + length, kinds
        return at, set()

    def core(self, form: Words, kind: str) -> Words:
        """The name without the words that say its kind; () if nothing would be left or dropped."""
        end, kinds = self.after(form, 0)
        if kind in kinds and end < len(form):
            rest = form[end:]
            while rest and rest[0] in _LINKS:
                rest = rest[1:]
            return rest if _says_something(rest) else ()
        start, kinds = self.before(form, len(form))
        return form[:start] if kind in kinds and _says_something(form[:start]) else ()


def _says_something(form: Words) -> bool:
    # "The Board" without "Board" is no name, nor is "Our Team" without "Team".
    return any(word not in SMALL_WORDS for word in form)


def _recurring(kind: str, spelled: list[set[Words]]) -> set[Words]:
    initials = {(text,) for text in _initials(kind)}
    ends: Counter[Words] = Counter()
    for forms in spelled:
        seen: set[Words] = set()
        for form in forms:
            longest = min(_LONGEST, len(form) - 1)
            seen.update(form[:length] for length in range(1, longest + 1))
            seen.update(form[-length:] for length in range(1, longest + 1))
        ends.update(seen)
    own = words(kind)
    needed = max(_FEWEST, _SHARE * len(spelled))
    often = {phrase for phrase, count in ends.items() if count >= needed}
    # "Country" says nothing where it always comes as "Country Office".
    often -= {part for whole in often for part in _parts(whole) if ends[part] == ends[whole]}
    related = {
        phrase
        for phrase, count in ends.items()
        if count > 1 and (phrase in initials or (phrase[-1:] == own[-1:] and set(phrase) <= set(own)))
    }
    return {phrase for phrase in often | related if not _LINKS & {phrase[0], phrase[-1]}}


def _parts(phrase: Words) -> set[Words]:
    inner = range(1, len(phrase))
    return {phrase[:length] for length in inner} | {phrase[-length:] for length in inner}


def _initials(kind: str) -> set[str]:
    parts = words(kind)
    return acronyms(kind) | ({"".join(part[0] for part in parts)} if len(parts) > 1 else set())
