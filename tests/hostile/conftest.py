"""The place where hostile files are tried: everything a stray path could reach is watched."""

import socketserver
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.files import Site

pytest.register_assert_rewrite("tests.hostile.trial")


class _Listener(socketserver.TCPServer):
    """Counts who calls."""

    calls = 0

    def verify_request(self, request: object, client_address: object) -> bool:
        self.calls += 1
        return False


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A folder with all that relative paths, the home and the temporary folder lead to."""
    for name, variable in (("home", "HOME"), ("temporary", "TMPDIR"), ("cache", "XDG_CACHE_HOME")):
        (tmp_path / "a" / name).mkdir(parents=True)
        monkeypatch.setenv(variable, str(tmp_path / "a" / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    # Where the parser's own process is, too.
    monkeypatch.setattr("multiprocessing.process.ORIGINAL_DIR", str(tmp_path / "a" / "home"))
    monkeypatch.chdir(tmp_path / "a" / "home")
    secret = tmp_path / "a" / "secret.txt"
    secret.write_text("a secret of this machine")
    with _Listener(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        yield Site(tmp_path / "a", secret, f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
        assert server.calls == 0, "a document made something call its server"
