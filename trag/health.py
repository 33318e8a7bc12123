"""What `trag doctor` and `/readyz` report: each part's state, and what to do about a problem."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from trag.catalog.catalog import Catalog
from trag.catalog.users import Users
from trag.engines.model_files import DEFAULT, check_model, find_parts
from trag.errors import TragError
from trag.protocols import Embedder, Generator
from trag.retrieval.fitted import documents_version, stored_fit
from trag.settings import Settings
from trag.types import Check

logger = logging.getLogger("trag.health")

GIB = 1024**3
PLAIN = "open to the network without encryption: passwords, keys and answers can be read on the way"
# An ingest of a large folder, or the default model's file, needs about this much.
ENOUGH_DISK = 2 * GIB
# Below this nothing of what people do can be kept.
FULL_DISK = GIB // 16

# What is missing where a part does not work: for monitors, without paths, addresses and names.
MISSING = {
    "Data folder": "The data folder's disk is full, or gone.",
    "Database": "The database can't be read.",
    "Model": "The language model can't be used.",
    "Embedder": "The embedder can't be used.",
    "Answers": "The index was made with another embedder.",
    "Start": "The model is being loaded.",
    "Audit log": "The audit log can't be written.",
    "Address": "It is open to the network without a key.",
}
_LOGGED = "The server's log tells more."


def check_all(settings: Settings, catalog: Catalog, generator: Generator, embedder: Embedder) -> list[Check]:
    """One check per part; none of them loads a model. Without a database its parts are left out."""
    outer: dict[str, Callable[[], Iterator[Check]]] = {
        "Data folder": lambda: _disk(settings.data),
        "Database": lambda: _database(catalog),
        "Model": lambda: _model(settings, generator),
    }
    parts: dict[str, Callable[[], Iterator[Check]]] = {
        "Embedder": lambda: _embedder(catalog, embedder),
        "Index": lambda: _index(catalog),
        "Refusals": lambda: _refusals(catalog, embedder),
        "Organisation tree": lambda: _tree(catalog),
        "Address": lambda: _address(settings, catalog),
    }
    found = [check for name, part in outer.items() for check in guarded(name, part)]
    if not has_database(found):
        return found
    return found + [check for name, part in parts.items() for check in guarded(name, part)]


def missing(checks: Iterable[Check]) -> list[str]:
    """What keeps questions from being answered, in words for everybody."""
    return [MISSING.get(check.name, check.name) for check in checks if check.state == "problem"]


def has_database(checks: Iterable[Check]) -> bool:
    """True unless a check found that the database can't be read."""
    return not any(check.name == "Database" and check.state == "problem" for check in checks)


def guarded(name: str, part: Callable[[], Iterable[Check]]) -> list[Check]:
    """The checks of a part; a part that fails is a problem of its own, and no other's."""
    try:
        return list(part())
    except TragError as error:
        return [Check(name, "problem", error.message, error.hint or _LOGGED)]
    except Exception as error:  # a report on what is broken must not break with it
        logger.exception("the check of %s failed", name)
        return [Check(name, "problem", f"its check failed: {type(error).__name__}", _LOGGED)]


def _disk(data: Path) -> Iterator[Check]:
    try:
        free = shutil.disk_usage(data).free
    except OSError as exc:
        detail = f"{data} can't be reached: {exc.strerror or exc}"
        hint = "Is its disk mounted, and may this user read it? Else restore it from a backup."
        yield Check("Data folder", "problem", detail, hint)
        return
    detail = f"{data}, {free / GIB:.1f} GiB free"
    if free < FULL_DISK:
        hint = "Make room on this disk; trag goes on by itself. Nothing that changes is kept until then."
        yield Check("Data folder", "problem", f"{data} is full: {free >> 20} MiB free", hint)
    elif free < ENOUGH_DISK:
        yield Check("Data folder", "warning", detail, "Make room: an ingest or the model's file may not fit.")
    else:
        yield Check("Data folder", "ok", detail)


def _database(catalog: Catalog) -> Iterator[Check]:
    hint = "Restore it from a backup, or mend the disk; docs/operations.md tells how."
    url = catalog.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        yield Check("Database", "problem", f"{url.database} is gone", hint)
        return
    try:
        catalog.stamp("embedder")
    except SQLAlchemyError as exc:
        reason = getattr(exc, "orig", None) or type(exc).__name__
        yield Check("Database", "problem", f"it can't be read: {str(reason).strip()[:200]}", hint)
    else:
        yield Check("Database", "ok", url.get_backend_name())


def _model(settings: Settings, generator: Generator) -> Iterator[Check]:
    detail = f"{settings.llm}: {generator.model}, {generator.context_length} tokens of context"
    if settings.llm == "embedded":
        _find_embedded(settings)
        yield Check("Model", "ok", detail)
        yield from _offer_ollama(settings.ollama_url)
        return
    generator.warm_up()
    yield Check("Model", "ok", detail)


def _find_embedded(settings: Settings) -> None:
    """Raises ModelMissingError unless the model's file, or all parts it is made from, are there."""
    if settings.model:
        check_model(Path(settings.model).expanduser())
    elif not (settings.models_dir / f"{DEFAULT.name}.gguf").is_file():
        find_parts(DEFAULT)


def _offer_ollama(url: str) -> Iterator[Check]:
    from trag.engines.ollama import find_ollama

    models = find_ollama(url)
    if models:
        hint = f"To use it: TRAG_LLM=ollama TRAG_MODEL={models[0]}"
        yield Check("Ollama", "ok", f"answers at {url} with {', '.join(models[:5])}", hint)


def _embedder(catalog: Catalog, embedder: Embedder) -> Iterator[Check]:
    configured = f"{embedder.id} ({embedder.dimension})"
    made_with = catalog.stamp("embedder") or configured
    detail = f"{embedder.id}, {embedder.dimension} dimensions"
    if made_with == configured:
        yield Check("Embedder", "ok", detail)
    else:
        hint = "Until the new index is made, the old one answers: trag reindex"
        yield Check("Embedder", "warning", f"{detail}; the index was made with {made_with}", hint)


def _index(catalog: Catalog) -> Iterator[Check]:
    documents, chunks = len(catalog.documents()), catalog.chunk_count()
    detail = f"{documents} documents, {chunks} passages"
    hint = "" if documents else "Take documents in: trag ingest FOLDER"
    yield Check("Index", "ok" if documents else "warning", detail, hint)


def _refusals(catalog: Catalog, embedder: Embedder) -> Iterator[Check]:
    fit = stored_fit(catalog)
    hint = "Fit it with questions of your own: trag eval calibrate CASES"
    if fit is None:
        yield Check("Refusals", "ok", "default thresholds for questions without an answer", hint)
        return
    counts = f"{fit.answerable} answerable and {fit.unanswerable} unanswerable questions"
    detail = f"fitted on {counts}, {fit.fitted_at}"
    if fit.embedder != embedder.id:
        yield Check("Refusals", "warning", f"default thresholds; the fit is for {fit.embedder}", hint)
    elif fit.documents != documents_version(catalog):
        yield Check("Refusals", "warning", f"{detail}; the documents have changed since", hint)
    else:
        yield Check("Refusals", "ok", detail)


def _tree(catalog: Catalog) -> Iterator[Check]:
    stored = catalog.tree()
    if stored is None:
        hint = "Without it trag is a plain document search. Import one: trag tree import org.yaml"
        yield Check("Organisation tree", "warning", "none", hint)
        return
    summary = stored[0]
    detail = f"{summary.name}, {summary.nodes} units and posts, {summary.people} people ({summary.file})"
    yield Check("Organisation tree", "ok", f"{detail}, version {summary.version}")


def _address(settings: Settings, catalog: Catalog) -> Iterator[Check]:
    detail = f"http://{settings.host}:{settings.port}"
    must_log_in = Users(catalog).any() or settings.oidc_issuer or settings.api_key.get_secret_value()
    if settings.proxies and must_log_in:
        yield Check("Address", "ok", f"{detail}, open through a proxy, whoever asks must log in")
    elif settings.host in {"127.0.0.1", "localhost", "::1"} and not settings.proxies:
        yield Check("Address", "ok", f"{detail}, this machine only")
    elif must_log_in:
        hint = "Serve on 127.0.0.1 behind a proxy with TLS, and name its address in TRAG_PROXIES."
        yield Check("Address", "warning", f"{detail}, {PLAIN}", hint)
    else:
        hint = "Add a user: trag users add NAME --role admin; or set TRAG_API_KEY to 24 random characters."
        yield Check("Address", "problem", f"{detail}, open to the network without a key", hint)
