"""Text out of bytes, whatever encoding they are in."""

from pathlib import Path

from trag.errors import DocumentError


def read_text(path: Path) -> str:
    """The text of a file, its encoding detected; NUL and other control signs are left out."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        if "\x00" in text:
            text = _detected(data, path)
    except UnicodeDecodeError:
        text = _detected(data, path)
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign >= " " or sign in "\n\t")


def _detected(data: bytes, path: Path) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        message = f"The encoding of {path.name} can't be told."
        raise DocumentError(message, hint="Save the file as UTF-8.")
    return str(best)
