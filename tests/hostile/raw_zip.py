"""Zip archives byte by byte, so that they can say of their members what is not true."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LARGEST = 0xFFFFFFFF
DEFLATED = 8


@dataclass(frozen=True)
class RawMember:
    """A member as it stands in the archive: `packed` are its bytes there, the rest is what is said of it."""

    name: bytes
    packed: bytes
    size: int
    crc: int = 0
    method: int = DEFLATED
    flags: int = 0

    @classmethod
    def stored(cls, name: str, content: bytes) -> "RawMember":
        """An honest one."""
        return cls(name.encode(), content, len(content), zlib.crc32(content), 0)


def raw_zip(members: Sequence[RawMember]) -> bytes:
    """An archive of these members; sizes over four gigabytes are said in the way of zip64."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for member in members:
        is_large = member.size > LARGEST
        more = struct.pack("<HHQQ", 1, 16, member.size, len(member.packed)) if is_large else b""
        sizes = (LARGEST, LARGEST) if is_large else (len(member.packed), member.size)
        about = struct.pack(
            "<HHHHHIIIHH",
            45,
            member.flags,
            member.method,
            0,
            0x21,
            member.crc,
            *sizes,
            len(member.name),
            len(more),
        )
        directory.append(
            b"PK\x01\x02\x2d\x00" + about + struct.pack("<HHHII", 0, 0, 0, 0, place) + member.name + more
        )
        parts.append(b"PK\x03\x04" + about + member.name + more + member.packed)
        place += len(parts[-1])
    central = b"".join(directory)
    count = len(members)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(central), place, 0)
    return b"".join([*parts, central, b"PK\x05\x06", end])


def with_raw_part(package: bytes, part: RawMember) -> bytes:
    """The same package with `part` in place of its own of that name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        own = [
            RawMember.stored(name, archive.read(name))
            for name in archive.namelist()
            if name.encode() != part.name
        ]
    return raw_zip([*own, part])


def stored_parts(parts: Mapping[str, bytes]) -> list[RawMember]:
    """Honest members."""
    return [RawMember.stored(name, content) for name, content in parts.items()]
