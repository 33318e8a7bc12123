"""Users, groups, API keys and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _user(**options: bool) -> sa.Column:
    return sa.Column("user", sa.String, sa.ForeignKey("users.name", ondelete="CASCADE"), **options)


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.String, primary_key=True),
        *_text("display_name", "role", "password"),
        sa.Column("is_disabled", sa.Boolean, nullable=False),
        *_text("created_at"),
    )
    op.create_table("groups", sa.Column("name", sa.String, primary_key=True), *_text("created_at"))
    op.create_table(
        "group_members",
        sa.Column("group", sa.String, sa.ForeignKey("groups.name"), primary_key=True),
        _user(primary_key=True, nullable=False),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, primary_key=True),
        _user(nullable=False),
        *_text("label", "prefix", "sha256", "role", "groups", "created_at", "expires_at", "last_used_at"),
        sa.UniqueConstraint("sha256", name="uq_api_keys_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_api_keys_user", "api_keys", ["user"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, primary_key=True),
        _user(),
        *_text("caller", "sha256", "previous", "csrf", "created_at", "seen_at", "rotated_at", "confirmed_at"),
        sa.UniqueConstraint("sha256", name="uq_sessions_sha256"),
    )
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_index("ix_sessions_previous", "sessions", ["previous"])
