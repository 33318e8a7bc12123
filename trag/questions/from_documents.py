"""Questions about documents, made by a language model from single passages, kept only if they hold up.

No unanswerable questions are made here: that a passage doesn't tell says nothing about the other
documents, and a model's guess at what they lack would be graded as truth. Write those by hand.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, zip_longest
from typing import Any

from trag.errors import ModelError
from trag.prompts import load_prompt
from trag.protocols import Generator
from trag.questions.cases import Case, Evidence
from trag.questions.chance import Chance, shuffled
from trag.questions.grounding import MadeQuestion, problem_of, quoted_in
from trag.questions.leakage import near_duplicates
from trag.questions.required import required_of
from trag.questions.splits import split_of
from trag.types import Chunk, Message

FEWEST_WORDS = 25
MAX_TOKENS = 260
_MOST_FAILURES = 3
_FIELDS = ("quote", "question", "answer")
# The quote comes first, so that the question is written to something that stands there.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in _FIELDS},
    "required": list(_FIELDS),
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Dropped:
    """A question that was made and not kept, and why; without words where the model gave none."""

    chunk: Chunk
    reason: str
    made: MadeQuestion | None = None


def document_cases(
    chunks: Iterable[Chunk], generator: Generator, *, seed: int = 0, count: int
) -> Iterator[Case | Dropped]:
    """At most `count` cases, spread over the documents, and every attempt that failed.

    The same chunks and seed are asked in the same order; a case's `split` is that of its file.
    Raises ModelError when the model fails several times in a row.
    """
    kept: list[str] = []
    failures = 0
    for chunk in sampled(chunks, seed):
        if len(kept) >= count:
            return
        try:
            result = _attempt(chunk, generator, seed, kept)
        except ModelError as exc:
            failures += 1
            if failures >= _MOST_FAILURES:
                raise
            result = Dropped(chunk, f"the model failed: {exc.message}")
        else:
            failures = 0
        if isinstance(result, Case):
            kept.append(result.question)
        yield result


def sampled(chunks: Iterable[Chunk], seed: int) -> list[Chunk]:
    """The chunks worth asking about: one of each file, then a second of each, in an order by the seed."""
    files: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        if len(chunk.text.split()) >= FEWEST_WORDS:
            files[chunk.file].append(chunk)
    piles = [
        shuffled(((c.id, c) for c in pile), seed, "chunks") for pile in shuffled(files.items(), seed, "files")
    ]
    return [chunk for chunk in chain.from_iterable(zip_longest(*piles)) if chunk is not None]


def _attempt(chunk: Chunk, generator: Generator, seed: int, kept: list[str]) -> Case | Dropped:
    prompt = _prompt(chunk, seed)
    if sum(generator.count_tokens(m.content) for m in prompt) + MAX_TOKENS > generator.context_length:
        return Dropped(chunk, "the passage is longer than the model can read")
    made = _read("".join(generator.generate(prompt, max_tokens=MAX_TOKENS, schema=SCHEMA)))
    if made is None:
        return Dropped(chunk, "the model wrote no JSON object with quote, question and answer")
    problem = problem_of(made, chunk)
    if not problem and near_duplicates([made.question], kept):
        problem = "the question is nearly one that was made before"
    return Dropped(chunk, problem, made) if problem else _case(made, chunk, seed)


def _prompt(chunk: Chunk, seed: int) -> tuple[Message, Message]:
    manner = Chance(seed, chunk.id).pick(load_prompt("make_question_manners").splitlines())
    passage = {"file": chunk.file, "headings": " > ".join(chunk.heading) or "-", "text": chunk.text}
    return (
        Message("system", load_prompt("make_question").format(manner=manner)),
        Message("user", load_prompt("make_question_passage").format(**passage)),
    )


def _read(text: str) -> MadeQuestion | None:
    try:
        row = json.loads(text)
    except ValueError:
        return None
    values = [row.get(name) if isinstance(row, dict) else None for name in _FIELDS]
    quote, question, answer = (_plain(value) if isinstance(value, str) else "" for value in values)
    return MadeQuestion(question, answer, quote) if quote and question and answer else None


def _plain(text: str) -> str:
    """The text on one line, without halves of signs that JSON can hold and no file can."""
    return " ".join(text.encode("utf-8", errors="ignore").decode().split())


def _case(made: MadeQuestion, chunk: Chunk, seed: int) -> Case:
    return Case.model_validate(
        {
            "id": f"d-{sha256(f'{chunk.file} {made.question}'.encode()).hexdigest()[:12]}",
            "question": made.question,
            "answer": made.answer,
            "type": "document",
            "must_include": required_of(made.answer, made.question),
            "evidence": (Evidence(file=chunk.file, quote=quoted_in(chunk.text, made.quote)),),
            "split": split_of(chunk.file, seed),
            "review": "open",
        }
    )
