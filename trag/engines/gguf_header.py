"""The head of a GGUF file: its metadata, and the size the file must have. No weight is read."""

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from trag.errors import ModelMissingError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
DEFAULT_ALIGNMENT = 32
STRING, ARRAY = 8, 9
# By GGUF's type number; struct and numpy read these codes alike.
SCALARS = dict(zip((0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12), "BbHhIif?Qqd", strict=True))


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """A GGUF file's metadata and the bytes the whole file must have at least."""

    metadata: dict[str, Any]
    complete_size: int

    @property
    def trained_context(self) -> int:
        """The tokens the model was trained to hold; 0 if the file does not tell."""
        return int(self.metadata.get(f"{self.metadata.get('general.architecture')}.context_length", 0))


def read_header(path: Path) -> GgufHeader:
    """The header of a GGUF file. Raises ModelMissingError if it is none or is cut off in the header."""
    metadata, reader = _read(path)
    return GgufHeader(metadata, _complete_size(reader, metadata))


def read_metadata(path: Path) -> dict[str, Any]:
    """The metadata alone: enough of the file's beginning will do."""
    return _read(path)[0]


class _Reader:
    """Takes values off a buffer, one after the other."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        self.data = data
        self.at = 0
        self.tensors = 0

    def scalar(self, layout: str) -> Any:
        (value,) = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return value

    def string(self) -> str:
        length = self.scalar("<Q")
        end = self.at + length
        if end > len(self.data):
            raise struct.error("a string goes past the end of the file")
        text = self.data[self.at : end].decode("utf-8", errors="replace")
        self.at = end
        return text

    def value(self, kind: int) -> Any:
        if kind == STRING:
            return self.string()
        if kind == ARRAY:
            return self.array()
        return self.scalar("<" + SCALARS[kind])

    def array(self) -> list[Any]:
        kind, count = self.scalar("<I"), self.scalar("<Q")
        # Every element takes at least a byte: a larger count is a lie that would fill the memory.
        if count > len(self.data) - self.at:
            raise struct.error(f"an array claims {count} elements")
        if kind not in SCALARS:
            return [self.value(kind) for _ in range(count)]
        import numpy as np

        values = np.frombuffer(self.data, dtype="<" + SCALARS[kind], count=count, offset=self.at)
        self.at += values.nbytes
        return list(values.tolist())


def _read(path: Path) -> tuple[dict[str, Any], _Reader]:
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise ModelMissingError(
                f"{path} is not a GGUF file.",
                hint="Give a model in llama.cpp's GGUF format; pickled weights (.bin, .pt) are never loaded.",
            )
        reader = _Reader(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    try:
        return _metadata(reader), reader
    except (struct.error, KeyError, ValueError, RecursionError) as exc:
        raise _broken(path, f"its header can't be read: {exc}") from exc


def _metadata(reader: _Reader) -> dict[str, Any]:
    reader.at = len(MAGIC)
    version = reader.scalar("<I")
    if version not in VERSIONS:
        raise ValueError(f"GGUF version {version} is not known")
    reader.tensors, pairs = reader.scalar("<Q"), reader.scalar("<Q")
    metadata: dict[str, Any] = {}
    for _ in range(pairs):
        name = reader.string()
        metadata[name] = reader.value(reader.scalar("<I"))
    return metadata


def _complete_size(reader: _Reader, metadata: dict[str, Any]) -> int:
    from gguf.constants import GGML_QUANT_SIZES

    end = 0
    for _ in range(reader.tensors):
        reader.string()
        shape = [reader.scalar("<Q") for _ in range(reader.scalar("<I"))]
        kind, offset = reader.scalar("<I"), reader.scalar("<Q")
        per_block, bytes_per_block = GGML_QUANT_SIZES[kind]
        end = max(end, offset + prod(shape) // per_block * bytes_per_block)
    alignment = int(metadata.get("general.alignment", DEFAULT_ALIGNMENT))
    return reader.at + -reader.at % alignment + end


def _broken(path: Path, why: str) -> ModelMissingError:
    return ModelMissingError(
        f"The model file {path} is broken: {why}", hint="Copy it again from where it came from."
    )
