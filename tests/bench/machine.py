"""Where and with what a benchmark ran."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

BUSY = "**Other processes kept all cores busy: times tell nothing here; ratios and memory tell more.**"
CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """The machine in a few words: "2 cores of an AMD EPYC, 23 GB, Linux 6.1"."""
    import psutil

    memory = round(psutil.virtual_memory().total / 1024**3)
    return f"{os.cpu_count()} cores ({_processor()}), {memory} GB, {platform.system()} {platform.release()}"


def _processor() -> str:
    lines = CPU_INFO.read_text(encoding="utf-8").splitlines() if CPU_INFO.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def versions(libraries: Iterable[str]) -> str:
    """Python, trag and these libraries with their versions."""
    named = (f"{name} {version(name)}" for name in ("trag", *libraries))
    return ", ".join((f"Python {platform.python_version()}", *named))


def load() -> float:
    """How busy the machine is: the average number of running and waiting processes of the last minute."""
    return os.getloadavg()[0]


def conditions(seconds: float, load_before: float, libraries: Iterable[str]) -> str:
    """When, how long, where and with what a benchmark ran, with a warning if others ran beside it."""
    told = (
        f"*{today()}, {seconds:.0f} s, on {machine()}; load {load_before:.1f} before, {load():.1f} after. "
        f"{versions(libraries)}.*"
    )
    return f"{told}\n\n{BUSY}" if is_busy(load_before, os.cpu_count() or 1) else told


def is_busy(load_before: float, cores: int) -> bool:
    """True when every core had work before the benchmark began."""
    return load_before > cores


def today() -> str:
    """The day and minute, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
