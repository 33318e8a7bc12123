"""Fails where CUDA or torchvision would come along: `check_packages.py installed`, or a constraints file."""

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

# torchvision breaks transformers beside our torch; the others are 5 GB that no CPU can use.
FORBIDDEN = re.compile(r"(torchvision|torchaudio|triton|timm|nvidia|cuda)(?![a-z0-9])", re.IGNORECASE)


def main() -> int:
    """0 when the list is clean; the offenders are printed."""
    source = sys.argv[1]
    found = installed() if source == "installed" else pinned(Path(source))
    if not found:
        sys.exit(f"No package is named in {source}; nothing was checked.")
    bad = sorted(name for name in found if FORBIDDEN.match(name))
    for name in bad:
        print(f"{source}: {name} must not be there: it belongs to a CUDA build, or brings torchvision.")
    return 1 if bad else 0


def installed() -> set[str]:
    """The names of all packages of this environment."""
    return {distribution.metadata["Name"] for distribution in distributions()}


def pinned(file: Path) -> set[str]:
    """The names of all packages a constraints file pins."""
    lines = (line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return {re.split(r"[=<>!~\[; ]", line)[0] for line in lines if line}


if __name__ == "__main__":
    sys.exit(main())
