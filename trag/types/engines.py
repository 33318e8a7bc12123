"""Values about the models behind the answers, and about the settings in force."""

from dataclasses import dataclass
from typing import Any, Literal

EngineRole = Literal["generator", "embedder", "reranker"]
ENGINE_ROLES: tuple[EngineRole, ...] = ("generator", "embedder", "reranker")
EngineState = Literal["not loaded", "loading", "ready", "problem"]
SettingSource = Literal["default", "file", "run time", "environment", "call"]


@dataclass(frozen=True, slots=True)
class Engine:
    """A model that is configured. `state` is what was last seen of it; `problem` says why it can't work.

    `file`, `size`, `sha256` and `context_length` are empty or 0 where nobody can tell without loading it.
    """

    role: EngineRole
    kind: str
    model: str
    state: EngineState
    problem: str = ""
    hint: str = ""
    file: str = ""
    size: int = 0
    sha256: str = ""
    context_length: int = 0


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A GGUF file in the folder of models, with what its header says; `problem` if that can't be read."""

    file: str
    size: int
    name: str = ""
    architecture: str = ""
    trained_context: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Engines:
    """The models in force, and those that could be."""

    engines: tuple[Engine, ...]
    files: tuple[ModelFile, ...] = ()
    ollama: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineCheck:
    """How a model's try went: `seconds` in all, and what it did in them (tokens written, texts read).

    `per_second` is tokens or texts a second once it was loaded.
    """

    role: EngineRole
    model: str
    is_well: bool
    seconds: float
    amount: int = 0
    per_second: float = 0.0
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting. The value of a secret is never shown, only whether there `is_set` one."""

    name: str
    value: Any
    default: Any
    description: str
    can_change: bool
    source: SettingSource
    is_secret: bool = False
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """All settings, and the tag of this state: another one after each change."""

    settings: tuple[SettingShown, ...]
    tag: str
