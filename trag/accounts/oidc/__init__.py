"""Signing in with the organisation's own identity provider (OpenID Connect)."""

from trag.accounts.oidc.attempts import safe_path
from trag.accounts.oidc.login import Begun, OidcLogin, SignedIn
from trag.accounts.oidc.provider import Provider
from trag.accounts.oidc.verifier import OidcVerifier

__all__ = ["Begun", "OidcLogin", "OidcVerifier", "Provider", "SignedIn", "safe_path"]
