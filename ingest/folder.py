"""The files of a folder that are to be taken in, and where each of them stands."""

import hashlib
import os
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.decoding import shown
from trag.errors import DocumentError

ID_LENGTH = 20
LONGEST_SHOWN = 300
# The source of documents that were sent.
SENT = "uploads"
# What every data folder of trag holds: none of it is a document.
DATA_FOLDER = {"catalog.sqlite", "owner.lock"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to take in: where it is and its name inside its source folder.

    For a `member` of an archive or e-mail, `parent_id` is the document of that one, and `path` is
    only where it stands for now.
    """

    path: Path
    source: str
    file: str
    parent_id: str = ""
    member: str = ""

    @property
    def place(self) -> str:
        """The same for the same path, whatever the file holds and whatever bytes the path is made of."""
        if self.source == SENT and not self.member:
            return place_of(f"{SENT}\n{self.path.parent.name}".encode())  # wherever the data folder stands
        # A path begins with a slash, an id never does.
        return place_of(f"{self.parent_id}\n{self.member}".encode() if self.member else _bytes(self.path))


@dataclass(frozen=True, slots=True)
class Folder:
    """What is at a path, and where that stands in the source folder `root`.

    `prefix` is how the names of all documents below the path begin, None for a single file;
    `unreadable` are the names of folders in it that could not be looked into.
    """

    root: Path
    files: tuple[FoundFile, ...]
    prefix: str | None = None
    unreadable: tuple[str, ...] = ()

    def holds(self, source: str, file: str) -> bool:
        """True when a document of this name is to be judged by what this folder holds."""
        if self.prefix is None:
            return False
        if source == source_name(self.root):
            return file.startswith(self.prefix)
        # A part of it that was taken in before, as a folder of its own.
        return Path(source).is_relative_to(self.root / self.prefix)

    def hides(self, source: str, file: str) -> bool:
        """True when a document stands in a part of the folder that could not be looked into."""
        whole = Path(source, file)
        return any(whole.is_relative_to(self.root / name) for name in self.unreadable)

    def places(self) -> set[str]:
        """The places of all that the whole source holds, hidden files left out."""
        paths, _ = _walk(self.root)
        return {place_of(_bytes(path)) for path in paths}


def look_into(path: Path, known_sources: Collection[str]) -> Folder:
    """What is at `path`, ordered by name. Raises DocumentError when there is no such file or folder.

    Hidden files are left out, and so is whatever a link points to outside the folder. A part of a
    folder taken in before keeps the names it has there.
    """
    path = _present(path)
    folder = path if path.is_dir() else path.parent
    above = (above for above in reversed((folder, *folder.parents)) if source_name(above) in known_sources)
    root = next(above, folder)
    if path.is_file():
        return Folder(root, (FoundFile(path, source_name(root), _name(path, root)),))
    paths, unreadable = _walk(path)
    found = [
        FoundFile(item, source_name(root), _name(item, root)) for item in paths if _is_wanted(item, path)
    ]
    prefix = "" if path == root else f"{_name(path, root)}/"
    return Folder(root, tuple(found), prefix, tuple(_name(item, root) for item in unreadable))


def sent_files(uploads: Path, paths: Iterable[Path]) -> Folder:
    """Files that were sent, each under the name it was sent with; no other document is judged by them."""
    return Folder(uploads, tuple(FoundFile(path, SENT, _name(path, path.parent)) for path in paths))


def source_name(folder: Path) -> str:
    """A source folder as the catalog names it, also one whose name is no text."""
    return _bytes(folder).decode("utf-8", errors="backslashreplace")


def is_gone(source: str) -> bool:
    """True for a source folder that is not there any more, as far as its name tells."""
    # A backslash may stand for a byte that is no text: then nothing is known.
    return source != SENT and "\\" not in source and not os.path.lexists(source)


def place_of(path: bytes) -> str:
    """What stands for a path made of these bytes."""
    return hashlib.sha256(path).hexdigest()[:ID_LENGTH]


def title_of_name(file: str) -> str:
    """The title that a document without one of its own gets from its file's name."""
    return PurePosixPath(file).stem.replace("-", " ").replace("_", " ")


def _present(path: Path) -> Path:
    """The whole path of what is there. Raises DocumentError."""
    try:
        whole = path.expanduser().resolve()
        is_there = whole.exists()
    except (OSError, ValueError, RuntimeError):  # too long, not to be entered, a NUL in it, a link to itself
        is_there = False
    if not is_there:
        raise DocumentError(f"There is no file or folder {_cut(shown(str(path)))}.", hint="Check the path.")
    return whole


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"


def _walk(folder: Path) -> tuple[list[Path], list[Path]]:
    """All paths below a folder that may be files, and the folders that could not be looked into."""
    paths: list[Path] = []
    unreadable: list[Path] = []

    def note(error: OSError) -> None:
        unreadable.append(Path(os.fsdecode(error.filename)))

    for place, folders, names in os.walk(folder, onerror=note):
        if DATA_FOLDER.issubset(names):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths.extend(Path(place, name) for name in names if not name.startswith("."))
    return sorted(paths), unreadable


def _bytes(path: Path) -> bytes:
    return os.fsencode(path)


def _name(path: Path, source: Path) -> str:
    return shown(unicodedata.normalize("NFC", path.relative_to(source).as_posix()))


def _is_wanted(path: Path, root: Path) -> bool:
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself, a folder that may not be entered
        return False
