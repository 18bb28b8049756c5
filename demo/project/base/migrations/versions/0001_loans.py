"""Books, members and loans."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "books",
        sa.Column("isbn", sa.String(13), primary_key=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("lendable", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(200), nullable=False, unique=True),
    )
    op.create_table(
        "loans",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("isbn", sa.ForeignKey("books.isbn"), nullable=False, index=True),
        sa.Column("member_id", sa.ForeignKey("members.id"), nullable=False, index=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("returned", sa.Date()),
    )


def downgrade() -> None:
    op.drop_table("loans")
    op.drop_table("members")
    op.drop_table("books")
