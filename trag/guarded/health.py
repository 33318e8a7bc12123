"""How the server is, for those who can't mend it."""

from collections.abc import Sequence

from trag.types import Check

# The parts an answer needs. The others tell of the disk, of documents and of what others send.
TOLD = ("Database", "Model", "Embedder", "Answers", "Start")
_WORDS = {"ok": "in order", "warning": "works, and is not as it should be", "problem": "does not work"}


def in_words(checks: Sequence[Check]) -> list[Check]:
    """The state of what answers, without counts, paths and names."""
    told = [check for check in checks if check.name in TOLD]
    return [Check(check.name, check.state, _WORDS[check.state], _hint(check)) for check in told]


def _hint(check: Check) -> str:
    return "" if check.state == "ok" else "Tell an admin of this server."
