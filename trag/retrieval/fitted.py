"""The evidence rule fitted to a data folder, as the catalog keeps it."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from trag.catalog.catalog import Catalog
from trag.retrieval.evidence import FLOORS, EvidenceRule, Line

STAMP = "evidence"


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted rule, what it was fitted with, and how many questions with and without an answer."""

    line: Line
    embedder: str
    documents: str
    answerable: int
    unanswerable: int
    fitted_at: str


def documents_version(catalog: Catalog) -> str:
    """Twelve hex digits that change with any change of the documents."""
    lines = (f"{d.file} {d.bytes} {d.chunks} {d.ingested_at}" for d in catalog.documents())
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def store_fit(catalog: Catalog, fit: Fit) -> None:
    """Put a fit in force."""
    catalog.set_stamp(STAMP, json.dumps(asdict(fit)))


def stored_fit(catalog: Catalog) -> Fit | None:
    """The fit last stored; None without one, or for one that this version can't read."""
    text = catalog.stamp(STAMP)
    try:
        values = json.loads(text or "{}")
        return Fit(**{**values, "line": Line(**values["line"])})
    except (ValueError, TypeError, KeyError):
        return None


def rule_in_force(catalog: Catalog, embedder: str) -> EvidenceRule:
    """The fitted rule if it was fitted with this embedder, else the floors."""
    fit = stored_fit(catalog)
    return fit.line if fit is not None and fit.embedder == embedder else FLOORS
