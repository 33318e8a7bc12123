import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.sentences import SentenceSplitter, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is 30. Ask Ana.", ["It is 30.", "Ask Ana."]),
        ("It is 30 [1]. Ask Ana [2].", ["It is 30 [1].", "Ask Ana [2]."]),
        ("It is 30. [1] Ask Ana. [2]", ["It is 30. [1]", "Ask Ana. [2]"]),
        ("J. Doe leads it. He is new.", ["J. Doe leads it.", "He is new."]),
        ("Use a tool, e.g. Excel, now.", ["Use a tool, e.g. Excel, now."]),
        ("It costs 3.5 dollars.", ["It costs 3.5 dollars."]),
        ("- one\n- two\n", ["- one", "- two"]),
        ("1. First\n2. Second", ["1. First", "2. Second"]),
        ("Really? Yes!", ["Really?", "Yes!"]),
        ("See org.yaml for more.", ["See org.yaml for more."]),
        ("", []),
    ],
)
def test_a_text_splits_where_a_reader_would(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@given(st.text(alphabet="ab. \nA1[]!", max_size=60), st.integers(1, 7))
def test_pieces_of_any_size_lose_nothing(text: str, size: int) -> None:
    splitter = SentenceSplitter()
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    out = [sentence for piece in pieces for sentence in splitter.feed(piece)] + splitter.rest()
    assert "".join("".join(out).split()) == "".join(text.split())


def test_a_sentence_is_given_out_as_soon_as_the_next_one_starts() -> None:
    splitter = SentenceSplitter()
    assert splitter.feed("It is thirty.") == []
    assert splitter.feed(" A") == ["It is thirty. "]
