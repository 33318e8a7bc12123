"""What a run is: everything needed to say later under which conditions its figures hold."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

Level = Literal["context", "answer"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The conditions of a run, written before its first question is asked.

    `experiment` is "questions" for a plain run, else the name of the experiment. `cases_version` is
    the hash of all its cases, `documents_version` of all documents; `code` of trag's own source.
    `refusal` says which rule decides whether there is anything to answer from.
    `versions` are those of the packages that decide on answers, `settings` the ones in force,
    without secrets. `options` are the experiment's own.
    """

    name: str
    experiment: str
    level: Level
    arms: tuple[str, ...]
    cases_file: str
    cases_version: str
    created_at: str
    seed: int = 0
    sample: int = 0
    model: str = ""
    embedder: str = ""
    tree: str = ""
    documents: int = 0
    documents_version: str = ""
    refusal: str = ""
    code: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    machine: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


def manifest_to_json(manifest: Manifest) -> str:
    """The manifest as indented JSON."""
    return _adapter().dump_json(manifest, indent=2).decode()


def manifest_from_json(text: str) -> Manifest:
    """The manifest `manifest_to_json` wrote. Raises ValueError if the text is none."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)
