"""odt, epub and rtf: written by pandoc from Markdown, and by hand where other programs write otherwise."""

import subprocess
import zipfile
from pathlib import Path

import pypandoc
import pytest

from ingest.parsing import parse
from ingest.readers import pandoc
from tests.ingest.documents import blocks_of_file
from trag.errors import DocumentError

SOURCE = """---
title: Rules on leave
author: Ada Muster
date: 2026-01-05
---

# Leave

Staff have twenty days.[^1] You need:

- a form
- a date
  - not a Sunday

1. Ask.
2. Go.

| Place  | Rate |
|--------|------|
| Kellis | 58   |

[^1]: Part-time staff have less.

## Sick leave

Call *early*.
"""
BODY = [
    ("heading 1", "Leave"),
    ("text", "Staff have twenty days. [1] You need:"),
    ("text", "[1] Part-time staff have less."),
    ("list", "- a form\n- a date\n  - not a Sunday\n1. Ask.\n2. Go."),
    ("table", "| Place | Rate |\n| Kellis | 58 |"),
    ("heading 2", "Sick leave"),
    ("text", "Call early."),
]
WORD_RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Calibri;}}
{\info{\title R\'e8gles \{2026\}}{\author Ada \u352?muster}
{\creatim\yr2026\mo1\dy5\hr9\min30}{\revtim\yr2026\mo2\dy6}}
\pard\outlinelevel0 Leave\par
\pard Staff in Z\'fcrich have twenty days.
{\super \chftn{\footnote \pard {\super\chftn} Part-time staff have less.}}\par
\pard {\listtext \'b7\tab}a form\par
\pard {\listtext \'b7\tab}a date\par
\trowd\cellx3000\cellx6000 \pard\intbl Place\cell Rate\cell\row
\trowd\cellx3000\cellx6000 \pard\intbl Kellis\cell 58\cell\row
\pard The end.\par}"""


def written(folder: Path, kind: str, source: str = SOURCE) -> Path:
    path = folder / f"leave.{kind}"
    pypandoc.convert_text(source, kind, "markdown", outputfile=str(path), extra_args=["--standalone"])
    return path


@pytest.mark.parametrize("kind", ["odt", "epub"])
def test_structure_and_footnotes_stay(tmp_path: Path, kind: str) -> None:
    found = blocks_of_file(written(tmp_path, kind))
    assert found[-len(BODY) :] == BODY
    assert parse(tmp_path / f"leave.{kind}").format == kind


def test_rich_text_written_by_pandoc_is_read(tmp_path: Path) -> None:
    found = blocks_of_file(written(tmp_path, "rtf"))
    flat = [(kind, text.replace("  - ", "- ")) for kind, text in BODY]
    assert found[-len(BODY) :] == flat


def test_rich_text_written_by_word_is_read(tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(WORD_RTF)
    parsed = parse(tmp_path / "old.doc")
    assert parsed.format == "rtf"
    assert blocks_of_file(tmp_path / "old.doc") == [
        ("heading 1", "Leave"),
        ("text", "Staff in Zürich have twenty days. [1]"),
        ("text", "[1] Part-time staff have less."),
        ("list", "- a form\n- a date"),
        ("table", "| Place | Rate |\n| Kellis | 58 |"),
        ("text", "The end."),
    ]
    said = parsed.properties
    assert (said.title, said.author) == ("Règles {2026}", "Ada Šmuster")
    assert (said.created, said.modified) == ("2026-01-05T09:30:00", "2026-02-06")


def test_an_opendocument_file_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    said = parse(written(tmp_path, "odt")).properties
    assert (said.title, said.author) == ("Rules on leave", "Ada Muster")
    assert said.created[:2] == "20"


def test_a_book_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    said = parse(written(tmp_path, "epub")).properties
    assert (said.title, said.author, said.created) == ("Rules on leave", "Ada Muster", "2026-01-05")


def test_the_title_line_of_an_opendocument_file_is_its_top_heading(tmp_path: Path) -> None:
    assert blocks_of_file(written(tmp_path, "odt"))[0] == ("heading 1", "Rules on leave")


def test_restructured_text_and_rich_text_may_include_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    field = rb"{\rtf1 Hello {\field{\*\fldinst INCLUDETEXT secret.txt}{\fldrslt there}}\par}"
    (tmp_path / "a.rtf").write_bytes(field)
    assert "the secret" not in parse(tmp_path / "a.rtf").text


@pytest.mark.parametrize("kind", ["odt", "epub"])
def test_a_package_with_a_part_that_is_no_xml_is_named(tmp_path: Path, kind: str) -> None:
    path = _with_part(written(tmp_path, kind), {"content.xml", "META-INF/container.xml"}, b"this is no XML")
    with pytest.raises(DocumentError, match=rf"leave\.{kind}"):
        parse(path)


def test_metadata_with_entities_is_not_read(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><m><title>&a;</title></m>'
    path = _with_part(written(tmp_path, "odt"), {"meta.xml"}, bomb)
    assert parse(path).properties.title == ""
    assert parse(path).title == "Leave"


@pytest.mark.parametrize(
    ("kind", "part", "content"),
    [
        ("odt", "META-INF/manifest.xml", b"<manifest><file-entry><encryption-data/></file-entry></manifest>"),
        ("epub", "META-INF/encryption.xml", b"<e><EncryptionMethod Algorithm='aes256-cbc'/></e>"),
    ],
)
def test_what_is_encrypted_is_named(tmp_path: Path, kind: str, part: str, content: bytes) -> None:
    path = written(tmp_path, kind)
    with zipfile.ZipFile(path, "a") as package:
        if part not in package.namelist():
            package.writestr(part, content)
    with pytest.raises(DocumentError, match=rf"leave\.{kind} is encrypted"):
        parse(_with_part(path, {part}, content))


def test_a_book_with_scrambled_fonts_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "epub")
    with zipfile.ZipFile(path, "a") as package:
        font = b"<e><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/></e>"
        package.writestr("META-INF/encryption.xml", font)
    assert "twenty days" in parse(path).text


def _with_part(path: Path, names: set[str], content: bytes) -> Path:
    with zipfile.ZipFile(path) as whole:
        parts = {info: whole.read(info) for info in whole.infolist()}
    with zipfile.ZipFile(path, "w") as package:
        for info, data in parts.items():
            package.writestr(info, content if info.filename in names else data)
    return path


def test_a_conversion_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "TIMEOUT", 0.001)
    with pytest.raises(DocumentError, match=r"leave\.rtf took longer than 0\.001 seconds"):
        parse(written(tmp_path, "rtf"))


def test_a_conversion_that_eats_memory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MOST_MEMORY", "4m")
    path = written(tmp_path, "odt", SOURCE * 200)
    with pytest.raises(DocumentError, match=r"leave\.odt can't be read as odt"):
        parse(path)


def test_pandoc_is_the_one_that_was_installed_with_trag() -> None:
    said = subprocess.run([pypandoc.get_pandoc_path(), "--version"], capture_output=True, check=True)  # noqa: S603
    assert said.stdout.startswith(b"pandoc 3")
