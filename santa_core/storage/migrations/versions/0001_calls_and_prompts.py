"""Calls, their events and turns, orders, prompt versions and labels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Types are spelled out: a migration must not change when the program does.
KEY = sa.Uuid(as_uuid=False).with_variant(sa.String(36), "sqlite")
TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(12, 4).with_variant(sa.BigInteger(), "sqlite")
POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("includes_live_call", sa.Boolean(), server_default=sa.false()),
        sa.Column("call_scheduled_at", TIME),
        sa.Column("call_completed_at", TIME),
        sa.Column("call_duration_seconds", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
    )
    op.create_table(
        "live_call_sessions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY),
        sa.Column("session_id", sa.Text()),
        sa.Column("started_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("credits_used", MONEY),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("connected_at", TIME),
        sa.Column("last_seen_at", TIME),
        sa.Column("end_reason", sa.String(30)),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger()),
        sa.Column("chat_model", sa.Text()),
        sa.Column("quality", sa.String(10)),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Integer(), nullable=False),
        sa.Column("planned_quality", sa.String(10)),
        sa.Column("voice_rate", sa.Double(), nullable=False),
        sa.Column("voice_emotion", sa.String(20), nullable=False),
        sa.Column("listen", sa.String(10), nullable=False),
        sa.Column("answer_by", sa.String(20), nullable=False),
        sa.Column("knowledge_base_id", sa.Text()),
        sa.Column("cap_seconds", sa.Integer(), nullable=False),
        sa.Column("child_name", sa.Text(), nullable=False),
        sa.Column("child_age", sa.Integer()),
        sa.Column("child_language", sa.String(20), nullable=False),
        sa.Column("child_wishes", sa.JSON(), nullable=False),
        sa.Column("child_good_deeds", sa.JSON(), nullable=False),
        sa.Column("child_say_name_as", sa.Text()),
        sa.Column("rate_card_id", sa.String(60)),
        sa.Column("billed_seconds", sa.Integer()),
        sa.Column("usd", MONEY),
        sa.Column("would_have_cost", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_live_call_sessions"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_live_call_sessions_order_id_orders"),
    )
    op.create_index("ix_live_call_sessions_created_at", "live_call_sessions", ["created_at"])
    op.create_index("ix_live_call_sessions_state", "live_call_sessions", ["state"])
    op.create_index(
        "ix_live_call_sessions_staff_name_created_at", "live_call_sessions", ["staff_name", "created_at"]
    )
    op.create_table(
        "call_events",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("browser_at", TIME),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_call_events"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["live_call_sessions.id"], name="fk_call_events_call_id_live_call_sessions"
        ),
        sa.UniqueConstraint("call_id", "event_id", name="uq_call_events_call_id_event_id"),
    )
    op.create_table(
        "call_turns",
        sa.Column("turn_id", sa.Text(), nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("turn_index", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(10), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intended_text", sa.Text()),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("end_of_speech_at", TIME),
        sa.Column("recognised_at", TIME),
        sa.Column("first_token_at", TIME),
        sa.Column("first_sentence_at", TIME),
        sa.Column("speak_sent_at", TIME),
        sa.Column("avatar_started_at", TIME),
        sa.PrimaryKeyConstraint("turn_id", name="pk_call_turns"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["live_call_sessions.id"], name="fk_call_turns_call_id_live_call_sessions"
        ),
    )
    op.create_index("ix_call_turns_call_id_turn_index", "call_turns", ["call_id", "turn_index"])
    op.create_table(
        "prompt_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("greeting", sa.Text(), nullable=False),
        sa.Column("goodbye", sa.Text(), nullable=False),
        sa.Column("silence_line", sa.Text(), nullable=False),
        sa.Column("silence_again_line", sa.Text(), nullable=False),
        sa.Column("say_again_line", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("temperature", sa.Double(), nullable=False),
        sa.Column("max_tokens", sa.Integer(), nullable=False),
        sa.Column("voice_rate", sa.Double(), nullable=False),
        sa.Column("voice_emotion", sa.String(20), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("parent", sa.Integer()),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_prompt_versions"),
        sa.ForeignKeyConstraint(
            ["parent"], ["prompt_versions.number"], name="fk_prompt_versions_parent_prompt_versions"
        ),
    )
    op.create_table(
        "prompt_labels",
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("label", name="pk_prompt_labels"),
        sa.ForeignKeyConstraint(
            ["number"], ["prompt_versions.number"], name="fk_prompt_labels_number_prompt_versions"
        ),
    )
    op.create_table(
        "prompt_label_moves",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("from_number", sa.Integer()),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_prompt_label_moves"),
        sa.ForeignKeyConstraint(
            ["from_number"],
            ["prompt_versions.number"],
            name="fk_prompt_label_moves_from_number_prompt_versions",
        ),
        sa.ForeignKeyConstraint(
            ["to_number"],
            ["prompt_versions.number"],
            name="fk_prompt_label_moves_to_number_prompt_versions",
        ),
    )
    op.create_index("ix_prompt_label_moves_label_position", "prompt_label_moves", ["label", "position"])


def downgrade() -> None:
    for table in (
        "prompt_label_moves",
        "prompt_labels",
        "prompt_versions",
        "call_turns",
        "call_events",
        "live_call_sessions",
        "orders",
    ):
        op.drop_table(table)
