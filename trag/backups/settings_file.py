"""The settings of a data folder without those that open a door elsewhere."""

import json
import tomllib

from pydantic import SecretStr

from trag.settings import Settings


def without_secrets(text: str) -> tuple[str, list[str]]:
    """The settings of a `trag.toml` as lines of one, and the names of the secret ones that are left out.

    Comments go, too: an old key may stand in one. A file that can't be read is left out as a whole.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return "", ["all of trag.toml: it can't be read"]
    secret = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
    kept = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in values.items()
        if name not in secret and isinstance(value, str | int | float | bool)
    ]
    return "".join(kept), sorted(secret & values.keys())
