"""Suites with runs, outcomes and ratings; staff's own scenarios; what the gate said of a label's move."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(18, 10).with_variant(sa.BigInteger(), "sqlite")
POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "prompt_label_moves", sa.Column("gate", sa.String(20), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("prompt_label_moves", sa.Column("run_id", sa.Text()))
    _suites()
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("first_sentence_ms", sa.Integer()),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("input_tokens", sa.Integer()),
        sa.Column("output_tokens", sa.Integer()),
        sa.Column("kept_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_kept_answers"),
    )
    op.create_table(
        "test_scenarios",
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("from_call", sa.Text()),
        sa.Column("saved_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("scenario_id", name="pk_test_scenarios"),
    )


def _suites() -> None:
    op.create_table(
        "suite_runs",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("suite", sa.Text(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("runner", sa.String(20), nullable=False),
        sa.Column("concurrency", sa.Integer(), nullable=False),
        sa.Column("chat_model", sa.Text(), nullable=False),
        sa.Column("judge_model", sa.Text()),
        sa.Column("call_id", sa.Text()),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("heartbeat_at", TIME),
        sa.PrimaryKeyConstraint("run_id", name="pk_suite_runs"),
    )
    op.create_index("ix_suite_runs_started_at", "suite_runs", ["started_at"])
    op.create_index("ix_suite_runs_state", "suite_runs", ["state"])
    op.create_table(
        "suite_outcomes",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("finished_at", TIME, nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("cost_usd", MONEY),
        sa.Column("model_seconds", sa.Double(), nullable=False),
        sa.Column("from_cache", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "version", "scenario_id", "repeat", name="pk_suite_outcomes"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["suite_runs.run_id"], name="fk_suite_outcomes_run_id_suite_runs"
        ),
    )
    op.create_table(
        "suite_ratings",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rated_by", sa.Text(), nullable=False),
        sa.Column("rated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_suite_ratings"),
        sa.ForeignKeyConstraint(["run_id"], ["suite_runs.run_id"], name="fk_suite_ratings_run_id_suite_runs"),
    )
    op.create_index("ix_suite_ratings_run_id_position", "suite_ratings", ["run_id", "position"])


def downgrade() -> None:
    for table in ("test_scenarios", "kept_answers", "suite_ratings", "suite_outcomes", "suite_runs"):
        op.drop_table(table)
    op.drop_column("prompt_label_moves", "run_id")
    op.drop_column("prompt_label_moves", "gate")
