"""Text out of bytes, whatever encoding they are in."""

import re
from pathlib import Path

from trag.errors import DocumentError

# Control signs, and halves of signs that no encoding can write.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# In a name also line breaks, and signs that turn the direction of what follows.
MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

WESTERN = "cp1252"
SISTERS = ("cp125", "iso8859")
WESTERN_SIGNS = "\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026€£§°«»¿¡©®™·\xa0"
MOST_ACCENTED = 0.3
CHAOS_ALLOWED = 0.1
# How ISO-2022-JP, made of seven-bit signs only, changes to Japanese.
JAPANESE_SWITCH = re.compile(rb"\x1b\$[@B]")
# Bytes with which a sign of several bytes begins in UTF-8.
LEADS = bytes(range(0xC2, 0xF5))
WHOLE_PER_BROKEN = 10
# The half of a surrogate pair is three bytes, all of them broken.
FEW_BROKEN = 3
NUL = b"\x00"


def read_text(path: Path) -> str:
    """The text of a file, its encoding detected; NUL and other control signs are left out."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        if "\x00" in text or JAPANESE_SWITCH.search(data):
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

    if JAPANESE_SWITCH.search(data) and (text := _decoded(data, "iso2022_jp")):
        return text
    if text := _mended(data):
        return text
    found = from_bytes(data)
    best = found.best()
    western = _decoded(data, WESTERN)
    if western and (best is None or best.coherence == 0) and _is_western(western):
        return western
    if best is None:
        message = f"The encoding of {path.name} can't be told."
        raise DocumentError(message, hint="Save the file as UTF-8.")
    # Of sister encodings that make as much sense, the one that nearly all such files are in.
    rival = next((match for match in found if match.encoding == WESTERN), best)
    is_sister = best.encoding.startswith(SISTERS)
    makes_sense = (
        is_sister and rival.coherence >= best.coherence and rival.chaos <= best.chaos + CHAOS_ALLOWED
    )
    return str(rival if makes_sense else best)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _mended(data: bytes) -> str:
    """UTF-8 in which little is broken, such as halves of signs; "" for any other encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(data) - len(data.translate(None, LEADS))
    is_mended = whole > broken * WHOLE_PER_BROKEN or (broken <= FEW_BROKEN and _whole(data) >= broken * 2)
    return text if NUL not in data and is_mended else ""


def _whole(data: bytes) -> int:
    """How many signs of several bytes are whole: in no other encoding do bytes fall like that by chance."""
    text = data.decode("utf-8", "ignore")
    return len(text) - len(text.encode("ascii", "ignore"))


def _is_western(text: str) -> bool:
    """True if letters with accents stand among plain ones, and nothing strange."""
    accented = [sign for sign in text if not sign.isascii()]
    if not all(sign.isalpha() or sign in WESTERN_SIGNS for sign in accented):
        return False
    return sum(map(str.isalpha, accented)) <= sum(map(str.isalpha, text)) * MOST_ACCENTED
