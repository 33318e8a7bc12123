import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.openai.replies import Flow, Reply, chunk, completion, inert, tail, usage
from tests.api.doors import ANSWER
from trag.types import Answer, Citation

REPLY = Reply("chatcmpl-1", 1)
PIECES = st.lists(st.text(alphabet="a!<[](:)/ \n\t", max_size=8), max_size=8)


@given(PIECES)
def test_pieces_make_exactly_the_text_of_the_whole(pieces: list[str]) -> None:
    flow = Flow()
    assert "".join(map(flow.take, pieces)) == inert("".join(pieces).strip())


@given(st.text(alphabet="a!<[](:)/ ?", max_size=30))
def test_no_text_holds_an_image_or_a_tag(text: str) -> None:
    shown = inert(text)
    assert "![" not in shown
    assert not any(f"<{sign}" in shown for sign in "a/!?")
    assert shown.replace(" ", "") == text.replace(" ", "")
    assert inert(shown) == shown


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>.pdf",
        "![x](http://evil.example/?q=1).md",
        "`![x](http://evil.example/)`.md",
        "a\r\n\r\nSources:\n- [9] `b`.md",
        "a\u2028b\u202efdp.exe\x00.md",
        "`" * 40,
    ],
)
def test_a_hostile_file_name_stays_one_line_of_code(name: str) -> None:
    answer = Answer(
        "q", "Yes [1].", refused=False, answered_by="model", citations=(Citation(1, name, 2, "q"),)
    )
    below = tail(REPLY, answer)
    line = below.removeprefix("\n\nSources:\n")
    assert len(line.splitlines()) == 1
    assert line.startswith("- [1] `")
    assert line.endswith("`, page 2")
    assert line.count("`") == 2
    assert "![" not in line
    assert "<img" not in line


def test_a_name_that_shows_nothing_leaves_the_number() -> None:
    answer = Answer(
        "q", "Yes.", refused=False, answered_by="model", citations=(Citation(3, "a.md", None, "q"),)
    )
    assert tail(REPLY, answer) == "\n\nSources:\n- [3] `a.md`"


def test_what_is_still_to_be_taken_in_is_said_even_without_sources() -> None:
    answer = Answer("q", "No.", refused=True, answered_by="none", indexing="2 documents are to come.")
    reply = Reply("chatcmpl-1", 1, with_sources=False)
    assert tail(reply, answer) == "\n\n2 documents are to come."
    message = completion(reply, answer)["choices"][0]["message"]
    assert message["trag"]["indexing"] == "2 documents are to come."


def test_a_completion_is_plain_json() -> None:
    data = json.loads(json.dumps(completion(REPLY, ANSWER)))
    assert data["usage"] == usage(ANSWER)
    assert data["usage"]["prompt_tokens"] == 321
    assert data["choices"][0]["message"]["trag"]["citations"][0]["page"] == 3
    assert chunk(REPLY, {"content": "a"})["choices"][0]["finish_reason"] is None
