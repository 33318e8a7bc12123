"""`trag init` and `trag ingest`."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trag.cli.counts import counted
from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.types import EVERYONE, IngestDone

if TYPE_CHECKING:
    from trag.cli.jobs import Watched

TEMPLATE = """\
# The settings of this data folder; TRAG_<NAME> in the environment wins over this file.
# llm = "embedded"             # or "ollama", "openai"
# model = ""                   # a GGUF file, or a model's name on that server
# ollama_url = "http://127.0.0.1:11434"
# openai_url = "http://127.0.0.1:8080/v1"
# context_length = 4096
"""


def init(
    data: DataOption = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="Let everybody who has a login read new documents.")
    ] = False,
) -> None:
    """Make a data folder; one that is there already keeps all it holds."""
    from trag.settings import FILE_NAME

    settings = settings_of(data)
    with open_door(settings) as door:
        documents = len(door.documents())
        if everyone:
            door.groups.set_default([EVERYONE])
    file = settings.data / FILE_NAME
    if not file.exists():
        file.write_text(TEMPLATE, encoding="utf-8")
    typer.echo(f"The data folder is {settings.data} ({documents} documents).")


def _named(text: str) -> Path:
    """The path; an empty one, as an unset variable gives it, would be the folder one happens to be in."""
    if not text.strip():
        raise typer.BadParameter("Name a document or a folder; '.' is the one you are in.")
    return Path(text)


def ingest(
    path: Annotated[Path, typer.Argument(help="A document, or a folder of them.", parser=_named)],
    data: DataOption = None,
    as_json: JsonOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete even most documents, when their files are gone.")
    ] = False,
    groups: Annotated[
        str | None, typer.Option("--groups", help="The groups that may read them, with commas.")
    ] = None,
) -> None:
    """Bring the documents in line with a folder; what is unchanged since the last time costs nothing."""
    from trag.cli.documents_kept import groups_of
    from trag.cli.jobs import take_in

    if dry_run:
        _show_plan(path, data, as_json=as_json, prune=prune)
        return
    with open_door(settings_of(data)) as door:
        options: dict[str, Any] = {"prune": True} if prune else {}
        if groups is not None:
            options["groups"] = groups_of(groups)
        watched = take_in(door, path.expanduser().resolve(), **options)
    if watched.done is not None:
        _report(watched.done, watched, as_json=as_json)
    # A script must be able to tell that a document is missing.
    raise typer.Exit(1 if watched.failed else 0)


def _show_plan(path: Path, data: Path | None, *, as_json: bool, prune: bool) -> None:
    from ingest.plan import refuse_too_much
    from trag.cli.printing import print_table

    with open_door(settings_of(data)) as door:
        files = door.plan(path.expanduser().resolve())
    if as_json:
        for file in files:
            typer.echo(json.dumps(asdict(file), ensure_ascii=False))
    else:
        changes = [file for file in files if file.status != "unchanged"]
        print_table(("", "File", "Was"), [(file.status, file.file, file.before) for file in changes])
        counts = Counter(file.status for file in files)
        typer.echo(", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "nothing")
    if not prune:
        refuse_too_much(files, str(path))


def _report(done: IngestDone, watched: "Watched", *, as_json: bool) -> None:
    if as_json:
        failures = [{"file": event.file, "error": event.error} for event in watched.failed]
        remarks = [{"file": event.file, "remark": event.remark} for event in watched.partly]
        told = asdict(done) | {"failures": failures, "remarks": remarks}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    typer.echo(
        f"{done.new} new, {done.changed} changed, {done.moved} moved, {done.unchanged} unchanged, "
        f"{done.deleted} deleted, {done.failed} failed; "
        f"{counted(done.chunks, 'passage')} in {done.seconds:.1f} s"
    )
