"""The groups that a new document gets by itself."""

from trag.catalog.access import default_groups, folder_groups
from trag.catalog.catalog import Catalog


def groups_of_new(catalog: Catalog, place: str) -> tuple[str, ...]:
    """The groups of a new document at `place`: those of its folder, else the default."""
    rules = folder_groups(catalog)
    above = [folder for folder in rules if place.startswith(f"{folder.rstrip('/')}/")]
    return rules[max(above, key=len)] if above else default_groups(catalog)
