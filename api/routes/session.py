"""Logging in and out on the page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.account_shapes import LoginSent, PasswordChanged, SessionRead, Ways
from api.callers import Callers, Login, Way
from api.cookies import drop_cookie, set_cookie
from api.dependencies import CallerDep
from api.describing import problems
from trag.accounts import Logins
from trag.accounts.names import good_password
from trag.audit import note
from trag.errors import LoginError
from trag.types.people import Caller
from trag.wire import Json

router = APIRouter(prefix="/session", tags=["session"])

NO_CONTENT = 204


def get_login(request: Request) -> Login:
    """By what the caller is known."""
    login: Login = request.scope["state"]["login"]
    return login


def get_logins(request: Request) -> Logins:
    """Those who may log in. Raises LoginError where nobody can."""
    callers: Callers = request.app.state.callers
    if callers.logins is None:
        raise LoginError("Nobody can log in here.", hint="Ask the server that owns the data folder.")
    return callers.logins


LoginDep = Annotated[Login, Depends(get_login)]
LoginsDep = Annotated[Logins, Depends(get_logins)]


@router.post("", response_model=SessionRead, summary="Log in", responses=problems("login"))
def log_in(sent: LoginSent, logins: LoginsDep, request: Request, response: Response) -> Json:
    """Log in by name and password: the answer brings the cookie of a new session.

    After five failures from one address, or for one name, each next try has to be waited for.
    """
    note(f"user:{sent.name}")
    caller = logins.authenticate(sent.name, sent.password, _address(request))
    session = logins.begin_session(caller)
    response.headers["Set-Cookie"] = set_cookie(request.scope, session.token)
    return _shown(caller, "session", session.csrf)


@router.get("/ways", summary="Tell how to come in")
def ways(request: Request) -> Ways:
    """What a page can offer to somebody who is not logged in."""
    logins = request.app.state.callers.logins
    return Ways(
        password=logins is not None and logins.has_users(),
        provider=getattr(request.app.state, "oidc", None) is not None,
    )


@router.get("", response_model=SessionRead, summary="Tell who is logged in")
def session(caller: CallerDep, login: LoginDep) -> Json:
    """Who asks, by whatever they are known, and the token for X-CSRF-Token."""
    return _shown(caller, login.way, login.session.csrf if login.session else "")


@router.delete("", status_code=NO_CONTENT, summary="Log out")
def log_out(login: LoginDep, request: Request) -> Response:
    """End the session of the cookie."""
    response = Response(status_code=NO_CONTENT)
    if login.session:
        get_logins(request).end_session(login.cookie)
        response.headers["Set-Cookie"] = drop_cookie(request.scope)
    return response


@router.post(
    "/password",
    status_code=NO_CONTENT,
    summary="Change one's password",
    responses=problems("login", "account"),
)
def change_password(
    sent: PasswordChanged, caller: CallerDep, login: LoginDep, logins: LoginsDep, request: Request
) -> Response:
    """Give oneself another password; all one's other sessions end."""
    new = good_password(sent.new_password, caller.id.removeprefix("user:"))
    logins.change_password(caller, sent.password, new, _address(request), login.cookie)
    return Response(status_code=NO_CONTENT)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _shown(caller: Caller, way: Way, csrf: str) -> Json:
    groups = None if caller.groups is None else sorted(caller.groups)
    return {
        "id": caller.id,
        "name": caller.name,
        "role": caller.role,
        "groups": groups,
        "way": way,
        "csrf_token": csrf,
    }
