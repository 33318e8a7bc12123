import contextlib
import errno
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import server as serving
from api.server import check_address, is_loopback, open_listener, own_url, serve
from api.stopping import PatientServer
from tests.api.doors import ScriptedDoor
from trag.errors import SettingsError
from trag.owner import Address, find_owner
from trag.settings import Settings
from trag.types.accounts import NewUser

ROOT = Path(__file__).parents[2]
GOOD_KEY = "f3Zk9-random-enough-0Qw7Lx"
SERVE = """
import sys
from pathlib import Path
from api.server import serve
from tests.api.doors import ScriptedDoor
from trag.owner import claim
from trag.settings import Settings

class Door(ScriptedDoor):
    def close(self):
        print("door closed", flush=True)

door = Door()
door.endless = True
with claim(Path(sys.argv[1])) as owner:
    def ready(address):
        owner.announce(address)
        print("ready", flush=True)
    serve(door, Settings(data=Path(sys.argv[1]), port=0, stop_seconds=1), on_ready=ready)
print("model stopped", door.stopped.is_set(), flush=True)
"""


def settings(**values: Any) -> Settings:
    return Settings(data=Path("/nowhere"), **values)


@contextlib.contextmanager
def stopped_servers() -> Iterator[list[PatientServer]]:
    """The servers that `serve` makes meanwhile: outside the main thread no signal reaches them."""
    made: list[PatientServer] = []
    init = PatientServer.__init__

    class Noted(PatientServer):
        def __init__(self, *args: Any, **chosen: Any) -> None:
            init(self, *args, **chosen)
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "PatientServer", Noted)
        yield made
        for one in made:
            one.should_exit = True


@pytest.fixture
def server(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(  # noqa: S603  this very test's own program
        [sys.executable, "-c", SERVE, str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_running_streams_closes_the_door_and_all_is_well(
    server: "subprocess.Popen[str]", tmp_path: Path, sig: signal.Signals
) -> None:
    address = find_owner(tmp_path)
    assert address is not None
    body = {"question": "q", "stream": True}
    with (
        httpx.Client(base_url=address.url, trust_env=False) as http,
        http.stream("POST", "/v1/answers", json=body) as answer,
    ):
        lines = answer.iter_lines()
        next(lines)
        server.send_signal(sig)
        begin = time.monotonic()
        rest = list(lines)
    output, log = server.communicate(timeout=20)
    assert time.monotonic() - begin < 19
    assert server.returncode == 0, log
    assert "event: error" in rest
    assert '"code": "stopping"' in "\n".join(rest[-4:])
    assert output == "door closed\nmodel stopped True\n"
    assert "Traceback" not in log
    assert find_owner(tmp_path) is None


def test_the_owners_key_opens_what_changes(server: "subprocess.Popen[str]", tmp_path: Path) -> None:
    address = find_owner(tmp_path)
    assert address is not None
    body = {"text": "x", "file": "org.yaml"}
    with httpx.Client(base_url=address.url, trust_env=False) as http:
        assert http.put("/v1/tree", json=body).status_code == 401
        headers = {"Authorization": f"Bearer {address.key}"}
        assert http.put("/v1/tree", json=body, headers=headers).status_code == 200
    server.terminate()
    assert server.wait(20) == 0
    server.communicate()


def test_a_key_in_an_address_stands_in_no_log(server: "subprocess.Popen[str]", tmp_path: Path) -> None:
    address = find_owner(tmp_path)
    assert address is not None
    with httpx.Client(base_url=address.url, trust_env=False) as http:
        assert http.get("/v1/documents?api_key=trag_SECRET").status_code == 400
        assert http.get("/v1/nothing/trag?x=SECRET").status_code == 404
    server.terminate()
    output, log = server.communicate(timeout=20)
    assert "SECRET" not in output + log


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            SettingsError, match=f"Port {port} on 127.0.0.1 is in use.\n.*TRAG_PORT={port + 1}"
        ):
            open_listener(settings(port=port))


def test_a_host_that_is_not_this_machine_is_named() -> None:
    with pytest.raises(SettingsError, match=r"192\.0\.2\.7.*\n.*TRAG_HOST"):
        open_listener(settings(host="192.0.2.7", port=0, api_key=GOOD_KEY))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.8.8"])
def test_port_zero_takes_any_free_port(host: str) -> None:
    with open_listener(settings(host=host, port=0)) as listener:
        assert own_url(listener).startswith("http://127.")
        assert not own_url(listener).endswith(":0")


def test_who_listens_everywhere_is_reached_on_loopback() -> None:
    with open_listener(settings(host="0.0.0.0", port=0, api_key=GOOD_KEY)) as listener:  # noqa: S104
        assert own_url(listener).startswith("http://127.0.0.1:")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "trag.example"])  # noqa: S104
@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "not set"),
        ("x" * 40, "one character"),
        ("change-me-change-me-change-me", "example everybody knows"),
        ("CHANGE_ME_to_something_long_enough", "example everybody knows"),
        ("f3Zk9-random-enough-0Qw", "23 characters"),
        ("ünlesbar-und-lang-genug-f3Zk9", "ASCII"),
        ("with spaces that no header brings", "spaces"),
    ],
)
def test_others_are_not_served_without_a_good_key(host: str, key: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=rf"{reason}.*\n.*TRAG_API_KEY"):
        check_address(settings(host=host, api_key=key))


def test_a_good_key_opens_trag_to_others_and_loopback_needs_none() -> None:
    check_address(settings(host="0.0.0.0", api_key=GOOD_KEY))  # noqa: S104
    check_address(settings())


@pytest.mark.parametrize("where", [{"host": "0.0.0.0"}, {"proxies": "127.0.0.1"}])  # noqa: S104
def test_users_open_trag_to_others_and_a_proxy_is_others(where: dict[str, str]) -> None:
    check_address(settings(**where), has_users=True)
    with pytest.raises(SettingsError, match="trag users add NAME --role admin"):
        check_address(settings(**where))
    with pytest.raises(SettingsError, match="4 characters"):
        check_address(settings(**where, api_key="weak"), has_users=True)


def test_without_anybody_to_log_in_it_does_not_start_and_lets_go_of_all(tmp_path: Path) -> None:
    door, exposed = ScriptedDoor(), settings(host="0.0.0.0", port=0)  # noqa: S104
    listener = open_listener(exposed)
    with pytest.raises(SettingsError, match="not set"):
        serve(door, exposed, on_ready=lambda _: None, listener=listener)
    assert (door.closed, listener.fileno()) == (True, -1)


def test_only_a_proxy_that_was_named_is_believed(tmp_path: Path) -> None:
    login = {"name": "ada", "password": "four words in a row"}
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}
    cookies = []
    for proxies in ("127.0.0.1", "10.1.1.1"):
        door, addresses = ScriptedDoor(), queue.Queue[Address]()
        door.accounts.add_user(NewUser("ada", "admin", password=login["password"]))
        values = settings(port=0, proxies=proxies)
        server = threading.Thread(target=serve, args=(door, values), kwargs={"on_ready": addresses.put})
        with stopped_servers() as servers:
            server.start()
            url = addresses.get(timeout=30).url
            response = httpx.post(f"{url}/v1/session", json=login, headers=forwarded, trust_env=False)
            servers[-1].should_exit = True
            server.join(30)
        cookies.append(response.headers["Set-Cookie"].partition("=")[0])
    assert cookies == ["__Host-trag_session", "trag_session"]


def test_a_weak_key_is_refused_on_loopback_too() -> None:
    with pytest.raises(SettingsError, match="4 characters"):
        check_address(settings(api_key="weak"))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("LocalHost", True),
        ("0.0.0.0", False), ("::", False),  # noqa: S104
        ("10.0.0.1", False), ("localhost.example", False), ("", False),
    ],
)  # fmt: skip
def test_only_true_loopback_counts(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Only Linux ends stuck connections.")
def test_a_connection_that_takes_nothing_is_ended_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.server.STUCK_SECONDS", 1)
    with open_listener(settings(port=0)) as listener, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(listener.getsockname())
        accepted, _ = listener.accept()
        accepted.settimeout(60)
        with accepted, pytest.raises(TimeoutError) as ended:
            accepted.sendall(b"x" * 50_000_000)
        assert ended.value.errno == errno.ETIMEDOUT  # our own patience has no number
