"""A hostile file: how it is made, what it is called, and what is to come of it."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.decoding import shown


@dataclass(frozen=True)
class Site:
    """Where the test runs: a file that no document may read, and a server that no document may call."""

    root: Path
    secret: Path
    url: str


Make = Callable[[Site], bytes]


@dataclass(frozen=True)
class Hostile:
    """A file for a folder of documents.

    `error` is a pattern that its error matches; where it is empty the file is taken in and its text
    holds `says`. `members` are the outcomes of what is in an archive, by their names inside.
    """

    name: str | bytes
    make: Make
    error: str = ""
    says: str = ""
    members: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The name on the disk."""
        return os.fsdecode(self.name)

    @property
    def file(self) -> str:
        """The name that trag shows."""
        import unicodedata

        return shown(unicodedata.normalize("NFC", self.path))


def plain(data: bytes | str) -> Make:
    """Makes these bytes."""
    content = data.encode() if isinstance(data, str) else data
    return lambda _site: content


def packed(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, content, compression)
    return file.getvalue()


def repacked(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package with these parts in place of its own, or beside them."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    return packed({**own, **parts})
