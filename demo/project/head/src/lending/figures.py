from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.orm import Session

from lending.database import open_session

router = APIRouter(prefix="/figures")

MOST_LENT = text(
    "SELECT isbn, count(*) AS loans FROM loans WHERE due >= :since GROUP BY isbn ORDER BY loans DESC LIMIT 10"
)

EBOOK_LOANS = "loans WHERE format = 'ebook'"
EBOOKS_LENT = text(f"SELECT count(*) FROM {EBOOK_LOANS} AND due >= :since")


@router.get("/most-lent")
def most_lent(since: date, session: Annotated[Session, Depends(open_session)]) -> dict[str, int]:
    rows = session.execute(MOST_LENT, {"since": since})
    return {row.isbn: row.loans for row in rows}


@router.get("/ebooks")
def ebooks_lent(since: date, session: Annotated[Session, Depends(open_session)]) -> int:
    return session.scalar(EBOOKS_LENT, {"since": since}) or 0


@router.get("/ebooks/readers")
def ebook_readers(isbn: str, session: Annotated[Session, Depends(open_session)]) -> int:
    query = f"SELECT count(DISTINCT member_id) FROM {EBOOK_LOANS} AND isbn = '{isbn}'"
    return session.scalar(text(query)) or 0
