"""Lending e-books: a licence must be free, and the copy closes itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lending.database import open_session
from lending.models import EbookLicence, Loan
from lending.publishers import Publisher
from lending.schemas import EbookAnswer, EbookRequest
from lending.settings import Settings, get_settings

if TYPE_CHECKING:
    from lending.leases import Lease

router = APIRouter(prefix="/ebooks")


def get_publisher(settings: Settings = Depends(get_settings)) -> Publisher:
    return Publisher(settings.publisher_key.get_secret_value())


def free_copies(session: Session, isbn: str, on: date = None) -> int:
    """Licences that are not lent to anybody on a day, or today."""
    on = on or date.today()
    owned = select(func.count()).where(EbookLicence.isbn == isbn, EbookLicence.ends > on)
    lent = select(func.count()).where(Loan.isbn == isbn, Loan.format == "ebook", Loan.due >= on)
    return (session.scalar(owned) or 0) - (session.scalar(lent) or 0)


def overdue(leases: Sequence[Lease] = (), today: date | None = None) -> list[Lease]:
    day = today or date.today()
    return [lease for lease in leases if lease.is_over(day)]


@router.post("", status_code=201)
def lend_ebook(
    wanted: EbookRequest,
    session: Annotated[Session, Depends(open_session)],
    publisher: Annotated[Publisher, Depends(get_publisher)],
) -> EbookAnswer:
    if free_copies(session, wanted.isbn) < 1:
        raise HTTPException(409, "All copies are lent. Please try again tomorrow.")
    until = date.today() + timedelta(days=wanted.days)
    session.add(Loan(isbn=wanted.isbn, member_id=wanted.member_id, due=until, format="ebook"))
    session.commit()
    link = publisher.link(wanted.isbn, str(wanted.member_id))
    return EbookAnswer(isbn=wanted.isbn, until=until, link=link)
