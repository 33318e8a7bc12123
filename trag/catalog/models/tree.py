"""The tables of the organisation tree and of the data folder itself."""

from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


class TreeRow(Table):
    """One import of an organisation tree, kept exactly as it came; the highest version is in force."""

    __tablename__ = "trees"

    version: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    text: Mapped[str]
    name: Mapped[str]
    nodes: Mapped[int]
    people: Mapped[int]
    imported_at: Mapped[str]


class StampRow(Table):
    """A fact about the data folder itself, such as the embedder its vectors were made with."""

    __tablename__ = "stamps"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
