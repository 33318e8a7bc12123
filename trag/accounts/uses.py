"""What a group is used for besides its users and keys."""

from sqlalchemy import select

from trag.catalog.access import class_groups, default_groups, folder_groups
from trag.catalog.catalog import Catalog
from trag.catalog.models import DocumentRow


def documents_in(catalog: Catalog, group: str) -> list[str]:
    """The files of the documents that a group may read."""
    classes = [number for number, groups in class_groups(catalog).items() if group in groups]
    query = select(DocumentRow.file).where(DocumentRow.access_class.in_(classes)).order_by(DocumentRow.file)
    with catalog.engine.connect() as connection:
        return list(connection.execute(query).scalars())


def rules_with(catalog: Catalog, group: str) -> list[str]:
    """The rules that give new documents to a group, in words."""
    folders = [f"the folder {folder}" for folder, groups in folder_groups(catalog).items() if group in groups]
    return [*folders, *(["the default for new documents"] if group in default_groups(catalog) else [])]
