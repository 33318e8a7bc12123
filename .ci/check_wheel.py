"""Fails unless the wheel holds what it should and nothing else: `check_wheel.py FILE.whl`."""

import sys
import zipfile
from pathlib import Path

PACKAGES = {"trag", "ingest", "api", "ui", "eval"}
NEEDED = {
    "ui/static/index.html",
    *(f"{name}/py.typed" for name in PACKAGES),
    "trag/prompts/answer.txt",
    "trag/catalog/migrations/env.py",
}
# Sources of the page and what it is built with have no place in an install.
UNWANTED = ("node_modules/", "ui/src/", "ui/tests/", "__pycache__", "build_hook", "package.json", ".tsx")
LIMIT_MB = 20


def main() -> int:
    """0 when the wheel is right; each fault is printed."""
    wheel = Path(sys.argv[1])
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    faults = list(faults_of(names))
    if wheel.stat().st_size > LIMIT_MB * 1024**2:
        faults.append(f"it is larger than {LIMIT_MB} MB")
    for fault in faults:
        print(f"{wheel.name}: {fault}")
    print(f"{wheel.name}: {len(names)} files, {wheel.stat().st_size / 1024**2:.1f} MB")
    return 1 if faults else 0


def faults_of(names: list[str]) -> list[str]:
    """A sentence for each fault of a wheel with these files."""
    top = {name.split("/")[0] for name in names}
    own = {name for name in top if not name.endswith(".dist-info")}
    faults = [f"its top level has {name}" for name in sorted(own - PACKAGES)]
    faults += [f"{name} is missing" for name in sorted((PACKAGES - own) | (NEEDED - set(names)))]
    faults += [f"{name} must not be in it" for name in names if any(part in name for part in UNWANTED)]
    if not any(name.startswith("trag/catalog/migrations/versions/") for name in names):
        faults.append("the catalog's migrations are missing")
    return faults


if __name__ == "__main__":
    sys.exit(main())
