"""The options that evaluation commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

CasesArgument = Annotated[Path, typer.Argument(help="Questions with known answers, as JSONL.")]
RunArgument = Annotated[str, typer.Argument(help="A run's name, or its folder.")]
ArmOption = Annotated[
    list[str] | None,
    typer.Option("--arm", help="t-rag, rag, unchecked or model; @MODEL behind it asks another model."),
]
LevelOption = Annotated[
    Literal["context", "answer"],
    typer.Option("--level", help="context: what the model would read; answer: what it says."),
]
SampleOption = Annotated[int, typer.Option("--sample", min=0, help="How many questions; 0: all.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Decides every choice that is left to chance.")]
NameOption = Annotated[str, typer.Option("--name", help="The run's name; one that is there is continued.")]
TokensOption = Annotated[
    int | None, typer.Option("--context-tokens", min=100, help="Tokens of facts and passages.")
]
ParallelOption = Annotated[int, typer.Option("--parallel", min=1, help="Questions under way at once.")]
RequireOption = Annotated[
    list[str] | None,
    typer.Option("--require", help="A limit for the exit code, as right/document@t-rag>=0.7."),
]
