"""The chat page; this package only says where its files are."""

from pathlib import Path

STATIC: Path = Path(__file__).parent / "static"
