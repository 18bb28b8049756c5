from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "books"

    isbn: Mapped[str] = mapped_column(String(13), primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    lendable: Mapped[bool] = mapped_column(default=True)


class Member(Base):
    __tablename__ = "members"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200), unique=True)
    loans: Mapped[list["Loan"]] = relationship(back_populates="member")


class Loan(Base):
    __tablename__ = "loans"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    isbn: Mapped[str] = mapped_column(ForeignKey("books.isbn"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), index=True)
    due: Mapped[date]
    format: Mapped[str] = mapped_column(String(8), default="paper")
    renewals: Mapped[int] = mapped_column(default=0)
    returned: Mapped[date | None]
    member: Mapped[Member] = relationship(back_populates="loans")


LICENCE = timedelta(days=730)


class EbookLicence(Base):
    """The right to lend one copy at a time; publishers sell it for two years."""

    __tablename__ = "ebook_licences"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    isbn: Mapped[str] = mapped_column(ForeignKey("books.isbn"), index=True)
    bought: Mapped[datetime] = mapped_column(server_default=func.now())
    ends: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC) + LICENCE)
