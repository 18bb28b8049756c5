from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lending.database import open_session
from lending.models import Book, Loan
from lending.schemas import LoanAnswer, LoanRequest
from lending.settings import Settings, get_settings

router = APIRouter(prefix="/loans")


def due_on(start: date, length: timedelta) -> date:
    """The last day of a loan; the library is closed on Sundays.

    Args:
        start: First day of the loan.
        days: Its length.
    """
    end = start + length
    return end + timedelta(days=1) if end.weekday() == 6 else end


@router.post("", status_code=201)
def lend(
    wanted: LoanRequest,
    session: Annotated[Session, Depends(open_session)],
    settings: Annotated[Settings, Depends(get_settings)],
) -> LoanAnswer:
    book = session.get(Book, wanted.isbn)
    if book is None or not book.lendable:
        raise HTTPException(404, "We do not lend this book.")
    running = select(func.count()).where(Loan.member_id == wanted.member_id, Loan.returned.is_(None))
    if session.scalar(running) >= settings.most_loans:
        raise HTTPException(409, "Please bring a book back first.")
    loan = Loan(
        isbn=wanted.isbn,
        member_id=wanted.member_id,
        due=due_on(date.today(), timedelta(days=settings.loan_days)),
    )
    session.add(loan)
    session.commit()
    return LoanAnswer.model_validate(loan)


@router.delete("/{loan_id}", status_code=204)
def bring_back(loan_id: UUID, session: Annotated[Session, Depends(open_session)]) -> None:
    loan = session.get(Loan, loan_id)
    if loan is None:
        raise HTTPException(404, "There is no such loan.")
    loan.returned = date.today()
    session.commit()
