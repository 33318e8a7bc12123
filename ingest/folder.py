"""The files of a folder that are to be taken in, and which document each of them is."""

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ingest.decoding import shown
from trag.errors import DocumentError


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to take in: where it is, its name inside its source folder, and its document's id."""

    path: Path
    source: Path
    file: str

    @property
    def document_id(self) -> str:
        """The same for the same path, whatever the file holds."""
        return hashlib.sha256(os.fsencode(self.path)).hexdigest()[:20]


def find_files(path: Path, known_sources: set[str]) -> list[FoundFile]:
    """The files at `path`, ordered by name. Raises DocumentError when there is nothing there.

    Hidden files are left out, and so is whatever a link points to outside the folder. A part of a
    folder taken in before keeps the names it has there.
    """
    path = path.expanduser().resolve()
    if not path.exists():
        raise DocumentError(f"There is no file or folder {path}.", hint="Check the path.")
    folder = path if path.is_dir() else path.parent
    source = next(
        (above for above in reversed((folder, *folder.parents)) if str(above) in known_sources), folder
    )
    paths = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = [FoundFile(item, source, _name(item, source)) for item in paths if _is_wanted(item, path)]
    if not found:
        raise DocumentError(f"There is no document in {path}.", hint="Name a folder that holds documents.")
    return found


def _name(path: Path, source: Path) -> str:
    return shown(unicodedata.normalize("NFC", path.relative_to(source).as_posix()))


def _is_wanted(path: Path, root: Path) -> bool:
    if not path.is_file() or not path.resolve().is_relative_to(root):
        return False
    return not any(part.startswith(".") for part in path.relative_to(root).parts)
