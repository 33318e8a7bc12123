import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.engines.tiny_gguf import write_tiny_gguf
from trag.engines.llama_server import LlamaServer
from trag.errors import ModelStartError

HANGS = (
    "import sys, time; open(sys.argv[1], 'a').write('x'); print('loading', file=sys.stderr); time.sleep(99)"
)
STARTER = """
import sys, time
from pathlib import Path
from trag.engines.llama_server import LlamaServer
server = LlamaServer(Path(sys.argv[1]), context_length=2048, threads=1)
server.start()
print(server.pid, flush=True)
time.sleep(99)
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("server") / "tiny.gguf")


@pytest.fixture
def server(tiny: Path) -> Iterator[LlamaServer]:
    server = LlamaServer(tiny, context_length=2048, threads=1, start_timeout=30)
    yield server
    server.close()


def _pid(server: LlamaServer) -> int:
    assert server.pid is not None
    return server.pid


def _ends_soon(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not psutil.pid_exists(pid)


def test_it_listens_on_loopback_only_and_wants_the_key(server: LlamaServer) -> None:
    address = server.start()
    listening = [c.laddr.ip for c in psutil.Process(_pid(server)).net_connections() if c.status == "LISTEN"]
    assert listening == ["127.0.0.1"]
    with httpx.Client(base_url=address.url, trust_env=False) as client:
        for path in ("/v1/models", "/tokenize", "/v1/chat/completions", "/completion"):
            assert client.post(path, json={}).status_code == 401
        client.headers["Authorization"] = f"Bearer {address.key}"
        assert client.get("/v1/models").status_code == 200


def test_what_would_show_prompts_is_off(server: LlamaServer) -> None:
    address = server.start()
    key = {"Authorization": f"Bearer {address.key}"}
    with httpx.Client(base_url=address.url, headers=key, trust_env=False) as client:
        for path in ("/slots", "/metrics", "/"):
            assert client.get(path).status_code in (404, 501), path
        assert client.post("/props", json={}).status_code in (404, 501)


def test_the_key_is_in_no_command_line_and_no_environment(server: LlamaServer) -> None:
    address = server.start()
    child = psutil.Process(_pid(server))
    assert address.key not in " ".join(child.cmdline())
    assert address.key not in str(child.environ())


def test_starting_again_gives_the_same_server_until_it_dies(server: LlamaServer) -> None:
    first = server.start()
    assert server.start() == first
    os.kill(_pid(server), signal.SIGKILL)
    assert _wait_for(lambda: server.pid is None)
    assert server.start() != first


def _wait_for(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def test_it_outlives_the_thread_that_started_it(server: LlamaServer) -> None:
    thread = threading.Thread(target=server.start)
    thread.start()
    thread.join()
    time.sleep(0.3)
    assert server.pid is not None


def test_close_ends_it_and_closing_twice_is_fine(server: LlamaServer) -> None:
    server.start()
    pid = _pid(server)
    server.close()
    server.close()
    assert not psutil.pid_exists(pid)


def test_it_ends_with_a_parent_that_is_killed(tiny: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(tiny)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:  # noqa: S603  our own code
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        parent.kill()
    assert _ends_soon(child)


def test_a_start_that_hangs_is_tried_twice_and_told_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HANGS, str(tmp_path / "tries")]
    hanging = LlamaServer(tmp_path, context_length=1, threads=1, start_timeout=0.5, command=command)
    with pytest.raises(ModelStartError, match=r"not ready after 0\.5 s(.|\n)*loading") as raised:
        hanging.start()
    assert (tmp_path / "tries").read_text() == "xx"
    assert "start_timeout" in raised.value.hint
    assert hanging.pid is None


def test_a_start_that_hangs_once_is_mended(server: LlamaServer, tmp_path: Path) -> None:
    child = f"""
import os, runpy, sys, time
if not os.path.exists({str(tmp_path / "tried")!r}):
    open({str(tmp_path / "tried")!r}, "w").close()
    time.sleep(99)
runpy.run_path(sys.argv[1], run_name="__main__")
"""
    server._start_timeout = 3
    server._command = [sys.executable, "-P", "-c", child, server._command[-1]]
    server.start()
    assert server.pid is not None


def test_a_model_that_llama_cpp_refuses_is_told_with_its_last_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    data = write_tiny_gguf(broken).read_bytes()
    broken.write_bytes(data.replace(b"llama", b"lalma"))
    refused = LlamaServer(broken, context_length=2048, threads=1, start_timeout=30)
    with pytest.raises(ModelStartError, match=r"broken\.gguf did not start, twice(.|\n)*lalma"):
        refused.start()


def test_nothing_is_printed_in_the_terminal(server: LlamaServer, capfd: pytest.CaptureFixture[str]) -> None:
    server.start()
    server.close()
    assert capfd.readouterr() == ("", "")
