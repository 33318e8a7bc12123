"""Fails where a committed file names the host of a package registry: trag takes the configured one."""

import re
import subprocess
import sys
from pathlib import Path

# The brackets keep this file from finding itself.
HOSTS = re.compile(
    rb"\b(py[p]i\.org|python[h]osted\.org|npm[j]s\.(org|com)|yarn[p]kg\.com|pytorch\.or[g]/whl|(deb|security)\.debia[n]\.org)"
)


def main() -> int:
    """0 when no file of the repository names one; else each place is printed."""
    files = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True).stdout.decode()
    places = [place for name in files.split("\0") if name for place in named_in(Path(name))]
    for place in places:
        print(place)
    return 1 if places else 0


def named_in(file: Path) -> list[str]:
    """A sentence for each line of the file that names such a host."""
    if not file.is_file():
        return []
    found = [(number, HOSTS.search(line)) for number, line in enumerate(file.read_bytes().splitlines(), 1)]
    return [f"{file}:{number}: names the host {host[0].decode()}" for number, host in found if host]


if __name__ == "__main__":
    sys.exit(main())
