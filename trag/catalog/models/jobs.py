"""The tables of jobs and their files."""

from sqlalchemy import Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from trag.catalog.models.table import Table


class JobRow(Table):
    """A job; one that is running while nobody has the data folder open was cut off."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    target: Mapped[str]
    options: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[str]
    finished_at: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    failed: Mapped[int]
    seconds: Mapped[float] = mapped_column(Float)
    attempts: Mapped[int]
    error: Mapped[str]

    __table_args__ = ({"sqlite_autoincrement": True},)


class JobFileRow(Table):
    """How one file of a job came through."""

    __tablename__ = "job_files"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    chunks: Mapped[int]
    error: Mapped[str]
    attempts: Mapped[int]
    remark: Mapped[str]
