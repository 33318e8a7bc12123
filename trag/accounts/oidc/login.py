"""Signing in with a browser: authorization code with PKCE, state and nonce."""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import httpx

from trag.accounts.oidc.attempts import Attempt
from trag.accounts.oidc.fetching import failure, post_form
from trag.accounts.oidc.people import caller_of
from trag.accounts.oidc.provider import Provider
from trag.accounts.oidc.tokens import ID_TYPES, Claims, Expected, verified
from trag.errors import SignInError
from trag.settings import Settings
from trag.types import Caller

_SCOPES = "openid profile email"
_REFUSED = frozenset({400, 401, 403})
_OK = 200
_AGAIN = "Begin again at the page of trag."


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the cookie it must bring back."""

    url: str
    cookie: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the path of this server to go on with."""

    caller: Caller
    path: str


class OidcLogin:
    """Signs people in at the provider. Thread-safe; may wait for the provider."""

    def __init__(self, settings: Settings, provider: Provider, now: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._provider = provider
        self._now = now
        self._secret = secrets.token_bytes(32)

    def begin(self, redirect_uri: str, path: str = "/") -> Begun:
        """A new attempt. Raises IdentityProviderError if the provider can't be asked."""
        attempt = Attempt.begin(self._secret, self._now(), path)
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": redirect_uri,
            "scope": _SCOPES,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._provider.endpoint("authorization_endpoint")
        joint = "&" if urlsplit(endpoint).query else "?"
        return Begun(f"{endpoint.partition('#')[0]}{joint}{urlencode(asked)}", attempt.cookie)

    def finish(self, answer: Mapping[str, str], cookie: str, redirect_uri: str) -> SignedIn:
        """Who came back from the provider with this answer, in the browser that holds the cookie.

        Raises SignInError if anything does not fit, IdentityProviderError if the provider can't be asked.
        """
        attempt = Attempt(cookie, self._secret)
        path = attempt.path(answer.get("state", ""), self._now())
        if path is None:
            raise SignInError("This sign-in was begun in another browser or too long ago.", hint=_AGAIN)
        self._check_answer(answer)
        claims = self._claims(self._id_token(answer["code"], attempt, redirect_uri), attempt)
        caller = caller_of(claims, self._settings)
        if caller is None:
            raise SignInError("The identity provider names nobody who can be known here.", hint=_AGAIN)
        return SignedIn(caller, path)

    def _check_answer(self, answer: Mapping[str, str]) -> None:
        """Raise SignInError for a refusal, or for the answer of another provider (RFC 9207)."""
        issuer = self._provider.issuer.url
        says_issuer = self._provider.description().get("authorization_response_iss_parameter_supported")
        if answer.get("iss", "" if says_issuer is True else issuer) != issuer:
            raise SignInError("The answer comes from another identity provider.", hint=_AGAIN)
        if "error" in answer or not answer.get("code"):
            reason = "".join(
                c for c in answer.get("error", "no code")[:60] if c.isascii() and c.isprintable()
            )
            raise SignInError(f"The identity provider did not sign you in: {reason}.", hint=_AGAIN)

    def _id_token(self, code: str, attempt: Attempt, redirect_uri: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": attempt.verifier,
        }
        auth = self._authenticate(form)
        url = self._provider.endpoint("token_endpoint")
        status, told = post_form(self._provider.issuer, url, form, auth)
        if status in _REFUSED:
            reason = str(told.get("error", status))[:60]
            raise SignInError(f"The identity provider did not sign you in: {reason!r}.", hint=_AGAIN)
        token = told.get("id_token")
        if status != _OK or not isinstance(token, str):
            raise failure(self._provider.issuer, f"its token_endpoint answers {status} without an ID token")
        return token

    def _authenticate(self, form: dict[str, str]) -> httpx.Auth | None:
        """Put into the form or the header who we are, as the provider likes it."""
        client, secret = self._settings.oidc_client_id, self._settings.oidc_client_secret.get_secret_value()
        methods = self._provider.description().get("token_endpoint_auth_methods_supported")
        if secret and (not isinstance(methods, list) or "client_secret_basic" in methods):
            return httpx.BasicAuth(quote(client, safe=""), quote(secret, safe=""))
        form["client_id"] = client
        if secret:
            form["client_secret"] = secret
        return None

    def _claims(self, token: str, attempt: Attempt) -> Claims:
        client = self._settings.oidc_client_id
        claims = verified(token, self._provider, Expected(client, ID_TYPES), self._now())
        if claims is None or not _is_for(claims, client) or not _same(claims.get("nonce"), attempt.nonce):
            raise SignInError("The identity provider's ID token is not a good one.", hint=_AGAIN)
        return claims


def _is_for(claims: Claims, client: str) -> bool:
    """True if the token was made for this client, not only also for it."""
    party = claims.get("azp", None if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 else client)
    return bool(party == client)


def _same(sent: object, expected: str) -> bool:
    return isinstance(sent, str) and hmac.compare_digest(sent.encode("utf-8", "replace"), expected.encode())
