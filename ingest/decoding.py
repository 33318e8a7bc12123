"""Text out of bytes, whatever encoding they are in."""

import re
from pathlib import Path

from trag.errors import DocumentError

# Control signs, and halves of signs that no encoding can write.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# In a name also line breaks, and signs that turn the direction of what follows.
MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def read_text(path: Path) -> str:
    """The text of a file, its encoding detected; NUL and other control signs are left out."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        if "\x00" in text:
            text = _detected(data, path)
    except UnicodeDecodeError:
        text = _detected(data, path)
    return printable(text)


def printable(text: str) -> str:
    """The same text without control signs and lone surrogates; every line ends with a line feed."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(name: str) -> str:
    """A file's name as it can be shown and stored: what is no letter or sign is replaced by \ufffd."""
    return MISLEADING.sub("\ufffd", name)


def _detected(data: bytes, path: Path) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        message = f"The encoding of {path.name} can't be told."
        raise DocumentError(message, hint="Save the file as UTF-8.")
    return str(best)
