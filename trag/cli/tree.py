"""`trag tree ...`: the organisation tree."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.errors import TreeError
from trag.protocols import Door

if TYPE_CHECKING:
    from trag.tree.loading import TreeFile
    from trag.tree.organisation import Organisation

app = typer.Typer(help="Keep the organisation tree: check, import, compare, roll back.", no_args_is_help=True)
FileArgument = Annotated[
    Path, typer.Argument(help="A tree as YAML, JSON or CSV, or a staff list (xlsx, csv).")
]
NameOption = Annotated[str, typer.Option("--name", help="The organisation's name, for a staff list.")]
TREE_HELP = "A file, or the number of a version."


@app.command("import")
def import_(file: FileArgument, data: DataOption = None, name: NameOption = "") -> None:
    """Put a tree in force; one with problems changes nothing."""
    brought = _brought(file, name)
    with open_door(settings_of(data)) as door:
        summary = door.import_tree(brought.text, brought.file)
    _print_notes(brought)
    size = f"{summary.nodes} units and posts, {summary.people} people"
    typer.echo(f"{summary.name}: {size} (version {summary.version}).")


@app.command()
def check(file: FileArgument, name: NameOption = "", as_json: JsonOption = False) -> None:
    """Look for problems in a tree file, and for what is seldom meant, without importing it."""
    from trag.tree.loading import check_organisation

    brought = _brought(file, name)
    organisation, remarks = check_organisation(brought.text, brought.file)
    # The lines of a text that was made from a spreadsheet tell its reader nothing.
    warnings = [
        remark.text if brought.is_converted else f"line {remark.line}: {remark.text}" for remark in remarks
    ]
    size = {"units": len(organisation), "people": len(organisation.people)}
    if as_json:
        _print_json({"file": file.name, **size, "warnings": warnings, "notes": brought.notes})
        return
    _print_notes(brought)
    for warning in warnings:
        typer.echo(f"warning: {warning}")
    found = f" {len(warnings)} to look at." if warnings else ""
    typer.echo(f"{file.name} is fine: {size['units']} units and posts, {size['people']} people.{found}")


@app.command()
def export(data: DataOption = None) -> None:
    """Print the tree in force, exactly as it was imported."""
    with open_door(settings_of(data)) as door:
        typer.echo(_in_force(door)[0], nl=False)


@app.command()
def show(data: DataOption = None) -> None:
    """Draw the tree in force, with the people of each unit."""
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from trag.tree.loading import load_organisation

    with open_door(settings_of(data)) as door:
        organisation = load_organisation(*_in_force(door))
    branches: dict[str, Tree] = {}
    for node in organisation.nodes:
        people = ", ".join(f"{holding.person.name} ({holding.role})" for holding in node.people)
        label = Text.assemble(node.name, (f"  {node.kind}", "dim"), (f"  {people}" if people else "", "cyan"))
        above = branches.get(node.parent_id or "")
        branches[node.id] = above.add(label) if above else Tree(label)
    Console().print(branches[organisation.root.id])


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="TREE", help=TREE_HELP)],
    second: Annotated[str, typer.Argument(metavar="[TREE]", help=TREE_HELP)] = "",
    data: DataOption = None,
    name: NameOption = "",
    as_json: JsonOption = False,
) -> None:
    """List what changes from one tree to another; a single one is compared with the tree in force.

    A file is taken as what would come after the tree in force, a version as what was before it.
    """
    from trag.tree.differences import differences

    with open_door(settings_of(data)) as door:
        if second:
            before, after = _tree(door, first, name), _tree(door, second, name)
        elif _is_version(first):
            before, after = _tree(door, first, name), _tree(door, "", name)
        else:
            before, after = _tree(door, "", name), _tree(door, first, name)
    found = differences(before, after)
    if as_json:
        _print_json([asdict(difference) for difference in found])
        return
    for difference in found:
        typer.echo(str(difference))
    typer.echo("" if found else "The two trees say the same.\n", nl=False)


@app.command()
def versions(data: DataOption = None, as_json: JsonOption = False) -> None:
    """List every tree that was ever in force, the present one first."""
    with open_door(settings_of(data)) as door:
        summaries = door.tree_versions()
    if as_json:
        rows = [asdict(summary) | {"in_force": not number} for number, summary in enumerate(summaries)]
        _print_json(rows)
        return
    for number, summary in enumerate(summaries):
        mark = "" if number else "  in force"
        size = f"{summary.nodes} units and posts, {summary.people} people"
        typer.echo(f"{summary.version:>4}  {summary.imported_at}  {summary.file}  {size}{mark}")
    typer.echo("" if summaries else "There is no organisation tree yet.\n", nl=False)


@app.command()
def rollback(
    version: Annotated[int, typer.Argument(help="The version to put in force again.")],
    data: DataOption = None,
) -> None:
    """Put an old version in force again, as a new version; none is ever lost."""
    with open_door(settings_of(data)) as door:
        summary = door.roll_back_tree(version)
    typer.echo(f"{summary.name} is as in version {version} again (version {summary.version}).")


@app.command()
def extract(
    out: Annotated[Path | None, typer.Option("--out", help="The CSV table of proposals to write.")] = None,
    apply: Annotated[Path | None, typer.Option("--apply", help="The table, with decisions in it.")] = None,
    data: DataOption = None,
    root: Annotated[str, typer.Option("--root", help="The organisation's name, without a tree yet.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Also what the tree holds already, and what was refused.")
    ] = False,
) -> None:
    """Propose units, people and short names found in the documents, for a person to accept or refuse.

    --out writes the proposals with the passages behind them; --apply carries out what was decided on them.
    """
    from trag.cli.tree_proposals import carry_out, propose

    if (out is None) == (apply is None):
        raise typer.BadParameter("Name a table: --out to write the proposals, or --apply to carry them out.")
    settings = settings_of(data)
    with open_door(settings) as door:
        if out is not None:
            propose(door, settings.data, out, root=root, everything=everything)
        elif apply is not None:
            carry_out(door, settings.data, apply, root=root)


def _brought(file: Path, name: str) -> "TreeFile":
    from trag.tree.loading import read_tree_file

    return read_tree_file(file, name=name)


def _tree(door: Door, which: str, name: str) -> "Organisation":
    """The tree in force for an empty text, else that version or file."""
    from trag.tree.loading import load_organisation

    if not which:
        return load_organisation(*_in_force(door))
    if not _is_version(which):
        brought = _brought(Path(which), name)
        return load_organisation(brought.text, brought.file)
    found = door.tree_text(int(which))
    if found is None:
        raise TreeError(
            f"There is no version {which} of the organisation tree.", hint="`trag tree versions` lists them."
        )
    return load_organisation(*found)


def _is_version(which: str) -> bool:
    return which.isascii() and which.isdecimal() and not Path(which).exists()


def _in_force(door: Door) -> tuple[str, str]:
    exported = door.export_tree()
    if exported is None:
        raise TreeError("There is no organisation tree yet.", hint="Import one: trag tree import org.yaml")
    return exported


def _print_notes(brought: "TreeFile") -> None:
    if brought.is_converted:
        typer.echo(f"The staff list is kept as {brought.file}, which `trag tree export` prints.")
    for note in brought.notes:
        typer.echo(note)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))
