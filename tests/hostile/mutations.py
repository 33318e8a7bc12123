"""Valid small files of every format, and ways in which they break."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st

from tests.hostile import packages, pdfs
from tests.hostile.files import packed

MAIL = (
    "From: Ada <ada@example.org>\nTo: all@example.org\nSubject: =?utf-8?q?Cong=C3=A9?=\n"
    "Date: Mon, 5 Jan 2026 09:30:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xyz\n\n"
    "--xyz\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<h1>Leave</h1><p>Twenty days =C3=A9.</p>\n--xyz\nContent-Type: text/plain; name=a.txt\n"
    "Content-Disposition: attachment; filename=a.txt\nContent-Transfer-Encoding: base64\n\n"
    "VHdlbnR5IGRheXMu\n--xyz--\n"
)
PAGE = (
    "<!DOCTYPE html><html><head><title>Leave</title><meta name=author content=Ada></head><body><h1>Leave</h1>"
    "<p>Twenty days &amp; more.</p><ol start=3><li>Ask<li>Go<ul><li>In</ul></ol><table><tr><th colspan=2>A"
    "<tr><td rowspan=2>Kellis<td>58<tr><td>59</table></body></html>"
)
RST = "Leave\n=====\n\nTwenty days [#]_.\n\n* a\n* b\n\n.. [#] A note.\n\n+---+---+\n| a | b |\n+---+---+\n"
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\info{\title Leave}{\author Ada}{\creatim\yr2026\mo1\dy5}}"
    r"\pard Twenty d\'e9ys \u233?.\par\trowd\cellx3000\pard\intbl Kellis\cell\row}"
)
TEXTS = {
    "md": "---\ntitle: Leave\ndate: 2026-01-05\n---\n# Leave\n\nTwenty days:\n\n- a\n- b\n\n"
    "| A | B |\n|---|---|\n| 1 | 2 |\n",
    "txt": "LEAVE\n\n1. Days\n\nTwenty days a year for all staff:\n- part time\n- full time\n",
    "html": PAGE,
    "csv": 'Place;Days\n"Kel;lis";58\nPorto;"59\n60"\n',
    "tsv": "Place\tDays\nKellis\t58\n",
    "json": '{"title": "Leave", "rules": [{"place": "Kellis", "days": 58}, {"place": "Porto", "days": 1e5}]}',
    "jsonl": '{"place": "Kellis", "days": 58}\n{"place": "Porto", "days": null}\n',
    "eml": MAIL,
}
PANDOC = {"rst": RST, "rtf": RTF}


@cache
def valid(kind: str) -> bytes:
    """A valid small file of a format."""
    text = (TEXTS | PANDOC).get(kind)
    if text is not None:
        return text.encode()
    made: dict[str, Callable[[], bytes]] = {
        "docx": packages.word,
        "pptx": packages.slides,
        "xlsx": packages.workbook,
        "odt": packages.open_document,
        "epub": packages.book,
        "pdf": pdfs.valid,
        "zip": lambda: packed({"a.md": TEXTS["md"], "in/b.zip": packed({"c.txt": "c"}), "d.eml": MAIL}),
    }
    return made[kind]()


ALL = (*TEXTS, *PANDOC, "docx", "pptx", "xlsx", "odt", "epub", "pdf", "zip")
SIGNS = st.sampled_from(
    [
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\r",
        b"<",
        b"&#xD800;",
        b"9" * 30,
        b"-1",
        b'"',
        b"%",
        b"\\",
        b"]]>",
        b"\x1b$B",
    ]
)


@st.composite
def broken(draw: st.DrawFn, kind: str) -> bytes:
    """A file of this format with bytes changed, cut, put in, or taken from a file of another format."""
    data = bytearray(valid(kind))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        way = draw(st.sampled_from(["flip", "cut", "insert", "splice", "repeat", "lose"]))
        if way == "flip" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif way == "cut":
            del data[max(at, 1) :]
        elif way == "insert":
            data[at:at] = draw(SIGNS | st.binary(max_size=12))
        elif way == "splice":
            other = valid(draw(st.sampled_from(ALL)))
            data[at:] = other[draw(st.integers(0, len(other) - 1)) :]
        elif way == "repeat":
            data[at:at] = data[at : at + draw(st.integers(1, 60))] * draw(st.integers(1, 40))
        else:
            del data[at : at + draw(st.integers(1, 60))]
    return bytes(data)


@st.composite
def broken_inside(draw: st.DrawFn, kind: str) -> bytes:
    """A package whose parts are broken, not the archive around them: nobody's checksum tells."""
    with zipfile.ZipFile(io.BytesIO(valid(kind))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(parts)))
        part = bytearray(parts[name])
        at = draw(st.integers(0, max(len(part) - 1, 0)))
        way = draw(st.sampled_from(["flip", "cut", "insert", "lose", "other", "without"]))
        if way == "flip" and part:
            part[at] ^= 1 << draw(st.integers(0, 7))
        elif way == "cut":
            del part[at:]
        elif way == "insert":
            part[at:at] = draw(SIGNS | st.binary(max_size=12))
        elif way == "lose":
            del part[at : at + draw(st.integers(1, 60))]
        elif way == "other":
            part = bytearray(parts[draw(st.sampled_from(sorted(parts)))])
        parts[name] = bytes(part)
        if way == "without" and len(parts) > 1:
            del parts[name]
    return packed(parts)
