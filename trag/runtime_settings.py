"""Settings that change while a server runs: kept in the catalog, in force at once.

They win over `trag.toml` and the defaults. The environment and the command line win over them: who
starts the server has the last word.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr, ValidationError

from trag.audit import note
from trag.catalog.catalog import Catalog
from trag.errors import SettingFixedError, SettingRefusedError, SettingsChangedError, SettingsError
from trag.settings import PREFIX, Settings, sentence
from trag.types.engines import SettingShown, SettingSource, SettingsShown

STAMP = "runtime_settings"
_OUTSIDE: tuple[SettingSource, ...] = ("environment", "call")

Use = Callable[[Settings], None]


class RuntimeSettings:
    """The settings in force. Thread-safe.

    `check` raises SettingsError for settings that don't go together. Nothing is read before `load`.
    """

    def __init__(self, settings: Settings, catalog: Catalog, check: Use) -> None:
        self._started = self._now = settings
        self._catalog = catalog
        self._check = check
        self._changed: dict[str, Any] = {}
        self._uses: list[Use] = []
        self._lock = threading.RLock()

    @property
    def now(self) -> Settings:
        """The settings in force."""
        return self._now

    def load(self) -> None:
        """Put in force what was changed before. What this version can't use any more is passed over."""
        with self._lock:
            values = _read(self._catalog.stamp(STAMP))
            kept = {name: value for name, value in values.items() if self._is_ours(name)}
            try:
                self._now = self._with(kept)
            except SettingsError:
                return
            self._changed = kept

    def use(self, use: Use) -> None:
        """Have `use` hear of the settings in force, now and after each change."""
        with self._lock:
            self._uses.append(use)
            use(self._now)

    def all(self) -> SettingsShown:
        """Every setting with its value and where that comes from; secrets are not shown."""
        with self._lock:
            shown = tuple(self._shown(name) for name in Settings.model_fields)
            return SettingsShown(shown, self._tag())

    def change(self, values: Mapping[str, Any], *, replacing: str = "") -> SettingsShown:
        """Put values in force at once and for good; None takes a value back. All of them, or none."""
        with self._lock:
            if replacing and replacing != self._tag():
                hint = "Somebody else changed them. Read them again, then make your change on that."
                raise SettingsChangedError("The settings are not those of If-Match.", hint=hint)
            for name in values:
                self._refuse_fixed(name)
            merged = {name: value for name, value in {**self._changed, **values}.items() if value is not None}
            new = self._with(merged)
            self._catalog.set_stamp(STAMP, json.dumps(merged))
            self._note(values, new)
            self._changed, self._now = merged, new
            for use in self._uses:
                use(new)
            return self.all()

    def _with(self, values: Mapping[str, Any]) -> Settings:
        """The settings at the start with these values. Raises SettingRefusedError."""
        fields = {name: getattr(self._started, name) for name in self._started.model_fields_set}
        try:
            new = Settings(**{**fields, **values})
        except ValidationError as exc:
            raise SettingRefusedError(sentence(exc), hint="Nothing was changed.") from exc
        for name, value in values.items():
            wanted = type(getattr(new, name))
            if type(value) is not wanted:  # "1" and true are no numbers to whoever reads them back
                message = f"{name}={str(value)[:60]!r} is no {wanted.__name__}."
                raise SettingRefusedError(message, hint="Nothing was changed.")
        try:
            self._check(new)
        except SettingsError as exc:
            raise SettingRefusedError(exc.message, hint=exc.hint) from exc
        return new

    def _refuse_fixed(self, name: str) -> None:
        if name not in Settings.model_fields:
            known = ", ".join(filter(Settings.may_change, Settings.model_fields))
            raise SettingRefusedError(
                f"There is no setting {name[:60]!r}.", hint=f"These may change: {known}."
            )
        if not Settings.may_change(name):
            hint = f"Set {PREFIX}{name.upper()} or trag.toml, and start the server again."
            raise SettingFixedError(f"{name} can't change while the server runs.", hint=hint)
        source = self._started.source_of(name)
        if source in _OUTSIDE:
            place = f"the environment ({PREFIX}{name.upper()})" if source == "environment" else "the command"
            hint = f"Take it out of {place} and start the server again."
            raise SettingFixedError(f"{name} is set by {place} that started the server.", hint=hint)

    def _is_ours(self, name: str) -> bool:
        known = name in Settings.model_fields and Settings.may_change(name)
        return known and self._started.source_of(name) not in _OUTSIDE

    def _note(self, values: Mapping[str, Any], new: Settings) -> None:
        changes = (f"{name}: {getattr(self._now, name)} -> {getattr(new, name)}" for name in values)
        note(*values, detail="; ".join(changes))

    def _tag(self) -> str:
        text = json.dumps([str(getattr(self._now, name)) for name in Settings.model_fields])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]

    def _shown(self, name: str) -> SettingShown:
        field, value = Settings.model_fields[name], getattr(self._now, name)
        is_secret = isinstance(value, SecretStr)
        source = "run time" if name in self._changed else self._started.source_of(name)
        return SettingShown(
            name=name,
            value=None if is_secret else _plain(value),
            default=None if is_secret or field.is_required() else _plain(field.default),
            description=field.description or "",
            can_change=self._is_ours(name),
            source=source,
            is_secret=is_secret,
            is_set=bool(value.get_secret_value()) if is_secret else True,
        )


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    return _without_password(str(value))


def _without_password(text: str) -> str:
    """An address as it may be shown: some carry a password."""
    try:
        parts = urlsplit(text)
        if "@" not in parts.netloc:
            return text
    except ValueError:
        return text
    return urlunsplit(parts._replace(netloc="***@" + parts.netloc.rpartition("@")[2]))


def _read(stamp: str | None) -> dict[str, Any]:
    try:
        values = json.loads(stamp or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
