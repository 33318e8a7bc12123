from pathlib import Path

import pytest

from ingest.decoding import read_text
from ingest.parsing import parse
from trag.errors import DocumentError

GERMAN = "Die Büros in Zürich öffnen um neun. Größere Räume später – „bald“."  # noqa: RUF001 - as people type
FRENCH = "Les employés ont droit à vingt jours de congé – l'année commence en été, « déjà »."  # noqa: RUF001 - as people type
JAPANESE = "本規程は、職員の休暇について定める。年次有給休暇は二十日とする。"
CHINESE = "本规定适用于所有工作人员的年假。每年有二十天带薪休假。"
TAIWANESE = "本規定適用於所有工作人員的年假。每年有二十天帶薪休假。"
RUSSIAN = "Настоящая политика определяет порядок предоставления отпуска."
GREEK = "Η πολιτική αυτή ορίζει τις άδειες των υπαλλήλων."  # noqa: RUF001 - Greek
ENCODED = [
    *((GERMAN, name) for name in "cp1252 utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32".split()),
    *((FRENCH, name) for name in "cp1252 utf-16-le".split()),
    *((JAPANESE, name) for name in "shift_jis iso-2022-jp utf-16 utf-16-le".split()),
    *((CHINESE, name) for name in "gb18030 gbk utf-8-sig utf-16-be".split()),
    (TAIWANESE, "big5"),
    *((RUSSIAN, name) for name in "cp1251 koi8-r utf-16-le".split()),
    (GREEK, "cp1253"),
]


@pytest.mark.parametrize("times", [1, 20], ids=["short", "long"])
@pytest.mark.parametrize(("text", "encoding"), ENCODED, ids=[f"{text[:3]} {name}" for text, name in ENCODED])
def test_text_of_any_encoding_is_read(tmp_path: Path, text: str, encoding: str, times: int) -> None:
    (tmp_path / "a.txt").write_bytes(f"{text}\r\n".encode(encoding) * times)
    assert text in read_text(tmp_path / "a.txt")
    assert "\r" not in read_text(tmp_path / "a.txt")


@pytest.mark.parametrize("word", ["café", "Zürich, Büro", "100 € – ‘net’"])  # noqa: RUF001 - as people type
def test_a_few_words_with_accents_are_western(tmp_path: Path, word: str) -> None:
    (tmp_path / "a.txt").write_bytes(word.encode("cp1252"))
    assert read_text(tmp_path / "a.txt") == word


def test_one_broken_sign_does_not_change_how_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"{GERMAN}\n".encode() * 10 + b"half \xed\xa0\x80 sign")
    text = read_text(tmp_path / "a.txt")
    assert text.count(GERMAN) == 10
    text.encode()


def test_nul_in_the_middle_of_a_text_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"word " * 2000 + b"\n\none\x00two")
    assert "\x00" not in parse(tmp_path / "a.md").text


def test_bytes_that_are_no_text_are_named_or_read_as_something_that_can_be_stored(tmp_path: Path) -> None:
    for seed in range(20):
        (tmp_path / "a.txt").write_bytes(bytes((number * 7919 + seed) % 255 + 1 for number in range(3000)))
        try:
            read_text(tmp_path / "a.txt").encode()
        except DocumentError as error:
            assert "encoding of a.txt" in error.message  # noqa: PT017 - either end is right


def test_a_text_that_mentions_pdf_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A PDF begins with %PDF-1.4 and a number.")
    assert parse(tmp_path / "a.md").format == "md"


def test_a_word_document_named_as_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("30 days")
    document.save(str(tmp_path / "a.txt"))
    assert parse(tmp_path / "a.txt").format == "docx"
