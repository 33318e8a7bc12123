"""Questions as one caller asks them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.telling import indexing, told
from trag.audit import note, watched
from trag.audit.acting import Write
from trag.pipeline import QuestionPipeline, found_passage
from trag.retrieval.retriever import Retriever
from trag.types import (
    AnswerEvent,
    Caller,
    Context,
    FoundPassage,
    Job,
    ScoredChunk,
    SearchResult,
    SearchWays,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """The question path for `caller`: what they may not read is neither found nor counted.

    `waiting` gives the jobs they are told of with an answer; each answer is written to the audit log.
    """

    pipeline: QuestionPipeline
    retriever: Callable[[], Retriever]
    caller: Caller
    waiting: Callable[[], Sequence[Job]]
    model: str
    write: Write
    keeps_questions: bool

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Answer a question; ends with Done. Closing the iterator stops the model."""
        events = self.pipeline.stream(question, history, caller=self.caller)
        return watched(
            told(events, lambda: indexing(self.waiting())),
            question,
            self.model,
            self.write,
            keeps_questions=self.keeps_questions,
        )

    def context(self, question: str, history: Sequence[Turn] = ()) -> Context:
        """What the model would get to read for this question."""
        return self.pipeline.context(question, history, caller=self.caller)

    def search(self, question: str, limit: int) -> SearchResult:
        """The passages for a question, best first; scores only for those who keep the documents."""
        found = self.pipeline.search_result(question, limit, caller=self.caller)
        note(*(passage.document_id for passage in found.passages))
        return found if self.caller.may("editor") else without_scores(found)

    def ways(self, question: str, limit: int) -> SearchWays:
        """How the passages for a question come to be found, with scores."""
        asked = self.pipeline.asked(question, self.caller)
        ways = self.retriever().ways(asked.alone, limit, asked.names, asked.classes)
        context = self.context(question)
        chosen = self.pipeline.search_result(question, limit, caller=self.caller).passages
        note(*(passage.document_id for passage in chosen))
        return SearchWays(
            question,
            _found(ways.dense),
            _found(ways.keyword),
            _found(ways.fused),
            chosen,
            context.text,
            context.tokens,
        )


def _found(scored: Sequence[ScoredChunk]) -> tuple[FoundPassage, ...]:
    return tuple(found_passage(rank, one) for rank, one in enumerate(scored, 1))


def without_scores(found: SearchResult) -> SearchResult:
    """The result with ranks alone."""
    passages = (replace(one, score=None, similarity=None) for one in found.passages)
    return replace(found, passages=tuple(passages))
