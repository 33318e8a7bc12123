import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.titles import LONGEST_TITLE, SHOWN, plain_title, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  How\r\nlong\t is it? ", "How long is it?"),
        ("<script>x</script>", "<script>x</script>"),
        ("a\u202eb\u200bc\x00d\u2028e", "abc d e"),
        ("\u200b\u202e\x07 ", ""),
        ("\u200d", ""),
        ("\N{MAN}\u200d\N{PERSONAL COMPUTER}", "\N{MAN}\u200d\N{PERSONAL COMPUTER}"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
    ],
)
def test_a_title_is_one_line_of_what_is_seen(text: str, title: str) -> None:
    assert plain_title(text) == title_of(text) == title


def test_a_long_question_is_cut_at_a_word() -> None:
    assert title_of("word " * 40) == "word " * 15 + "word\u2026"
    assert title_of("x" * 500) == "x" * (SHOWN - 1) + "\u2026"


@given(st.text())
def test_any_text_has_a_title_that_fits(text: str) -> None:
    assert len(title_of(text)) <= SHOWN
    assert len(plain_title(text)) <= LONGEST_TITLE
    assert plain_title(plain_title(text)) == plain_title(text)
    assert len(plain_title(text).splitlines()) <= 1
