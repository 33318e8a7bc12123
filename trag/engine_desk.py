"""The models behind the answers: what is configured, how it is, and a small task to try it with."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from trag.engines.gguf_header import read_header
from trag.engines.model_files import DEFAULT
from trag.errors import TragError
from trag.protocols import Embedder, Generator, Reranker
from trag.settings import Settings
from trag.types import Message
from trag.types.engines import Engine, EngineCheck, EngineRole, Engines, EngineState, ModelFile

# Enough to tell the pace, little enough for a slow machine.
TOKENS = 24
_TASK = "Count from one to ten in words."
_TEXT = "The annual report is published in March."
# Files whose headers are read for one list.
MOST_FILES = 100


class EngineDesk:
    """The models of one data folder in this process. Thread-safe; looking loads nothing."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        generator: Generator,
        embedder: Callable[[], Embedder],
        reranker: Reranker | None,
    ) -> None:
        self._settings = settings
        self._generator = generator
        self._embedder = embedder
        self._reranker = reranker
        self._seen: dict[EngineRole, tuple[EngineState, TragError | None]] = {}

    def load(self, role: EngineRole, warm_up: Callable[[], None]) -> None:
        """Load a model, remembering how that goes. Raises what `warm_up` raises."""
        self._seen[role] = ("loading", None)
        try:
            warm_up()
        except TragError as error:
            self._seen[role] = ("problem", error)
            raise
        except BaseException:
            self._seen.pop(role, None)
            raise
        self._seen[role] = ("ready", None)

    def all(self) -> Engines:
        """The models in force with their state, and those that lie ready."""
        settings = self._settings()
        found = [self._shown_generator(settings), self._shown_embedder(settings)]
        if settings.reranker:
            name = Path(settings.reranker).name
            found.append(Engine("reranker", "cross-encoder", name, "not loaded", file=settings.reranker))
        engines = tuple(map(self._with_state, found))
        return Engines(engines, tuple(_files(settings.models_dir)), tuple(_ollama(settings)))

    def check(self, role: EngineRole) -> EngineCheck:
        """Try a model with a small task, loading it first if need be."""
        start = perf_counter()
        name = ""
        try:
            name = self._name(role)
            self.load(role, self._warm_up_of(role))
            loaded = perf_counter()
            amount = self._try(role)
        except TragError as error:
            self._seen[role] = ("problem", error)
            seconds = round(perf_counter() - start, 3)
            return EngineCheck(
                role, name, is_well=False, seconds=seconds, problem=error.message, hint=error.hint
            )
        end = perf_counter()
        pace = round(amount / max(end - loaded, 1e-6), 2)
        return EngineCheck(
            role, name, is_well=True, seconds=round(end - start, 3), amount=amount, per_second=pace
        )

    def _name(self, role: EngineRole) -> str:
        if role == "generator":
            return self._generator.model
        return self._embedder().id if role == "embedder" else Path(self._settings().reranker).name

    def _warm_up_of(self, role: EngineRole) -> Callable[[], None]:
        if role == "generator":
            return self._generator.warm_up
        if role == "embedder":
            return self._embedder().warm_up
        if self._reranker is None:
            raise TragError("No reranker is configured.", hint="Set TRAG_RERANKER to the folder of one.")
        return self._reranker.warm_up

    def _try(self, role: EngineRole) -> int:
        if role == "generator":
            messages = [Message("user", _TASK)]
            with closing(self._generator.generate(messages, max_tokens=TOKENS)) as pieces:
                return max(1, self._generator.count_tokens("".join(pieces)))
        if role == "embedder":
            return len(self._embedder().embed([_TEXT]))
        assert self._reranker is not None  # noqa: S101 - it was loaded
        return len(self._reranker.scores(_TASK, [_TEXT]))

    def _shown_generator(self, settings: Settings) -> Engine:
        shown = Engine(
            "generator",
            settings.llm,
            self._generator.model,
            "not loaded",
            context_length=self._generator.context_length,
        )
        if settings.llm != "embedded":
            return shown
        own = settings.model
        file = Path(own).expanduser() if own else settings.models_dir / f"{DEFAULT.name}.gguf"
        return replace(shown, file=str(file), size=_size(file), sha256="" if own else DEFAULT.sha256)

    def _shown_embedder(self, settings: Settings) -> Engine:
        try:
            name, problem = self._embedder().id, None
        except TragError as error:
            name, problem = "", error
        folder = settings.embedder_model if settings.embedder == "sentence-transformers" else ""
        shown = Engine("embedder", settings.embedder, name, "not loaded", file=folder)
        return _failed(shown, problem) if problem else shown

    def _with_state(self, engine: Engine) -> Engine:
        state, error = self._seen.get(engine.role, (engine.state, None))
        if engine.state == "problem":
            return engine
        return _failed(engine, error) if error else replace(engine, state=state)


def _failed(engine: Engine, error: TragError) -> Engine:
    return replace(engine, state="problem", problem=error.message, hint=error.hint)


def _files(folder: Path) -> Iterator[ModelFile]:
    """The GGUF files of a folder with what their headers say."""
    for path in sorted(folder.glob("*.gguf"))[:MOST_FILES]:
        size = _size(path)
        try:
            header = read_header(path)
        except (TragError, OSError, ValueError, KeyError, TypeError) as exc:
            message = exc.message if isinstance(exc, TragError) else f"its header can't be read: {exc}"
            yield ModelFile(str(path), size, problem=message)
            continue
        facts = {key: str(header.metadata.get(f"general.{key}", "")) for key in ("name", "architecture")}
        is_cut = size < header.complete_size
        problem = f"It is cut off: it has {size:,} of {header.complete_size:,} bytes." if is_cut else ""
        yield ModelFile(str(path), size, **facts, trained_context=header.trained_context, problem=problem)


def _ollama(settings: Settings) -> Sequence[str]:
    if settings.llm != "ollama":
        return ()
    from trag.engines.ollama import find_ollama

    return tuple(find_ollama(settings.ollama_url) or ())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
