"""`trag eval run` beside a running server: the server asks, this process shows how far it is."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from trag.cli.evaluation.carrying_out import Order, show
from trag.errors import RunError
from trag.owner import Address

if TYPE_CHECKING:
    from trag.client.connection import Connection
    from trag.questions.cases import Case

RUNS = "/v1/evaluation/runs"
PAUSE_SECONDS = 0.3
UNDER_WAY = ("waiting", "running")


def carry_out_served(order: Order, file: Path, cases: Sequence["Case"], address: Address, data: Path) -> None:
    """Let the server ask what the run does not hold yet, then show and report it. Raises RunError."""
    from eval.evaluation import find_run
    from trag.client.connection import Connection

    _refuse_what_it_can_not(order)
    server = Connection(address.url, address.key)
    try:
        run = _followed(server, _begun(server, order, file, cases, data))
    finally:
        server.close()
    if run["state"] != "finished":
        raise RunError(run["error"] or f"The run {order.run_name} is {run['state']}.", hint=_again(order))
    show(find_run(data, run["id"]), order.require)


def _refuse_what_it_can_not(order: Order) -> None:
    others = [arm for arm in order.arms if "@" in arm]
    if others or order.context_tokens or order.parallel > 1:
        raise RunError(
            "A running server asks with its own model and settings, one question at a time.",
            hint="Stop the server to use --context-tokens, --parallel or an arm with another model.",
        )


def _begun(
    server: "Connection", order: Order, file: Path, cases: Sequence["Case"], data: Path
) -> dict[str, Any]:
    name = order.run_name
    if server.find(f"{RUNS}/{name}") is not None:
        _check_same(order, cases, data)
        return dict(server.call("POST", f"{RUNS}/{name}/resume", {})["run"])
    wanted = {
        "name": name,
        "cases": file.read_text(encoding="utf-8-sig"),
        "arms": list(order.arms),
        "level": order.level,
        "sample": order.sample,
        "seed": order.seed,
    }
    return dict(server.call("POST", RUNS, wanted)["run"])


def _check_same(order: Order, cases: Sequence["Case"], data: Path) -> None:
    """Raise RunError if the run of this name was ordered otherwise: the server goes on with what it has."""
    from eval.evaluation import find_run
    from trag.questions.cases import version_of

    before = find_run(data, order.run_name).manifest
    wanted = (version_of(cases), tuple(order.arms), order.level, order.sample, order.seed)
    if wanted != (before.cases_version, tuple(before.arms), before.level, before.sample, before.seed):
        raise RunError(
            f"The run {order.run_name} was made with other cases or options.",
            hint="Give another --name, or stop the server to add to that run.",
        )


def _followed(server: "Connection", run: dict[str, Any]) -> dict[str, Any]:
    """The run once it is over. Ctrl-C cancels it."""
    from trag.cli.progress import TrialBar

    try:
        with TrialBar("Asking", run["total"], run["total"] - run["done"]) as bar:
            while run["state"] in UNDER_WAY:
                time.sleep(PAUSE_SECONDS)
                before, run = run, dict(server.call("GET", f"{RUNS}/{run['id']}")["run"])
                for _ in range(run["done"] - before["done"]):
                    bar.show("")
    except KeyboardInterrupt:
        server.call("POST", f"{RUNS}/{run['id']}/cancel", {})
        typer.echo(f"Stopped. The same command with --name {run['id']} goes on from here.", err=True)
        raise typer.Exit(130) from None
    return run


def _again(order: Order) -> str:
    return f"The same command with --name {order.run_name} goes on from here."
