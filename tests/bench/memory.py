"""Memory of a process that has an index open."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.corpus import built
from tests.bench.figures import Figure, Section, Table, number
from tests.bench.measuring import BenchmarkError, Run

TITLE = "Memory"
SIZES = (10_000, 100_000)
MIB = 1024**2
WITHOUT_TORCH, WITH_TORCH, PER_CHUNK = 600.0, 900.0, 3.0
TEXT = """
A new process for each size: the server's code is imported, the index of the retrieval benchmark opened, the
default embedder loaded, 20 questions asked. The language model, which has a process of its own, is left
out. Resident memory counts, the shared libraries in it too.
"""


def measure(run: Run) -> Section:
    """Resident memory at every size, and what a chunk adds."""
    opened = {size: _open(built(run.folder, size, run.say).data) for size in run.sizes(SIZES)}
    rows = tuple(
        (f"{size:,}", number(found["rss"] / MIB), "yes" if found["torch"] else "no")
        for size, found in opened.items()
    )
    table = Table(("chunks", "resident MiB", "torch loaded"), rows)
    return Section(TEXT, tuple(_figures(opened)), (table,), ("chromadb", "onnxruntime"))


def _open(data: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.opening", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise BenchmarkError(f"The index in {data} could not be opened: {done.stderr.strip()}")
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def _figures(opened: Mapping[int, Mapping[str, Any]]) -> Iterator[Figure]:
    smallest, largest = min(opened), max(opened)
    first = opened[smallest]
    budget = WITH_TORCH if first["torch"] else WITHOUT_TORCH
    yield Figure(f"{smallest:,} chunks open", first["rss"] / MIB, "MiB", budget)
    if largest > smallest:
        growth = (opened[largest]["rss"] - first["rss"]) / (largest - smallest) / 1024
        yield Figure(f"growth from {smallest:,} to {largest:,}, a chunk", growth, "KiB", PER_CHUNK)
