"""Counts as they are printed."""


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 passage", "0 passages"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
