"""Archives that were tampered with."""

import json
import tarfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

Change = Callable[[dict[str, Any]], None]


def members_of(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def packed(path: Path, members: Sequence[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w") as tar:
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, BytesIO(content))
    return path


def signed(members: dict[str, bytes], manifest: dict[str, Any]) -> dict[str, bytes]:
    """The members with a manifest whose own checksum is right."""
    data = json.dumps(manifest).encode()
    return members | {"manifest.json": data, "manifest.sha256": sha256(data).hexdigest().encode()}


def rewritten(archive: Path, path: Path, change: Change, *, left_out: Sequence[str] = ()) -> Path:
    """The archive with another manifest, and without some members."""
    members = {
        name: content
        for name, content in members_of(archive).items()
        if not name.startswith(tuple(left_out) or "\0")
    }
    manifest = json.loads(members["manifest.json"])
    manifest["members"] = {name: told for name, told in manifest["members"].items() if name in members}
    change(manifest)
    members = signed(members, manifest)
    return packed(path, [(tarfile.TarInfo(name), content) for name, content in members.items()])
