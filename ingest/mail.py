"""An e-mail as a document: its subject, who wrote to whom and when, and its text."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from ingest.blocks import Block
from ingest.partitioning import html_blocks
from ingest.plain_text import plain_blocks

SHOWN = ("From", "To", "Cc", "Date", "Subject")


def read_mail(path: Path) -> list[Block]:
    """The blocks of an e-mail, its subject as the heading above all others."""
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    subject = " ".join(str(message["Subject"] or "").split())
    head = "\n".join(f"{name}: {' '.join(str(message[name]).split())}" for name in SHOWN if message[name])
    body = _body(message)
    if body and body[0].kind == "heading" and body[0].text == subject:
        body = body[1:]
    top = [Block(subject, "heading", 1)] if subject else []
    return [*top, *([Block(head, "text")] if head else []), *body]


def _body(message: EmailMessage) -> list[Block]:
    """What the mail says, from its HTML if it has any, since that keeps headings and tables."""
    for kind in ("html", "plain"):
        part = message.get_body((kind,))
        if isinstance(part, EmailMessage):
            text = str(part.get_content()).replace("\r\n", "\n")
            blocks = html_blocks(text) if kind == "html" else plain_blocks(text)
            if blocks:
                return blocks
    return []
