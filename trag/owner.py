"""Who owns a data folder: one process at a time, and the address it can be reached at."""

import errno
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from filelock import FileLock, Timeout

from trag.errors import DataFolderBusyError, DataFolderError, DiskFullError, TragError

LOCK_NAME = "owner.lock"
OWNER_NAME = "owner.json"
UNFINISHED = ".owner-"
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Address:
    """Where the owner's server listens, and the key that opens all of it."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class _Holder:
    """What an owner says about itself; `url` is empty while it runs no server."""

    pid: int
    command: str
    url: str = ""
    key: str = ""

    @property
    def address(self) -> Address | None:
        return Address(self.url, self.key) if self.url else None


class DataFolderLock:
    """The lock of a data folder. The system lets go of it when the process ends, however it ends."""

    def __init__(self, data: Path) -> None:
        self._data = data
        # Any thread may release what another acquired: the server closes from its own.
        self._lock = FileLock(data / LOCK_NAME, thread_local=False, mode=0o600)

    def try_acquire(self) -> bool:
        """True when this process holds the folder now. Raises DataFolderError if it can't be used."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except OSError as exc:
            raise _unusable(self._data, exc) from exc
        return True

    def release(self) -> None:
        """Let go of the folder; may be called more than once."""
        self._lock.release(force=True)


class Owner:
    """The right to open the data folder, held until `release`."""

    def __init__(self, data: Path, lock: DataFolderLock) -> None:
        self._data = data
        self._lock = lock

    def __enter__(self) -> Self:
        """The owner itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the folder."""
        self.release()

    def announce(self, address: Address) -> None:
        """Tell other processes where the server of this one listens."""
        _write(self._data, _Holder(os.getpid(), _command(), address.url, address.key))

    def withdraw(self) -> None:
        """Take the announcement back: the server no longer answers, the folder is still held."""
        _write(self._data, _Holder(os.getpid(), _command()))

    def release(self) -> None:
        """Let go of the folder; may be called more than once."""
        holder = _read(self._data)
        if holder and holder.pid == os.getpid():
            with suppress(OSError):
                (self._data / OWNER_NAME).unlink()
        self._lock.release()


def claim(data: Path, *, wait: float = 10.0) -> Owner:
    """The right to open `data`, which is made if missing.

    A short command of another process is waited for, up to `wait` seconds; a server is not.
    Raises DataFolderBusyError naming the other process, DataFolderError for a folder that can't be used.
    """
    _make(data)
    lock = DataFolderLock(data)
    end = time.monotonic() + wait
    while not lock.try_acquire():
        holder = _read(data)
        if time.monotonic() > end or (holder and holder.url and _alive(holder.pid)):
            raise _busy(data, holder)
        time.sleep(_PAUSE)
    try:
        _sweep(data)
        _write(data, _Holder(os.getpid(), _command()))
    except TragError:
        lock.release()
        raise
    return Owner(data, lock)


def find_owner(data: Path) -> Address | None:
    """Where the owner of `data` can be reached; None when nobody owns it or the owner runs no server."""
    holder = _read(data)
    if holder is None:
        return None
    lock = DataFolderLock(data)
    try:
        free = lock.try_acquire()
    except DataFolderError:
        return None
    if free:
        _clean(data, lock)
        return None
    return holder.address if _alive(holder.pid) else None


def _clean(data: Path, lock: DataFolderLock) -> None:
    """Remove what a process that died left behind; nobody else can write it while we hold the lock."""
    with suppress(OSError):
        (data / OWNER_NAME).unlink(missing_ok=True)
    lock.release()


def _sweep(data: Path) -> None:
    """Remove what a process that died was about to say about itself; it may hold the key of its server."""
    for unfinished in data.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            unfinished.unlink()


def _make(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as exc:
        raise DataFolderError(
            f"{data} is not a folder.", hint="Name another data folder with --data or TRAG_DATA."
        ) from exc
    except OSError as exc:
        raise _unusable(data, exc) from exc
    if not os.access(data, os.W_OK | os.X_OK):
        raise _unusable(data, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def _unusable(data: Path, exc: OSError) -> DataFolderError:
    if exc.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(f"No room is left on the disk of {data}.", hint="Free some space and try again.")
    return DataFolderError(
        f"The data folder {data} can't be written: {exc.strerror or exc}.",
        hint="Give this user the right to write there, or name another folder with --data or TRAG_DATA.",
    )


def _busy(data: Path, holder: _Holder | None) -> DataFolderBusyError:
    who = f"process {holder.pid} ({holder.command})" if holder else "another process"
    hint = "Wait until it is done, or stop it."
    if holder and holder.url:
        hint = f"It serves on {holder.url}: use that, or stop it first."
    return DataFolderBusyError(f"The data folder {data} is held by {who}.", hint=hint)


def _command() -> str:
    name = Path(sys.argv[0] or "python").name
    # The first word only: a question or a path of the user is nobody else's business.
    return " ".join([name, *sys.argv[1:2]])[:80]


def _alive(pid: int) -> bool:
    return pid > 0 and bool(psutil.pid_exists(pid))


def _read(data: Path) -> _Holder | None:
    try:
        values = json.loads((data / OWNER_NAME).read_text(encoding="utf-8"))
        return _Holder(
            int(values["pid"]), str(values["command"]), str(values.get("url", "")), str(values.get("key", ""))
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(data: Path, holder: _Holder) -> None:
    values = {"pid": holder.pid, "command": holder.command, "url": holder.url, "key": holder.key}
    try:
        # mkstemp makes the file with mode 0600, so the key is never readable by others.
        handle, name = tempfile.mkstemp(dir=data, prefix=UNFINISHED)
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  a descriptor, not a path
            json.dump({key: value for key, value in values.items() if value}, file)
        Path(name).replace(data / OWNER_NAME)
    except OSError as exc:
        raise _unusable(data, exc) from exc
