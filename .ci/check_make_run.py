"""Does what the README says: `make run`, and `make ask` while it is up. `check_make_run.py WORK`."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

READY_SECONDS = 600
STOP_SECONDS = 30


def main() -> None:
    """Ends with an exit code other than 0 at the first thing that is wrong."""
    data = Path(sys.argv[1]) / "sample"
    port = free_port()
    environment = os.environ | {"TRAG_DATA": str(data), "TRAG_PORT": str(port)}
    start = time.monotonic()
    with subprocess.Popen(["make", "run"], env=environment, start_new_session=True) as server:
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server)
            print(f"make run: ready after {time.monotonic() - start:.0f} s")
            question = first_question()
            print(f"make ask Q={question!r}")
            asked = ["make", "ask", f"Q={question}"]
            subprocess.run(asked, env=environment, check=True, timeout=READY_SECONDS)
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(STOP_SECONDS)
    print("1 passed, 0 failed")


def free_port() -> int:
    """A port of loopback that nobody holds now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Return once the page is there and the server says that it can answer."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            for page in ("/readyz", "/"):
                urllib.request.urlopen(url + page, timeout=5).close()  # noqa: S310 - our own loopback address
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
        else:
            return
    sys.exit(f"make run was not ready after {READY_SECONDS} s, or ended early (code {server.poll()})")


def first_question() -> str:
    """The first question of the sample organisation."""
    with Path("examples/questions.jsonl").open(encoding="utf-8") as lines:
        question: str = json.loads(next(lines))["question"]
        return question


if __name__ == "__main__":
    main()
