"""Asking the identity provider: only its own address, no redirects, with limits of size and time."""

import json
import ssl
import time
from typing import Any

import httpx

from trag.accounts.oidc.issuer import Issuer
from trag.errors import IdentityProviderError

MOST_BYTES = 512 * 1024
_READ_SECONDS = 3
_WHOLE_SECONDS = 8
_OK = 200


def get_json(issuer: Issuer, url: str) -> dict[str, Any]:
    """The JSON object at an address of the provider. Raises IdentityProviderError."""
    status, found = _ask(issuer, httpx.Request("GET", url, headers=_HEADERS))
    if status != _OK:
        raise failure(issuer, f"{url} answers with status {status}")
    return found


def post_form(
    issuer: Issuer, url: str, form: dict[str, str], auth: httpx.Auth | None
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object that the provider answers to a form. Raises IdentityProviderError."""
    return _ask(issuer, httpx.Request("POST", url, data=form, headers=_HEADERS), auth)


def failure(issuer: Issuer, what: str) -> IdentityProviderError:
    """The error that tells what is wrong with the provider."""
    return IdentityProviderError(
        f"The identity provider {issuer.url} can't be used: {what}.",
        hint="Try again in a minute; `oidc_issuer` names the provider. Local users and API keys still work.",
    )


# Nothing packed: an answer must not grow when it is unpacked.
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


def _ask(
    issuer: Issuer, request: httpx.Request, auth: httpx.Auth | None = None
) -> tuple[int, dict[str, Any]]:
    if not issuer.owns(str(request.url)):
        raise failure(issuer, f"it names {request.url}, which is on another host")
    try:
        # The machine's own authorities, as on-prem providers have; no proxy and no netrc of the environment.
        verify = ssl.create_default_context() if request.url.scheme == "https" else False
        with httpx.Client(timeout=_READ_SECONDS, trust_env=False, verify=verify) as client:
            response = client.send(request, auth=auth, stream=True, follow_redirects=False)
            body = _body(issuer, response)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as exc:
        raise failure(issuer, f"{request.url} can't be read ({type(exc).__name__})") from exc
    return response.status_code, _object(issuer, body, str(request.url), response.status_code)


def _body(issuer: Issuer, response: httpx.Response) -> bytes:
    end = time.monotonic() + _WHOLE_SECONDS
    body = b""
    for part in response.iter_raw():
        body += part
        if len(body) > MOST_BYTES:
            raise failure(issuer, f"{response.url} is longer than {MOST_BYTES} bytes")
        if time.monotonic() > end:
            raise failure(issuer, f"{response.url} takes longer than {_WHOLE_SECONDS} seconds")
    return body


def _object(issuer: Issuer, body: bytes, url: str, status: int) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise failure(issuer, f"{url} answers with status {status} and no JSON") from exc
    if not isinstance(found, dict):
        raise failure(issuer, f"{url} answers with no JSON object")
    return found
