from email.message import EmailMessage
from pathlib import Path

from ingest.parsing import parse
from tests.ingest.documents import blocks_of_file


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "desk@example.org", "Subject": "New rates — Zürich", **headers}.items():
        message[name] = value
    return message


def test_a_mail_has_its_subject_its_headers_and_its_text(tmp_path: Path) -> None:
    message = mail(To="all@example.org", Date="Mon, 15 Jun 2026 09:12:00 +0200")
    message.set_content("Dear all,\n\nFrom 1 July:\n- Kellis 58\n- Torreth 66\n")
    (tmp_path / "rates.eml").write_bytes(message.as_bytes())

    head = ["From: desk@example.org", "To: all@example.org", "Date: Mon, 15 Jun 2026 09:12:00 +0200"]
    assert blocks_of_file(tmp_path / "rates.eml") == [
        ("heading 1", "New rates — Zürich"),
        ("text", "\n".join([*head, "Subject: New rates — Zürich"])),
        ("text", "Dear all,"),
        ("text", "From 1 July:"),
        ("list", "- Kellis 58\n- Torreth 66"),
    ]


def test_the_html_of_a_mail_is_preferred_and_its_subject_told_once(tmp_path: Path) -> None:
    message = mail()
    message.set_content("plain")
    message.add_alternative("<h1>New rates — Zürich</h1><h2>Kellis</h2><p>58 a day</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "rates.eml").write_bytes(message.as_bytes())

    parsed = parse(tmp_path / "rates.eml")

    assert [block.text for block in parsed.blocks if block.kind == "heading"] == [
        "New rates — Zürich",
        "Kellis",
    ]
    assert "plain" not in parsed.text


def test_an_old_mail_in_latin_letters_is_read(tmp_path: Path) -> None:
    (tmp_path / "old.eml").write_bytes(
        b"From: a@example.org\r\nSubject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nSch\xf6ne Gr\xfc\xdfe aus Genf\r\n"
    )

    assert parse(tmp_path / "old.eml").title == "Grüße"
    assert "Schöne Grüße aus Genf" in parse(tmp_path / "old.eml").text
