"""The files attached to an e-mail, and mails attached to it."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path, PurePosixPath

from ingest.containers.members import BOMB_HINT, Unpacking
from ingest.containers.names import UnsafeNameError, below, member_name, name_in_message
from ingest.readers.mail import mail_message
from trag.errors import DocumentError

# Logos, voice and signatures, which say nothing that could be read.
UNREAD_KINDS = frozenset({"image", "audio", "video"})
UNREAD_TYPES = frozenset(
    "application/pkcs7-signature|application/x-pkcs7-signature|application/pgp-signature|text/calendar".split(
        "|"
    )
)


def unpack_attachments(path: Path, inside: str, unpacking: Unpacking) -> list[tuple[str, Path]]:
    """Name and file of each attachment that could be written; `inside` is the mail's name in a container."""
    written: list[tuple[str, Path]] = []
    seen: set[str] = set()
    for part in _attached(mail_message(path)):
        if unpacking.is_full:
            reason = "holds more attachments than are read"
            unpacking.refuse(inside or path.name, reason, BOMB_HINT)
            break
        raw = _file_name(part)
        try:
            name = _unlike(seen, member_name(raw))
            seen.add(name)
            name = below(inside, name)
            written.append((name, unpacking.write(name, iter((_content(part),)))))
        except UnsafeNameError as exc:
            unpacking.refuse(below(inside, name_in_message(raw)), str(exc))
        except DocumentError as error:
            unpacking.problems.append((name, str(error)))
    return written


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that a person sees as files."""
    if message.get_content_maintype() != "multipart":
        return
    for part in message.iter_parts():
        if not isinstance(part, EmailMessage):
            continue
        is_unread = part.get_content_maintype() in UNREAD_KINDS or part.get_content_type() in UNREAD_TYPES
        if part.get_content_type() == "message/rfc822" or (part.get_filename() and not is_unread):
            yield part
        elif part.get_content_maintype() == "multipart":
            yield from _attached(part)


def _file_name(part: EmailMessage) -> str:
    name = part.get_filename()
    if name:
        return str(name)
    inner = _attached_mail(part)
    subject = str(inner["Subject"] or "") if inner is not None else ""
    subject = " ".join(subject.replace("/", " ").replace("\\", " ").split())[:100]
    return f"{subject.strip('. ') or 'message'}.eml"


def _attached_mail(part: EmailMessage) -> EmailMessage | None:
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return first if isinstance(first, EmailMessage) else None


def _unlike(seen: set[str], name: str) -> str:
    """The name, numbered where another attachment has it already."""
    path = PurePosixPath(name)
    number, free = 1, name
    while free in seen:
        number += 1
        free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    return free


def _content(part: EmailMessage) -> bytes:
    try:
        inner = _attached_mail(part)
        payload = part.get_payload(decode=True) if inner is None else inner.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        message = f"{name_in_message(_file_name(part))} is damaged: {exc}."
        raise DocumentError(message, hint="Save it from the e-mail by hand.") from exc
    return payload if isinstance(payload, bytes) else b""
