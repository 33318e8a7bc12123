"""Reading an organisation tree from YAML, JSON, CSV or a spreadsheet, with every problem and its line."""

from trag.tree.loading.organisation_file import FORMATS, check_organisation, load_organisation, read_drafts
from trag.tree.loading.remarks import Remark
from trag.tree.loading.tree_file import TreeFile, read_tree_file

__all__ = [
    "FORMATS",
    "Remark",
    "TreeFile",
    "check_organisation",
    "load_organisation",
    "read_drafts",
    "read_tree_file",
]
