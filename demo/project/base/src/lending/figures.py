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


@router.get("/most-lent")
def most_lent(since: date, session: Annotated[Session, Depends(open_session)]) -> dict[str, int]:
    rows = session.execute(MOST_LENT, {"since": since})
    return {row.isbn: row.loans for row in rows}
