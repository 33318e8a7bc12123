"""The stages before the model, each on what the stages before it gave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.measuring import BenchmarkError
from tests.bench.timing import Timing, time_in_turn
from trag.context import build_context
from trag.pipeline import PASSAGES
from trag.protocols import Generator, Retrieval
from trag.retrieval.evidence import has_evidence
from trag.tree.guide import TreeGuide
from trag.types import Context, Fact, Mention, ScoredChunk
from trag.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Staged:
    """A question with what each stage made of it."""

    question: str
    mentions: tuple[Mention, ...]
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    chunks: list[ScoredChunk]


def time_stages(
    workspace: Workspace, retriever: Retrieval, generator: Generator, questions: Sequence[str], rounds: int
) -> dict[str, Timing]:
    """The timing of each stage over the questions."""
    guide = workspace.guide
    if guide is None:
        raise BenchmarkError("The sample organisation has no tree.")
    staged = [_staged(guide, retriever, question) for question in questions]

    def context(one: Staged) -> Context:
        budget = workspace.settings.context_budget
        count_tokens = generator.count_tokens
        return build_context(
            one.facts, one.chunks, budget=budget, count_tokens=count_tokens, question=one.question
        )

    stages: dict[str, Callable[[Staged], object]] = {
        "- entities": lambda one: guide.detect(one.question),
        "- facts": lambda one: guide.facts(one.question, one.mentions),
        "- retrieval": lambda one: retriever.retrieve(one.question, PASSAGES, one.names),
        "- context": context,
        "- evidence": lambda one: has_evidence(one.question, one.names, one.facts, one.chunks),
    }
    return time_in_turn(stages, staged, rounds)


def _staged(guide: TreeGuide, retriever: Retrieval, question: str) -> Staged:
    mentions = guide.detect(question)
    names = tuple(entity.name for mention in mentions for entity in mention.candidates)
    chunks = retriever.retrieve(question, PASSAGES, names)
    return Staged(question, mentions, names, guide.facts(question, mentions), chunks)
