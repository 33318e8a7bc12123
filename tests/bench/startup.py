"""How soon the command answers, and what it loads for that."""

import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure, Section, Table, number, times
from tests.bench.measuring import BenchmarkError, Run
from tests.bench.timing import time_in_turn

TITLE = "Start of the command"
HEAVY = "chromadb fastapi llama_index onnxruntime openai ollama spacy sqlalchemy torch unstructured xllamacpp"
STARTS, MOST = 10, 1000.0
COUNT = f"import sys, trag.cli; print(len(sys.modules), len(set(sys.modules) & set({HEAVY.split()!r})))"
TEXT = f"""
`trag --help` as a process of its own, {STARTS} times after a first one, in turn with a Python that does
nothing. Heavy libraries are {", ".join(HEAVY.split())}: none may be loaded before a command needs it.
"""


def measure(run: Run) -> Section:
    """Start-up time beside that of a bare Python, and the number of modules loaded."""
    run.say(f"{STARTS} starts")
    help_call = (str(Path(sys.executable).with_name("trag")), "--help")
    bare_call = (sys.executable, "-c", "pass")
    ways = {"trag": lambda _: _output(*help_call), "bare": lambda _: _output(*bare_call)}
    timings = time_in_turn(ways, range(STARTS), 1)
    modules, heavy = map(int, _output(sys.executable, "-c", COUNT).split())
    trag, bare = timings["trag"], timings["bare"]
    row = (number(trag.p50), number(bare.p50), times(trag.p50, bare.p50), str(modules), str(heavy))
    figures = (
        Figure("trag --help, p50", trag.p50, "ms", MOST),
        Figure("heavy libraries loaded", heavy, "", 0),
    )
    header = ("trag --help p50 ms", "python p50 ms", "trag / python", "modules", "heavy libraries")
    return Section(TEXT, figures, (Table(header, (row,)),), ("typer", "rich", "pydantic"))


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command)} fails: {done.stderr.strip()}")
    return done.stdout
