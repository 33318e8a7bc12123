"""Finds the units, posts and people that a question names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, MatchKind

from trag.tree.detection.evidence import Evidence
from trag.tree.detection.kind_words import KindWords
from trag.tree.detection.name_forms import Form, Origin, collect_forms, is_weak
from trag.tree.detection.names import Token, Words, is_ordinary, tokenise, words
from trag.tree.detection.partial import PartialNames
from trag.tree.detection.typos import Typos
from trag.tree.organisation import Organisation
from trag.types import Mention

_JOINING = frozenset({"and", "or"})
_PRONOUNS = frozenset({"it", "us", "we", "he", "she", "i", "me", "is", "are", "was", "am", "as", "be", "do"})
_ARTICLES = frozenset({"the", "a", "an", "our", "my", "your", "their", "this", "that"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A form found in the question: `first` and `last` are positions of its words."""

    first: int
    last: int
    forms: tuple[Form, ...]
    is_certain: bool
    is_corrected: bool = False

    def overlaps(self, other: "Sighting") -> bool:
        """True when both share a word of the question."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Unsure:
    """A mention only the rest of the question can confirm, with what speaks for and against it."""

    mention: Mention
    origin: Origin
    length: int
    is_ordinary: bool
    has_article: bool


class Detector:
    """Finds names in text in microseconds, however large the organisation. Thread-safe: nothing changes."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._kinds = KindWords(organisation.nodes)
        self._evidence = Evidence(organisation, self._kinds)
        forms = collect_forms(organisation, self._kinds)
        forms.pop((), None)
        self._forms = [(spelled, tuple(found)) for spelled, found in forms.items()]
        self._partials = PartialNames(organisation.nodes, self._kinds)
        self._typos = Typos((spelled for spelled, _ in self._forms), leave=self._kinds.plural)
        # A word is put between spaces of its own, so that a pattern can't match inside or across words.
        patterns = ["".join(f" {word} " for word in spelled) for spelled, _ in self._forms]
        self._finder = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest) if patterns else None

    def detect(self, question: str) -> tuple[Mention, ...]:
        """The entities the question names, in order, without overlaps; an ambiguous name keeps all."""
        tokens = tokenise(question)
        spelled = tuple(token.word for token in tokens)
        known = self._sight(question, tokens, spelled)
        known = self._correct(question, tokens, spelled, known)
        return tuple(self._mention(question, tokens, sighting, known) for sighting in known)

    def unsure(self, question: str, known: tuple[Mention, ...]) -> tuple[Unsure, ...]:
        """Words that may mean a unit or person beside the known mentions, or as ordinary words nobody."""
        tokens = tokenise(question)
        spelled = tuple(token.word for token in tokens)
        judged = [self._judge(question, tokens, spelled, *found) for found in self._find(spelled)]
        found = [sighting for sighting in judged if sighting.forms and not sighting.is_certain]
        mentioned = [self._unsure(question, tokens, sighting) for sighting in found]
        mentioned += self._partial(question, tokens, spelled, known)
        kept: list[Unsure] = []
        for guess in mentioned:
            if not any(_meets(guess.mention, other) for other in (*known, *(g.mention for g in kept))):
                kept.append(guess)
        return tuple(sorted(kept, key=lambda guess: guess.mention.start))

    def _unsure(self, text: str, tokens: list[Token], sighting: Sighting) -> Unsure:
        form = sighting.forms[0]
        place = tokens[sighting.first : sighting.last + 1]
        is_ordinary_place = is_ordinary(tuple(token.word for token in place))
        has_article = _has_article(tuple(token.word for token in tokens), sighting.first)
        mention = self._mention(text, tokens, sighting, [])
        return Unsure(mention, form.origin, len(place), is_ordinary_place, has_article)

    def _partial(
        self, text: str, tokens: list[Token], spelled: Words, known: tuple[Mention, ...]
    ) -> Iterator[Unsure]:
        """Names said in part: "the audit committee of the board" for its Audit and Risk Committee."""
        above = {m.candidates[0].id for m in known if not m.is_ambiguous}
        for first, last, kinds in self._partials.places(spelled):
            ids = self._partials.fitting(spelled[first : last + 1], kinds)
            below = [i for i in ids if self._above(i) & above]
            chosen = below or ids
            if len(chosen) == 1:
                start, end = tokens[first].start, tokens[last].end
                is_whole = bool(below) or self._partials.is_framed(spelled[first : last + 1], chosen[0])
                entities = (self._organisation.entity(chosen[0]),)
                mention = Mention(text[start:end], start, end, entities, is_corrected=not is_whole)
                yield Unsure(mention, Origin.PARTIAL, last - first + 1, is_ordinary=False, has_article=False)

    def _sight(self, text: str, tokens: list[Token], spelled: Words) -> list[Sighting]:
        judged = [self._judge(text, tokens, spelled, *found) for found in self._find(spelled)]
        return _with_neighbours(judged, spelled)

    def _correct(
        self, text: str, tokens: list[Token], spelled: Words, known: list[Sighting]
    ) -> list[Sighting]:
        """Add what misspelt words mean, where one reading alone makes a name of them."""
        covered = {place for sighting in known for place in range(sighting.first, sighting.last + 1)}
        # Handles, channels and addresses are copied, not spelled.
        covered |= {place for place, token in enumerate(tokens) if _is_address(text, token)}
        readings: dict[int, list[Sighting]] = {}
        for variant, changed in self._typos.variants(spelled, covered):
            for sighting in self._sight(text, tokens, variant):
                places = changed.intersection(range(sighting.first, sighting.last + 1))
                if places and _may_be_guessed(sighting, variant, spelled):
                    readings.setdefault(min(places), []).append(replace(sighting, is_corrected=True))
        guessed = [
            found[0] for found in readings.values() if len({sighting.forms for sighting in found}) == 1
        ]
        exact = [sighting for sighting in known if not any(sighting.overlaps(guess) for guess in guessed)]
        return _without_overlaps(sorted([*exact, *guessed], key=lambda sighting: sighting.first))

    def _find(self, spelled: Words) -> Iterator[tuple[int, int, tuple[Form, ...]]]:
        if self._finder is None:
            return
        haystack = "".join(f" {word} " for word in spelled)
        starts: dict[int, int] = {}
        position = 0
        for index, word in enumerate(spelled):
            starts[position] = index
            position += len(word) + 2
        for pattern, start, _ in self._finder.find_matches_as_indexes(haystack):
            form, candidates = self._forms[pattern]
            yield starts[start], starts[start] + len(form) - 1, candidates

    def _judge(
        self, text: str, tokens: list[Token], spelled: Words, first: int, last: int, forms: tuple[Form, ...]
    ) -> Sighting:
        is_pronoun = first == last and spelled[first] in _PRONOUNS
        if is_pronoun and text[tokens[first].start : tokens[first].end].islower():
            return Sighting(first, last, (), is_certain=False)
        if self._evidence.is_inside_compound(text, tokens[first].start, tokens[last].end):
            return Sighting(first, last, (), is_certain=False)
        beside, start, end = self._evidence.kinds_beside(text, tokens, spelled, first, last)
        of_kind = tuple(form for form in forms if form.kind in beside)
        chosen = of_kind or forms
        best = min(form.origin for form in chosen)
        chosen = tuple(form for form in chosen if form.origin == best)
        if of_kind:
            # "Finance" is all of a name only together with "Directorate".
            return Sighting(
                *((start, end) if best is Origin.CORE else (first, last)), chosen, is_certain=True
            )
        is_certain = self._is_certain(text, tokens, spelled, first, last, chosen)
        return Sighting(first, last, chosen, is_certain)

    def _is_certain(
        self, text: str, tokens: list[Token], spelled: Words, first: int, last: int, forms: tuple[Form, ...]
    ) -> bool:
        form = spelled[first : last + 1]
        if not all(is_weak(form, candidate, self._kinds) for candidate in forms):
            return True
        if forms[0].origin is Origin.GENERIC:
            return self._evidence.is_own(spelled, first)
        start, end = tokens[first].start, tokens[last].end
        if self._evidence.is_quoted(text, start, end):
            return True
        if any(self._is_marked(text, tokens, first, last, candidate) for candidate in forms):
            return True
        if forms[0].origin is Origin.CORE and is_ordinary(form) and _has_article(spelled, first):
            return False  # "who runs the training?" asks for no Training Section
        return self._evidence.is_asked_about(text, tokens, spelled, first, last)

    def _is_marked(self, text: str, tokens: list[Token], first: int, last: int, form: Form) -> bool:
        place = text[tokens[first].start : tokens[last].end]
        if form.origin is Origin.ACRONYM:
            return place == form.spelling
        if form.origin is Origin.SURNAME and place[:1].isupper() and not is_ordinary(words(place)):
            return True
        return self._evidence.is_spelled_as(text, tokens, first, last, form.spelling)

    def _mention(self, text: str, tokens: list[Token], sighting: Sighting, known: list[Sighting]) -> Mention:
        start, end = tokens[sighting.first].start, tokens[sighting.last].end
        ids = self._narrow([form.entity_id for form in sighting.forms], sighting, known)
        entities = tuple(self._organisation.entity(entity_id) for entity_id in ids)
        return Mention(text[start:end], start, end, entities, sighting.is_corrected)

    def _narrow(self, ids: list[str], sighting: Sighting, known: list[Sighting]) -> list[str]:
        """Leave out what the rest of the question, or a namesake above, makes unlikely."""
        if len(ids) == 1:
            return ids
        others = {
            other.forms[0].entity_id for other in known if other is not sighting and len(other.forms) == 1
        }
        above = {entity_id: self._above(entity_id) for entity_id in ids}
        below_other = [entity_id for entity_id in ids if above[entity_id] & others]
        kept = below_other or ids
        return [entity_id for entity_id in kept if not above[entity_id] & set(kept)]

    def _above(self, entity_id: str) -> set[str]:
        if entity_id not in self._organisation:
            return {holding.unit_id for holding in self._organisation.holdings(entity_id)}
        return {node.id for node in self._organisation.ancestors(entity_id)}


def _has_article(spelled: Words, first: int) -> bool:
    return first > 0 and spelled[first - 1] in _ARTICLES


def _meets(first: Mention, second: Mention) -> bool:
    return first.start < second.end and second.start < first.end


def _is_address(text: str, token: Token) -> bool:
    return (
        text[max(0, token.start - 1) : token.start] in {"@", "#", "/"}
        or text[token.end : token.end + 1] == "@"
    )


def _may_be_guessed(sighting: Sighting, variant: Words, spelled: Words) -> bool:
    if sighting.forms[0].origin not in {Origin.NAME, Origin.REWORDED, Origin.CORE}:
        return False
    # An ordinary word in the other number is a name only beside another word of that name.
    place = slice(sighting.first, sighting.last + 1)
    kept = [word for word, old in zip(variant[place], spelled[place], strict=True) if word == old]
    return bool(kept) or not is_ordinary(spelled[place])


def _with_neighbours(sightings: list[Sighting], spelled: Words) -> list[Sighting]:
    """The certain sightings without overlaps, and those that stand in one enumeration with them."""
    certain = {index for index, sighting in enumerate(sightings) if sighting.is_certain}
    waiting = sorted(certain)
    while waiting:
        index = waiting.pop()
        for other in (index - 1, index + 1):
            if 0 <= other < len(sightings) and other not in certain:
                left, right = sightings[min(index, other)], sightings[max(index, other)]
                between = spelled[left.last + 1 : right.first]
                is_listed = len(between) <= 1 and all(word in _JOINING for word in between)
                if is_listed and _are_alike(left, right):
                    certain.add(other)
                    waiting.append(other)
    return _without_overlaps([sightings[index] for index in sorted(certain)])


def _without_overlaps(sightings: list[Sighting]) -> list[Sighting]:
    kept: list[Sighting] = []
    for sighting in sightings:
        if not kept or sighting.first > kept[-1].last:
            kept.append(sighting)
    return kept


def _are_alike(left: Sighting, right: Sighting) -> bool:
    return bool({form.kind for form in left.forms} & {form.kind for form in right.forms})
