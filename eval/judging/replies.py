"""Asking a model for JSON of one shape, and getting that shape or an error."""

import json
from contextlib import closing
from typing import Any

from trag.errors import ModelError
from trag.protocols import Generator
from trag.types import Message

ATTEMPTS = 2
SHOWN = 80


def ask_for_json(
    generator: Generator, prompt: str, schema: dict[str, Any], *, max_tokens: int
) -> dict[str, Any]:
    """The model's reply, which follows `schema` (of an object). Raises ModelError after two attempts."""
    # A model at temperature 0 says the same again unless it is asked in other words.
    reminder = f"\n\nReply with one JSON object and nothing else. Its keys: {', '.join(schema['required'])}."
    text = ""
    for attempt in range(ATTEMPTS):
        messages = [Message("user", prompt + reminder * attempt)]
        with closing(generator.generate(messages, max_tokens=max_tokens, schema=schema)) as pieces:
            text = "".join(pieces)
        reply = _read(text, schema)
        if reply is not None:
            return reply
    raise ModelError(
        f"The judge {generator.model} gave no usable verdict, {ATTEMPTS} times: {text[:SHOWN]!r}.",
        hint="A model that can't follow a JSON schema is no judge: choose another one.",
    )


def _read(text: str, schema: dict[str, Any]) -> dict[str, Any] | None:
    from jsonschema import Draft202012Validator

    try:
        reply = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return dict(reply) if Draft202012Validator(schema).is_valid(reply) else None
