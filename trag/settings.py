"""The settings of trag, read once at the door and passed on from there.

A value given on the command line wins over the environment (`TRAG_<NAME>`), which wins over
`trag.toml` in the data folder, which wins over the default.
"""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from trag.errors import SettingsError

PREFIX = "TRAG_"
FILE_NAME = "trag.toml"


class Settings(BaseModel):
    """Everything an operator can choose. The defaults run on a laptop without any of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(description="The data folder: catalog, vectors and stored originals")

    llm: Literal["embedded", "ollama", "openai", "fake"] = Field(
        "embedded", description="Who serves the language model"
    )
    model: str = Field(
        "",
        description="A GGUF file (embedded) or a model name (ollama, openai); empty: the default",
    )
    models_dir: Path = Field(
        Path(platformdirs.user_cache_dir("trag")) / "models",
        description="Where model files made once are kept, for all data folders",
    )
    ollama_url: str = Field("http://127.0.0.1:11434", description="The Ollama server")
    openai_url: str = Field("http://127.0.0.1:8080/v1", description="An OpenAI-compatible server")
    openai_key: SecretStr = Field(SecretStr(""), description="The key that server asks for")
    context_length: int = Field(
        4096, ge=1024, description="Tokens the model can hold: question, context and answer"
    )
    context_tokens: int = Field(
        0, ge=0, description="Tokens of facts and passages; 0: 1,000 on the embedded model, 1,500 otherwise"
    )
    answer_tokens: int = Field(400, ge=32, description="Tokens an answer may have")
    threads: int = Field(0, ge=0, description="Threads of the embedded model; 0: one per core")
    start_timeout: float = Field(120, gt=0, description="Seconds the embedded model may take to start")

    slots: int = Field(
        0, ge=0, le=1000, description="Answers the model gives at once; 0: 1 with the embedded model, else 4"
    )
    queue: int = Field(200, ge=0, le=10_000, description="Questions that may wait for the model")
    asks_per_user: int = Field(
        0,
        ge=0,
        le=10_000,
        description="Questions of one caller at once; 0: 8 of a user, any number with the server's own key",
    )

    embedder: Literal["minilm", "sentence-transformers", "fake"] = Field(
        "minilm", description="Who turns text into vectors"
    )
    embedder_model: str = Field("", description="A model folder, for sentence-transformers")

    reranker: str = Field("", description="A cross-encoder's folder, to rerank passages; empty: none")

    keep_versions: bool = Field(False, description="Keep the files of older versions of documents")

    host: str = Field(
        "127.0.0.1", description="The address to serve on; anything but loopback demands api_key"
    )
    port: int = Field(8000, ge=0, le=65535, description="The port to serve on; 0: any free one")
    api_key: SecretStr = Field(SecretStr(""), description="The key clients must send; at least 24 characters")

    oidc_issuer: str = Field(
        "",
        description="The organisation's identity provider (OpenID Connect), as it calls itself; empty: none",
    )
    oidc_client_id: str = Field(
        "", description="Our client's id there; without it nobody signs in by browser"
    )
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Our client's secret; empty: a public client"
    )
    oidc_audience: str = Field("", description="What bearer tokens are made for; empty: our client's id")
    oidc_redirect_url: str = Field(
        "",
        description="Where the provider sends browsers back: https://HOST/v1/session/oidc/callback; "
        "empty: the address they used",
    )
    oidc_groups_claim: str = Field("groups", description="The claim with a person's groups; a.b looks into a")
    oidc_admin_group: str = Field("", description="Who is in this group of the provider is an admin")
    oidc_editor_group: str = Field("", description="Who is in this group of the provider is an editor")

    upload_limit_mb: int = Field(
        200, ge=1, le=100_000, description="Megabytes that one upload may have, all its files together"
    )

    @property
    def context_budget(self) -> int:
        """The tokens of facts and passages a prompt may hold."""
        return self.context_tokens or (1000 if self.llm == "embedded" else 1500)

    @property
    def model_slots(self) -> int:
        """The answers the model gives at once."""
        return self.slots or (1 if self.llm == "embedded" else 4)


def default_data_dir() -> Path:
    """The data folder used when nobody names one."""
    return Path(platformdirs.user_data_dir("trag"))


def load_settings(data: Path | None = None, **overrides: Any) -> Settings:
    """The settings for this run. Raises SettingsError, naming the nearest setting to an unknown one."""
    folder = data or Path(os.environ.get(f"{PREFIX}DATA") or default_data_dir())
    for name in overrides:
        _refuse_unknown(name, "in the call")
    values = _from_file(folder / FILE_NAME) | _from_environment() | overrides
    try:
        return Settings(**{**values, "data": folder.expanduser().resolve()})
    except ValidationError as exc:
        raise SettingsError(_sentence(exc), hint="`trag doctor` shows the settings in force.") from exc


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SettingsError(f"{path} can't be read: {exc}", hint="Mend the file or remove it.") from exc
    for name in values:
        _refuse_unknown(name, f"in {path}")
    return values


def _from_environment() -> dict[str, Any]:
    found = {
        key.removeprefix(PREFIX).lower(): value
        for key, value in os.environ.items()
        if key.startswith(PREFIX) and key != f"{PREFIX}DATA"
    }
    for name in found:
        _refuse_unknown(name, f"in the environment ({PREFIX}{name.upper()})")
    return found


def _refuse_unknown(name: str, place: str) -> None:
    if name in Settings.model_fields:
        return
    near = difflib.get_close_matches(name, Settings.model_fields, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Settings are: {', '.join(Settings.model_fields)}."
    raise SettingsError(f"There is no setting {name!r} ({place}).", hint=hint)


def _sentence(exc: ValidationError) -> str:
    parts = (
        f"{'.'.join(map(str, e['loc']))}={e['input']!r}: {e['msg']}" for e in exc.errors(include_url=False)
    )
    return "Settings have impossible values: " + "; ".join(parts)
