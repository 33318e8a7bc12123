"""An answer in the terminal, as it streams in."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from trag.types import Answer, AnswerEvent, Citation, Done, SourcesFound, Token

QUOTE = 160


def show_answer(events: Iterable[AnswerEvent]) -> Answer:
    """Print an answer as it comes, then its sources; returns it whole."""
    console = Console(highlight=False, soft_wrap=True)
    waiting = Console(stderr=True).status("Looking in the documents ...")
    waiting.start()
    try:
        for event in events:
            if isinstance(event, SourcesFound):
                waiting.update(f"Reading {len(event.sources)} sources ...")
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


def _show_sources(console: Console, answer: Answer) -> None:
    console.print()
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(Text(f"[{citation.number}] {_place(citation)}", style="cyan"))
        console.print(Text(f"    “{_short(citation.quote)}”", style="dim"))


def _place(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return " > ".join((citation.file + page, *citation.heading))


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= QUOTE else flat[: QUOTE - 3].rstrip() + "..."
