"""Models are shown without loading them, and tried when asked for."""

from pathlib import Path

from trag.engine_desk import EngineDesk
from trag.engines.fakes import FakeEmbedder, FakeGenerator, FakeReranker
from trag.errors import ModelMissingError
from trag.settings import load_settings
from trag.types.engines import Engine


class NoModel(FakeGenerator):
    def warm_up(self) -> None:
        raise ModelMissingError("There is no such model.", hint="Install it.")


def desk(tmp_path: Path, generator: FakeGenerator | None = None, **settings: object) -> EngineDesk:
    values = {"llm": "fake", "embedder": "fake", "models_dir": tmp_path / "models", **settings}
    loaded = load_settings(tmp_path, **values)
    reranker = FakeReranker() if loaded.reranker else None
    return EngineDesk(lambda: loaded, generator or FakeGenerator(), FakeEmbedder, reranker)


def of(found: EngineDesk, role: str) -> Engine:
    return next(one for one in found.all().engines if one.role == role)


def test_models_are_shown_without_being_loaded(tmp_path: Path) -> None:
    found = desk(tmp_path, reranker="/models/cross")
    assert [(one.role, one.model, one.state) for one in found.all().engines] == [
        ("generator", "fake", "not loaded"),
        ("embedder", "fake-64", "not loaded"),
        ("reranker", "cross", "not loaded"),
    ]


def test_a_try_tells_the_pace_and_leaves_the_model_ready(tmp_path: Path) -> None:
    found = desk(tmp_path, reranker="/models/cross")
    for role in ("generator", "embedder", "reranker"):
        check = found.check(role)
        assert (check.is_well, check.role, check.problem) == (True, role, "")
        assert (check.amount > 0, check.per_second > 0) == (True, True)
        assert of(found, role).state == "ready"


def test_a_model_that_is_not_there_says_why(tmp_path: Path) -> None:
    found = desk(tmp_path, NoModel())
    check = found.check("generator")
    assert (check.is_well, check.problem, check.hint) == (False, "There is no such model.", "Install it.")
    assert (of(found, "generator").state, of(found, "generator").problem) == (
        "problem",
        "There is no such model.",
    )
    assert found.check("reranker").problem == "No reranker is configured."


def test_model_files_are_shown_and_broken_ones_named(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "broken.gguf").write_bytes(b"GGUF\x03\x00")
    (tmp_path / "models" / "empty.gguf").write_bytes(b"")
    (tmp_path / "models" / "other.txt").write_bytes(b"x")
    files = desk(tmp_path).all().files
    assert [Path(one.file).name for one in files] == ["broken.gguf", "empty.gguf"]
    assert all(one.problem for one in files)
