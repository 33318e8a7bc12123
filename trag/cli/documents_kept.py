"""`trag documents ...`, `trag delete` and `trag verify`: what the index holds, and proof of it."""

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from trag.cli.counts import counted
from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.cli.printing import print_checks, print_table
from trag.errors import DocumentError, TragError
from trag.protocols import Door
from trag.types import Document, Receipt

app = typer.Typer(help="Look at the documents that were taken in.", invoke_without_command=True)
FileArgument = Annotated[str, typer.Argument(help="A document by file name or id.")]
VersionOption = Annotated[int | None, typer.Option("--version", help="The number of an older version.")]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]


@app.callback()
def documents(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List all documents, ordered by file; as JSON one a line."""
    if context.invoked_subcommand:
        return
    with open_door(settings_of(data)) as door:
        found = door.documents()
    if as_json:
        _print_lines(found)
        return
    names = Counter(one.file for one in found)
    # Two folders may hold the same name: only the id tells such documents apart.
    rows = [
        (
            one.file if names[one.file] == 1 else f"{one.file} ({one.id})",
            one.title,
            one.format,
            str(one.chunks),
            str(one.version),
            _minute(one.ingested_at),
        )
        for one in found
    ]
    print_table(("File", "Title", "Format", "Passages", "Version", "Taken in"), rows)


@app.command()
def groups(
    files: Annotated[list[str], typer.Argument(help="Documents by file name or id.")],
    wanted: Annotated[str, typer.Option("--set", help="The groups that may read them, with commas.")],
    data: DataOption = None,
) -> None:
    """Say who may read documents: the members of these groups, in place of those it was."""
    with open_door(settings_of(data)) as door:
        changed = door.groups.give(files, groups_of(wanted))
    for one in changed:
        typer.echo(f"{one.file}: {', '.join(one.groups) or 'no group'}")


def groups_of(text: str) -> list[str]:
    """The groups in a text that has commas between them."""
    return [name for part in text.split(",") if (name := part.strip())]


@app.command()
def versions(file: FileArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show every state that a document had, the newest first."""
    with open_door(settings_of(data)) as door:
        states = door.versions(_find(door, file).id)
    if as_json:
        _print_lines(states)
        return
    rows = [
        (
            str(state.version),
            _minute(state.ingested_at),
            state.file,
            str(state.bytes),
            "yes" if state.is_kept else "no",
        )
        for state in states
    ]
    print_table(("Version", "Taken in", "File", "Bytes", "File kept"), rows)


@app.command()
def original(
    file: FileArgument, output: OutputOption, data: DataOption = None, version: VersionOption = None
) -> None:
    """Write a document's file as it came in, byte for byte."""
    with open_door(settings_of(data)) as door:
        path = door.original(_find(door, file).id, version)
        if path is None:
            which = f"Version {version}" if version else "The original"
            hint = "`trag documents versions` shows which are; keep_versions = true keeps those to come."
            raise DocumentError(f"{which} of {file} is not kept.", hint=hint)
        _copy(path, output)
    typer.echo(f"{output} written.")


def delete(
    files: Annotated[list[str], typer.Argument(help="Documents by file name or id.")],
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Delete documents and all that was made of them; the receipt says what went.

    A document whose file is still in its folder comes back with the next `trag ingest` of that folder.
    """
    from ingest.naming import find_documents

    with open_door(settings_of(data)) as door:
        found = find_documents(door.documents(), files)
        if not yes:
            _ask(found)
        receipts = door.delete([one.id for one in found])
    if as_json:
        _print_lines(receipts)
        return
    for receipt in receipts:
        typer.echo(_receipt(receipt))


def verify(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Prove that the index holds what the documents hold, and nothing of what was deleted."""
    from trag.owner import find_owner

    settings = settings_of(data)
    owner = find_owner(settings.data)
    with open_door(settings) as door:
        checks = door.verify()
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    else:
        if owner:
            typer.echo(f"Looked at by the server at {owner.url}, which repaired what it found at its start.")
        print_checks(checks)
    raise typer.Exit(1 if any(check.state == "problem" for check in checks) else 0)


def _copy(path: Path, output: Path) -> None:
    try:
        shutil.copyfile(path, output)
    except OSError as exc:
        raise TragError(f"{output} can't be written: {exc.strerror}.", hint="Name another file.") from exc


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _find(door: Door, name: str) -> Document:
    from ingest.naming import find_documents

    return find_documents(door.documents(), [name])[0]


def _ask(found: Sequence[Document]) -> None:
    for one in found:
        typer.echo(
            f"{one.file}: {one.title} ({counted(one.chunks, 'passage')}, version {one.version})", err=True
        )
    what = "this document" if len(found) == 1 else f"these {len(found)} documents"
    typer.confirm(f"Delete {what} for good?", abort=True, err=True)


def _receipt(receipt: Receipt) -> str:
    went = {
        "passage": receipt.chunks,
        "vector": receipt.vectors,
        "keyword row": receipt.keyword_rows,
        "page image": receipt.page_images,
        "version": receipt.versions,
    }
    counts = ", ".join(counted(number, noun) for noun, number in went.items())
    kept = "; its bytes stay, another document has the same" if receipt.is_original_shared else ""
    stale = "".join(f"\n  stale now: {name}" for name in receipt.dependents)
    return f"{receipt.file} is deleted: {counts}{kept} (receipt {receipt.id}).{stale}"


def _print_lines(values: Sequence[Any]) -> None:
    for value in values:
        typer.echo(json.dumps(asdict(value), ensure_ascii=False))
