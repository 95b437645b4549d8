"""Whether the child may talk over Santa, when Santa was heard, and what was heard before it was corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_call_sessions") as calls:
        # Calls before this one were all of that kind.
        calls.add_column(sa.Column("talk_over", sa.Boolean(), server_default=sa.true(), nullable=False))
        calls.alter_column(
            "listen", type_=sa.String(20), existing_type=sa.String(10), existing_nullable=False
        )
    op.add_column("call_turns", sa.Column("first_sound_at", sa.DateTime(timezone=True)))
    op.add_column("call_turns", sa.Column("heard_text", sa.Text()))


def downgrade() -> None:
    op.drop_column("call_turns", "heard_text")
    op.drop_column("call_turns", "first_sound_at")
    with op.batch_alter_table("live_call_sessions") as calls:
        calls.alter_column(
            "listen", type_=sa.String(10), existing_type=sa.String(20), existing_nullable=False
        )
        calls.drop_column("talk_over")
