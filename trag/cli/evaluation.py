"""`trag eval ...`: is an answer right? Measured offline, with intervals."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from trag.cli.options import DataOption, settings_of

app = typer.Typer(help="Measure whether answers are right, offline.", no_args_is_help=True)
CasesArgument = Annotated[Path, typer.Argument(help="Questions with known answers, as JSONL.")]
ArmOption = Annotated[
    list[str] | None,
    typer.Option("--arm", help="t-rag (default), rag, unchecked or model; @MODEL asks another model."),
]
LevelOption = Annotated[
    Literal["context", "answer"],
    typer.Option("--level", help="context: what the model would read; answer: what it says."),
]
SampleOption = Annotated[int, typer.Option("--sample", min=0, help="How many questions; 0: all.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Decides which questions a sample holds.")]
NameOption = Annotated[str, typer.Option("--name", help="The run's name; one that is there is continued.")]
TokensOption = Annotated[
    int | None, typer.Option("--context-tokens", min=100, help="Tokens of facts and passages.")
]
ParallelOption = Annotated[int, typer.Option("--parallel", min=1, help="Questions under way at once.")]


@app.command()
def run(
    cases: CasesArgument,
    data: DataOption = None,
    arm: ArmOption = None,
    level: LevelOption = "answer",
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    context_tokens: TokensOption = None,
    parallel: ParallelOption = 1,
) -> None:
    """Ask every question of a file in each arm, and show how many answers are right."""
    from eval.arms import Arms
    from eval.evaluation import open_run, question_trials
    from eval.runs.conditions import RunSpec
    from eval.runs.running import remaining, run_trials
    from trag.cli.progress import TrialBar
    from trag.questions.cases import read_cases
    from trag.workspace import Workspace

    questions = read_cases(cases)
    chosen = name or f"{cases.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    spec = RunSpec(chosen, cases.name, tuple(arm or ["t-rag"]), level, seed=seed, sample=sample)
    with Workspace(settings_of(data, context_tokens=context_tokens)) as workspace, Arms(workspace) as arms:
        folder = open_run(workspace, questions, spec)
        trials = question_trials(questions, spec)
        askers = {arm: arms.asker(arm) for arm in spec.arms}
        with TrialBar(len(trials), len(remaining(folder, trials))) as bar:
            for outcome in run_trials(folder, trials, lambda t: askers[t.key.arm], workers=parallel):
                bar.show(outcome.key.case_id)
    typer.echo(f"The run is in {folder.path}.")
