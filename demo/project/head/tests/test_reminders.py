from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from lending.models import Book, EbookLicence, Loan, Member
from lending.reminders import ending_soon, withdraw_ended


def test_only_loans_that_end_within_two_days_are_reminded_of(session: Session) -> None:
    member = Member(id=uuid4(), name="Ada", email="ada@example.org")
    session.add_all([member, Book(isbn="9780000000001", title="Tides")])
    for day in (3, 9):
        session.add(Loan(isbn="9780000000001", member_id=member.id, due=date(2025, 9, day)))
    session.flush()
    assert [loan.due.day for loan, _ in ending_soon(session, date(2025, 9, 1))] == [3]


class FakeLinks:
    def __init__(self) -> None:
        self.withdrawn: list[str] = []

    async def withdraw(self, isbn: str) -> int:
        self.withdrawn.append(isbn)
        return 1


@pytest.mark.asyncio
async def test_links_of_an_ended_licence_are_withdrawn(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lending.reminders.get_engine", session.get_bind)
    for year in (2020, 2120):
        ends = datetime(year, 1, 1, tzinfo=UTC)
        session.add(EbookLicence(isbn=f"978000000{year}", ends=ends))
    session.commit()
    links = FakeLinks()
    await withdraw_ended(links)
    assert links.withdrawn == ["9780000002020"]
