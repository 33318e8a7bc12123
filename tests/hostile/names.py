"""Hostile names, on the disk and where only a sender or an archive can bring them."""

from tests.hostile.files import Hostile, Site, packed, plain
from tests.ingest.documents import PdfText, write_pdf

TEXT = "# Leave\n\nTwenty days of leave.\n"
OUTSIDE = "names a place outside its container"
DEVICE = "has the name of a device"
SHOWABLE: list[str | bytes] = [
    "a\\..\\..\\x.md",
    "C:\\x.md",
    "a%2e%2e%2fb.md",
    "CON.md",
    "nul.txt",
    "\u202egpj.md",
    "zero\u200bwidth.md",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467.md",
    "-rf.md",
    "--help.md",
    "two\nlines.md",
    "tab\tbell\x07.md",
    "$(touch x);`touch y`.md",
    "'; DROP TABLE documents; --.md",
    "{0.__class__}%s%n.md",
    "Case.md",
    "case.md",
    "caf\u00e9.md",
    "cafe\u0301.md",
    "<script>alert(1)</script>.md".replace("/", "\u2215"),
    "=cmd|' \u2215C calc'!A0.csv",
    "a.md.md.md",
    "x.MD",
    b"\xff\xfe\x80.md",
    b"latin\xe9.md",
]


def _pdf(site: Site) -> bytes:
    path = site.root / "data.pdf"
    data = write_pdf(path, [[PdfText("Twenty days of leave.", 72)]]).read_bytes()
    path.unlink()
    return data


def longest(letter: str) -> str:
    """A name of as many bytes as a disk takes."""
    return letter * ((255 - len(".md")) // len(letter.encode())) + ".md"


def on_disk() -> list[Hostile]:
    """A file for each name that a disk takes."""
    taken = [Hostile(name, plain(TEXT), says="Twenty days") for name in SHOWABLE]
    taken += [Hostile(longest(letter), plain(TEXT), says="Twenty days") for letter in "x\u00fc\U0001f600"]
    taken.append(Hostile("<img src=x onerror=alert(1)>.pdf", _pdf, says="Twenty days"))
    return [
        *taken,
        Hostile("CON", plain(TEXT), "CON is a nameless file"),
        Hostile(" .md ", plain(TEXT), "can't read"),
        Hostile("names.zip", lambda site: packed(dict.fromkeys(in_archive(site), TEXT)), members=MEMBERS),
    ]


MEMBERS = {
    "../../etc/passwd.md": OUTSIDE,
    "..\\..\\x.md": OUTSIDE,
    "a/../../x.md": OUTSIDE,
    "C:\\x.md": OUTSIDE,
    "/etc/x.md": OUTSIDE,
    "nul\ufffdbyte.md": "has a NUL in its name",
    "CON": DEVICE,
    "aux.md": DEVICE,
    "n" * 120 + "\u2026": "name of more than 255 bytes",
    "a%2e%2e%2fb.md": "",
    "\ufffdgpj.md": "",
    "zero\u200bwidth.md": "",
    "\U0001f600.md": "",
    "-rf.md": "",
    "two\ufffdlines.md": "",
    "<img src=x onerror=alert(1)>.md": "",
    "Case.md": "",
    "case.md": "",
    "caf\u00e9.md": "",
    "a/b/c.md": "",
}


def in_archive(_site: Site) -> list[str]:
    """The names inside the archive, as it has them."""
    raw = {"n" * 120 + "\u2026": "n" * 300 + ".md", "nul\ufffdbyte.md": "nul\x00byte.md"}
    raw |= {"\ufffdgpj.md": "\u202egpj.md", "two\ufffdlines.md": "two\nlines.md"}
    return [raw.get(name, name) for name in MEMBERS]


SENT = {
    "../../etc/passwd.md": "passwd.md",
    "..\\..\\x.md": "x.md",
    "/etc/y.md": "y.md",
    "C:\\z.md": "z.md",
    "a/b/../../../c.md": "c.md",
    "nul\x00byte.md": "nul\ufffdbyte.md",
    "n" * 297 + ".md": "n" * 197 + ".md",
    "CON.md": "_CON.md",
    "\u202egpj.md": "\ufffdgpj.md",
    "two\nlines.md": "two\ufffdlines.md",
    "half\ud800.md": "half\ufffd.md",
    "<img src=x onerror=alert(1)>.md": "<img src=x onerror=alert(1)>.md",
    "-rf.md": "-rf.md",
    "Case.md": "Case.md",
    "case.md": "case.md",
}
