"""`trag eval questions` and `review`: cases made from tree and documents, and a person's say on them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from trag.cli.evaluation.options import CasesArgument, SeedOption
from trag.cli.options import DataOption

if TYPE_CHECKING:
    from trag.questions.cases import Case
    from trag.workspace import Workspace

OutArgument = Annotated[Path, typer.Argument(help="The JSONL file to write.")]
CountOption = Annotated[int, typer.Option("--count", min=1, help="How many questions of each source.")]
SourceOption = Annotated[
    Literal["tree", "documents", "both"], typer.Option("--from", help="What the questions are made of.")
]
SplitOption = Annotated[
    Literal["held_out", "train", "both"],
    typer.Option("--split", help="held_out: what tuning never sees."),
]
TableOption = Annotated[Path, typer.Option("--table", help="The table, as CSV.")]
ApplyOption = Annotated[bool, typer.Option("--apply", help="Carry the table's changes back into the cases.")]


def questions(
    out: OutArgument,
    *,
    data: DataOption = None,
    source: SourceOption = "both",
    count: CountOption = 100,
    split: SplitOption = "held_out",
    seed: SeedOption = 0,
) -> None:
    """Make questions with known answers: computed from the tree, and written by the model from passages."""
    from trag.cli.evaluation.carrying_out import laboratory
    from trag.questions.cases import write_cases

    _refuse_to_overwrite(out)
    with laboratory(data) as (workspace, _):
        made: list[Case] = []
        if source != "documents":
            made += _of_split(_from_tree(workspace, seed), split, count)
        if source != "tree":
            made += _of_split(_from_documents(workspace, seed), split, count)
    write_cases(out, made)
    typer.echo(f"{len(made)} questions in {out}. To look through them: trag eval review {out} --table x.csv")


def review(cases: CasesArgument, *, table: TableOption, apply: ApplyOption = False) -> None:
    """Write cases as a table to be reviewed in a spreadsheet; with --apply take the reviewed table in."""
    from collections import Counter

    from trag.questions.cases import read_cases, write_cases
    from trag.questions.review import read_review, write_review

    if not apply:
        known = read_cases(cases)
        write_review(table, known)
        typer.echo(
            f"{len(known)} questions in {table}; then: trag eval review {cases} --table {table} --apply"
        )
        return
    reviewed = read_review(table)
    write_cases(cases, reviewed)
    said = Counter(case.review for case in reviewed)
    typer.echo(", ".join(f"{count} {what}" for what, count in said.items()))


def _from_tree(workspace: "Workspace", seed: int) -> "Iterator[Case]":
    from trag.questions.from_tree import tree_cases

    if workspace.guide is not None:
        yield from tree_cases(workspace.guide.organisation, seed=seed)


def _from_documents(workspace: "Workspace", seed: int) -> "Iterator[Case]":
    from eval.experiments.plan import all_passages
    from trag.questions.cases import Case
    from trag.questions.from_documents import document_cases

    passages = all_passages(workspace)
    for made in document_cases(passages, workspace.generator, seed=seed, count=len(passages)):
        if isinstance(made, Case):
            yield made
        else:
            typer.echo(f"dropped ({made.chunk.file}): {made.reason}", err=True)


def _of_split(cases: "Iterator[Case]", split: str, count: int) -> "list[Case]":
    from itertools import islice

    wanted = (case for case in cases if split in ("both", case.split))
    return list(islice((case.model_copy(update={"review": "open"}) for case in wanted), count))


def _refuse_to_overwrite(out: Path) -> None:
    if out.exists():
        raise typer.BadParameter(f"{out} is there already; reviewed questions are not overwritten.")
