"""Signing in to the page with the organisation's identity provider."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from api.describing import Responses, problems
from api.errors import NotFoundError
from trag.accounts.oidc import OidcLogin
from trag.accounts.oidc.attempts import ATTEMPT_SECONDS
from trag.types import Caller

router = APIRouter(prefix="/session/oidc", tags=["session"])

SEE_OTHER = 303
_PATH = "/v1/session/oidc"
_COOKIE, _SECURE_COOKIE = "trag_sign_in", "__Secure-trag_sign_in"
_REFUSALS: Responses = {
    SEE_OTHER: {"description": "Go on there", "headers": {"Location": {"schema": {"type": "string"}}}},
    **problems("not_found", "sign_in", "identity_provider"),
}


@dataclass(frozen=True, slots=True)
class OidcDesk:
    """What signing in needs; `open_session` gives the Set-Cookie of a new session of somebody."""

    login: OidcLogin
    open_session: Callable[[Request, Caller], str]
    redirect_url: str = ""

    def redirect_uri(self, request: Request) -> str:
        """Where the provider sends the browser back."""
        return self.redirect_url or f"{request.url.scheme}://{request.url.netloc}{_PATH}/callback"


def get_desk(request: Request) -> OidcDesk:
    """The desk of this app. Raises NotFoundError where no identity provider is configured."""
    desk: OidcDesk | None = getattr(request.app.state, "oidc", None)
    if desk is None:
        raise NotFoundError(
            "No identity provider is configured here.", hint="Log in with a name and a password."
        )
    return desk


DeskDep = Annotated[OidcDesk, Depends(get_desk)]
Sent = Annotated[str, Query(max_length=8000)]


@router.get(
    "",
    summary="Sign in with the identity provider",
    status_code=SEE_OTHER,
    response_class=RedirectResponse,
    responses=_REFUSALS,
)
def begin(
    desk: DeskDep,
    request: Request,
    to: Annotated[str, Query(alias="next", max_length=1000, description="A path of this server")] = "/",
) -> RedirectResponse:
    """Send the browser to the identity provider; it comes back to `callback`, then to `next`."""
    uri = desk.redirect_uri(request)
    begun = desk.login.begin(uri, to)
    response = RedirectResponse(begun.url, SEE_OTHER)
    _set_cookie(response, uri, begun.cookie, ATTEMPT_SECONDS)
    return response


@router.get(
    "/callback",
    summary="Come back from the identity provider",
    status_code=SEE_OTHER,
    response_class=RedirectResponse,
    responses=_REFUSALS,
)
def callback(
    desk: DeskDep, request: Request, state: Sent = "", code: Sent = "", error: Sent = ""
) -> RedirectResponse:
    """Open a session for whoever the provider signed in: the answer brings its cookie."""
    uri = desk.redirect_uri(request)
    answer = {"state": state, "code": code} | ({"error": error} if error else {})
    if "iss" in request.query_params:
        answer["iss"] = request.query_params["iss"]
    signed_in = desk.login.finish(answer, request.cookies.get(_name(uri), ""), uri)
    response = RedirectResponse(signed_in.path, SEE_OTHER)
    _set_cookie(response, uri, "", 0)
    response.headers.append("Set-Cookie", desk.open_session(request, signed_in.caller))
    return response


def _set_cookie(response: RedirectResponse, uri: str, value: str, seconds: int) -> None:
    # Lax: the way back begins at the provider's page. Only these two routes get to see it.
    secure = uri.startswith("https:")
    response.set_cookie(
        _name(uri), value, max_age=seconds, path=_PATH, secure=secure, httponly=True, samesite="lax"
    )


def _name(uri: str) -> str:
    return _SECURE_COOKIE if uri.startswith("https:") else _COOKIE
