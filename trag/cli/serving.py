"""`trag serve` and `trag doctor`."""

import json
import logging
import sys
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.cli.printing import print_checks
from trag.errors import TragError
from trag.owner import Address
from trag.settings import Settings

if TYPE_CHECKING:
    from trag.workspace import Workspace

logger = logging.getLogger("trag.serve")

HostOption = Annotated[str | None, typer.Option("--host", help="The address to serve on.")]
PortOption = Annotated[int | None, typer.Option("--port", help="The port to serve on; 0 for any free one.")]


def serve(data: DataOption = None, host: HostOption = None, port: PortOption = None) -> None:
    """Serve the chat page and the API until Ctrl-C."""
    import api.server
    from eval.serving.desk import EvaluationDesk
    from trag.cli.progress import AssemblyBar
    from trag.health import PLAIN
    from trag.workspace import Workspace
    from ui import STATIC

    settings = settings_of(data, host=host, port=port)
    # A port in use is told before anything is loaded.
    listener = api.server.open_listener(settings)
    workspace = Workspace(settings, progress=AssemblyBar())

    def announce(address: Address) -> None:
        workspace.announce(address)
        _say(settings, f"trag is at {address.url} (Ctrl-C stops it)")
        # The key of this run, in the part of an address that is sent nowhere; no log gets it.
        if sys.stdout.isatty() and not workspace.accounts.users():
            typer.echo(f"To change documents and tree on the page, open {address.url}/#/key/{address.key}")
        if not settings.proxies and not api.server.is_loopback(settings.host):
            _warn(settings, f"Warning: {PLAIN}. docs/access.md tells how to put TLS before it.")
        for job in workspace.jobs.resume():
            _say(settings, f"Going on with job {job.id}, which waited.")
        threading.Thread(target=_warm_up, args=(workspace,), daemon=True).start()

    static = STATIC if (STATIC / "index.html").is_file() else None
    evaluation = EvaluationDesk(workspace)
    api.server.serve(
        workspace,
        settings,
        on_ready=announce,
        static=static,
        listener=listener,
        evaluation=evaluation,
        administration=workspace.administration,
        on_stopping=workspace.jobs.park,
    )


def _warm_up(workspace: "Workspace") -> None:
    try:
        workspace.warm_up()
    except TragError as error:
        _warn(workspace.settings, f"trag: {error}")
    else:
        _say(workspace.settings, "The model is ready.")


def _say(settings: Settings, text: str) -> None:
    """Tell whoever started the server; where programs read its log, by the log."""
    if settings.log_format == "json":
        logger.info("%s", text)
    else:
        typer.echo(text)


def _warn(settings: Settings, text: str) -> None:
    if settings.log_format == "json":
        logger.warning("%s", text)
    else:
        typer.echo(text, err=True)


def doctor(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show in one screen what was found, and what to do about each problem."""
    with open_door(settings_of(data)) as door:
        checks = door.checks()
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    else:
        print_checks(checks)
    raise typer.Exit(1 if any(check.state == "problem" for check in checks) else 0)
