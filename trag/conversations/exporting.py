"""A conversation as Markdown in which every text is only text, whatever was asked and answered."""

import re
from collections.abc import Iterable

from trag.types import Citation
from trag.types.conversations import Conversation, ConversationMessage

# All that Markdown, its tables, formulas and bare links could read as more than text.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#|~!&$^=@:])")
# What begins a list or a rule; dots and dashes elsewhere are only that.
_OPENING = re.compile(r"^(\d{1,9}(?=\.)|(?=[-+]))")
_BARE_LINK = re.compile(r"\b(www)\.", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STATES = {
    "running": "This is being answered.",
    "stopped": "The answer was stopped here.",
    "failed": "The answer failed here.",
}


def as_markdown(conversation: Conversation, messages: Iterable[ConversationMessage]) -> str:
    """The conversation for people to read: questions, answers and their sources."""
    parts = [f"# {_line(conversation.title) or 'Conversation'}", _line(conversation.created_at)]
    for message in messages:
        parts += _message(message)
    return "\n\n".join(parts) + "\n"


def _message(message: ConversationMessage) -> list[str]:
    parts = [f"## Question {message.position}", *_lines(message.question), "### Answer"]
    answer = message.answer
    if answer:
        parts += _lines(answer.text)
    if message.state in _STATES:
        parts.append(f"*{_STATES[message.state]}*")
        parts += _lines(message.error)
    if answer and answer.citations:
        parts += ["### Sources", *map(_source, answer.citations)]
    return parts


def _source(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return f"{_line(f'[{citation.number}] {citation.file}{page}: “{citation.quote}”')}"


def _lines(text: str) -> list[str]:
    return [shown for line in _LINE_END.split(text) if (shown := _line(line))]


def _line(text: str) -> str:
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(r"\1\\", _BARE_LINK.sub(r"\1\\.", line))
