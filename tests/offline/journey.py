"""What an organisation does with trag, from nothing to answers: `journey.py FOLDER`.

Prints what came out as one JSON object. `--alone`, for a network namespace with nothing in it, raises
loopback first and tells at the end what the kernel counted. A model server gets an address of its own there.
"""

import argparse
import contextlib
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CALL = [sys.executable, "-c", "from trag.cli import main; main()"]
SERVER = Path(__file__).with_name("model_server.py")
READY_SECONDS = 600
LEAVE = "# Leave\n\n## Days\n\nStaff have 24 days of leave a year.\n"
TRAVEL = "# Travel\n\n## Requests\n\nA travel request must be handed in at least 14 days before departure.\n"
TREE = {
    "name": "Harbour Relief",
    "root": {
        "id": "relief",
        "name": "Harbour Relief",
        "kind": "organisation",
        "children": [{"id": "finance", "name": "Finance Division", "kind": "division"}],
    },
}
QUESTION = "How many days before departure must a travel request be handed in?"
ABOUT_TREE = "What does the Finance Division belong to?"


def main() -> None:
    """Ends with an exit code other than 0 at the first step that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--model-server")
    given = parser.parse_args()
    if given.alone:
        raise_loopback()
    with contextlib.ExitStack() as running:
        if given.model_server:
            own_address(given.model_server)
            url = running.enter_context(model_server(given.model_server))
            os.environ.update(TRAG_LLM="openai", TRAG_OPENAI_URL=url)
        take_in(given.folder)
        out = asked(running.enter_context(serving()))
    print(json.dumps(out | {"kernel": counted() if given.alone else {}}))


def counted() -> dict[str, int]:
    """What the kernel counted in this namespace: ways out that were tried in vain, and datagrams of any kind.

    A look-up of a name is one or the other. This sees libraries that are not written in Python, too.
    """
    counters = {"Ip:OutNoRoutes", "Udp:OutDatagrams", "Ip6OutNoRoutes", "Udp6OutDatagrams"}
    found: list[tuple[str, str]] = []
    four = [line.split() for line in Path("/proc/self/net/snmp").read_text(encoding="utf-8").splitlines()]
    for names, values in zip(four[::2], four[1::2], strict=True):  # a line of names, a line of numbers
        found += [(names[0] + name, value) for name, value in zip(names[1:], values[1:], strict=True)]
    six = Path("/proc/self/net/snmp6")  # missing where there is no IPv6 at all
    if six.exists():
        found += [(name, value) for name, value in map(str.split, six.read_text("utf-8").splitlines())]
    return {name: int(value) for name, value in found if name in counters}


def raise_loopback() -> None:
    """Turn loopback on, which is off in a new network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        up = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(control, 0x8914, up)  # SIOCSIFFLAGS


def own_address(address: str) -> None:
    """Give this namespace a second address, as if a machine beside us had it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        wanted = struct.pack("16sHH4s8x", b"lo:1", socket.AF_INET, 0, socket.inet_aton(address))
        fcntl.ioctl(control, 0x8916, wanted)  # SIOCSIFADDR


@contextlib.contextmanager
def model_server(address: str) -> Iterator[str]:
    """The URL of a model server at the address."""
    with subprocess.Popen([sys.executable, SERVER, address], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def take_in(folder: Path) -> None:
    """Make the data folder, and take in two documents and the tree."""
    documents = folder / "documents"
    documents.mkdir()
    (documents / "leave.md").write_text(LEAVE, encoding="utf-8")
    (folder / "org.json").write_text(json.dumps(TREE), encoding="utf-8")
    for step in (["init"], ["ingest", str(documents)], ["tree", "import", str(folder / "org.json")]):
        done = subprocess.run([*CALL, *step], check=False, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"trag {step[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The URL of `trag serve`, ready; the server has ended in good order when the block has."""
    with subprocess.Popen([*CALL, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = next((line for line in server.stdout if "trag is at" in line), "")
            url = line.split()[3].rstrip("/") if line else sys.exit("trag serve did not start")
            wait_until_ready(url)
            yield url
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        finally:
            server.kill()


def wait_until_ready(url: str) -> None:
    """Return once the server says that it can answer."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.HTTPError):
            call(url, "/readyz")
            return
        time.sleep(0.3)
    sys.exit(f"trag serve was not ready after {READY_SECONDS} s")


def asked(url: str) -> dict[str, Any]:
    """What came out of an upload, of questions on every way in, and of the page's own addresses."""
    call(url, "/v1/documents", upload(), kind="multipart/form-data; boundary=b")
    wait_for_jobs(url)
    chat = {"model": "trag", "messages": [{"role": "user", "content": QUESTION}]}
    completion = json.loads(call(url, "/v1/chat/completions", sent(chat)))
    by_command = subprocess.run([*CALL, "ask", QUESTION], check=True, capture_output=True, text=True)
    pages = ("/docs", "/openapi.json", "/v1/documents", "/v1/models")
    return {
        "answer": json.loads(call(url, "/v1/answers", sent({"question": QUESTION})))["answer"],
        "chat": completion["choices"][0]["message"]["content"],
        "tree": json.loads(call(url, "/v1/answers", sent({"question": ABOUT_TREE})))["answer"],
        "command": by_command.stdout,
        "pages": [len(call(url, path)) for path in pages],
    }


def upload() -> bytes:
    """A form with one document."""
    head = 'Content-Disposition: form-data; name="files"; filename="travel.md"\r\nContent-Type: text/markdown'
    return f"--b\r\n{head}\r\n\r\n{TRAVEL}\r\n--b--\r\n".encode()


def wait_for_jobs(url: str) -> None:
    """Return once what was sent is taken in."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if all(job["state"] == "done" for job in json.loads(call(url, "/v1/jobs"))["jobs"]):
            return
        time.sleep(0.3)
    sys.exit("the upload was never taken in")


def sent(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()


def call(url: str, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
    """The body of the answer; an error status raises."""
    headers = {"Content-Type": kind, "Authorization": f"Bearer {os.environ['TRAG_API_KEY']}"}
    request = urllib.request.Request(url + path, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=900) as answer:
        read: bytes = answer.read()
        return read


if __name__ == "__main__":
    main()
