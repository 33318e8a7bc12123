"""`trag users`, `trag groups` and `trag keys`: who may log in, and with what."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.errors import AccountError
from trag.types.accounts import NewKey, NewUser, UserChange
from trag.types.people import CallerRole

users = typer.Typer(help="Who may log in.", no_args_is_help=True)
groups = typer.Typer(help="Groups of users who read the same documents.", no_args_is_help=True)
keys = typer.Typer(help="API keys of users.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="The user's name.", metavar="NAME")]
GroupArgument = Annotated[str, typer.Argument(help="The group's name.", metavar="GROUP")]
RoleOption = Annotated[CallerRole, typer.Option("--role", help="What they may do.")]
GroupsOption = Annotated[list[str] | None, typer.Option("--group", help="A group; may be given often.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, not the terminal.")
]


@users.command("add")
def add_user(
    name: NameArgument,
    role: RoleOption = "reader",
    group: GroupsOption = None,
    display_name: Annotated[str, typer.Option("--display-name", help="As people call them.")] = "",
    password_stdin: StdinOption = False,
    no_password: Annotated[bool, typer.Option("--no-password", help="They come by API key only.")] = False,
    data: DataOption = None,
) -> None:
    """Add a user; the first one must be an admin, and from then on whoever asks must log in."""
    password = "" if no_password else _password(from_stdin=password_stdin)
    with open_door(settings_of(data)) as door:
        user = door.accounts.add_user(NewUser(name, role, display_name, tuple(group or ()), password))
    typer.echo(f"{user.name} is {user.role}.")


@users.command("list")
def list_users(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show all users."""
    with open_door(settings_of(data)) as door:
        found = door.accounts.users()
    if as_json:
        _print_json(found)
        return
    states = {user.name: "disabled" if user.is_disabled else "" for user in found}
    rows = [
        (user.name, user.display_name, user.role, ", ".join(user.groups), states[user.name]) for user in found
    ]
    _print_table(("Name", "Called", "Role", "Groups", ""), rows)


@users.command("set")
def set_user(
    name: NameArgument,
    role: Annotated[CallerRole | None, typer.Option("--role", help="What they may do.")] = None,
    group: GroupsOption = None,
    no_groups: Annotated[bool, typer.Option("--no-groups", help="Take them out of all groups.")] = False,
    display_name: Annotated[str | None, typer.Option("--display-name", help="As people call them.")] = None,
    disabled: Annotated[
        bool | None, typer.Option("--disable/--enable", help="Stop them, their keys and sessions at once.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Change a user; groups that are given replace those before."""
    wanted = () if no_groups else tuple(group) if group else None
    with open_door(settings_of(data)) as door:
        user = door.accounts.change_user(name, UserChange(display_name, role, wanted, disabled))
    state = ", disabled" if user.is_disabled else ""
    typer.echo(f"{user.name} is {user.role}{state}; groups: {', '.join(user.groups) or 'none'}.")


@users.command("remove")
def remove_user(name: NameArgument, data: DataOption = None) -> None:
    """Remove a user with their keys, sessions and conversations."""
    with open_door(settings_of(data)) as door:
        door.accounts.remove_user(name)
    typer.echo(f"{name} is removed, with their keys, sessions, conversations and feedback.")


@users.command("password")
def set_password(name: NameArgument, password_stdin: StdinOption = False, data: DataOption = None) -> None:
    """Give a user another password; all their sessions end."""
    password = _password(from_stdin=password_stdin)
    with open_door(settings_of(data)) as door:
        door.accounts.set_password(name, password)
    typer.echo(f"{name} has another password.")


@groups.command("add")
def add_group(name: GroupArgument, data: DataOption = None) -> None:
    """Make a group."""
    with open_door(settings_of(data)) as door:
        typer.echo(f"The group {door.accounts.add_group(name).name} is there.")


@groups.command("list")
def list_groups(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show all groups."""
    with open_door(settings_of(data)) as door:
        found = door.accounts.groups()
    if as_json:
        _print_json(found)
        return
    rows = [(group.name, str(group.users), str(group.documents)) for group in found]
    _print_table(("Name", "Users", "Documents"), rows)


@groups.command("remove")
def remove_group(name: GroupArgument, data: DataOption = None) -> None:
    """Remove a group that nobody and nothing is in."""
    with open_door(settings_of(data)) as door:
        door.accounts.remove_group(name)
    typer.echo(f"The group {name} is removed.")


@keys.command("create")
def create_key(
    name: NameArgument,
    label: Annotated[str, typer.Option("--label", help="What it is for.")] = "",
    role: RoleOption = "reader",
    group: GroupsOption = None,
    days: Annotated[int, typer.Option("--days", help="How long it lives; 0: until it is revoked.")] = 90,
    data: DataOption = None,
) -> None:
    """Make a key of a user; it is shown this once, alone on standard output."""
    with open_door(settings_of(data)) as door:
        wanted = NewKey(name, label, role, tuple(group) if group else None, days)
        issued = door.accounts.create_key(wanted)
    end = f"until {issued.key.expires_at[:10]}" if issued.key.expires_at else "until it is revoked"
    typer.echo(f"Key {issued.key.id} of {issued.key.user}, {issued.key.role}, {end}:", err=True)
    typer.echo(issued.token)


@keys.command("list")
def list_keys(
    name: Annotated[str, typer.Argument(help="Whose; left out, all.", metavar="[NAME]")] = "",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show keys, without their secret."""
    with open_door(settings_of(data)) as door:
        found = door.accounts.keys(name)
    if as_json:
        _print_json(found)
        return
    rows = [
        (
            str(key.id),
            key.user,
            f"{key.prefix}...",
            key.role,
            key.label,
            key.expires_at[:10] or "never",
            key.last_used_at[:16].replace("T", " "),
        )
        for key in found
    ]
    _print_table(("Key", "User", "Begins", "Role", "For", "Ends", "Last used"), rows)


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[
        int, typer.Argument(help="The key's number, as `trag keys list` shows it.", metavar="KEY")
    ],
    data: DataOption = None,
) -> None:
    """End a key at once."""
    with open_door(settings_of(data)) as door:
        key = door.accounts.revoke_key(key_id)
    typer.echo(f"Key {key.id} of {key.user} is revoked.")


def _password(*, from_stdin: bool) -> str:
    """A password that was typed twice without being seen, or the line on standard input."""
    if not from_stdin:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise AccountError("There is no password on standard input.", hint="--no-password adds one without.")
    return password


def _print_json(values: Iterable[object]) -> None:
    import json

    from trag.wire import to_json

    typer.echo(json.dumps([to_json(value) for value in values], ensure_ascii=False))


def _print_table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*titles, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    Console(soft_wrap=False).print(table)
