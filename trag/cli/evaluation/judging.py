"""`trag eval judge`, `blind` and `grades`: what a model and what people think of the answers of a run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trag.cli.evaluation.options import RunArgument, SeedOption
from trag.cli.options import DataOption, settings_of

if TYPE_CHECKING:
    from eval.runs.folder import RunFolder

LimitOption = Annotated[int, typer.Option("--sample", min=0, help="How many answers; 0: all.")]
TableArgument = Annotated[Path, typer.Argument(help="The table as a grader filled it in.")]
GraderOption = Annotated[str, typer.Option("--grader", help="Who graded; the file's name unless given.")]


def judge(run: RunArgument, *, data: DataOption = None, sample: LimitOption = 0) -> None:
    """Let the local model judge faithfulness and relevance, and see how far it agrees with the rules."""
    from eval.evaluation import find_run
    from eval.judging.judge import Judge
    from eval.judging.saved import judge_all
    from trag.cli.progress import AssemblyBar, TrialBar
    from trag.factory import build_generator

    settings = settings_of(data)
    folder = find_run(settings.data, run)
    outcomes = [outcome for outcome in folder.outcomes().values() if outcome.answer and not outcome.error]
    chosen = outcomes[: sample or None]
    generator = build_generator(settings, AssemblyBar())
    try:
        with TrialBar("Judging", len(chosen), len(chosen)) as bar:
            cases = folder.cases().values()
            for judged in judge_all(Judge(generator), cases, chosen, folder.path / "judgements.jsonl"):
                bar.show(judged.key.case_id)
    finally:
        generator.close()
    _show(folder)


def blind(run: RunArgument, *, data: DataOption = None, seed: SeedOption = 0) -> None:
    """Write the answers of a run for people to grade, with arms hidden and mixed, as the paper did."""
    from eval.evaluation import find_run
    from eval.judging.blind import write_blind

    folder = find_run(settings_of(data).data, run)
    written = write_blind(folder.path, folder.cases().values(), folder.outcomes().values(), seed=seed)
    typer.echo(f"{written.answers} answers to grade:")
    typer.echo(f"  {written.page}   opens in a browser and saves a table")
    typer.echo(f"  {written.table}   for a spreadsheet")
    typer.echo(f"Then: trag eval grades {run} TABLE")


def grades(
    run: RunArgument, table: TableArgument, *, data: DataOption = None, grader: GraderOption = ""
) -> None:
    """Take in a table of grades, and see how far people, rules and each other agree."""
    from eval.evaluation import find_run
    from eval.judging.blind_reading import ungraded
    from eval.judging.people import take_in

    folder = find_run(settings_of(data).data, run)
    taken = take_in(folder.path, table, grader or table.stem)
    typer.echo(f"{len(taken) - ungraded(taken)} grades taken in, {ungraded(taken)} still open.")
    _show(folder)


def _show(folder: "RunFolder") -> None:
    from eval.results import read_results
    from eval.sections import sections_of
    from trag.cli.evaluation.tables import show_sections

    show_sections(sections_of(folder, read_results(folder)))
