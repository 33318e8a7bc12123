"""Which embedder and which vectors answer now: what the catalog notes wins over the settings.

After a change of embedder the old index goes on answering until `trag reindex` has made the new one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from trag.catalog.catalog import Catalog
from trag.engines.chroma import COLLECTION as VECTORS
from trag.errors import IndexMismatchError
from trag.factory import build_embedder, build_vector_store
from trag.protocols import Embedder, VectorStore
from trag.settings import Settings

EMBEDDER = "embedder"
COLLECTION = "collection"
CHOICE = "embedder_settings"
CHOOSING = ("embedder", "embedder_model")


@dataclass(frozen=True, slots=True)
class Index:
    """An embedder and the vectors made with it; `choice` are the settings that name the embedder."""

    embedder: Embedder
    store: VectorStore
    collection: str
    choice: Mapping[str, str]

    @property
    def name(self) -> str:
        """Changes whenever vectors of another index can't be compared with this one's."""
        return name_of(self.embedder)


def name_of(embedder: Embedder) -> str:
    """An embedder's model and dimension, such as "all-MiniLM-L6-v2 (384)"."""
    return f"{embedder.id} ({embedder.dimension})"


def configured_index(settings: Settings) -> Index:
    """The index of the embedder that the settings ask for, whether it is made yet or not."""
    embedder = build_embedder(settings)
    collection = f"{VECTORS}-{sha256(name_of(embedder).encode()).hexdigest()[:12]}"
    choice = {name: str(getattr(settings, name)) for name in CHOOSING}
    return Index(embedder, build_vector_store(settings, collection), collection, choice)


def index_in_force(settings: Settings, catalog: Catalog) -> Index:
    """The index that answers. Raises IndexMismatchError if nobody can embed for it any more."""
    configured, noted = configured_index(settings), catalog.stamp(EMBEDDER)
    if noted is None or (noted != configured.name and not catalog.chunk_count()):
        return configured
    collection = catalog.stamp(COLLECTION) or VECTORS
    choice = json.loads(catalog.stamp(CHOICE) or "{}") or _default_choice()
    embedder = configured.embedder if noted == configured.name else _embedder_of(settings, choice, noted)
    return Index(embedder, build_vector_store(settings, collection), collection, choice)


def put_in_force(index: Index, catalog: Catalog) -> None:
    """Let this index answer from now on; one transaction."""
    choice = json.dumps(dict(index.choice))
    catalog.set_stamps({EMBEDDER: index.name, COLLECTION: index.collection, CHOICE: choice})


def _default_choice() -> dict[str, str]:
    return {name: str(Settings.model_fields[name].default) for name in CHOOSING}


def _embedder_of(settings: Settings, choice: Mapping[str, str], noted: str) -> Embedder:
    embedder = build_embedder(settings.model_copy(update=dict(choice)))
    if name_of(embedder) != noted:
        raise IndexMismatchError(
            f"The index was made with the embedder {noted}, which is not here any more.",
            hint="Make a new index with the configured embedder: trag reindex",
        )
    return embedder
