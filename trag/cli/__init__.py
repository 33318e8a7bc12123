"""The `trag` command."""

from trag.cli.app import main

__all__ = ["main"]
