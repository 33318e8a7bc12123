"""Serving a door: the address, the signals and the end."""

import errno
import ipaddress
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.administration import add_administration
from api.app import create_app
from api.evaluation_dependencies import add_evaluation
from api.logs import set_up_logs
from api.queueing.limits import Limits
from api.security import LOOPBACK_NAMES
from api.signing_in import add_sign_in
from api.stopping import PatientServer, leave_at_once, signals_to
from api.streaming import server_stopping, wait_for_streams
from eval.serving.desk import EvaluationDesk
from trag.accounts import Accounts
from trag.accounts.oidc import OidcVerifier
from trag.administration import Administration
from trag.errors import SettingsError
from trag.owner import Address
from trag.protocols import Door
from trag.settings import Settings

KEY_LENGTH = 24
GRACE_SECONDS = 5
_DEFAULT_KEYS = (
    "change-me",
    "changeme",
    "change_me",
    "your-key",
    "your-api-key",
    "secret",
    "password",
    "example",
)
_LISTENERS_QUEUE = 128
# Seconds after which Linux ends a connection whose other side takes nothing of what was sent.
STUCK_SECONDS = 60


def serve(  # noqa: PLR0913  what goes along with a door
    door: Door,
    settings: Settings,
    *,
    on_ready: Callable[[Address], None],
    static: Path | None = None,
    listener: socket.socket | None = None,
    evaluation: EvaluationDesk | None = None,
    administration: Administration | None = None,
    on_stopping: Callable[[], None] | None = None,
) -> None:
    """Serve `door` until SIGTERM or SIGINT, then close it, and `evaluation` before.

    `on_ready` gets the address for other commands, with a key made for this run. After the first signal,
    of which `on_stopping` hears, answers under way get `stop_seconds` to end; a second one ends the
    process. Raises SettingsError for an address that is in use or must not be served on without a key.
    """
    try:
        check_address(settings, has_users=_has_logins(door, settings))
        verifier = OidcVerifier(settings) if settings.oidc_issuer else None
        listener = listener or open_listener(settings)
    except SettingsError:
        for opened in (listener, evaluation, door):
            if opened is not None:
                opened.close()
        raise
    address = Address(own_url(listener), secrets.token_urlsafe(32))
    app = _app(door, settings, address, static=static, verifier=verifier)
    if administration is not None:
        add_administration(app, administration)
    if evaluation is not None:
        add_evaluation(app, evaluation)
    set_up_logs(settings.log_format, settings.log_level)
    app.state.metrics.watch_disk(settings.data)
    server = PatientServer(
        _config(app, settings),
        on_started=lambda: on_ready(address),
        stopping=app.state.stopping,
        asks=app.state.asks,
        seconds=settings.stop_seconds,
        on_stopping=on_stopping,
    )
    with signals_to(server):
        try:
            with listener:
                server.run(sockets=[listener])
        finally:
            server.over()
            app.state.asks.stop(server_stopping())
            if server.hurried_by:
                leave_at_once(server.hurried_by, administration.audit if administration else None)
            wait_for_streams(GRACE_SECONDS)
            if evaluation is not None:
                evaluation.close()
            door.close()


def _app(
    door: Door, settings: Settings, address: Address, *, static: Path | None, verifier: OidcVerifier | None
) -> FastAPI:
    app = create_app(
        door,
        api_key=settings.api_key.get_secret_value(),
        owner_key=address.key,
        static=static,
        names=None if is_exposed(settings) else LOOPBACK_NAMES,
        upload_limit_mb=settings.upload_limit_mb,
        limits=Limits(settings.model_slots, settings.queue, settings.asks_per_user),
        verify_token=verifier.caller if verifier else None,
    )
    if verifier is not None:
        add_sign_in(app, settings, verifier.provider)
    return app


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def open_listener(settings: Settings) -> socket.socket:
    """A socket that listens on the address of the settings. Raises SettingsError if it can't.

    Whether it may be served on is told by `check_address`, once it is known who may log in.
    """
    host, port = settings.host, settings.port
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            _end_stuck_connections(listener)
            listener.bind(where)
            listener.listen(_LISTENERS_QUEUE)
        except OSError:
            listener.close()
            raise
    except OSError as exc:
        raise _no_listener(host, port, exc) from exc
    return listener


def _end_stuck_connections(listener: socket.socket) -> None:
    # A connection we have closed stays open while its last bytes wait for a client that does not read.
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_SECONDS * 1000)


def check_address(settings: Settings, *, has_users: bool = False) -> None:
    """Raise SettingsError if the settings would open trag to others who need not log in, or by a weak key."""
    key = settings.api_key.get_secret_value()
    if not key and (has_users or not is_exposed(settings)):
        return
    reason = _weakness(key)
    if reason:
        raise SettingsError(
            f"trag does not serve on {settings.host} with this api_key: {reason}.",
            hint=f"Set TRAG_API_KEY to a random text, such as {secrets.token_urlsafe(KEY_LENGTH)}, "
            "or add a user: trag users add NAME --role admin; or leave out host, proxies and api_key to "
            "serve on this machine only.",
        )


def is_exposed(settings: Settings) -> bool:
    """True when others than this machine can reach trag, be it through a proxy."""
    return bool(settings.proxies) or not is_loopback(settings.host)


def _has_logins(door: Door, settings: Settings) -> bool:
    """True when whoever asks has to log in by themselves: there are users, or an identity provider."""
    accounts = door.accounts
    has_users = isinstance(accounts, Accounts) and accounts.logins.has_users()
    return has_users or bool(settings.oidc_issuer)


def is_loopback(host: str) -> bool:
    """True when only this machine can reach `host`."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_url(listener: socket.socket) -> str:
    """The URL at which processes of this machine reach the socket."""
    host, port = listener.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:
        address = ipaddress.ip_address("127.0.0.1" if address.version == 4 else "::1")  # noqa: PLR2004
    return f"http://[{address}]:{port}" if ":" in str(address) else f"http://{address}:{port}"


def _weakness(key: str) -> str:
    if not key:
        return "it is not set"
    if any(default in key.lower() for default in _DEFAULT_KEYS[:3]) or key.lower() in _DEFAULT_KEYS:
        return "it is an example everybody knows"
    if len(set(key)) < 2:  # noqa: PLR2004
        return "it is one character over and over"
    if len(key) < KEY_LENGTH:
        return f"it has {len(key)} characters, not {KEY_LENGTH}"
    # Headers carry ASCII; any other key could never be sent.
    return (
        ""
        if key.isascii() and key.isprintable() and " " not in key
        else "it holds spaces or letters outside ASCII"
    )


def _no_listener(host: str, port: int, exc: OSError) -> SettingsError:
    if exc.errno == errno.EADDRINUSE:
        hint = f"Stop the program that uses it, or take another port: TRAG_PORT={port + 1}."
        return SettingsError(f"Port {port} on {host} is in use.", hint=hint)
    if exc.errno in {errno.EACCES, errno.EPERM}:
        return SettingsError(
            f"This user may not serve on port {port}.", hint="Take a port from 1024 on: TRAG_PORT=8000."
        )
    return SettingsError(
        f"trag can't serve on {host!r}: {exc.strerror or exc}.",
        hint="Set TRAG_HOST to an address of this machine, such as 127.0.0.1.",
    )
