"""The words the model reads, as data files."""

from functools import cache
from importlib.resources import files


@cache
def load_prompt(name: str, package: str = __package__) -> str:
    """The template called `name` in `package`, to be filled by `str.format`."""
    return files(package).joinpath(f"{name}.txt").read_text(encoding="utf-8").strip()
