"""A plain run: every question of a file, asked in every arm."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from eval.runs.conditions import RunSpec, conditions
from eval.runs.folder import RunFolder
from eval.runs.sampling import stratified
from eval.trials import Trial, trial_of
from trag.catalog.dependents import all_rest_on
from trag.errors import RunError
from trag.questions.cases import Case
from trag.types import Document
from trag.workspace import Workspace

FOLDER = "eval"


def runs_folder(data: Path) -> Path:
    """Where the runs of a data folder are kept, a folder each."""
    return data / FOLDER


def open_run(
    workspace: Workspace,
    cases: Sequence[Case],
    spec: RunSpec,
    documents: Sequence[Document] | None = None,
) -> RunFolder:
    """The run of this name, new or to be continued. Raises RunError, SettingsError for an unknown arm.

    `documents` are those that its caller may read; all unless given.
    """
    known = workspace.documents() if documents is None else documents
    manifest = conditions(workspace, cases, spec, known)
    _note_evidence(workspace, cases, Path(spec.cases_file).name, known)
    path = runs_folder(workspace.settings.data) / spec.name
    return RunFolder.create(path, manifest, cases, _names(workspace))


def question_trials(cases: Sequence[Case], spec: RunSpec) -> list[Trial]:
    """The trials of a plain run: a fair sample in any prefix, the arms of a case next to each other."""
    usable = [case for case in cases if case.review != "rejected"]
    chosen = stratified(usable, spec.sample, spec.seed)
    return [trial_of(case, arm) for case in chosen for arm in spec.arms]


def _note_evidence(
    workspace: Workspace, cases: Sequence[Case], file: str, documents: Sequence[Document]
) -> None:
    """Let the receipt of a deleted document name the cases that rest on it."""
    ids = {document.file: document.id for document in documents}
    made_from = {
        f"{case.id} of {file}": [ids[evidence.file] for evidence in case.evidence if evidence.file in ids]
        for case in cases
        if case.evidence
    }
    all_rest_on(workspace.catalog, "evaluation case", made_from)


def _names(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """The names and aliases of every entity of the tree in force, by id."""
    if workspace.guide is None:
        return {}
    organisation = workspace.guide.organisation
    units = {node.id: (node.name, *node.aliases) for node in organisation.nodes}
    people = {person.id: (person.name, *person.aliases) for person in organisation.people.values()}
    return units | people


def known_runs(data: Path) -> list[RunFolder]:
    """All runs of a data folder, the newest first."""
    files = runs_folder(data).glob("*/run.json")
    found = [RunFolder(file.parent) for file in files if not file.parent.name.startswith(".")]
    return sorted(found, key=lambda run: run.manifest.created_at, reverse=True)


def find_run(data: Path, name: str) -> RunFolder:
    """The run of this name, or in this folder. Raises RunError, with near names."""
    for path in (Path(name), runs_folder(data) / name):
        if (path / "run.json").is_file():
            return RunFolder(path)
    names = [run.path.name for run in known_runs(data)]
    near = difflib.get_close_matches(name, names, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Runs are: {', '.join(names) or 'none yet'}."
    raise RunError(f"There is no run {name!r} in {data}.", hint=hint)


def find_side(data: Path, text: str) -> tuple[RunFolder, str]:
    """A run and the arm named behind it as RUN:ARM; "" without one."""
    name, colon, arm = text.rpartition(":")
    return (find_run(data, name), arm) if colon else (find_run(data, text), "")
