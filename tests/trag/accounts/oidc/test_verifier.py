"""Bearer tokens, good and bad, checked with the keys of a provider on loopback."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from tests.identity_provider import CLIENT, Keyring, Signer, claims, listening
from trag.accounts.oidc import OidcVerifier
from trag.errors import IdentityProviderError, SettingsError
from trag.settings import Settings, load_settings
from trag.types import Caller

SIGNER = Signer.new("RS256")
ANA = Caller("user:oidc:ana", "ana", "reader", frozenset({"sales"}))


@dataclass
class Desk:
    """A provider, and a verifier of its tokens."""

    keyring: Keyring
    issuer: str
    settings: Settings
    verifier: OidcVerifier

    def caller(self, signer: Signer = SIGNER, headers: dict[str, Any] | None = None, **other: Any) -> Any:
        token = signer.sign(claims(self.issuer, **other), **(headers or {}))
        return self.verifier.caller(token)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    keyring = Keyring(SIGNER)
    with listening(keyring) as issuer:
        settings = load_settings(tmp_path, oidc_issuer=issuer, oidc_client_id=CLIENT)
        yield Desk(keyring, issuer, settings, OidcVerifier(settings))


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_token_of_each_pinned_algorithm_tells_who_sends_it(desk: Desk, algorithm: str) -> None:
    signer = Signer.new(algorithm)
    desk.keyring.jwks["keys"].append(signer.jwk)
    assert desk.caller(signer) == ANA
    assert desk.caller(signer, {"typ": "at+jwt"}) == ANA
    assert desk.caller(signer, {"typ": None}) == ANA  # many providers leave it out


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example.org"},
        {"iss": None},
        {"aud": "another"},
        {"aud": []},
        {"aud": {CLIENT: 1}},
        {"aud": None},
        {"exp": None},
        {"exp": int(time.time()) - 3600},
        {"exp": "9999999999"},
        {"exp": True},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"nbf": int(time.time()) + 86_400},
        {"nbf": "0"},
        {"iat": int(time.time()) + 86_400},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a\nb"},
        {"sub": "ana\u0301"},
        {"sub": "a" * 256},
    ],
    ids=lambda wrong: next(iter(wrong)),  # no time: every worker must call the tests the same
)
def test_a_well_signed_token_with_a_wrong_claim_is_nobodys(desk: Desk, wrong: dict[str, Any]) -> None:
    assert desk.caller(**wrong) is None
    assert desk.caller() == ANA


@pytest.mark.parametrize("kind", ["logout+jwt", "secevent+jwt", "dpop+jwt", "JOSE", 5, ["JWT"]])
def test_a_token_made_for_something_else_is_nobodys(desk: Desk, kind: Any) -> None:
    assert desk.caller(headers={"typ": kind}) is None


def test_moments_may_be_a_minute_off_and_no_more(desk: Desk) -> None:
    now = 2_000_000_000
    verifier = OidcVerifier(desk.settings, desk.verifier.provider, now=lambda: now)
    times = [
        ({"iat": now, "exp": now - 59}, ANA),
        ({"iat": now, "exp": now - 60}, None),
        ({"iat": now + 60, "exp": now + 90}, ANA),
        ({"iat": now + 61, "exp": now + 90}, None),
        ({"iat": now, "nbf": now + 60, "exp": now + 90}, ANA),
        ({"iat": now, "nbf": now + 61, "exp": now + 90}, None),
    ]
    for other, expected in times:
        assert verifier.caller(SIGNER.sign(claims(desk.issuer, **other))) == expected, other


def packed(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_no_algorithm_but_the_pinned_ones_counts_whatever_the_token_says(desk: Desk) -> None:
    told = claims(desk.issuer)
    for name in ("none", "None", "NONE", "", None, ["RS256"]):
        unsigned = f"{packed({'alg': name, 'kid': SIGNER.kid})}.{packed(told)}."
        assert desk.verifier.caller(unsigned) is None
    longer = Signer("RS512", SIGNER.private, SIGNER.kid)
    assert desk.caller(longer) is None


def test_a_public_key_is_no_shared_secret(desk: Desk) -> None:
    public = SIGNER.private.public_key()
    forms = [
        public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1),
        json.dumps(SIGNER.jwk).encode(),
    ]
    for name, digest in (("HS256", hashlib.sha256), ("HS512", hashlib.sha512)):
        signed = f"{packed({'alg': name, 'typ': 'JWT', 'kid': SIGNER.kid})}.{packed(claims(desk.issuer))}"
        for form in forms:
            mac = hmac.new(form, signed.encode(), digest).digest()
            assert desk.verifier.caller(f"{signed}.{packed(mac)}") is None


def test_a_shared_secret_among_the_keys_signs_nothing(desk: Desk) -> None:
    secret = b"a secret of the provider, shown by mistake"
    desk.keyring.jwks["keys"].append({"kty": "oct", "k": packed(secret), "kid": "shared"})
    token = jwt.encode(claims(desk.issuer), secret, "HS256", {"kid": "shared"})
    assert desk.verifier.caller(token) is None


def test_a_key_signs_only_by_the_algorithm_that_fits_it(desk: Desk) -> None:
    curve = Signer.new("ES256")
    desk.keyring.jwks["keys"] = [
        {**SIGNER.jwk, "alg": "PS256"},
        {**curve.jwk, "use": "enc"},
    ]
    assert desk.caller() is None
    assert desk.caller(curve) is None
    assert desk.caller(Signer("PS256", SIGNER.private, SIGNER.kid)) == ANA


def test_keys_that_a_token_brings_along_are_not_looked_at(desk: Desk) -> None:
    thief = Signer.new("RS256")
    with listening(Keyring(thief)) as elsewhere:
        brought = {
            "jwk": thief.jwk,
            "jku": f"{elsewhere}/jwks",
            "x5u": f"{elsewhere}/jwks",
            "x5c": ["MIIB"],
        }
        for kid in (SIGNER.kid, thief.kid, "../../etc/passwd", "' OR 1=1 --", f"{elsewhere}/jwks"):
            assert desk.caller(thief, {**brought, "kid": kid}) is None
        assert desk.caller(headers=brought) == ANA
    assert set(desk.keyring.asked) == {"/.well-known/openid-configuration", "/jwks"}


def test_a_token_without_a_key_id_needs_the_only_key_that_fits(desk: Desk) -> None:
    token = jwt.encode(claims(desk.issuer), SIGNER.private, "RS256")
    assert desk.verifier.caller(token) == ANA
    desk.keyring.jwks["keys"].append(Signer.new("RS256").jwk)
    assert OidcVerifier(desk.settings).caller(token) is None


def test_two_keys_of_one_id_are_both_not_trusted(desk: Desk) -> None:
    desk.keyring.jwks["keys"].append({**Signer.new("RS256").jwk, "kid": SIGNER.kid})
    assert desk.caller() is None


def test_a_short_key_is_not_trusted(desk: Desk) -> None:
    short = Signer("RS256", rsa.generate_private_key(65537, 1024))  # noqa: S505 - the point of the test
    desk.keyring.jwks["keys"].append(short.jwk)
    header = {"alg": "RS256", "kid": short.kid}
    signed = f"{packed(header)}.{packed(claims(desk.issuer))}"
    signature = jwt.get_algorithm_by_name("RS256").sign(signed.encode(), short.private)
    assert desk.verifier.caller(f"{signed}.{packed(signature)}") is None


def test_what_was_changed_after_signing_is_nobodys(desk: Desk) -> None:
    header, _, signature = SIGNER.sign(claims(desk.issuer)).split(".")
    for token in (
        f"{header}.{packed(claims(desk.issuer, sub='eve'))}.{signature}",
        f"{header}.{packed(claims(desk.issuer))}.{packed(bytes(256))}",
        f"{header}.{packed(claims(desk.issuer))}.",
    ):
        assert desk.verifier.caller(token) is None


def test_what_is_no_token_costs_the_provider_nothing(desk: Desk) -> None:
    deep = b"[" * 6000 + b"]" * 6000
    nested = SIGNER.sign(claims(desk.issuer))
    for token in (
        "",
        "..",
        "trag_an_api_key_of_this_server",
        "a.b.c.d.e",
        "é.é.é",
        f"{packed(deep)}.{packed({})}.",
        f"{packed({'alg': 'RS256'})}.{packed(deep)}.AAAA",
        f"{packed({'alg': 'RS256', 'cty': 'JWT'})}.{packed(nested.encode())}.AAAA",
        f"{packed([])}.{packed([])}.AAAA",
        f"{packed({'alg': 'RS256', 'kid': 5})}.{packed(claims(desk.issuer))}.AAAA",
        f"{packed({'alg': 'RS256', 'crit': ['exp'], 'exp': 1})}.{packed(claims(desk.issuer))}.AAAA",
        f"{packed({'alg': 'RS256', 'b64': False, 'crit': ['b64']})}.{packed(claims(desk.issuer))}.AAAA",
        SIGNER.sign(claims("https://other.example.org")),
        SIGNER.sign(claims(desk.issuer, padding="x" * 16_384)),
    ):
        assert desk.verifier.caller(token) is None
    assert desk.keyring.asked == []


_PART = st.one_of(st.text(max_size=40), st.binary(max_size=60).map(packed), st.just(packed({"alg": "RS256"})))


@given(parts=st.lists(_PART, max_size=5))
def test_no_text_at_all_breaks_the_check(parts: list[str]) -> None:
    settings = Settings(data=Path("nowhere"), oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    assert OidcVerifier(settings).caller(".".join(parts)) is None


def test_an_audience_of_its_own_refuses_tokens_made_for_the_page(desk: Desk) -> None:
    settings = desk.settings.model_copy(update={"oidc_audience": "trag-api"})
    verifier = OidcVerifier(settings)
    assert verifier.caller(SIGNER.sign(claims(desk.issuer))) is None
    assert verifier.caller(SIGNER.sign(claims(desk.issuer, aud=["x", "trag-api"]))) == ANA


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example.org",
        "ftp://127.0.0.1",
        "https://",
        "login.example.org",
        "https://a@login.example.org",
        "https://login.example.org/?a=b",
        "https://login.example.org/#x",
        "https://login.example.org:99999",
        "https://lo gin.example.org",
        "http://127.0.0.1.example.org",
        "",
    ],
)
def test_an_issuer_is_https_or_this_very_machine(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(SettingsError, match="oidc_issuer="):
        OidcVerifier(load_settings(tmp_path, oidc_issuer=issuer, oidc_client_id=CLIENT))


def test_settings_that_name_no_audience_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="neither oidc_audience nor oidc_client_id"):
        OidcVerifier(load_settings(tmp_path, oidc_issuer="https://login.example.org"))


def test_a_provider_that_was_never_there_is_named(tmp_path: Path) -> None:
    with listening(Keyring()) as issuer:
        pass
    verifier = OidcVerifier(load_settings(tmp_path, oidc_issuer=issuer, oidc_client_id=CLIENT))
    with pytest.raises(IdentityProviderError, match="can't be read"):
        verifier.caller(SIGNER.sign(claims(issuer)))
