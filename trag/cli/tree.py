"""`trag tree ...`: the organisation tree."""

from pathlib import Path
from typing import Annotated

import typer

from trag.cli.options import DataOption, open_door, settings_of
from trag.errors import TreeError

app = typer.Typer(help="Show, check, import and export the organisation tree.", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help="A tree as YAML, JSON or CSV.")]


@app.command("import")
def import_(file: FileArgument, data: DataOption = None) -> None:
    """Put a tree in force; one with problems changes nothing."""
    text = _read(file)
    with open_door(settings_of(data)) as door:
        summary = door.import_tree(text, file.name)
    size = f"{summary.nodes} units and posts, {summary.people} people"
    typer.echo(f"{summary.name}: {size} (version {summary.version}).")


@app.command()
def check(file: FileArgument) -> None:
    """Look for problems in a tree file, without importing it."""
    from trag.tree.loading import load_organisation

    organisation = load_organisation(_read(file), file.name)
    people = len(organisation.people)
    typer.echo(f"{file.name} is fine: {len(organisation)} units and posts, {people} people.")


@app.command()
def export(data: DataOption = None) -> None:
    """Print the tree in force, exactly as it was imported."""
    typer.echo(_export(data)[0], nl=False)


@app.command()
def show(data: DataOption = None) -> None:
    """Draw the tree in force, with the people of each unit."""
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from trag.tree.loading import load_organisation

    organisation = load_organisation(*_export(data))
    branches: dict[str, Tree] = {}
    for node in organisation.nodes:
        people = ", ".join(f"{holding.person.name} ({holding.role})" for holding in node.people)
        label = Text.assemble(node.name, (f"  {node.kind}", "dim"), (f"  {people}" if people else "", "cyan"))
        above = branches.get(node.parent_id or "")
        branches[node.id] = above.add(label) if above else Tree(label)
    Console().print(branches[organisation.root.id])


def _export(data: Path | None) -> tuple[str, str]:
    with open_door(settings_of(data)) as door:
        exported = door.export_tree()
    if exported is None:
        raise TreeError("There is no organisation tree yet.", hint="Import one: trag tree import org.yaml")
    return exported


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise TreeError(f"{file} can't be read: {exc}.", hint="Name a UTF-8 file that is there.") from exc
