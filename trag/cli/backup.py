"""`trag backup` and `trag restore`."""

from pathlib import Path
from typing import Annotated, cast

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.doors import AdministrationDoor
from trag.errors import DataFolderError

MEGABYTE = 1_000_000


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it, such as trag-monday.tar.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all of a data folder to one file, also while it is in use; the file is read again at the end."""
    from trag.backups.keeping import keep

    settings = settings_of(data)
    if not settings.data.is_dir():
        raise DataFolderError(f"There is no data folder {settings.data}.", hint="Name one with --data.")
    target = file.expanduser().absolute()
    with open_door(settings) as door:
        administration = cast("AdministrationDoor", getattr(door, "administration"))  # noqa: B009
        manifest = keep(administration.backups.make(), target)
    size = target.stat().st_size
    counts = {name: manifest.tables[name].rows for name in ("documents", "chunks", "conversations", "users")}
    if as_json:
        _print({"file": str(target), "bytes": size, "made_at": manifest.made_at, **counts})
        return
    typer.echo(
        f"{target}: {size / MEGABYTE:,.1f} MB, {counts['documents']:,} documents with {counts['chunks']:,}"
        f" passages, {counts['conversations']:,} conversations, {counts['users']:,} users; read again, all"
        " checksums hold."
    )
    if manifest.settings_left_out:
        typer.echo(f"Left out, as they are secret: {', '.join(manifest.settings_left_out)}")
    if missing := len(manifest.missing_originals):
        typer.echo(f"The files of {missing} documents are gone: `trag verify` names them.", err=True)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `trag backup` wrote.")],
    data: DataOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only read all of it and say if it is whole.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a data folder from a backup: one that is not there yet, or is empty; all of it or nothing."""
    if check:
        _check(file)
        return
    from trag.backups.restoring import restore as restored_from

    folder = settings_of(data).data
    told = restored_from(file.expanduser().absolute(), folder)
    if as_json:
        from trag.wire import to_json

        _print({"data": str(folder), **to_json(told)})
        return
    typer.echo(
        f"{folder} is as it was at {told.made_at}: {told.documents:,} documents"
        f" with {told.passages:,} passages."
    )
    if told.passages > told.vectors:
        typer.echo(f"{told.passages - told.vectors} vectors are made anew when it is first asked.")
    if told.settings_left_out:
        typer.echo(f"Set these again, the backup has no secrets: {', '.join(told.settings_left_out)}")
    typer.echo("Everybody logs in anew. `trag verify` proves that all is there.")


def _check(file: Path) -> None:
    from trag.backups.opening import Opened

    opened = Opened(file.expanduser().absolute())
    opened.check()
    typer.echo(f"{file} is whole: made at {opened.manifest.made_at} by trag {opened.manifest.trag}.")


def _print(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False))
