"""Reading an organisation tree from YAML, JSON or CSV, with every problem and its line."""

from trag.tree.loading.organisation_file import FORMATS, load_organisation

__all__ = ["FORMATS", "load_organisation"]
