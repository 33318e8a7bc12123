"""Who a token's owner is here: their id, name, role and groups."""

import re
from typing import Any
from urllib.parse import quote

from trag.settings import Settings
from trag.types import Caller, CallerRole

ID_PREFIX = "user:oidc:"
_GROUP = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_MOST_OF_A_SUBJECT = 255
_MOST_OF_A_NAME = 100


def caller_of(claims: dict[str, Any], settings: Settings) -> Caller | None:
    """The caller that these verified claims speak of; None if their subject can't be an id."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not _is_subject(subject):
        return None
    named = _named_groups(claims, settings.oidc_groups_claim)
    role = _role(named, settings)
    groups = None if role == "admin" else frozenset(filter(_GROUP.fullmatch, named))
    # Quoted, so that an id holds no path, no colon of ours and no space, and two subjects stay two.
    return Caller(ID_PREFIX + quote(subject, safe="@"), _name(claims, subject), role, groups)


def _is_subject(subject: str) -> bool:
    return 0 < len(subject) <= _MOST_OF_A_SUBJECT and subject.isascii() and subject.isprintable()


def _role(named: frozenset[str], settings: Settings) -> CallerRole:
    if settings.oidc_admin_group and settings.oidc_admin_group in named:
        return "admin"
    return "editor" if settings.oidc_editor_group and settings.oidc_editor_group in named else "reader"


def _named_groups(claims: dict[str, Any], claim: str) -> frozenset[str]:
    """The groups as the provider names them; `a.b` also finds b inside a."""
    found: Any = claims
    for step in (claim,) if claim in claims else claim.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    listed = found if isinstance(found, list) else [found]
    return frozenset(group for group in listed if isinstance(group, str))


def _name(claims: dict[str, Any], subject: str) -> str:
    known = (claims.get(claim) for claim in ("name", "preferred_username", "email"))
    for name in known:
        shown = "".join(char for char in name if char.isprintable()).strip() if isinstance(name, str) else ""
        if shown:
            return shown[:_MOST_OF_A_NAME]
    return subject[:_MOST_OF_A_NAME]
