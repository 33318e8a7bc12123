"""Asks the trag installed beside this Python, from a folder without its source: `check_installed.py WORK`."""

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

TRAG = Path(sys.executable).with_name("trag")
TREE = """\
name: Harbour Relief
root:
  id: harbour-relief
  name: Harbour Relief
  kind: organisation
  children:
    - id: finance
      name: Finance Division
      kind: division
      people: [{name: Ana Torres, role: head}]
      children:
        - {id: audit, name: Audit Section, kind: section}
        - {id: treasury, name: Treasury Section, kind: section}
"""
DOCUMENTS = {
    "travel.md": (
        "# Travel policy\n\n## Requests\n\n"
        "A travel request must be handed in at least 14 days before departure.\n\n"
        "## Flights\n\nStaff fly in economy class, on flights over nine hours in premium economy.\n"
    ),
    "procurement.html": (
        "<html><body><h1>Procurement</h1><h2>Quotes</h2>"
        "<p>Purchases above 5,000 euros need three written quotes.</p></body></html>"
    ),
    "security.txt": "SECURITY\n\nEvery field office holds an evacuation drill twice a year.\n",
}


def main() -> None:
    """Ends with an AssertionError, or an exit code of the command, at the first thing that is wrong."""
    raise_loopback()
    work = Path(sys.argv[1])
    write(work)
    print(run(work, "--version").strip())
    run(work, "init")
    run(work, "ingest", "documents")
    run(work, "tree", "import", "org.yaml")
    check(ask(work, "How many days before departure must a travel request be handed in?"), "14", "travel.md")
    check(ask(work, "Which sections does the Finance Division have?"), "Treasury Section", "org.yaml")
    print("1 passed, 0 failed")


def raise_loopback() -> None:
    """Turn loopback on, which is off in a network namespace of one's own."""
    if os.geteuid() != 0:
        return
    up = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, up)  # SIOCSIFFLAGS


def write(work: Path) -> None:
    """Lay out the documents and the tree, and no data folder."""
    for folder in ("documents", "data", "models"):
        shutil.rmtree(work / folder, ignore_errors=True)
    (work / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (work / "documents" / name).write_text(text, encoding="utf-8")
    (work / "org.yaml").write_text(TREE, encoding="utf-8")


def run(work: Path, *arguments: str) -> str:
    """What the command prints; an exit code other than 0 ends this program."""
    environment = os.environ | {"TRAG_DATA": str(work / "data"), "TRAG_MODELS_DIR": str(work / "models")}
    done = subprocess.run(
        [TRAG, *arguments],
        cwd=work,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"trag {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def ask(work: Path, question: str) -> dict[str, Any]:
    """The one JSON object that a question is answered with."""
    answer: dict[str, Any] = json.loads(run(work, "ask", "--json", question))
    print(json.dumps(answer, ensure_ascii=False))
    return answer


def check(answer: dict[str, Any], said: str, file: str) -> None:
    """The answer says `said` and cites `file`."""
    assert not answer["refused"], "the question was refused"
    assert said in answer["answer"], f"the answer does not say {said!r}"
    files = [citation["file"] for citation in answer["citations"]]
    assert any(name.endswith(file) for name in files), f"the citations {files} do not name {file}"


if __name__ == "__main__":
    main()
