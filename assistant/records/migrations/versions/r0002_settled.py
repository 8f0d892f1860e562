"""Who settled an unanswered question or opened it again, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("unanswered") as table:
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("changed_by", sa.Integer()))
        table.create_foreign_key(
            "fk_unanswered_changed_by", "users", ["changed_by"], ["id"], ondelete="SET NULL"
        )
