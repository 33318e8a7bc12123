"""What of a file was not read, and containers that are looked into again for members that failed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job_files", sa.Column("remark", sa.String, nullable=False, server_default=""))
    op.add_column(
        "documents", sa.Column("is_incomplete", sa.Boolean, nullable=False, server_default=sa.false())
    )
