"""How often the provider is asked, what is believed of it, and what happens while it is down."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.wrappers import Response

from tests.identity_provider import Keyring, Signer, listening
from trag.accounts.oidc import Provider
from trag.accounts.oidc.fetching import MOST_BYTES
from trag.accounts.oidc.issuer import Issuer
from trag.accounts.oidc.provider import (
    ASK_AGAIN_SECONDS,
    FRESH_SECONDS,
    KEPT_SECONDS,
    RETRY_SECONDS,
)
from trag.errors import IdentityProviderError

OLD, NEW = Signer.new("ES256"), Signer.new("ES256")


@dataclass
class Desk:
    """A provider, and what we know of it at a time of our own."""

    keyring: Keyring
    provider: Provider
    now: float = 1000.0

    def knows(self, signer: Signer) -> bool:
        return self.provider.key(signer.algorithm, signer.kid) is not None

    @property
    def asked(self) -> int:
        return self.keyring.asked.count("/jwks")


@pytest.fixture
def desk() -> Iterator[Desk]:
    keyring = Keyring(OLD)
    with listening(keyring) as url:
        held = Desk(keyring, Provider(Issuer.parse(url), clock=lambda: held.now))
        yield held


def test_keys_are_asked_for_once_and_again_when_they_are_old(desk: Desk) -> None:
    assert [desk.knows(OLD) for _ in range(5)] == [True] * 5
    assert desk.asked == 1
    desk.now += FRESH_SECONDS + 1
    assert desk.knows(OLD)
    assert desk.asked == 2


def test_a_new_key_is_found_when_its_first_token_comes(desk: Desk) -> None:
    assert desk.knows(OLD)
    desk.keyring.jwks = {"keys": [NEW.jwk]}
    desk.now += ASK_AGAIN_SECONDS
    assert desk.knows(NEW)
    assert not desk.knows(OLD)


def test_unknown_keys_make_us_ask_once_a_minute_at_most(desk: Desk) -> None:
    for _ in range(20):
        assert not desk.knows(Signer("ES256", None))
        desk.now += ASK_AGAIN_SECONDS / 10
    assert desk.asked == 2


def test_a_key_that_was_withdrawn_no_longer_counts_once_keys_are_old(desk: Desk) -> None:
    assert desk.knows(OLD)
    desk.keyring.jwks = {"keys": [NEW.jwk]}
    desk.now += FRESH_SECONDS + 1
    assert not desk.knows(OLD)


def test_known_keys_go_on_for_a_while_without_the_provider_then_it_is_named(desk: Desk) -> None:
    assert desk.knows(OLD)
    desk.keyring.is_down = True
    desk.now += KEPT_SECONDS
    assert desk.knows(OLD)
    with pytest.raises(IdentityProviderError, match="500"):
        desk.knows(NEW)  # it may be a good one: nobody can tell
    desk.now += 1
    with pytest.raises(IdentityProviderError, match="can't be used"):
        desk.knows(OLD)
    desk.keyring.is_down = False
    desk.now += RETRY_SECONDS
    assert desk.knows(OLD)


def test_a_provider_that_is_down_is_not_asked_by_every_request(desk: Desk) -> None:
    desk.keyring.is_down = True
    for _ in range(5):
        with pytest.raises(IdentityProviderError):
            desk.knows(OLD)
    assert len(desk.keyring.asked) == 1


def test_many_at_once_ask_once(desk: Desk) -> None:
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(desk.knows(OLD))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 12
    assert desk.asked == 1


DISCOVERY = "/.well-known/openid-configuration"
BAD = {
    "a redirect": (Response("", 302, {"Location": "http://127.0.0.1:1/"}), "status 302"),
    "no JSON": (Response("<html>"), "no JSON"),
    "a list": (Response("[]"), "no JSON object"),
    "deep JSON": (Response("[" * 200_000), "no JSON"),
    "too much": (Response(b" " * (MOST_BYTES + 1)), "longer than"),
    "packed": (Response(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), "no JSON"),
    "an error": (Response("{}", 404), "status 404"),
    "nothing": (Response("{}"), "calls itself 'None'"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_description_that_can_not_be_right_is_named(desk: Desk, case: str) -> None:
    desk.keyring.answers[DISCOVERY], told = BAD[case]
    with pytest.raises(IdentityProviderError, match=told):
        desk.knows(OLD)


def test_keys_come_from_the_issuer_alone(desk: Desk) -> None:
    other = Keyring(NEW)
    with listening(other) as elsewhere:
        for changes in (
            {"jwks_uri": f"{elsewhere}/jwks"},
            {"jwks_uri": "file:///etc/passwd"},
            {"jwks_uri": None},
            {"issuer": elsewhere},
        ):
            desk.keyring.changes = changes
            with pytest.raises(IdentityProviderError):
                desk.knows(NEW)
            desk.now += RETRY_SECONDS
        desk.keyring.changes = {}
        desk.keyring.answers["/jwks"] = Response("", 307, {"Location": f"{elsewhere}/jwks"})
        with pytest.raises(IdentityProviderError, match="status 307"):
            desk.knows(NEW)
    assert other.asked == []


@pytest.mark.parametrize(
    "jwks", [{}, {"keys": None}, {"keys": [1, {}, {"kty": "EC", "crv": "P-256", "kid": "x"}]}]
)
def test_keys_that_are_none_are_left_out(desk: Desk, jwks: object) -> None:
    desk.keyring.jwks = jwks
    assert desk.provider.key("ES256", "x") is None


def test_services_on_another_host_are_not_used(desk: Desk) -> None:
    desk.keyring.changes = {"token_endpoint": "http://127.0.0.1:1/token"}
    with pytest.raises(IdentityProviderError, match="token_endpoint"):
        desk.provider.endpoint("token_endpoint")
    with pytest.raises(IdentityProviderError, match="authorization_endpoint"):
        desk.provider.endpoint("authorization_endpoint")
