"""The provider's public keys, each for the algorithms that fit its type."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jwt import PyJWK

# Pinned: signatures by key pairs only, so that "none" or a public key used as a shared one never counts.
_KEY_OF: dict[str, tuple[str, str | None]] = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
}
ALGORITHMS = tuple(_KEY_OF)
_PUBLIC = ("kty", "crv", "n", "e", "x", "y")


class KeySet:
    """The usable keys of a JWK set; what can't be used is left out."""

    def __init__(self, jwks: dict[str, Any]) -> None:
        listed = jwks.get("keys")
        self._keys = [key for key in listed if isinstance(key, dict)] if isinstance(listed, list) else []

    def find(self, algorithm: str, kid: str | None) -> "PyJWK | None":
        """The key of this id that fits the algorithm; without an id, the only one that fits."""
        fitting = [key for key in self._keys if _fits(key, algorithm) and kid in (None, key.get("kid"))]
        # Two keys of one id can't be told apart: then none is trusted.
        return _built(fitting[0], algorithm) if len(fitting) == 1 else None


def _fits(key: dict[str, Any], algorithm: str) -> bool:
    kty, curve = _KEY_OF[algorithm]
    operations = key.get("key_ops")
    return (
        key.get("kty") == kty
        and (curve is None or key.get("crv") == curve)
        and key.get("alg") in (None, algorithm)
        and key.get("use") in (None, "sig")
        and (operations is None or (isinstance(operations, list) and "verify" in operations))
    )


def _built(key: dict[str, Any], algorithm: str) -> "PyJWK | None":
    from jwt import PyJWK, PyJWTError

    try:
        # Public members only: a provider that shows private ones gets nothing signed here either.
        return PyJWK({name: key[name] for name in _PUBLIC if name in key}, algorithm)
    except (PyJWTError, ValueError, TypeError, ArithmeticError):
        return None
