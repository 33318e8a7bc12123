"""Signing in by browser: the whole way through a real provider on loopback, and every wrong way back."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from werkzeug.wrappers import Response

from api.app import create_app
from api.errors import add_error_handlers
from api.routes import oidc
from api.signing_in import add_sign_in
from tests.api.live import running
from tests.identity_provider import CLIENT, Keyring, Signer, agree, claims, listening, real_provider
from trag.accounts.oidc import OidcLogin, OidcVerifier, Provider
from trag.accounts.oidc.attempts import ATTEMPT_SECONDS, Attempt, safe_path
from trag.accounts.oidc.issuer import Issuer
from trag.accounts.oidc.provider import RETRY_SECONDS
from trag.settings import load_settings
from trag.types import Caller
from trag.workspace import Workspace

BEGIN = "/v1/session/oidc"
FAKES: dict[str, Any] = {"llm": "fake", "embedder": "fake"}
SECRET = "s3cret/+ %"  # noqa: S105 - of a provider that lives for one test
# The provider of the tests still uses older names of Authlib.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")


@dataclass
class Site:
    """A server whose page signs people in, and who it let in."""

    url: str
    let_in: list[Caller]

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, follow_redirects=False)


def site_app(issuer: str, folder: Path, let_in: list[Caller], **chosen: Any) -> FastAPI:
    settings = load_settings(folder, oidc_issuer=issuer, oidc_client_id=CLIENT, **chosen)
    login = OidcLogin(settings, OidcVerifier(settings).provider)

    def open_session(_request: Request, caller: Caller) -> str:
        let_in.append(caller)
        return f"session={len(let_in)}; HttpOnly; SameSite=Strict; Path=/"

    app = FastAPI()
    add_error_handlers(app)
    v1 = APIRouter(prefix="/v1")
    v1.include_router(oidc.router)
    app.include_router(v1)
    app.state.oidc = oidc.OidcDesk(login, open_session, settings.oidc_redirect_url)
    return app


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with listening(real_provider({"ana": ["sales", "editors"], "bo": ["Not a name"]})) as url:
        yield url


@pytest.fixture
def site(issuer: str, tmp_path: Path) -> Iterator[Site]:
    let_in: list[Caller] = []
    app = site_app(issuer, tmp_path, let_in, oidc_client_secret=SECRET, oidc_editor_group="editors")
    with running(app) as url:
        yield Site(url, let_in)


def begun(browser: httpx.Client, path: str = "/") -> str:
    """Where the browser is sent to sign in."""
    response = browser.get(BEGIN, params={"next": path})
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def refused(response: httpx.Response, site: Site, status: int = 403) -> str:
    """What a refused browser is told; it holds no session."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "session" not in response.cookies
    assert site.let_in == []
    return str(response.json()["detail"])


def test_the_whole_way_ends_in_a_session_of_whoever_signed_in(site: Site) -> None:
    with site.browser() as browser:
        back = agree(begun(browser, "/?c=5#end"), "ana")
        assert back.startswith(f"{site.url}{BEGIN}/callback?")
        response = browser.get(back)
        assert response.status_code == 303
        assert response.headers["Location"] == "/?c=5#end"
        assert dict(browser.cookies) == {"session": "1"}
    assert site.let_in == [Caller("user:oidc:ana", "Ana", "editor", frozenset({"sales", "editors"}))]


def test_a_public_client_needs_no_secret(tmp_path: Path) -> None:
    signer, let_in = Signer.new("RS256"), list[Caller]()
    with provider_of(signer) as (provider, keyring), running(site_app(provider, tmp_path, let_in)) as url:
        site = Site(url, let_in)
        response = come_back(site, keyring, signer, provider)
        assert response.status_code == 303
    assert [caller.id for caller in let_in] == ["user:oidc:ana"]


def test_what_is_asked_of_the_provider_holds_state_nonce_and_challenge(site: Site, issuer: str) -> None:
    with site.browser() as browser:
        first, second = begun(browser), begun(browser)
    assert first.startswith(f"{issuer}/oauth2/authorize?")
    asked, again = (parse_qs(urlsplit(url).query) for url in (first, second))
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) == 43
        assert asked[name] != again[name]


def test_the_cookie_of_an_attempt_is_seen_by_no_script_and_by_no_other_route(site: Site) -> None:
    with site.browser() as browser:
        told = browser.get(BEGIN).headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=lax" in told
    assert f"Path={BEGIN}" in told


def test_an_answer_of_another_browser_is_refused(site: Site) -> None:
    with site.browser() as thief, site.browser() as victim:
        stolen = agree(begun(thief), "ana")
        begun(victim)
        assert "another browser" in refused(victim.get(stolen), site)
    with site.browser() as fresh:
        assert "another browser" in refused(fresh.get(stolen), site)


@pytest.mark.parametrize("change", ["state=", "state=x", "state=\u00e9", "state=" + "x" * 5000])
def test_an_answer_with_another_state_is_refused(site: Site, change: str) -> None:
    with site.browser() as browser:
        back = agree(begun(browser), "ana")
        assert "another browser" in refused(browser.get(f"{back}&{change}"), site)


def test_a_code_counts_once_and_only_for_the_attempt_it_was_given_for(site: Site) -> None:
    with site.browser() as browser, site.browser() as other:
        back, others = agree(begun(browser), "ana"), agree(begun(other), "bo")
        code = parse_qs(urlsplit(back).query)["code"][0]
        mixed = parse_qs(urlsplit(others).query) | {"code": [code]}
        # Its PKCE verifier is the other attempt's: the provider itself refuses.
        response = other.get(f"{BEGIN}/callback", params={name: value[0] for name, value in mixed.items()})
        assert "invalid_grant" in refused(response, site)


def test_a_refusal_of_the_provider_is_told_and_nothing_of_its_text_gets_through(site: Site) -> None:
    with site.browser() as browser:
        state = parse_qs(urlsplit(begun(browser)).query)["state"][0]
        sent = {"state": state, "error": "access_denied\r\n<b>", "error_description": "<script>"}
        detail = refused(browser.get(f"{BEGIN}/callback", params=sent), site)
    assert detail == "The identity provider did not sign you in: access_denied<b>."


def test_an_answer_of_another_issuer_is_refused(site: Site) -> None:
    with site.browser() as browser:
        back = agree(begun(browser), "ana")
        told = refused(browser.get(f"{back}&iss=https://other.example.org"), site)
    assert "another identity provider" in told


def test_a_server_without_a_provider_has_no_such_page(tmp_path: Path) -> None:
    app = site_app("https://login.example.org", tmp_path, [])
    app.state.oidc = None
    with running(app) as url, Site(url, []).browser() as browser:
        assert refused(browser.get(BEGIN), Site(url, []), 404)


@contextlib.contextmanager
def provider_of(signer: Signer) -> Iterator[tuple[str, Keyring]]:
    """A provider whose ID token is whatever the test puts into its answers."""
    keyring = Keyring(signer)
    with listening(keyring) as url:
        keyring.changes = {
            "authorization_endpoint": f"{url}/authorize?tenant=1",
            "token_endpoint": f"{url}/token",
        }
        yield url, keyring


def come_back(
    site: Site, keyring: Keyring, signer: Signer, issuer: str, headers: Any = None, **other: Any
) -> httpx.Response:
    """What a browser gets that comes back with an ID token of these claims."""
    with site.browser() as browser:
        asked = parse_qs(urlsplit(begun(browser)).query)
        token = signer.sign(claims(issuer, **{"nonce": asked["nonce"][0], **other}), **(headers or {}))
        keyring.answers["/token"] = Response(json.dumps({"id_token": token}))
        return browser.get(f"{BEGIN}/callback", params={"state": asked["state"][0], "code": "c"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["x"]},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"iss": "https://other.example.org"},
        {"exp": 1_000_000},
        {"sub": "a\tb"},
        {"headers": {"typ": "at+jwt"}},
        {"headers": {"kid": "unknown"}},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_attempt_lets_nobody_in(tmp_path: Path, wrong: Any) -> None:
    signer = Signer.new("ES256")
    with provider_of(signer) as (issuer, keyring), running(site_app(issuer, tmp_path, [])) as url:
        assert refused(come_back(Site(url, []), keyring, signer, issuer, **wrong), Site(url, []))


def test_nonsense_from_the_token_service_is_the_providers_fault(tmp_path: Path) -> None:
    signer = Signer.new("ES256")
    with provider_of(signer) as (issuer, keyring), running(site_app(issuer, tmp_path, [])) as url:
        site = Site(url, [])
        for answer in (Response("{}"), Response("<html>"), Response('{"id_token": 5}'), Response("{}", 500)):
            with site.browser() as browser:
                state = parse_qs(urlsplit(begun(browser)).query)["state"][0]
                keyring.answers["/token"] = answer
                sent = {"state": state, "code": "c"}
                refused(browser.get(f"{BEGIN}/callback", params=sent), site, 503)


def test_a_provider_that_is_gone_is_named(tmp_path: Path) -> None:
    with listening(Keyring()) as issuer:
        pass
    with running(site_app(issuer, tmp_path, [])) as url, Site(url, []).browser() as browser:
        assert issuer in refused(browser.get(BEGIN), Site(url, []), 503)


def test_the_address_to_come_back_to_can_be_fixed(issuer: str, tmp_path: Path) -> None:
    public = "https://trag.example.org/v1/session/oidc/callback"
    app = site_app(issuer, tmp_path, [], oidc_redirect_url=public)
    with running(app) as url, Site(url, []).browser() as browser:
        response = browser.get(BEGIN, headers={"Host": "evil.example.org"})
    assert parse_qs(urlsplit(response.headers["Location"]).query)["redirect_uri"] == [public]
    assert response.headers["Set-Cookie"].startswith("__Secure-trag_sign_in=")
    assert "; Secure" in response.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example.org",
        "//evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/\t/evil.example.org",
        "javascript:alert(1)",
        "evil",
        "",
        "/a\r\nSet-Cookie: x=1",
        "/" + "a" * 1001,
        "/\u2215/evil.example.org",
    ],
)
def test_nobody_is_sent_to_another_site_afterwards(path: str) -> None:
    assert safe_path(path) == "/"
    attempt = Attempt.begin(b"secret", 1000, path)
    assert attempt.path(attempt.state, 1000) == "/"


def test_an_attempt_ends_after_a_while_and_can_not_be_made_up() -> None:
    attempt = Attempt.begin(b"secret", 1000, "/tree")
    assert attempt.path(attempt.state, 1000 + ATTEMPT_SECONDS) == "/tree"
    assert attempt.path(attempt.state, 1001 + ATTEMPT_SECONDS) is None
    assert Attempt(attempt.cookie, b"other").path(attempt.state, 1000) is None
    assert Attempt(attempt.cookie.replace("1000", "9000"), b"secret").path(attempt.state, 1000) is None
    assert Attempt("", b"secret").path("", 1000) is None


def test_a_served_data_folder_knows_the_provider_s_people_by_session_and_by_token(
    issuer: str, tmp_path: Path
) -> None:
    settings = load_settings(
        tmp_path, oidc_issuer=issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET, **FAKES
    )
    verifier = OidcVerifier(settings)
    with Workspace(settings) as workspace:
        app = create_app(workspace, verify_token=verifier.caller)
        add_sign_in(app, settings, verifier.provider)
        with running(app) as url, Site(url, []).browser() as browser:
            # With a provider nobody is the owner any more for nothing, on loopback either.
            assert browser.get("/v1/session").status_code == 401
            assert browser.get("/v1/session/ways").json() == {"password": False, "provider": True}
            assert browser.get(agree(begun(browser, "/?a=1"), "ana")).headers["Location"] == "/?a=1"
            told = browser.get("/v1/session").json()
            assert (told["id"], told["role"], told["groups"]) == (
                "user:oidc:ana",
                "reader",
                ["editors", "sales"],
            )
            assert browser.get("/v1/users").status_code == 403
            assert browser.delete("/v1/session").status_code == 403  # without the token against forgery
            headers = {"X-CSRF-Token": told["csrf_token"]}
            assert browser.delete("/v1/session", headers=headers).status_code == 204
            assert browser.get("/v1/session").status_code == 401


def test_a_bearer_token_is_a_caller_and_a_provider_that_is_gone_is_told(tmp_path: Path) -> None:
    signer = Signer.new("ES256")
    with provider_of(signer) as (issuer, keyring):
        settings = load_settings(tmp_path, oidc_issuer=issuer, oidc_audience=CLIENT, **FAKES)
        moment = [0.0]
        provider = Provider(Issuer.parse(issuer), clock=lambda: moment[0])
        verifier = OidcVerifier(settings, provider)
        with Workspace(settings) as workspace:
            app = create_app(workspace, verify_token=verifier.caller)
            add_sign_in(app, settings, verifier.provider)
            with running(app) as url, Site(url, []).browser() as browser:
                good = {"Authorization": f"Bearer {signer.sign(claims(issuer))}"}
                bad = {"Authorization": f"Bearer {signer.sign(claims(issuer, aud='x'))}"}
                assert browser.get(BEGIN).status_code == 404  # bearer tokens only: no client to sign in with
                keyring.is_down = True
                down = browser.get("/v1/session", headers=good)
                assert (down.status_code, down.json()["code"]) == (503, "identity_provider")
                keyring.is_down, moment[0] = False, RETRY_SECONDS
                assert browser.get("/v1/session", headers=good).json()["id"] == "user:oidc:ana"
                assert browser.get("/v1/session", headers=bad).status_code == 401
