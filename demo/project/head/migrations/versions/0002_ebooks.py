"""E-book licences, and what kind of copy was lent."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "ebook_licences",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("isbn", sa.ForeignKey("books.isbn"), nullable=False, index=True),
        sa.Column("bought", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("loans", sa.Column("format", sa.String(8), nullable=False))
    op.add_column("loans", sa.Column("renewals", sa.Integer(), nullable=False, server_default="0"))

    op.add_column("members", sa.Column("reader_key", sa.String(36), nullable=True))
    op.execute("UPDATE members SET reader_key = CAST(id AS varchar(36))")
    op.alter_column("members", "reader_key", nullable=False)


def downgrade() -> None:
    op.drop_column("members", "reader_key")
    op.drop_column("loans", "renewals")
    op.drop_column("loans", "format")
    op.drop_table("ebook_licences")
