"""`trag eval run`: every question of a file, asked in every arm."""

import typer

from trag.cli.evaluation.options import (
    ArmOption,
    CasesArgument,
    LevelOption,
    NameOption,
    ParallelOption,
    SampleOption,
    SeedOption,
    TokensOption,
)
from trag.cli.options import DataOption


def run(
    cases: CasesArgument,
    *,
    data: DataOption = None,
    arm: ArmOption = None,
    level: LevelOption = "answer",
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    context_tokens: TokensOption = None,
    parallel: ParallelOption = 1,
) -> None:
    """Ask every question of a file in each arm (default: t-rag), and show how many answers are right."""
    from eval.evaluation import open_run, question_trials
    from eval.runs.conditions import RunSpec
    from trag.cli.evaluation.carrying_out import carry_out, laboratory, run_name
    from trag.questions.cases import read_cases

    questions = read_cases(cases)
    arms = tuple(arm or ["t-rag"])
    spec = RunSpec(run_name(name, cases.stem), cases.name, arms, level, seed=seed, sample=sample)
    with laboratory(data, context_tokens=context_tokens) as (workspace, made):
        askers = {arm: made.asker(arm) for arm in arms}
        folder = open_run(workspace, questions, spec)
        carry_out(folder, question_trials(questions, spec), lambda t: askers[t.key.arm], workers=parallel)
    typer.echo(f"The run is in {folder.path}.")
