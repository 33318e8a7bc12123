"""Text of documents and people on its way into a prompt."""

import re
from collections.abc import Sequence

from trag.types import Message

CONTROL_MARK = re.compile(r"<\|(?=\w+\|>)")


def plain(messages: Sequence[Message]) -> list[dict[str, str]]:
    """The messages as servers take them; marks such as <|im_end|> in them can't end a turn."""
    return [{"role": m.role, "content": CONTROL_MARK.sub("< |", m.content)} for m in messages]
