"""Other wordings of a question by a model, kept only where nothing exact was changed."""

import json
from collections.abc import Iterator
from contextlib import closing

from trag.prompts import load_prompt
from trag.protocols import Generator
from trag.terms import terms_of
from trag.tree.guide import TreeGuide
from trag.types import Message

PROMPTS = "eval.experiments.prompts"
TOKENS = 400
SCHEMA = {
    "type": "object",
    "properties": {"questions": {"type": "array", "items": {"type": "string"}}},
    "required": ["questions"],
}


class Paraphraser:
    """Asks a model for `count` other wordings; call it with a question."""

    def __init__(self, generator: Generator, guide: TreeGuide | None, count: int = 2) -> None:
        self._generator = generator
        self._guide = guide
        self._count = count

    def __call__(self, question: str) -> list[str]:
        """The wordings that keep all names and numbers; perhaps none. Raises ModelError."""
        prompt = load_prompt("paraphrase", PROMPTS).format(count=self._count, question=question)
        messages = [Message("user", prompt)]
        with closing(self._generator.generate(messages, max_tokens=TOKENS, schema=SCHEMA)) as pieces:
            wordings = _wordings("".join(pieces))
        kept = {" ".join(text.split()): None for text in wordings if self._keeps(question, text)}
        return [text for text in kept if text.casefold() != question.casefold()][: self._count]

    def _keeps(self, question: str, text: str) -> bool:
        asked, said = terms_of(question), terms_of(text)
        # The first word may lose or win a capital, so names are looked for among all words.
        has_names = asked.names <= said.words | said.names and self._names(question) == self._names(text)
        return asked.numbers == said.numbers and has_names

    def _names(self, question: str) -> set[tuple[str, ...]]:
        mentions = self._guide.detect(question) if self._guide else ()
        return {tuple(sorted(entity.id for entity in mention.candidates)) for mention in mentions}


def _wordings(written: str) -> Iterator[str]:
    """The questions of the model's JSON; none if it was cut off."""
    try:
        questions = json.loads(written)["questions"]
    except (ValueError, KeyError, TypeError):
        return
    listed = questions if isinstance(questions, list) else []
    yield from (text for text in listed if isinstance(text, str) and text.strip())
