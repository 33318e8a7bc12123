"""Text of documents and people on its way into a prompt."""

import re
from collections.abc import Sequence

from trag.types import Message

# How models mark turns, tools and ends. A server reads these as commands wherever they stand in a prompt.
_NAMED = (
    r"s|sop|eop|bos|eos|pad|unk|cls|sep|mask|think|tool_calls?|tools?|tool_responses?|unused_?\d+|extra_id_\d+"
    r"|(?:start|end)_of_(?:turn|image|text|audio)|(?:bos|eos|pad|unk)_token|image(?:_soft_token)?"
    r"|seed:[\w/:]{1,40}|fim_\w{1,20}|reserved_\w{1,40}"
)
_BRACKETED = (
    r"INST|SYS(?:TEM_PROMPT)?|AVAILABLE_TOOLS|TOOL_(?:CALLS|RESULTS|CONTENT)|CALL_ID|ARGS|IMG(?:_BREAK|_END)?"
    r"|PREFIX|MIDDLE|SUFFIX|BEGIN_AUDIO|AUDIO|THINK|MODEL_SETTINGS|gMASK|sMASK|MASK|CLS|SEP|PAD|UNK|BOS|EOS"
)
# A bar in an angle, the wide one too, is a mark whatever it says: <|im_start|>, <|channel>, <turn|>.
CONTROL_MARK = re.compile(
    rf"<(?=[|\uff5c]|/?\w{{1,40}}[|\uff5c]>|<?/?(?:{_NAMED}|SYS)>)|\[(?=/?(?:{_BRACKETED})\])", re.IGNORECASE
)


def without_marks(text: str) -> str:
    """The same text for a reader, in which no mark of a chat template is whole: "< |im_end|>", "[ INST]"."""
    return CONTROL_MARK.sub(r"\g<0> ", text)


def plain(messages: Sequence[Message]) -> list[dict[str, str]]:
    """The messages as servers take them; marks such as <|im_end|> in them can't end a turn."""
    return [{"role": m.role, "content": without_marks(m.content)} for m in messages]
