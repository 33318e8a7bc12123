"""A plain run: every question of a file, asked in every arm."""

from collections.abc import Sequence
from pathlib import Path

from eval.runs.conditions import RunSpec, conditions
from eval.runs.folder import RunFolder
from eval.runs.sampling import stratified
from eval.trials import Trial, trial_of
from trag.questions.cases import Case
from trag.workspace import Workspace

FOLDER = "eval"


def runs_folder(data: Path) -> Path:
    """Where the runs of a data folder are kept, a folder each."""
    return data / FOLDER


def open_run(workspace: Workspace, cases: Sequence[Case], spec: RunSpec) -> RunFolder:
    """The run of this name, new or to be continued. Raises RunError, SettingsError for an unknown arm."""
    manifest = conditions(workspace, cases, spec)
    path = runs_folder(workspace.settings.data) / spec.name
    return RunFolder.create(path, manifest, cases, _names(workspace))


def question_trials(cases: Sequence[Case], spec: RunSpec) -> list[Trial]:
    """The trials of a plain run: a fair sample in any prefix, the arms of a case next to each other."""
    usable = [case for case in cases if case.review != "rejected"]
    chosen = stratified(usable, spec.sample, spec.seed)
    return [trial_of(case, arm) for case in chosen for arm in spec.arms]


def _names(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """The names and aliases of every entity of the tree in force, by id."""
    if workspace.guide is None:
        return {}
    organisation = workspace.guide.organisation
    units = {node.id: (node.name, *node.aliases) for node in organisation.nodes}
    people = {person.id: (person.name, *person.aliases) for person in organisation.people.values()}
    return units | people
