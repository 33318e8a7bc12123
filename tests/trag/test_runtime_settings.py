"""Settings change while a server runs: at once, for good, and never against the environment."""

from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog
from trag.errors import SettingFixedError, SettingRefusedError, SettingsChangedError
from trag.factory import refuse_small_context
from trag.runtime_settings import RuntimeSettings
from trag.settings import Settings, load_settings
from trag.types.engines import SettingShown


def opened(data: Path, **overrides: object) -> RuntimeSettings:
    data.mkdir(exist_ok=True)
    found = RuntimeSettings(
        load_settings(data, **overrides), Catalog(data / "catalog.sqlite"), refuse_small_context
    )
    found.load()
    return found


def shown(settings: RuntimeSettings, name: str) -> SettingShown:
    return next(one for one in settings.all().settings if one.name == name)


def test_a_change_holds_at_once_and_after_a_restart(tmp_path: Path) -> None:
    settings = opened(tmp_path)
    heard: list[Settings] = []
    settings.use(heard.append)
    settings.change({"answer_tokens": 300, "audit_questions": True})
    assert [one.answer_tokens for one in heard] == [400, 300]
    again = opened(tmp_path)
    assert (again.now.answer_tokens, again.now.audit_questions) == (300, True)
    assert (shown(again, "answer_tokens").source, shown(again, "answer_tokens").default) == ("run time", 400)


def test_null_takes_a_value_back_to_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "trag.toml").write_text("answer_tokens = 250\n")
    settings = opened(tmp_path)
    assert shown(settings, "answer_tokens").source == "file"
    settings.change({"answer_tokens": 300})
    assert settings.now.answer_tokens == 300
    settings.change({"answer_tokens": None})
    assert (settings.now.answer_tokens, shown(settings, "answer_tokens").source) == (250, "file")


def test_the_environment_has_the_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path).change({"answer_tokens": 300})
    monkeypatch.setenv("TRAG_ANSWER_TOKENS", "200")
    settings = opened(tmp_path)
    assert settings.now.answer_tokens == 200
    one = shown(settings, "answer_tokens")
    assert (one.source, one.can_change) == ("environment", False)
    with pytest.raises(SettingFixedError, match="TRAG_ANSWER_TOKENS"):
        settings.change({"answer_tokens": 100})


def test_the_command_line_has_the_last_word(tmp_path: Path) -> None:
    settings = opened(tmp_path, keep_versions=True)
    with pytest.raises(SettingFixedError, match="keep_versions"):
        settings.change({"keep_versions": False})


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"answer_tokens": 3}, "answer_tokens=3.*32"),
        ({"answer_tokens": "300"}, "answer_tokens='300'"),
        ({"keep_versions": 1}, "keep_versions"),
        ({"audit_days": 10**9}, "audit_days=1000000000.*36500"),
        ({"answer_tokens": 4000}, "context_length=4096"),
        ({"answer_tokens": [1]}, "answer_tokens"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_values_that_cannot_be_are_refused_and_nothing_changes(
    tmp_path: Path, values: dict[str, object], told: str
) -> None:
    settings = opened(tmp_path)
    before = settings.all()
    with pytest.raises(SettingRefusedError, match=told):
        settings.change({"audit_questions": True, **values})
    assert settings.all() == before


@pytest.mark.parametrize("name", ["llm", "host", "api_key", "data", "slots"])
def test_what_needs_a_restart_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingFixedError, match=name):
        opened(tmp_path).change({name: "x"})


def test_nobody_overwrites_a_change_unseen(tmp_path: Path) -> None:
    settings = opened(tmp_path)
    tag = settings.all().tag
    after = settings.change({"audit_days": 30}, replacing=tag)
    assert after.tag != tag
    with pytest.raises(SettingsChangedError):
        settings.change({"audit_days": 60}, replacing=tag)


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    secret = "correct-horse-battery-staple"  # noqa: S105
    url = f"http://me:{secret}@127.0.0.1:8080/v1"
    settings = opened(tmp_path, api_key=secret, openai_url=url)
    assert secret not in str(settings.all())
    key, other = shown(settings, "api_key"), shown(settings, "openai_key")
    assert (key.value, key.is_secret, key.is_set, other.is_set) == (None, True, True, False)
    assert shown(settings, "openai_url").value == "http://***@127.0.0.1:8080/v1"


def test_what_was_kept_by_another_version_is_passed_over(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    catalog.set_stamp("runtime_settings", '{"gone": 1, "llm": "fake", "answer_tokens": 300}')
    catalog.close()
    assert opened(tmp_path).now.answer_tokens == 300
    catalog.set_stamp("runtime_settings", '{"answer_tokens": 1}')
    catalog.close()
    assert opened(tmp_path).now.answer_tokens == 400
    catalog.set_stamp("runtime_settings", "no json")
    catalog.close()
    assert opened(tmp_path).now.answer_tokens == 400
