"""Are the entities that a question names found, and no others?

To be found are those entities of the case whose name or alias stands in the question as the case
has it (or as it was really asked). An outcome lists all candidates of an ambiguous name, so the
entities that go by the same name there count as one find, right when the one meant is among them.
Cases tend to list units only: a person named in full is left out of the count, not called wrong,
where the case lists no person.
"""

from collections.abc import Iterable

from eval.matching import holds, plain, spans
from eval.metrics.measure import Measure, Names
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case

PERSON = "person:"


def entity_precision(case: Case, outcome: Outcome, names: Names) -> float | None:
    """The share of the finds that are entities of the case; 0.0 when nothing was found.

    It applies where there is something to be found.
    """
    if not named_entities(case, outcome, names):
        return None
    finds: dict[str, bool] = {}
    for entity_id in _counted(case, outcome, names):
        key = _asked_name(entity_id, outcome.question, names)
        finds[key] = finds.get(key, False) or entity_id in case.entities
    return sum(finds.values()) / len(finds) if finds else 0.0


def entity_recall(case: Case, outcome: Outcome, names: Names) -> float | None:
    """The share of the entities named in the question that were found."""
    gold = named_entities(case, outcome, names)
    return len(gold & set(outcome.entities)) / len(gold) if gold else None


def named_entities(case: Case, outcome: Outcome, names: Names) -> frozenset[str]:
    """The entities of the case that the question names; of names inside one another the longest."""
    return frozenset(
        entity_id
        for question in (case.question, outcome.question)
        for entity_id in _named(question, case.entities, names)
    )


def _named(question: str, entity_ids: Iterable[str], names: Names) -> set[str]:
    places = [
        (end - start, start, end, entity_id)
        for entity_id in entity_ids
        for name in names.get(entity_id, ())
        for start, end in spans(question, name)
    ]
    return {entity_id for _, start, end, entity_id in places if not _is_inside(start, end, places)}


def _is_inside(start: int, end: int, places: list[tuple[int, int, int, str]]) -> bool:
    return any(s <= start and end <= e and size > end - start for size, s, e, _ in places)


def _counted(case: Case, outcome: Outcome, names: Names) -> list[str]:
    if any(entity_id.startswith(PERSON) for entity_id in case.entities):
        return list(outcome.entities)
    return [
        entity_id
        for entity_id in outcome.entities
        if not (entity_id.startswith(PERSON) and _is_named(entity_id, outcome.question, names))
    ]


def _is_named(entity_id: str, question: str, names: Names) -> bool:
    return any(holds(question, name) for name in names.get(entity_id, ()))


def _asked_name(entity_id: str, question: str, names: Names) -> str:
    """The name under which the question has the entity; its first name when it is written otherwise."""
    own = names.get(entity_id, ()) or (entity_id,)
    asked = [name for name in own if holds(question, name)]
    return plain(max(asked, key=len) if asked else own[0])


MEASURES = (
    Measure(Metric("entity_precision", "Entities found that are right", "mean"), "context", entity_precision),
    Measure(Metric("entity_recall", "Entities named that are found", "mean"), "context", entity_recall),
)
