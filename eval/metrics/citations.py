"""Do the sources an answer cites carry what it says, and does all it says have one?

The answer of the tree, and the tree's fact that takes the place of a false sentence, are numbered
by themselves: such a citation has no passage behind it and is its own source.
"""

from eval.metrics.measure import Measure, Names, nameless, share
from eval.metrics.quotes import stands_in
from eval.metrics.statements import Statement, statements
from eval.outcomes import Outcome
from eval.scores import Metric
from trag.questions.cases import Case
from trag.types import Citation
from trag.verification import Checker


def citation_precision(_case: Case, outcome: Outcome, names: Names) -> float | None:
    """The share of the sources cited that are quoted truly and carry the statements marked with them.

    A source carries a statement when the checker says so of that source alone. Where a statement
    has several marks, together they must carry it, and each must be needed for that. A mark
    without a citation carries nothing, and so does a citation without a mark.
    """
    made = _statements(outcome)
    cited = {citation.number: citation for citation in outcome.answer.citations} if outcome.answer else {}
    marked = {mark for statement in made for mark in statement.marks}
    known = [name for entity_id in outcome.entities for name in names.get(entity_id, ())]
    sources = {number: source for number in cited if (source := _source(cited[number], outcome))}

    def carries(number: int) -> bool:
        bearing = [statement for statement in made if number in statement.marks]
        return number in sources and all(_carries(number, s, sources, known, outcome) for s in bearing)

    return share([number in marked and carries(number) for number in sorted(marked | set(cited))])


def citation_recall(_case: Case, outcome: Outcome) -> float | None:
    """The share of the statements that claim something and bear a mark; None without a claim."""
    return share([bool(statement.marks) for statement in _statements(outcome) if statement.is_claim])


def evidence_cited(case: Case, outcome: Outcome) -> float | None:
    """1.0 when some citation is of a file that holds the evidence."""
    if outcome.answer is None or not case.evidence:
        return None
    files = {evidence.file for evidence in case.evidence}
    return float(any(citation.file in files for citation in outcome.answer.citations))


def _statements(outcome: Outcome) -> list[Statement]:
    if outcome.answer is None or outcome.answer.refused:
        return []
    return statements(outcome.answer.text)


def _source(citation: Citation, outcome: Outcome) -> Citation | None:
    """The source that the citation names and truly quotes, if there is one."""
    by_number = {source.number: source for source in outcome.sources}
    is_told_by_tree = outcome.answer is not None and outcome.answer.answered_by == "tree"
    if not citation.chunk_id and (is_told_by_tree or citation.number not in by_number):
        return citation
    source = by_number.get(citation.number)
    if source is None or source.file != citation.file or not stands_in(source.quote, citation.quote):
        return None
    return source


def _carries(
    number: int, statement: Statement, sources: dict[int, Citation], known: list[str], outcome: Outcome
) -> bool:
    together = [sources[mark] for mark in statement.marks if mark in sources]
    others = [source for source in together if source.number != number]

    def support(chosen: list[Citation]) -> bool:
        return Checker(chosen, known, outcome.question).check(statement.text).support == "supported"

    return support([sources[number]]) or (bool(others) and support(together) and not support(others))


MEASURES = (
    Measure(
        Metric("citation_precision", "Citations that carry the answer", "mean"), "answer", citation_precision
    ),
    Measure(
        Metric("citation_recall", "Statements with a source", "mean"), "answer", nameless(citation_recall)
    ),
    Measure(Metric("evidence_cited", "Evidence file cited", "share"), "answer", nameless(evidence_cited)),
)
