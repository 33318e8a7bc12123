"""The tables of who may read what."""

from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


class AccessClassRow(Table):
    """The exact set of groups that some documents have, as sorted JSON; 0 is that of no group."""

    __tablename__ = "access_classes"

    id: Mapped[int] = mapped_column(primary_key=True)
    groups: Mapped[str] = mapped_column(unique=True)


class FolderGroupsRow(Table):
    """The groups that documents below a folder get, unless they were given some themselves."""

    __tablename__ = "folder_groups"

    folder: Mapped[str] = mapped_column(primary_key=True)
    groups: Mapped[str]
