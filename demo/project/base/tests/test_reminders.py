from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from lending.models import Book, Loan, Member
from lending.reminders import ending_soon


def test_only_loans_that_end_within_two_days_are_reminded_of(session: Session) -> None:
    member = Member(id=uuid4(), name="Ada", email="ada@example.org")
    session.add_all([member, Book(isbn="9780000000001", title="Tides")])
    for day in (3, 9):
        session.add(Loan(isbn="9780000000001", member_id=member.id, due=date(2025, 9, day)))
    session.flush()
    assert [loan.due.day for loan, _ in ending_soon(session, date(2025, 9, 1))] == [3]
