"""The members of a container, written one after the other under limits that hold for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.containers import limits
from ingest.containers.names import file_name
from trag.errors import DocumentError

HINT = "The container's other documents are read."
BOMB_HINT = "Unpack it yourself and take in what you need of it."


@dataclass(frozen=True, slots=True)
class Member:
    """A document out of a container: its path inside, with slashes, and the file it was written to."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of a container: `problems` are names of members left out, each with the reason."""

    members: tuple[Member, ...]
    problems: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Unpacking:
    """One container's unpacking under way into the folder `into`; nested ones share its limits."""

    into: Path
    members: dict[str, Member] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    written: int = 0
    files: int = 0

    def refuse(self, name: str, reason: str, hint: str = HINT) -> None:
        """Note why a member is left out; `reason` follows its name."""
        self.problems.append((name, f"{name} {reason}.\n{hint}"))

    def add(self, name: str, path: Path) -> bool:
        """True if the file is a member now, false if there is one of its name."""
        if name in self.members:
            self.refuse(name, "stands in the container more than once, only its first is read")
            return False
        self.members[name] = Member(name, path)
        return True

    @property
    def is_full(self) -> bool:
        """True when no further member may be written."""
        return self.files >= limits.MOST_MEMBERS or self.written >= limits.LARGEST_WHOLE

    def write(self, name: str, parts: Iterator[bytes], packed: int | None = None) -> Path:
        """The new file that holds `parts`. Raises DocumentError over a limit, keeping nothing of it.

        `packed` is how many bytes the parts were unpacked from. Every file has a folder of its own,
        named by its number, so that no name can point anywhere else.
        """
        self.files += 1
        folder = self.into / f"{self.files:05d}"
        folder.mkdir(parents=True)
        path = folder / file_name(name)
        size = 0
        try:
            with path.open("xb") as file:
                for part in parts:
                    size += len(part)
                    self.written += len(part)
                    _check(name, size, self.written, packed)
                    file.write(part)
        except BaseException:
            path.unlink(missing_ok=True)
            folder.rmdir()
            raise
        return path


def _check(name: str, size: int, whole: int, packed: int | None) -> None:
    megabyte = limits.MEGABYTE
    if whole > limits.LARGEST_WHOLE:
        reason = f"is more than the {limits.LARGEST_WHOLE // megabyte} MB that one container may hold"
    elif size > limits.LARGEST_MEMBER:
        reason = f"unpacks to more than {limits.LARGEST_MEMBER // megabyte} MB"
    elif packed is not None and size > max(limits.FREE_RATIO, packed * limits.HIGHEST_RATIO):
        reason = f"unpacks to more than {limits.HIGHEST_RATIO} times its size"
    else:
        return
    raise DocumentError(f"{name} {reason}.", hint=BOMB_HINT)
