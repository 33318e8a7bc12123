"""Files that are not what their name says, and texts in every encoding and in none."""

import gzip
import io

from tests.hostile import packages, pdfs
from tests.hostile.files import Hostile, packed, plain

MEGABYTE = 1024 * 1024
TEXT = "# Congé\n\nLes employés ont vingt jours de congé par année à Genève.\n"
CHINESE = "# 休假\n\n员工每年有二十天的休假。请在十四天内提交申请。\n" * 20
PAGE = "<!DOCTYPE html><html><body><h1>Leave</h1><p>Twenty days of leave.</p></body></html>"
PROGRAM = b"MZ\x90\x00" + bytes(range(256)) * 20
SAYS = "vingt jours de congé"


def polyglot() -> bytes:
    """A PDF to one program, an archive to another."""
    return pdfs.valid() + packed({"hidden.md": "hidden"})


def picture() -> bytes:
    """A PNG."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


def spanned(depth: int) -> str:
    """Tables in tables, each cell of which says it spans a hundred columns and rows."""
    text = "Deep down"
    for _ in range(depth):
        text = f"<table><tr><td colspan=100 rowspan=100>{text}</td></tr><tr><td>x</td></tr></table>"
    return f"<html><body>{text}</body></html>"


NAMED_OTHERWISE = [
    Hostile("program.pdf", plain(PROGRAM), "program.pdf is"),
    Hostile("program.md", plain(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20), "is a binary file"),
    Hostile("program.docx", plain(PROGRAM), "program.docx is"),
    Hostile("page.docx", plain(PAGE), says="Twenty days of leave"),
    Hostile("page.pdf", plain(PAGE), says="Twenty days of leave"),
    Hostile("polyglot.pdf", lambda _: polyglot(), says="Line 1 of the policy"),
    Hostile("polyglot.zip", lambda _: polyglot(), says="Line 1 of the policy"),
    Hostile("word.xlsx", lambda _: packages.word(), says="Twenty days of leave"),
    Hostile("book.docx", lambda _: packages.workbook(), says="Place 4"),
    Hostile("word.txt", lambda _: packages.word(), says="Twenty days of leave"),
    Hostile("archive.docx", lambda _: packed({"a.md": "a"}), "is no docx file"),
    Hostile("picture.md", lambda _: picture(), "is a binary file"),
    Hostile("packed.zip", lambda _: gzip.compress(TEXT.encode()), "packed.zip is"),
    Hostile("packed.md", lambda _: gzip.compress(bytes(5000)), "packed.md is a binary file"),
    Hostile("letters.pdf", plain(TEXT), "is no pdf file"),
    Hostile("old.doc", plain(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "old or encrypted"),
    Hostile("text.json", plain(TEXT), "is no JSON"),
    Hostile("text.eml", plain("Twenty days.\n\nNo mail at all."), says="No mail at all"),
]
ENCODED = [
    Hostile("utf-16.md", plain(TEXT.encode("utf-16")), says=SAYS),
    Hostile("utf-16-le.md", plain(TEXT.encode("utf-16-le")), says=SAYS),
    Hostile("utf-16-be.txt", plain(TEXT.encode("utf-16-be")), says=SAYS),
    Hostile("utf-8-mark.md", plain(TEXT.encode("utf-8-sig")), says=SAYS),
    Hostile("latin-1.md", plain(TEXT.encode("latin-1")), says=SAYS),
    Hostile("gb18030.md", plain(CHINESE.encode("gb18030")), says="员工每年有二十天的休假"),
    Hostile("surrogates.md", plain(TEXT.encode() + b"half \xed\xa0\x80 sign"), says=SAYS),
    Hostile("surrogates.json", plain('{"note": "half \\ud800 sign", "days": 20}'), says="half  sign"),
    Hostile("nul.md", plain(TEXT.replace("vingt", "\x00vingt\x00").encode()), "is a binary file"),
    Hostile("late-nul.md", plain((TEXT * 200).encode() + b"\x00\x00 and \x00 more"), says=SAYS),
    Hostile("control.txt", plain(TEXT.encode() + bytes(range(1, 32))), says=SAYS),
    Hostile("half-sign.txt", plain(TEXT.encode() + "é".encode()[:1]), says=SAYS),
]
MARKUP = [
    Hostile("deep.html", plain("<div>" * 50_000 + "Deep down" + "</div>" * 50_000), "No text was found"),
    Hostile("deep.json", plain("[" * 100_000 + "]" * 100_000), "nested too deep"),
    Hostile("deep.md", plain("> " * 5_000 + "Deep down"), "No text was found"),
    Hostile("number.html", plain(f"<ol start={'9' * 5000}><li>Twenty days.</li></ol>"), says="Twenty"),
    Hostile("number.json", plain('{"leave": ' + "9" * 10_000 + "}"), says="999"),
    Hostile("aliases.md", plain("---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n# Leave\n\nTwenty days."),
            says="Twenty days"),
    Hostile("tag.md", plain("---\ntitle: !!python/object/apply:os.system [touch x]\n---\nTwenty days."),
            says="Twenty days"),
    Hostile("secret.rst", lambda site: (
        f"Leave\n=====\n\nTwenty days.\n\n.. include:: {site.secret}\n\n"
        f".. csv-table:: x\n   :file: {site.secret}\n\n"
        f".. raw:: html\n   :file: {site.secret}\n\n.. image:: {site.url}/a.png\n").encode(),
            says="Twenty days"),
    Hostile("secret.rtf", lambda site: (
        rb"{\rtf1 Twenty days. {\field{\*\fldinst INCLUDETEXT " + str(site.secret).encode() + rb"}} "
        rb"{\field{\*\fldinst INCLUDEPICTURE " + site.url.encode() + rb"}}\par}"), says="Twenty days"),
    Hostile("call.html", lambda site: (
        f"<html><head><link rel=stylesheet href={site.url}/a.css><base href={site.url}></head><body>"
        f"<img src={site.url}/a.png><iframe src={site.url}></iframe><p>Twenty days.</p></body></html>"
        ).encode(), says="Twenty days"),
    Hostile("call.md", lambda site: f"# Leave\n\nTwenty days. ![x]({site.url}/a.png)\n".encode(),
            says="Twenty days"),
    Hostile("call.eml", lambda site: (
        f"Subject: Leave\nMIME-Version: 1.0\nContent-Type: message/external-body; access-type=URL;"
        f' URL="{site.url}"\n\nTwenty days.\n').encode(), says="Leave"),
]  # fmt: skip
LARGE = [
    Hostile(
        "line.txt", plain(b"A sentence of a line without end. " * (50 * MEGABYTE // 34)), says="without end"
    ),
    Hostile("word.md", plain(b"x" * (50 * MEGABYTE)), "No text was found"),
    Hostile("spans.html", lambda _: spanned(5).encode(), says="Deep down"),
]
