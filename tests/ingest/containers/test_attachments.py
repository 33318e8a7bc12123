import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.containers import Unpacked, unpack
from ingest.parsing import parse
from trag.errors import DocumentError


def mail(subject: str, **attached: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "desk@example.org", subject
    message.set_content("Dear all,\n\nsee what is attached.\n")
    message.add_alternative("<p>Dear all, see what is attached.</p>", subtype="html")
    for name, content in attached.items():
        filename = name.replace("_", ".")
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=filename)
    return message


def unpacked(folder: Path, message: EmailMessage) -> Unpacked:
    (folder / "a.eml").write_bytes(message.as_bytes())
    return unpack(folder / "a.eml", "eml", folder / "into")


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    result = unpacked(tmp_path, mail("Rates", rates_md=b"# Rates\n\n58 a day", list_csv=b"a,b\n1,2"))
    assert [(member.name, parse(member.path).format) for member in result.members] == [
        ("rates.md", "md"),
        ("list.csv", "csv"),
    ]
    assert "58 a day" not in parse(tmp_path / "a.eml").text


def test_attachments_of_one_name_are_numbered(tmp_path: Path) -> None:
    message = mail("Twice", a_md=b"one")
    message.add_attachment("two", subtype="markdown", filename="a.md")
    result = unpacked(tmp_path, message)
    assert [(member.name, member.path.read_text().strip()) for member in result.members] == [
        ("a.md", "one"),
        ("a (2).md", "two"),
    ]


def test_a_mail_attached_to_a_mail_comes_with_its_own_attachments(tmp_path: Path) -> None:
    message = mail("Outer")
    message.add_attachment(mail("Rates: 1/2", list_csv=b"a,b\n1,2"))
    result = unpacked(tmp_path, message)
    assert [member.name for member in result.members] == ["Rates: 1 2.eml", "Rates: 1 2.eml/list.csv"]
    assert parse(result.members[0].path).title == "Rates: 1/2"


def test_logos_and_signatures_are_left_out(tmp_path: Path) -> None:
    message = mail("Logo")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert unpacked(tmp_path, message) == Unpacked((), ())


def test_a_mail_without_attachments_holds_nothing(tmp_path: Path) -> None:
    assert unpacked(tmp_path, mail("Alone")) == Unpacked((), ())


def test_a_mail_in_an_archive_is_a_member_beside_its_attachments(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mails/a.eml", mail("Rates", rates_md=b"# Rates").as_bytes())
    (tmp_path / "all.zip").write_bytes(file.getvalue())
    result = unpack(tmp_path / "all.zip", "zip", tmp_path / "into")
    assert [member.name for member in result.members] == ["mails/a.eml", "mails/a.eml/rates.md"]


def test_an_attachment_that_points_elsewhere_is_refused(tmp_path: Path) -> None:
    message = mail("Evil")
    message.add_attachment("text", filename="../../evil.md")
    message.add_attachment("text", filename="good.md")
    result = unpacked(tmp_path, message)
    assert [member.name for member in result.members] == ["good.md"]
    assert "names a place outside its container" in result.problems[0][1]
    assert not list(tmp_path.rglob("evil.md"))


def test_a_mail_of_a_thousand_nested_mails_ends(tmp_path: Path) -> None:
    text = "Subject: innermost\n\ntext"
    for number in range(1000):
        text = f"Subject: level {number}\nContent-Type: message/rfc822\n\n{text}"
    path = tmp_path / "deep.eml"
    path.write_text(text)
    with pytest.raises(DocumentError, match=r"deep\.eml holds mails nested too deep"):
        unpack(path, "eml", tmp_path / "into")
    with pytest.raises(DocumentError, match=r"deep\.eml holds mails nested too deep"):
        parse(path)
