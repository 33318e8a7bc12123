"""The identity provider's address, and what belongs to it."""

import ipaddress
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit

from trag.errors import SettingsError

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer as its tokens name it: https, or http on this very machine."""

    url: str
    origin: tuple[str, str, int]

    @classmethod
    def parse(cls, url: str) -> Self:
        """The issuer of the settings. Raises SettingsError for an address that can't be trusted."""
        origin = _origin(url)
        if origin is None or "?" in url or "#" in url or not _is_safe(*origin[:2]):
            raise SettingsError(
                f"oidc_issuer={url!r} is no address of an identity provider.",
                hint="Give it as the provider's discovery document does: https://HOST/PATH; "
                "plain http only on loopback.",
            )
        return cls(url, origin)

    @property
    def discovery(self) -> str:
        """Where the provider describes itself."""
        return f"{self.url.rstrip('/')}/.well-known/openid-configuration"

    def owns(self, url: str) -> bool:
        """True if the address is on the issuer's own scheme, host and port: no other is ever asked."""
        return _origin(url) == self.origin


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no plain web address."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if _is_plain(parts) and parts.hostname else None


def _is_plain(parts: SplitResult) -> bool:
    return parts.scheme in _PORTS and "@" not in parts.netloc


def _is_safe(scheme: str, host: str) -> bool:
    if scheme == "https" or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
