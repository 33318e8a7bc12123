"""Which side a document or an entity is on: decided by its name alone, before any question is made."""

from trag.questions.cases import Split
from trag.questions.chance import fraction

HELD_OUT = 0.2


def split_of(key: str, seed: int = 0, held_out: float = HELD_OUT) -> Split:
    """The side of the document with this file name, or of the entity with this id: always the same."""
    return "held_out" if fraction(seed, "split", key) < held_out else "train"
