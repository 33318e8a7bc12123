"""Sentences out of a stream of text, as soon as each is complete."""

import re

# A sentence ends at . ! ? (with closing quotes and source marks) before white space and a new start,
# and at every line break. Never after a single letter ("J. Doe") or a usual abbreviation.
END = re.compile(
    r"""(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bvs)(?<!\bJr)
        [.!?]["')\]]*(?:\s*\[\d+\])*(?=\s+[^\s\[a-z])|\n+""",
    re.VERBOSE,
)
# One of these stands in every end.
ENDS = frozenset(".!?\n")
LIST_NUMBER = re.compile(r"\s*\d+\.")


class SentenceSplitter:
    """Feed it pieces of text; it gives back whole sentences, each with the white space behind it."""

    def __init__(self) -> None:
        self._held = ""
        self._may_end = False

    def feed(self, piece: str) -> list[str]:
        """The sentences that `piece` completes."""
        self._held += piece
        self._may_end = self._may_end or not ENDS.isdisjoint(piece)
        if not self._may_end:
            return []  # a text without any end is not searched again with every piece
        sentences: list[str] = []
        while (cut := _end_of_sentence(self._held)) is not None:
            sentences.append(self._held[:cut])
            self._held = self._held[cut:]
        self._may_end = not ENDS.isdisjoint(self._held)
        return [sentence for sentence in sentences if sentence.strip()]

    def rest(self) -> list[str]:
        """What is left when the stream has ended."""
        held, self._held = self._held, ""
        return [held] if held.strip() else []


def _end_of_sentence(text: str) -> int | None:
    for end in END.finditer(text):
        # "2." at the start of a line numbers a list item, it ends nothing.
        if not LIST_NUMBER.fullmatch(text[: end.end()]):
            behind = text[end.end() :]
            return end.end() + len(behind) - len(behind.lstrip())
    return None


def split_sentences(text: str) -> list[str]:
    """All sentences of a text, without the white space around them."""
    splitter = SentenceSplitter()
    return [sentence.strip() for sentence in [*splitter.feed(text), *splitter.rest()]]
