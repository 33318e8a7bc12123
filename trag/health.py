"""What `trag doctor` and `/readyz` report: each part's state, and what to do about a problem."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from trag.catalog.catalog import Catalog
from trag.catalog.users import Users
from trag.engines.model_files import DEFAULT, check_model, find_parts
from trag.errors import TragError
from trag.protocols import Embedder, Generator
from trag.retrieval.fitted import documents_version, stored_fit
from trag.settings import Settings
from trag.types import Check

GIB = 1024**3
PLAIN = "open to the network without encryption: passwords, keys and answers can be read on the way"
# An ingest of a large folder, or the default model's file, needs about this much.
ENOUGH_DISK = 2 * GIB


def check_all(settings: Settings, catalog: Catalog, generator: Generator, embedder: Embedder) -> list[Check]:
    """One check per part; none of them loads a model."""
    parts: dict[str, Callable[[], Iterator[Check]]] = {
        "Data folder": lambda: _disk(settings.data),
        "Model": lambda: _model(settings, generator),
        "Embedder": lambda: _embedder(catalog, embedder),
        "Index": lambda: _index(catalog),
        "Refusals": lambda: _refusals(catalog, embedder),
        "Organisation tree": lambda: _tree(catalog),
        "Address": lambda: _address(settings, catalog),
    }
    return [check for name, part in parts.items() for check in _guarded(name, part)]


def _guarded(name: str, part: Callable[[], Iterator[Check]]) -> list[Check]:
    try:
        return list(part())
    except TragError as error:
        return [Check(name, "problem", error.message, error.hint)]


def _disk(data: Path) -> Iterator[Check]:
    free = shutil.disk_usage(data).free
    detail = f"{data}, {free / GIB:.1f} GiB free"
    if free < ENOUGH_DISK:
        yield Check("Data folder", "warning", detail, "Make room: an ingest or the model's file may not fit.")
    else:
        yield Check("Data folder", "ok", detail)


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
