"""Carrying out a run in the terminal: a bar, a way back in after Ctrl-C, figures and report at the end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from trag.cli.options import settings_of

if TYPE_CHECKING:
    from eval.arms import Arms
    from eval.experiments.plan import Experiment
    from eval.runs.folder import RunFolder
    from trag.questions.cases import Case
    from trag.workspace import Workspace

Make = Callable[["Workspace", "Arms", Sequence["Case"]], "Experiment"]


@dataclass(frozen=True)
class Order:
    """A run as it was ordered on the command line."""

    experiment: str
    cases_file: str
    arms: tuple[str, ...]
    data: Path | None
    name: str = ""
    sample: int = 0
    seed: int = 0
    level: Literal["context", "answer"] = "answer"
    context_tokens: int | None = None
    parallel: int = 1
    require: Sequence[str] = ()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def run_name(self) -> str:
        """The name given, or one made of the file, the experiment and the time."""
        what = "" if self.experiment == "questions" else f"{self.experiment}-"
        return self.name or f"{what}{Path(self.cases_file).stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}"

    def with_rest(self, require: Sequence[str] | None, **options: Any) -> "Order":
        """This order with its limits and with the experiment's own options."""
        return replace(self, require=require or (), options=options)


def carry_out(order: Order, cases: Sequence["Case"], make: Make) -> None:
    """Ask what the run does not hold yet, then show and report it; exit code 1 if a limit is missed."""
    from eval.evaluation import open_run
    from eval.runs.conditions import RunSpec
    from eval.runs.sampling import stratified

    usable = [case for case in cases if case.review != "rejected"]
    with laboratory(order.data, context_tokens=order.context_tokens) as (workspace, arms):
        experiment = make(workspace, arms, stratified(usable, order.sample, order.seed))
        spec = RunSpec(
            order.run_name,
            order.cases_file,
            order.arms,
            order.level,
            order.experiment,
            order.seed,
            order.sample,
            order.options,
        )
        folder = open_run(workspace, cases, spec)
        _ask(folder, experiment, order.parallel)
    show(folder, order.require)


@contextmanager
def laboratory(data: Path | None, **overrides: int | None) -> Iterator[tuple["Workspace", "Arms"]]:
    """The data folder opened here, and the arms over it."""
    from eval.arms import Arms
    from trag.cli.progress import AssemblyBar
    from trag.workspace import Workspace

    settings = settings_of(data, **overrides)
    with Workspace(settings, progress=AssemblyBar()) as workspace, Arms(workspace) as arms:
        yield workspace, arms


def _ask(folder: "RunFolder", experiment: "Experiment", workers: int) -> None:
    from eval.runs.running import remaining, run_trials
    from trag.cli.progress import TrialBar

    trials = experiment.plan()
    try:
        with TrialBar("Asking", len(trials), len(remaining(folder, trials))) as bar:
            for outcome in run_trials(folder, trials, experiment.asker_for, workers=workers):
                bar.show(outcome.key.case_id)
    except KeyboardInterrupt:
        name = folder.path.name
        typer.echo(f"Stopped. The same command with --name {name} goes on from here.", err=True)
        raise typer.Exit(130) from None


def show(folder: "RunFolder", require: Sequence[str]) -> None:
    """The figures of a run, its report, and whether it keeps the limits."""
    from eval.outputs.writing import write_report
    from eval.results import read_results
    from trag.cli.evaluation.gate import requirements_of, show_and_check

    results = read_results(folder)
    page = folder.path / "report.html"
    write_report(page, folder, results)
    requirements = requirements_of(require, results)
    show_and_check(folder, results, requirements, after=f"The report is {page}")
