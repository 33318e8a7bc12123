"""Lets people of an identity provider sign in at the page of an app."""

from fastapi import FastAPI, Request

from api.cookies import set_cookie
from api.routes.oidc import OidcDesk
from api.routes.session import get_logins
from trag.accounts.oidc import OidcLogin, Provider
from trag.settings import Settings
from trag.types import Caller


def add_sign_in(app: FastAPI, settings: Settings, provider: Provider) -> None:
    """Let people sign in at the page, where the settings name our client at the provider."""
    if settings.oidc_client_id:
        login = OidcLogin(settings, provider)
        app.state.oidc = OidcDesk(login, _open_session, settings.oidc_redirect_url)


def _open_session(request: Request, caller: Caller) -> str:
    return set_cookie(request.scope, get_logins(request).begin_session(caller).token)
