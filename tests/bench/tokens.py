"""Counting tokens as the product does by default, without its model running."""

from collections.abc import Callable
from pathlib import Path

from trag.factory import build_generator
from trag.settings import load_settings


def count_tokens_like_the_default_model() -> Callable[[str], int]:
    """Counts with the default model's own tokenizer; with an estimate where its file is not installed."""
    generator = build_generator(load_settings(Path("unused"), llm="embedded"))
    generator.count_tokens("The tokenizer is loaded now.")
    return generator.count_tokens
