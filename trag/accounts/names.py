"""Names of users and groups in the one way they are written, and passwords that are good enough."""

import re
import unicodedata
from difflib import get_close_matches

from trag.errors import AccountError
from trag.types.people import EVERYONE

LONGEST = 64
# NIST asks for 8 where a second factor is, and for more where there is none.
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
_USER = re.compile(r"\w[\w.@+-]*")
_GROUP = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_EVERYBODY_KNOWS = ("password", "changeme", "change-me", "change_me", "letmein", "qwerty", "123456")
_MANY_LETTERS = 5


def plain_name(text: str) -> str:
    """The name of a user as it is stored, valid or not: one for all the ways to type it."""
    folded = unicodedata.normalize("NFC", text[: 4 * LONGEST].strip())
    for _ in range(2):  # folding may take a letter apart, and putting it together make one to be folded
        folded = unicodedata.normalize("NFC", folded.casefold())
    return folded


def user_name(text: str) -> str:
    """The name of a new user. Raises AccountError for one that can't be."""
    name = plain_name(text)
    if len(name) > LONGEST or not _USER.fullmatch(name):
        raise AccountError(
            f"{text[:LONGEST]!r} can't be the name of a user.",
            hint=f"Use letters, digits and . _ @ + -, at most {LONGEST}, a letter or digit first.",
        )
    return name


def group_name(text: str) -> str:
    """The name of a new group. Raises AccountError for one that can't be."""
    name = text.strip()
    if name == EVERYONE:
        raise AccountError(f"The group {EVERYONE!r} is always there: all users are in it.")
    if not _GROUP.fullmatch(name):
        raise AccountError(
            f"{name[:LONGEST]!r} can't be the name of a group.",
            hint="Use a-z, 0-9 and . _ -, at most 64, a letter or digit first.",
        )
    return name


def good_password(text: str, name: str = "") -> str:
    """The password as it is hashed. Raises AccountError for one that is too easy to guess."""
    password = unicodedata.normalize("NFC", text)
    if reason := _weakness(password, name):
        raise AccountError(
            f"This password can't be used: {reason}.", hint="Several words in a row are easy to keep in mind."
        )
    return password


def near(name: str, known: list[str]) -> str:
    """A hint for somebody who wrote a name that there is not."""
    found = get_close_matches(name, known, n=1)
    return f"Did you mean {found[0]!r}?" if found else ""


def _weakness(password: str, name: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        return f"it has fewer than {SHORTEST_PASSWORD} characters"
    if len(password) > LONGEST_PASSWORD:
        return f"it has more than {LONGEST_PASSWORD} characters"
    folded = password.casefold()
    if len(set(folded)) < _MANY_LETTERS:
        return f"it is made of fewer than {_MANY_LETTERS} different characters"
    rest = folded.replace(name, "") if name else folded
    for known in _EVERYBODY_KNOWS:
        rest = rest.replace(known, "")
    if len(rest) < SHORTEST_PASSWORD // 2:
        return "little of it is more than the user's name or a password everybody knows"
    return "" if password.isprintable() else "it holds characters that nobody sees"
