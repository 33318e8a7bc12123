"""A model that does what any passage tells it to."""

import re
from collections.abc import Sequence
from typing import Any

from eval.experiments.attacks import Attack
from trag.engines.fakes import FakeGenerator
from trag.protocols import TextStream
from trag.types import Message


class ObedientGenerator(FakeGenerator):
    """Writes the payload of the first attack whose text stands word for word in its prompt.

    An attack that was made harmless on its way is not recognised: then it answers with the first
    sentence of what it reads.
    """

    def __init__(self, attacks: Sequence[Attack]) -> None:
        super().__init__()
        self._attacks = tuple(attacks)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        prompt = messages[-1].content
        question = re.split(r"question: ", prompt, flags=re.IGNORECASE)[-1]
        payloads = [a.payload for a in self._attacks if a.passage(question).text in prompt]
        if payloads:
            self.enqueue(payloads[0])
        elif "[1] " not in prompt:  # the plain prompt has no numbered sources for the fake to read
            self.enqueue(prompt.partition(". ")[0])
        yield from super().generate(messages, max_tokens=max_tokens, schema=schema)
