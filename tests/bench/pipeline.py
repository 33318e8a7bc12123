"""What trag adds to the model: the time before it starts, for each of its sentences, and without it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import Figure, Section, Table, number
from tests.bench.listening import Asked, ListeningGenerator, RememberingEmbedder, ask, take_sentences
from tests.bench.measuring import BenchmarkError, Run
from tests.bench.stages import time_stages
from tests.bench.timing import Timing
from trag.factory import build_passage_finder, build_pipeline, build_retriever
from trag.pipeline import QuestionPipeline
from trag.questions.cases import read_cases
from trag.settings import load_settings
from trag.workspace import Workspace

TITLE = "Around the model"
EXAMPLES = Path(__file__).parents[2] / "examples"
ROUNDS = 5
TEXT = """
The sample organisation, taken in as `make run` does, asked {questions} questions, {rounds} times each. The
model is a fake that answers at once with the first sentence of its first source; its tokens are counted by
the default model's own tokenizer. The vectors of the questions are known beforehand, so that the embedder
takes no time. {model} questions go to the model, {tree} are answered by the tree alone, {none} are refused
or answered by a question.

"Before the model" is all between the question and the model's start: entities, facts, retrieval, context,
the decision whether there is anything to answer from. "After its last word" is all until the checked
sentence is out. "Check of a sentence" takes it against the sources of its own question or of another.
"""


def measure(run: Run) -> Section:
    """The time of everything but embedder and model, on the sample organisation."""
    settings = load_settings(run.folder / "sample", llm="fake")
    with Workspace(settings) as workspace:
        run.say("taking in the sample organisation")
        list(workspace.ingest(EXAMPLES / "documents"))
        tree = EXAMPLES / "org.yaml"
        workspace.import_tree(tree.read_text(encoding="utf-8"), tree.name)
        questions = [case.question for case in read_cases(EXAMPLES / "questions.jsonl")]
        run.say(f"{len(questions)} questions")
        return _section(workspace, questions)


def _section(workspace: Workspace, questions: Sequence[str]) -> Section:
    generator = ListeningGenerator()
    embedder = RememberingEmbedder(workspace.embedder)
    retriever = build_retriever(workspace.catalog, embedder, workspace.store)
    pipeline = build_pipeline(
        workspace.settings,
        lambda: retriever,
        generator,
        lambda: workspace.guide,
        find_passages=build_passage_finder(workspace.catalog),
    )
    _ = [ask(pipeline, generator, question) for question in questions]  # the warm-up, which makes the vectors
    asked = [ask(pipeline, generator, question) for _ in range(ROUNDS) for question in questions]
    timings = _timings(asked)
    by_model = list(dict.fromkeys(one.question for one in asked if one.answered_by == "model"))
    timings |= time_stages(workspace, retriever, generator, by_model, ROUNDS)
    timings["check of a sentence"] = _sentences(workspace, pipeline, by_model)
    rows = tuple(
        (what, str(len(timing.seconds)), number(timing.p50), number(timing.p99))
        for what, timing in timings.items()
    )
    told = [one.answered_by for one in asked]
    by = {way: told.count(way) // ROUNDS for way in ("model", "tree", "none")}
    text = TEXT.format(questions=len(questions), rounds=ROUNDS, **by)
    table = Table(("time of", "calls", "p50 ms", "p99 ms"), rows)
    return Section(text, tuple(_figures(timings)), (table,), ("chromadb", "tokenizers"))


def _timings(asked: Sequence[Asked]) -> dict[str, Timing]:
    by_model = [one for one in asked if one.answered_by == "model"]
    by_tree = [one for one in asked if one.answered_by == "tree"]
    if not (by_model and by_tree):
        raise BenchmarkError("The sample questions no longer reach both the model and the tree.")
    return {
        "before the model": Timing(tuple(one.until_model for one in by_model)),
        "after its last word": Timing(tuple(one.after_model for one in by_model)),
        "an answer of the tree": Timing(tuple(one.seconds for one in by_tree)),
    }


def _sentences(workspace: Workspace, pipeline: QuestionPipeline, questions: Sequence[str]) -> Timing:
    contexts = [pipeline.context(question) for question in questions]
    return Timing(tuple(take_sentences(workspace.guide, list(zip(questions, contexts, strict=True)))))


def _figures(timings: dict[str, Timing]) -> Iterator[Figure]:
    yield Figure("before the model, p50", timings["before the model"].p50, "ms", 10.0)
    yield Figure("after its last word, p99", timings["after its last word"].p99, "ms", 50.0)
    yield Figure("check of a sentence, p99", timings["check of a sentence"].p99, "ms", 5.0)
    yield Figure("an answer of the tree, p99", timings["an answer of the tree"].p99, "ms", 50.0)
