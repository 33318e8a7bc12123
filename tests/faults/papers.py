"""A small folder as it was and as it is now: changed, moved, removed and new files, twins, archives."""

import io
import shutil
import zipfile
from pathlib import Path

SECTIONS = ("Tents", "Pumps", "Blankets", "Radios")
# In the second state these two sections read otherwise.
CHANGED = ("Pumps", "Radios")
QUESTIONS = (
    "How many pumps are kept in the store?",
    "How many days may a tent be lent?",
    "What does the old notice say about ladders?",
    "How many litres does the moved paper allow?",
)


def write_papers(folder: Path, state: int) -> None:
    """Make `folder` hold the first or the second state and nothing else; state 0 is all but empty."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in STATES[state]().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def before() -> dict[str, bytes]:
    """The first state of the folder."""
    return {
        "store.md": _store(1),
        "kept.md": b"# Kept\n\nThe night desk opens at 7 and closes at 23.\n",
        "moved.md": b"# Allowance\n\nThe paper that moves allows 40 litres of diesel.\n",
        "old-notice.md": b"# Old notice\n\nThe old notice says that 3 ladders are locked away.\n",
        "twin-a.txt": b"Both twins say that the gate has 2 keys.\n",
        "twin-b.txt": b"Both twins say that the gate has 2 keys.\n",
        "stock.csv": b"item,number\nropes,11\nhooks,17\n",
        "broken.docx": b"PK\x03\x04 this is no document",
        "bundle.zip": _zip({"a.md": b"# A\n\nThe bundle names 5 wells.\n", "in/b.md": b"# B\n\nOld b.\n"}),
        "travels.zip": _zip({"c.md": b"# C\n\nThe convoy has 9 cars.\n", "in/d.md": b"# D\n\nRest at 4.\n"}),
    }


def after() -> dict[str, bytes]:
    """The second state of the folder."""
    files = before()
    for name in ("old-notice.md", "twin-b.txt"):
        del files[name]
    return files | {
        "store.md": _store(2),
        "sub/moved.md": files.pop("moved.md"),
        "sub/travels.zip": files.pop("travels.zip"),
        "stock.csv": b"item,number\nropes,11\nhooks,18\nbolts,500\n",
        "bundle.zip": _zip(
            {"in/b.md": b"# B\n\nNew b, with 6 wells.\n", "e.md": b"# E\n\nPaper e is new.\n"}
        ),
        "new.md": b"# New\n\nThe new paper asks for 2 signatures.\n\n## More\n\nBoth in ink.\n",
    }


def _store(state: int) -> bytes:
    number = {name: 10 * state if name in CHANGED else 10 for name in SECTIONS}
    parts = [f"## {name}\n\n{number[name]} {name.lower()} are kept in the store." for name in SECTIONS]
    return ("# Store\n\n" + "\n\n".join(parts) + "\n").encode()


def _zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            # Always the same bytes, whatever the clock says.
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _all_but_empty() -> dict[str, bytes]:
    return {"kept.md": before()["kept.md"]}


STATES = (_all_but_empty, before, after)
