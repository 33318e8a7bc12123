from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from trag.conversations.exporting import as_markdown
from trag.types import Answer, Citation
from trag.types.conversations import Conversation, ConversationMessage, MessageState

HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/?q=1)",
    "[a]: http://evil.example\n[a]",
    "<http://evil.example> https://evil.example www.evil.example ada@evil.example",
    "```\ncode",
    "    indented\n\tcode",
    "| a | b |\n|---|---|\n| =1+1 | <b> |",
    "# heading\n## Question 9",
    "under\n=====\nline\n---",
    "- item\n+ item\n* item\n1. one\n2) two",
    "> quote",
    "$x$ `code` ~~gone~~ **bold** __bold__ *it* _it_",
    "a\\",
    "a  \nb\\\nc",
    "&lt;b&gt; &amp; &#60;",
    "=cmd|' /C calc'!A0",
    "***",
    "- - -",
    "1986\\. A great year",
    "<!-- hidden",
    "[^1]: note",
    ":::warning\n---\ntitle: x\n---",
]
SIMPLE = {"h1", "h2", "h3", "p", "em"}


class Read(HTMLParser):
    """The tags of a page and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        assert attrs == []

    def handle_data(self, data: str) -> None:
        self.text += data


def exported(text: str, state: MessageState = "answered") -> Read:
    citation = Citation(1, text, 3, text)
    answer = Answer(text, text, refused=False, answered_by="model", citations=(citation,))
    message = ConversationMessage("m", "c", 1, text, state, "2026-01-01", answer, error=text)
    page = as_markdown(Conversation("c", 1, text, "2026-01-01", "2026-01-01"), [message])
    return Read(MarkdownIt("gfm-like", {"linkify": False}).enable(["table", "strikethrough"]).render(page))


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_text_holds_is_shown_as_it_stands(text: str) -> None:
    read = exported(text)
    assert read.tags <= SIMPLE
    for line in text.splitlines():
        assert read.text.count(" ".join(line.split())) >= 4


@given(st.text(st.sampled_from("ab1 \n\t\\`*_{}[]<>()#|~!&$^=@:;/'\"-+.,?%é\u2028"), max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    read = exported(text, "failed")
    assert read.tags <= SIMPLE
    shown = " ".join(text.split())
    assert "".join(shown.split()) in "".join(read.text.split())


def test_how_an_answer_ended_is_said() -> None:
    assert "The answer was stopped here." in exported("x", "stopped").text
    assert "The answer failed here." in exported("x", "failed").text
    assert "here." not in exported("x", "answered").text


def test_a_message_without_an_answer_is_its_question() -> None:
    message = ConversationMessage("m", "c", 1, "Why?", "stopped", "2026-01-01")
    text = as_markdown(Conversation("c", 1, "", "2026-01-01", "2026-01-01"), [message])
    assert text == (
        "# Conversation\n\n2026-01-01\n\n## Question 1\n\nWhy?\n\n"
        "### Answer\n\n*The answer was stopped here.*\n"
    )
