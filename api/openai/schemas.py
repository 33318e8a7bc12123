"""What clients of OpenAI's API may send; what is not listed here is read over, as docs/clients.md tells."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

MOST_MESSAGES = 2000
_EXAMPLE: dict[str, Any] = {
    "model": "trag",
    "messages": [{"role": "user", "content": "Who leads the Finance Division?"}],
    "stream": False,
}
Content = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "object"}},
                {"type": "null"},
            ],
            "description": "Text, or parts of type text.",
        }
    ),
]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class MessageSent(_Sent):
    """One message of a conversation. Only the last of a user is a question; none is evidence."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Content = None


class StreamOptions(_Sent):
    """Whether the last chunk of a stream counts tokens."""

    include_usage: bool | None = False


class ResponseFormat(_Sent):
    """Text: a checked answer with its sources can't be forced into another form."""

    type: Literal["text"]


class Extras(_Sent):
    """What only trag knows: whether the text ends with a list of its sources."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: bool = True


class ChatWanted(_Sent):
    """A conversation that ends with a question."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    model: Annotated[str, Field(min_length=1, max_length=200)]
    messages: Annotated[list[MessageSent], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    response_format: ResponseFormat | None = None
    trag: Extras = Extras()

    @property
    def counts_tokens(self) -> bool:
        """True when a stream is to end with the number of its tokens."""
        return bool(self.stream_options and self.stream_options.include_usage)


class ErrorMembers(BaseModel):
    """What went wrong: in words, of which kind, in which parameter, and trag's own code."""

    message: str
    type: str
    param: str | None
    code: str


class ErrorReply(BaseModel):
    """An error as clients of OpenAI's API read it."""

    error: ErrorMembers
