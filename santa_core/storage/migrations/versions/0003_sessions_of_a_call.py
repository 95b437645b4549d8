"""The sessions a call went through before its last, and what happens to accounts outside of calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(12, 4).with_variant(sa.BigInteger(), "sqlite")
POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("live_call_sessions", sa.Column("session_opened_at", TIME))
    op.create_index("ix_live_call_sessions_session_id", "live_call_sessions", ["session_id"])
    op.create_index("ix_call_events_name_position", "call_events", ["name", "position"])
    op.create_table(
        "earlier_sessions",
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("quality", sa.String(10)),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=False),
        sa.Column("rate_card_id", sa.String(60), nullable=False),
        sa.Column("billed_seconds", sa.Integer(), nullable=False),
        sa.Column("credits_used", MONEY, nullable=False),
        sa.Column("usd", MONEY, nullable=False),
        sa.Column("would_have_cost", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "position", name="pk_earlier_sessions"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["live_call_sessions.id"], name="fk_earlier_sessions_call_id_live_call_sessions"
        ),
    )
    op.create_index("ix_earlier_sessions_session_id", "earlier_sessions", ["session_id"])
    op.create_table(
        "account_events",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by_whom", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text()),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_account_events"),
        sa.UniqueConstraint("event_id", name="uq_account_events_event_id"),
    )


def downgrade() -> None:
    op.drop_table("account_events")
    op.drop_table("earlier_sessions")
    op.drop_index("ix_call_events_name_position", "call_events")
    op.drop_index("ix_live_call_sessions_session_id", "live_call_sessions")
    op.drop_column("live_call_sessions", "session_opened_at")
    # The older program reads no row with a word it does not know: the nearest that it does.
    for column, word, nearest in (
        ("end_reason", "signed_out", "user"),
        ("end_reason", "closed_elsewhere", "provider_error"),
        ("provider", "liveavatar_sandbox", "liveavatar"),
    ):
        op.execute(f"UPDATE live_call_sessions SET {column} = '{nearest}' WHERE {column} = '{word}'")
