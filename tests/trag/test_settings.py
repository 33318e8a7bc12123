from pathlib import Path

import pytest

from trag.errors import SettingsError
from trag.settings import load_settings


def test_the_defaults_need_no_setting(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.data, settings.llm, settings.context_budget) == (tmp_path, "embedded", 1000)


def test_a_server_elsewhere_gets_a_larger_context(tmp_path: Path) -> None:
    assert load_settings(tmp_path, llm="ollama").context_budget == 1500


def test_the_environment_wins_over_the_file_and_an_option_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trag.toml").write_text('port = 1\nhost = "localhost"\nanswer_tokens = 99\n')
    monkeypatch.setenv("TRAG_PORT", "2")
    monkeypatch.setenv("TRAG_ANSWER_TOKENS", "100")
    settings = load_settings(tmp_path, port=3)
    assert (settings.host, settings.answer_tokens, settings.port) == ("localhost", 100, 3)


@pytest.mark.parametrize("place", ["file", "environment", "option"])
def test_an_unknown_setting_names_the_nearest_one(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "file":
        (tmp_path / "trag.toml").write_text("contxt_tokens = 5")
    if place == "environment":
        monkeypatch.setenv("TRAG_CONTXT_TOKENS", "5")
    overrides = {"contxt_tokens": 5} if place == "option" else {}
    with pytest.raises(SettingsError, match="contxt_tokens") as error:
        load_settings(tmp_path, **overrides)
    assert "context_tokens" in str(error.value)


def test_an_impossible_value_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="port='many'"):
        load_settings(tmp_path, port="many")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "trag.toml").write_text("port = = 1")
    with pytest.raises(SettingsError, match=r"trag\.toml can't be read"):
        load_settings(tmp_path)


def test_a_key_does_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    assert "hunter2" not in repr(load_settings(tmp_path, api_key="hunter2"))
