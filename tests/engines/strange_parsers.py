"""Parsers that do what real ones have done; the file's name says which."""

import os
import signal
import time
from pathlib import Path

from ingest.blocks import Block, ParsedDocument
from trag.errors import DocumentError


def by_name(path: Path) -> ParsedDocument:
    """The name as the document's text, unless the name tells something worse."""
    kind = path.stem.partition("-")[0]
    if kind == "hangs":
        # A busy loop in C takes no notice of polite signals.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    if kind == "slow":
        time.sleep(0.5)
    if kind == "exits":
        os._exit(3)
    if kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "leaves":
        raise SystemExit(1)
    if kind == "raises":
        raise ZeroDivisionError("pages per page")
    if kind == "refuses":
        raise DocumentError(f"{path.name} is no document.", hint="Leave it out.")
    return ParsedDocument(path.stem, "txt", (Block(path.stem, "text"),))
