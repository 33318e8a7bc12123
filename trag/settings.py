"""The settings of trag, read once at the door and passed on from there.

A value given on the command line wins over the environment (`TRAG_<NAME>`), which wins over what was
changed while a server ran (`trag.runtime_settings`), which wins over `trag.toml` in the data folder, which
wins over the default.
"""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Literal, cast

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, JsonValue, PrivateAttr, SecretStr, ValidationError

from trag.errors import SettingsError
from trag.types.engines import SettingSource

PREFIX = "TRAG_"
FILE_NAME = "trag.toml"


# Marks a setting that a running server takes over at once.
_NOW: dict[str, JsonValue] = {"at_run_time": True}


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
        0,
        ge=0,
        description="Tokens of facts and passages; 0: 1,000 on the embedded model, 1,500 otherwise",
        json_schema_extra=_NOW,
    )
    answer_tokens: int = Field(400, ge=32, description="Tokens an answer may have", json_schema_extra=_NOW)
    threads: int = Field(0, ge=0, description="Threads of the embedded model; 0: one per core")
    start_timeout: float = Field(120, gt=0, description="Seconds the embedded model may take to start")
    model_timeout: float = Field(
        600, gt=0, le=86_400, description="Seconds after which a model that says nothing counts as hung"
    )

    slots: int = Field(
        0, ge=0, le=1000, description="Answers the model gives at once; 0: 1 with the embedded model, else 4"
    )
    queue: int = Field(
        200,
        ge=0,
        le=10_000,
        description="Questions that may wait for the model",
        json_schema_extra=_NOW,
    )
    asks_per_user: int = Field(
        0,
        ge=0,
        le=10_000,
        description="Questions of one caller at once; 0: 8 of a user, any number with the server's own key",
        json_schema_extra=_NOW,
    )

    embedder: Literal["minilm", "sentence-transformers", "fake"] = Field(
        "minilm", description="Who turns text into vectors"
    )
    embedder_model: str = Field("", description="A model folder, for sentence-transformers")

    reranker: str = Field("", description="A cross-encoder's folder, to rerank passages; empty: none")

    keep_versions: bool = Field(
        False, description="Keep the files of older versions of documents", json_schema_extra=_NOW
    )

    host: str = Field(
        "127.0.0.1", description="The address to serve on; anything but loopback demands users or api_key"
    )
    port: int = Field(8000, ge=0, le=65535, description="The port to serve on; 0: any free one")
    api_key: SecretStr = Field(SecretStr(""), description="The key clients must send; at least 24 characters")

    proxies: str = Field(
        "",
        description="The addresses of the proxies in front, by commas: what they say of who asks, and "
        "whether over https, is believed",
    )

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

    stop_seconds: float = Field(
        20, ge=0, le=3600, description="Seconds that answers under way get to end when the server is stopped"
    )
    log_format: Literal["plain", "json"] = Field(
        "plain", description="The server's log: lines for people, or JSON"
    )
    log_level: Literal["debug", "info", "warning"] = Field(
        "info", description="What is logged; debug also tells texts of questions, errors and documents"
    )

    upload_limit_mb: int = Field(
        200,
        ge=1,
        le=100_000,
        description="Megabytes that one upload may have, all its files together",
        json_schema_extra=_NOW,
    )

    audit_days: int = Field(
        365, ge=1, le=36_500, description="Days for which the audit log is kept", json_schema_extra=_NOW
    )
    audit_questions: bool = Field(
        False, description="Keep the text of questions in the audit log", json_schema_extra=_NOW
    )

    _sources: dict[str, SettingSource] = PrivateAttr(default_factory=dict)

    def source_of(self, name: str) -> SettingSource:
        """Where the value of a setting comes from."""
        return self._sources.get(name, "call" if name in self.model_fields_set else "default")

    @classmethod
    def may_change(cls, name: str) -> bool:
        """True for a setting that a running server takes over at once."""
        extra = cls.model_fields[name].json_schema_extra
        return isinstance(extra, dict) and bool(extra.get("at_run_time"))

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
    filed, set_outside = _from_file(folder / FILE_NAME), _from_environment()
    values = filed | set_outside | overrides
    try:
        settings = Settings(**{**values, "data": folder.expanduser().resolve()})
    except ValidationError as exc:
        raise SettingsError(sentence(exc), hint="`trag doctor` shows the settings in force.") from exc
    is_named = data is None and f"{PREFIX}DATA" in os.environ
    settings._sources.update({"data": "call" if data else "environment" if is_named else "default"})  # noqa: SLF001
    for names, source in ((filed, "file"), (set_outside, "environment"), (overrides, "call")):
        settings._sources.update(dict.fromkeys(names, cast("SettingSource", source)))  # noqa: SLF001
    return settings


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


def sentence(exc: ValidationError) -> str:
    """What is wrong with values, each with its setting."""
    parts = (
        f"{'.'.join(map(str, e['loc']))}={e['input']!r}: {e['msg']}" for e in exc.errors(include_url=False)
    )
    return "Settings have impossible values: " + "; ".join(parts)
