"""What the terminal shows: answers as they stream in, tables, and health reports."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from trag.types import Answer, AnswerEvent, Check, Citation, Done, Queued, SourcesFound, Token

QUOTE = 160
WIDEST = 10_000
SIGNS = {
    "ok": "[green]ok[/green]     ",
    "warning": "[yellow]warning[/yellow]",
    "problem": "[red]problem[/red]",
}


def show_answer(events: Iterable[AnswerEvent]) -> Answer:
    """Print an answer as it comes, then its sources; returns it whole."""
    console = Console(highlight=False, soft_wrap=True)
    waiting = Console(stderr=True).status("Looking in the documents ...")
    waiting.start()
    try:
        for event in events:
            if isinstance(event, SourcesFound):
                waiting.update(f"Reading {len(event.sources)} sources ...")
            elif isinstance(event, Queued):
                waiting.update(f"The model is at work: {_before(event)} ...")
            elif isinstance(event, Token):
                waiting.stop()
                console.print(Text(event.text), end="")
            elif isinstance(event, Done):
                waiting.stop()
                _show_sources(console, event.answer)
                return event.answer
    finally:
        waiting.stop()
    raise AssertionError("a stream of answer events ends with Done")


def _before(queued: Queued) -> str:
    if queued.position == 0:
        return "it reads your question"
    return "1 question before yours" if queued.position == 1 else f"{queued.position} questions before yours"


def _show_sources(console: Console, answer: Answer) -> None:
    console.print()
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(Text(f"[{citation.number}] {_place(citation)}", style="cyan"))
        console.print(Text(f"    “{_short(citation.quote)}”", style="dim"))
    if answer.indexing and not answer.refused:
        console.print(Text(answer.indexing, style="yellow"))


def _place(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return " > ".join((citation.file + page, *citation.heading))


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= QUOTE else flat[: QUOTE - 3].rstrip() + "..."


def print_checks(checks: Iterable[Check]) -> None:
    """Print a health report, a line each, with what to do about each problem."""
    console = Console(highlight=False, soft_wrap=True)
    for check in checks:
        console.print(f"{SIGNS[check.state]}  [bold]{check.name}[/bold]: ", end="")
        console.print(check.detail, markup=False)
        if check.hint:
            console.print(f"         {check.hint}", markup=False, style="dim")


def print_table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; outside a terminal every cell is whole."""
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDEST
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
