"""What a signed token says, if everything about it is right."""

import math
from dataclasses import dataclass
from typing import Any

from trag.accounts.oidc.keys import ALGORITHMS
from trag.accounts.oidc.provider import Provider

Claims = dict[str, Any]

MOST_CHARACTERS = 16 * 1024
LEEWAY_SECONDS = 60
ACCESS_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
ID_TYPES = frozenset({"jwt"})
_REQUIRED = ["iss", "aud", "exp", "iat", "sub"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must be made for, and what it may call itself."""

    audience: str
    types: frozenset[str] = ACCESS_TYPES


def verified(token: str, provider: Provider, expected: Expected, now: float) -> Claims | None:
    """The claims of a token that is the provider's own, for this audience and valid now; else None.

    Raises IdentityProviderError if the provider's keys can't be had. Keys and addresses that a token
    itself brings (jwk, jku, x5u, x5c) are never looked at.
    """
    opened = _opened(token)
    if opened is None:
        return None
    header, claims = opened
    # Before anything is asked of the provider: other programs' tokens must cost nothing.
    if not _is_ours(header, expected) or claims.get("iss") != provider.issuer.url:
        return None
    key = provider.key(header["alg"], header.get("kid"))
    if key is None or not _is_signed(token, key, provider.issuer.url, expected.audience):
        return None
    return claims if _is_valid_at(claims, now) else None


def _opened(token: str) -> tuple[dict[str, Any], Claims] | None:
    """Header and claims, not to be believed yet."""
    from jwt import PyJWTError, decode_complete

    if len(token) > MOST_CHARACTERS or not token.isascii() or token.count(".") != 2:  # noqa: PLR2004
        return None
    try:
        parts = decode_complete(token, options={"verify_signature": False})
    except (PyJWTError, ValueError, RecursionError):
        return None
    return parts["header"], parts["payload"]


def _is_ours(header: dict[str, Any], expected: Expected) -> bool:
    kind = header.get("typ", "JWT")  # providers may leave it out
    known = isinstance(kind, str) and kind.lower() in expected.types
    return known and isinstance(header.get("alg"), str) and header["alg"] in ALGORITHMS


def _is_signed(token: str, key: Any, issuer: str, audience: str) -> bool:
    from jwt import PyJWTError, decode

    options: Any = {
        "require": _REQUIRED,
        "enforce_minimum_key_length": True,
        # Checked by _is_valid_at, which takes numbers only and whose clock can be set.
        **dict.fromkeys(("verify_exp", "verify_nbf", "verify_iat"), False),
    }
    try:
        decode(token, key, algorithms=ALGORITHMS, options=options, issuer=issuer, audience=audience)
    except (PyJWTError, ValueError, TypeError):
        return False
    return True


def _is_valid_at(claims: Claims, now: float) -> bool:
    ends, begins, made = claims["exp"], claims.get("nbf", 0), claims["iat"]
    if not all(_is_time(value) for value in (ends, begins, made)):
        return False
    return bool(now - LEEWAY_SECONDS < ends and max(begins, made) <= now + LEEWAY_SECONDS)


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
