"""Identity providers on loopback: a real one, and one that holds whatever keys a test wants to be tried."""

import contextlib
import io
import json
import logging
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT = "trag-page"
Wsgi = Callable[..., Any]


@contextlib.contextmanager
def listening(app: Wsgi) -> Iterator[str]:
    """The URL at which `app` answers until the block ends."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def real_provider(groups: dict[str, list[str]]) -> Wsgi:
    """A provider built on Authlib's server, that knows these people; it wants a nonce and checks PKCE."""
    import authlib.deprecate  # noqa: F401 - has its warnings always shown, so it comes first

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it still uses Authlib's older names
        from oidc_provider_mock import User, app
    people = [User(sub=sub, claims={"groups": names, "name": sub.title()}) for sub, names in groups.items()]
    return PkceChecked(app(require_nonce=True, user_claims=people))


class PkceChecked:
    """Refuses codes whose verifier does not fit their challenge, which the provider itself does not check."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app
        self._challenges: dict[str, str] = {}

    def __call__(self, environ: Any, start_response: Any) -> Any:
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        request = Request(environ)
        if request.path == "/oauth2/authorize":
            assert request.args["code_challenge_method"] == "S256"
            response = Response.from_app(self._app, environ)
            code = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("code", [""])[0]
            self._challenges[code] = request.args["code_challenge"]
            return response(environ, start_response)
        if request.path == "/oauth2/token":
            # Read here, then given to the provider once more.
            body = request.get_data()
            environ["wsgi.input"] = io.BytesIO(body)
            sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            challenge = create_s256_code_challenge(sent.get("code_verifier", ""))
            if challenge != self._challenges.get(sent.get("code", "")):
                return Response('{"error": "invalid_grant"}', 400)(environ, start_response)
        return self._app(environ, start_response)


def agree(url: str, subject: str) -> str:
    """Where the provider sends a browser whose person signs in as `subject` at this address."""
    response = httpx.post(url, data={"sub": subject})
    assert response.status_code == 302, response.text
    return response.headers["Location"]


@dataclass
class Signer:
    """A key pair of a provider."""

    algorithm: str
    private: Any
    kid: str = field(default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def new(cls, algorithm: str) -> "Signer":
        made: dict[str, Callable[[], Any]] = {
            "EdDSA": ed25519.Ed25519PrivateKey.generate,
            "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
        }
        make: Callable[[], Any] = made.get(algorithm, lambda: rsa.generate_private_key(65537, 2048))
        return cls(algorithm, make())

    @property
    def jwk(self) -> dict[str, Any]:
        """The public key."""
        kind: Any = {"EdDSA": OKPAlgorithm, "ES256": ECAlgorithm}.get(self.algorithm, RSAAlgorithm)
        return {**kind.to_jwk(self.private.public_key(), as_dict=True), "kid": self.kid, "use": "sig"}

    def sign(self, claims: dict[str, Any], **headers: Any) -> str:
        return jwt.encode(claims, self.private, self.algorithm, {"kid": self.kid, **headers})


class Keyring:
    """A provider that only describes itself and shows its keys; counts how often it was asked."""

    def __init__(self, *signers: Signer) -> None:
        self.jwks: Any = {"keys": [signer.jwk for signer in signers]}
        self.changes: dict[str, Any] = {}
        self.answers: dict[str, Response] = {}
        self.asked: list[str] = []
        self.is_down = False

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.asked.append(request.path)
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if self.is_down:
            return Response("down", 500)
        if request.path in self.answers:
            return self.answers[request.path]
        if request.path == "/jwks":
            return Response(json.dumps(self.jwks))
        own = request.host_url.rstrip("/")
        told = {"issuer": own, "jwks_uri": f"{own}/jwks", **self.changes}
        return Response(json.dumps(told))


def claims(issuer: str, **other: Any) -> dict[str, Any]:
    """The claims of a good token; None leaves one out."""
    now = int(time.time())
    good = {"iss": issuer, "aud": CLIENT, "sub": "ana", "iat": now, "exp": now + 3600, "groups": ["sales"]}
    return {name: value for name, value in {**good, **other}.items() if value is not None}
