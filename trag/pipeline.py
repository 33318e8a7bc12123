"""The question path, read top to bottom: from a question to a checked, cited answer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter

from trag.context import build_context
from trag.draft import Draft
from trag.followups import needs_history, stand_alone
from trag.prompts import load_prompt
from trag.protocols import Generator, Retrieval
from trag.refusals import MARKER, refusal_text
from trag.retrieval.evidence import FLOORS, EvidenceRule, Signals, has_evidence, signals_of
from trag.sentences import SentenceSplitter
from trag.stopping import until_stopped
from trag.supporting import ClassPassageFinder, no_passages, told_with_sources
from trag.tree.answers import TreeAnswer
from trag.tree.guide import TreeGuide
from trag.types import (
    OWNER,
    Answer,
    AnswerEvent,
    Caller,
    Context,
    Done,
    EntitiesFound,
    Entity,
    Fact,
    FoundPassage,
    Mention,
    Message,
    Queued,
    ScoredChunk,
    SearchResult,
    SourcesFound,
    Token,
    Turn,
    Verification,
)

# More passages than ever fit the budget; the context takes what fits.
PASSAGES = 24
# Texts whose number of tokens is remembered: popular passages come again with other questions.
COUNTS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class PipelineOptions:
    """Tokens of facts and passages a prompt may hold, and tokens an answer may have."""

    context_tokens: int = 1000
    answer_tokens: int = 400


class Clock:
    """Milliseconds from the start of a question to each named stage."""

    def __init__(self) -> None:
        self._start = perf_counter()
        self.timings: dict[str, float] = {}

    def mark(self, stage: str) -> None:
        """Note the time at which `stage` was reached, the first time it is."""
        self.timings.setdefault(stage, round((perf_counter() - self._start) * 1000, 1))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way: stand-alone, with the tree in force and what it found in the question.

    `classes` are the access classes that may answer it, `scope` stands for them and for who asks.
    """

    question: str
    alone: str
    guide: TreeGuide | None
    mentions: tuple[Mention, ...]
    classes: tuple[int, ...] | None = None
    scope: str = ""

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities the question names, each once, in order; all candidates of an ambiguous name."""
        found = {entity.id: entity for mention in self.mentions for entity in mention.candidates}
        return tuple(found.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The words under which the question names entities, and the entities' own names."""
        return tuple(
            {*(mention.text for mention in self.mentions), *(entity.name for entity in self.entities)}
        )


# Gives the access classes of the documents that a caller may read; None: all.
Readable = Callable[[Caller], tuple[int, ...] | None]


def only_all(caller: Caller) -> tuple[int, ...] | None:
    """All documents for who may read all of them, none for anybody else."""
    return None if caller.groups is None else ()


class QuestionPipeline:
    """Answers questions. Thread-safe: all that a question needs travels with it.

    `guide` gives the tree in force, or None; it is asked once for each question. `retriever` gives the
    index, which is opened when a question first needs it. `rule` gives the one that says whether there is
    anything to answer from. `find_passages` finds by words alone, at once and without the index: what the
    tree answers is looked for in the documents, too. `readable` tells what a caller may read: no other
    passage is found, counted or told, so that an answer is what it would be without the others.
    """

    def __init__(
        self,
        retriever: Callable[[], Retrieval],
        generator: Generator,
        guide: Callable[[], TreeGuide | None],
        options: PipelineOptions,
        rule: Callable[[], EvidenceRule] = lambda: FLOORS,
        find_passages: ClassPassageFinder = no_passages,
        readable: Readable = only_all,
    ) -> None:
        self._retriever = retriever
        self._generator = generator
        self._guide = guide
        self._options = options
        self._rule = rule
        self._find_passages = find_passages
        self._readable = readable
        self._count_tokens = lru_cache(COUNTS_KEPT)(generator.count_tokens)

    def stream(
        self, question: str, history: Sequence[Turn] = (), caller: Caller = OWNER
    ) -> Iterator[AnswerEvent]:
        """The events of an answer, ending with Done. Closing the iterator stops the model."""
        clock = Clock()
        if _leans_back(question, history):
            yield Queued(0)
        asked = self._read(question, history, caller)
        clock.mark("understood")
        yield EntitiesFound(asked.entities)
        told = asked.guide.answer(asked.alone, asked.mentions) if asked.guide else None
        if asked.guide and told:
            yield from self._tell(asked, asked.guide, told, clock)
            return
        facts, chunks = self._find(asked)
        context = self._build(asked, facts, chunks)
        clock.mark("context")
        if not has_evidence(asked.alone, asked.names, facts, chunks, self._rule()):
            yield from _refuse(asked, context, clock)
            return
        yield SourcesFound(context.sources)
        yield Queued(0)
        yield from self._write(asked, context, clock)

    def context(self, question: str, history: Sequence[Turn] = (), caller: Caller = OWNER) -> Context:
        """What the model would get to read for this question. A follow-up is not condensed: no model runs."""
        asked = self._read(question, history, caller, condense=False)
        return self._build(asked, *self._find(asked))

    def search(self, question: str, caller: Caller = OWNER) -> list[ScoredChunk]:
        """The passages retrieval finds, best first, before the budget chooses among them."""
        return self._find(self._read(question, (), caller))[1]

    def search_result(self, question: str, limit: int, caller: Caller = OWNER) -> SearchResult:
        """The best `limit` passages for a question, ranked, with the facts and entities it is about."""
        asked = self._read(question, (), caller)
        facts, chunks = self._find(asked, limit)
        ranked = (found_passage(rank, found) for rank, found in enumerate(chunks, 1))
        told = tuple(Fact(fact.text, fact.entity_ids) for fact in facts)
        return SearchResult(question, tuple(ranked), told, asked.entities)

    def asked(self, question: str, caller: Caller = OWNER) -> Asked:
        """A question as the path goes on with it: stand-alone, with its names and what may be read for it."""
        return self._read(question, (), caller)

    def signals(self, question: str) -> Signals:
        """What speaks for there being an answer to this question."""
        asked = self._read(question, (), OWNER)
        return signals_of(asked.alone, asked.names, *self._find(asked))

    def _read(
        self, question: str, history: Sequence[Turn], caller: Caller, *, condense: bool = True
    ) -> Asked:
        guide, classes = self._guide(), self._readable(caller)
        scope = f"{caller.id} {'all' if classes is None else sorted(classes)}"
        alone = question
        if condense and _leans_back(question, history):
            alone = stand_alone(question, history, self._generator, scope)
        return Asked(question, alone, guide, guide.detect(alone) if guide else (), classes, scope)

    def _find(self, asked: Asked, passages: int = PASSAGES) -> tuple[tuple[Fact, ...], list[ScoredChunk]]:
        facts = asked.guide.facts(asked.alone, asked.mentions) if asked.guide else ()
        return facts, self._retriever().retrieve(asked.alone, passages, asked.names, asked.classes)

    def _build(self, asked: Asked, facts: Sequence[Fact], chunks: Sequence[ScoredChunk]) -> Context:
        return build_context(
            facts,
            chunks,
            budget=self._options.context_tokens,
            count_tokens=self._count_tokens,
            tree_file=asked.guide.organisation.file if asked.guide else "",
            entities=asked.entities,
            question=asked.alone,
        )

    def _tell(self, asked: Asked, guide: TreeGuide, told: TreeAnswer, clock: Clock) -> Iterator[AnswerEvent]:
        """The answer of the tree alone: no model runs."""
        text, sources = told_with_sources(
            guide, told, lambda query: self._find_passages(query, asked.classes)
        )
        yield SourcesFound(sources)
        clock.mark("first_token")
        yield Token(text)
        yield Done(
            Answer(
                asked.question,
                text,
                refused=told.refused,
                answered_by="tree" if sources else "none",
                entities=tuple(entity.id for entity in asked.entities),
                citations=sources,
                candidates=told.candidates,
                tokens=sum(self._count_tokens(fact.text) for fact in told.facts),
                timings=_finished(clock),
            )
        )

    def _write(self, asked: Asked, context: Context, clock: Clock) -> Iterator[AnswerEvent]:
        """The model's answer, released sentence by sentence after its check."""
        draft = Draft(asked.alone, context, asked.guide, asked.names)
        splitter = SentenceSplitter()
        messages = _messages(asked.alone, context)
        tokens = self._options.answer_tokens
        with closing(self._generator.generate(messages, max_tokens=tokens, scope=asked.scope)) as pieces:
            for piece in until_stopped(pieces):
                clock.mark("model_started")
                for sentence in splitter.feed(piece):
                    yield from _released(draft.take(sentence), clock)
                if draft.is_refusal:
                    break
        for sentence in splitter.rest():
            yield from _released(draft.take(sentence), clock)
        if draft.is_refusal or not draft.text.strip():
            yield from _refuse(asked, context, clock)
            return
        yield from _released(draft.complete(), clock)
        yield Done(
            Answer(
                asked.question,
                draft.text.strip(),
                refused=False,
                answered_by="model",
                entities=tuple(entity.id for entity in asked.entities),
                citations=draft.citations,
                tokens=context.tokens,
                timings=_finished(clock),
            )
        )


def found_passage(rank: int, found: ScoredChunk) -> FoundPassage:
    """A passage as those see it who only look for passages."""
    chunk = found.chunk
    return FoundPassage(
        rank,
        chunk.id,
        chunk.document_id,
        chunk.file,
        chunk.text,
        chunk.heading,
        chunk.page,
        score=found.score,
        similarity=found.similarity,
    )


def _leans_back(question: str, history: Sequence[Turn]) -> bool:
    """True when the model must first say what the question means after those before it."""
    return bool(history) and needs_history(question)


def _messages(question: str, context: Context) -> list[Message]:
    system = load_prompt("answer").format(marker=MARKER)
    user = load_prompt("question").format(context=context.text, question=question)
    return [Message("system", system), Message("user", user)]


def _released(events: Sequence[Token | Verification], clock: Clock) -> Iterator[AnswerEvent]:
    for event in events:
        clock.mark("first_token")
        yield event


def _refuse(asked: Asked, context: Context, clock: Clock) -> Iterator[AnswerEvent]:
    text = refusal_text(has_tree=asked.guide is not None)
    clock.mark("first_token")
    yield Token(text)
    answer = Answer(asked.question, text, refused=True, answered_by="none", tokens=context.tokens)
    entities = tuple(entity.id for entity in asked.entities)
    yield Done(replace(answer, entities=entities, timings=_finished(clock)))


def _finished(clock: Clock) -> dict[str, float]:
    clock.mark("done")
    return clock.timings
