"""The arms of an experiment: ways to answer that differ in one thing each.

| arm         | what answers                                                                      |
|-------------|-----------------------------------------------------------------------------------|
| `t-rag`     | the product as it is                                                              |
| `rag`       | the same retrieval, budget, model and checks, only the organisation tree removed  |
| `unchecked` | what `t-rag` finds in a plain prompt, with every defence and check off            |
| `model`     | the model alone: no passages, no tree, no checks                                  |

`@MODEL` behind an arm asks another model: `t-rag@tuned.gguf` is the paper's T-RAG with tuning,
`model@tuned.gguf` its tuned model alone.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol, Self

from eval.recording import Recorder
from trag.errors import SettingsError
from trag.factory import build_generator, build_passage_finder, build_pipeline, build_readable
from trag.pipeline import QuestionPipeline
from trag.prompts import load_prompt
from trag.protocols import Generator, Retrieval
from trag.refusals import MARKER, says_not_told
from trag.retrieval.fitted import rule_in_force
from trag.types import (
    OWNER,
    Answer,
    AnsweredBy,
    AnswerEvent,
    Caller,
    Context,
    Done,
    Message,
    Queued,
    ScoredChunk,
    Token,
)
from trag.workspace import Workspace

ARMS = ("t-rag", "rag", "unchecked", "model")
ANSWER_TOKENS = 200
PROMPTS = "eval.prompts"


def has_tree(arm: str) -> bool:
    """True for an arm that reads the organisation tree."""
    return arm.partition("@")[0] in ("t-rag", "unchecked")


class Asker(Protocol):
    """One way to get a question answered; the product's own pipeline is one."""

    def context(self, question: str) -> Context:
        """What the model would get to read."""
        ...

    def search(self, question: str) -> list[ScoredChunk]:
        """The ranking of passages that the context was chosen from."""
        ...

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        """The events of an answer, ending with Done."""
        ...


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A question path as one caller asks it: from what they may read."""

    pipeline: QuestionPipeline
    caller: Caller

    def context(self, question: str) -> Context:
        """What the model would get to read for them."""
        return self.pipeline.context(question, caller=self.caller)

    def search(self, question: str) -> list[ScoredChunk]:
        """The ranking of what they may read."""
        return self.pipeline.search(question, self.caller)

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        """The events of an answer to them."""
        return self.pipeline.stream(question, caller=self.caller)


class PlainModel:
    """A model without any check on what it says; with a `source`, over what that one finds.

    What the model keeps of a prompt is used again within the same `scope` only.
    """

    def __init__(self, generator: Generator, source: Asker | None = None, scope: str = "") -> None:
        self._generator = generator
        self._source = source
        self._scope = scope

    def context(self, question: str) -> Context:
        """Facts and passages as they stand in tree and documents, with nothing made harmless."""
        if self._source is None:
            return Context("", 0)
        found = self._source.context(question)
        text = "\n\n".join(source.quote for source in found.sources)
        return Context(text, self._generator.count_tokens(text), found.facts, found.sources, found.entities)

    def search(self, question: str) -> list[ScoredChunk]:
        """The ranking of the source; none without one."""
        return self._source.search(question) if self._source else []

    def stream(self, question: str) -> Iterator[AnswerEvent]:
        """The model's words, whole, as the answer."""
        start = perf_counter()
        context = self.context(question)
        name = "plain" if self._source else "alone"
        prompt = load_prompt(name, PROMPTS).format(context=context.text, question=question, marker=MARKER)
        messages = [Message("user", prompt)]
        yield Queued(0)
        with closing(
            self._generator.generate(messages, max_tokens=ANSWER_TOKENS, scope=self._scope)
        ) as pieces:
            text = "".join(pieces).strip()
        yield Token(text)
        refused = not text or says_not_told(text)
        timings = {"done": round((perf_counter() - start) * 1000, 1)}
        answered_by: AnsweredBy = "none" if refused else "model"
        yield Done(Answer(question, text, refused, answered_by, tokens=context.tokens, timings=timings))


class Arms:
    """Makes the arms over one opened data folder, each model loaded once. Close it to stop the models."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._own = Recorder(workspace.generator)
        self._others: dict[str, Recorder] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def asker(self, arm: str, retrieval: Retrieval | None = None, caller: Caller = OWNER) -> Asker:
        """The arm called `arm`, asked by `caller`; `retrieval` takes the place of the folder's own.

        Raises SettingsError.
        """
        kind, _, model = arm.partition("@")
        if kind not in ARMS:
            raise SettingsError(f"There is no arm {arm!r}.", hint=f"Arms are: {', '.join(ARMS)}.")
        generator = self.generator(model)
        if kind == "model":
            return PlainModel(generator, scope=_scope(caller))
        pipeline = self._pipeline(generator, retrieval, with_tree=has_tree(kind))
        asked = AskedBy(pipeline, caller)
        return asked if kind != "unchecked" else PlainModel(generator, asked, _scope(caller))

    def generator(self, model: str = "") -> Generator:
        """The folder's own model, or the one called `model` with the same settings otherwise."""
        if not model:
            return self._own
        if model not in self._others:
            settings = self._workspace.settings.model_copy(update={"model": model})
            self._others[model] = Recorder(build_generator(settings))
        return self._others[model]

    def close(self) -> None:
        """Stop the models that the folder itself does not use."""
        for generator in self._others.values():
            generator.close()

    def _pipeline(
        self, generator: Generator, retrieval: Retrieval | None, *, with_tree: bool
    ) -> QuestionPipeline:
        workspace = self._workspace
        return build_pipeline(
            workspace.settings,
            lambda: retrieval or workspace.retriever,
            generator,
            lambda: workspace.guide if with_tree else None,
            lambda: rule_in_force(workspace.catalog, workspace.embedder.id),
            build_passage_finder(workspace.catalog),
            build_readable(workspace.catalog),
        )


def _scope(caller: Caller) -> str:
    return f"{caller.id} {'all' if caller.groups is None else sorted(caller.groups)}"
