"""A follow-up question made to stand alone, so that detection and retrieval see what it is about."""

import re
from collections.abc import Sequence
from contextlib import closing

from trag.prompts import load_prompt
from trag.protocols import Generator
from trag.stopping import until_stopped
from trag.types import Message, Turn

# Words that point back into the conversation.
POINTS_BACK = re.compile(
    r"\b(it|its|they|them|their|he|him|his|she|her|hers|that one|this one|those|these|there|the same|"
    r"the (?:former|latter|first|second|last|other)s?)\b|^(and|also|what about|how about|or)\b",
    re.IGNORECASE,
)
SHORT = 4
TURNS = 2
REWRITE_TOKENS = 60


def needs_history(question: str) -> bool:
    """True when the question can hardly be understood without the turns before it."""
    return POINTS_BACK.search(question.strip()) is not None or len(question.split()) <= SHORT


def stand_alone(question: str, history: Sequence[Turn], generator: Generator, scope: str = "") -> str:
    """The question with what it points back to written out; as it is if the model gives nothing usable."""
    turns = "\n".join(f"Question: {turn.question}\nAnswer: {turn.answer[:300]}" for turn in history[-TURNS:])
    prompt = load_prompt("condense").format(turns=turns, question=question)
    with closing(
        generator.generate([Message("user", prompt)], max_tokens=REWRITE_TOKENS, scope=scope)
    ) as pieces:
        text = "".join(until_stopped(pieces))
    rewritten = text.strip().splitlines()[0].strip().strip('"') if text.strip() else ""
    return rewritten if "?" in rewritten or len(rewritten.split()) > 1 else question
