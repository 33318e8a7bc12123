"""An e-mail as a document: its subject, who wrote to whom and when, and its text."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from ingest.blocks import Block, Content, Properties
from ingest.partitioning import html_blocks
from ingest.readers.plain_text import plain_blocks
from trag.errors import DocumentError

SHOWN = ("From", "To", "Cc", "Date", "Subject")


def read_mail(path: Path) -> Content:
    """The blocks of an e-mail, its subject as the heading above all others."""
    message = mail_message(path)
    subject = _header(message, "Subject")
    head = "\n".join(f"{name}: {text}" for name in SHOWN if (text := _header(message, name)))
    body = _body(message)
    if body and body[0].kind == "heading" and body[0].text == subject:
        body = body[1:]
    top = [Block(subject, "heading", 1)] if subject else []
    blocks = [*top, *([Block(head, "text")] if head else []), *body]
    return Content(blocks, Properties(subject, _header(message, "From"), _date(message)))


def mail_message(path: Path) -> EmailMessage:
    """The message in a file. Raises DocumentError when mails are nested in it without end."""
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
    except RecursionError as exc:
        hint = "Save the mail that matters by itself."
        raise DocumentError(f"{path.name} holds mails nested too deep to be read.", hint=hint) from exc
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    return message


def _header(message: EmailMessage, name: str) -> str:
    """A header in one line, "" when it is missing or too broken to read."""
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):  # the parser's own on odd ones
        return ""


def _date(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).isoformat()
    except (ValueError, TypeError):
        return ""


def _body(message: EmailMessage) -> list[Block]:
    """What the mail says, from its HTML if it has any, since that keeps headings and tables."""
    for kind in ("html", "plain"):
        part = message.get_body((kind,))
        if isinstance(part, EmailMessage):
            text = _part_text(part).replace("\r\n", "\n")
            blocks = html_blocks(text) if kind == "html" else plain_blocks(text)
            if blocks:
                return blocks
    return []


def _part_text(part: EmailMessage) -> str:
    """The text of a part, read as UTF-8 where it names an encoding that nobody knows."""
    try:
        return str(part.get_content())
    except LookupError:
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
