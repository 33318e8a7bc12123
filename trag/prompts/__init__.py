"""The words the model reads, as data files."""

from functools import cache
from importlib.resources import files


@cache
def load_prompt(name: str) -> str:
    """The template called `name`, to be filled by `str.format`."""
    return files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").strip()
