from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy.orm import Session

from lending.cache import LinkStore
from lending.ebooks import free_copies, overdue
from lending.leases import Lease
from lending.models import Book, EbookLicence, Loan
from lending.schemas import EbookRequest

ISBN = "9780000000001"


class FakeRedis:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    async def set(self, key: str, value: str, ex: int) -> None:
        self.values[key] = value

    async def keys(self, pattern: str) -> list[str]:
        return [key for key in self.values.keys() if key.startswith(pattern.rstrip("*"))]

    async def delete(self, *keys: str) -> int:
        return sum(self.values.pop(key, None) is not None for key in keys)


def expect_free(session: Session, copies: int) -> None:
    assert free_copies(session, ISBN) == copies


def test_a_copy_that_is_lent_is_not_free(session: Session) -> None:
    later = datetime.now(UTC) + timedelta(days=30)
    session.add_all([Book(isbn=ISBN, title="Tides"), EbookLicence(isbn=ISBN, ends=later)])
    session.flush()
    expect_free(session, 1)
    session.add(Loan(isbn=ISBN, member_id=uuid4(), due=later.date(), format="ebook"))
    session.flush()
    expect_free(session, 0)


@pytest.mark.parametrize("days", [0, 22])
def test_an_ebook_is_lent_for_three_weeks_at_most(days: int) -> None:
    with pytest.raises(ValidationError, match="one to 21 days"):
        EbookRequest(isbn=ISBN, member_id=uuid4(), device="epub", days=days)


def test_a_lease_is_over_on_the_day_after_its_last() -> None:
    lease = Lease(ISBN, "ada", date(2026, 1, 5))
    assert overdue([lease], date(2026, 1, 5)) == []
    assert overdue([lease], date(2026, 1, 6)) == [lease]


@pytest.mark.asyncio
async def test_a_link_is_kept_for_its_reader() -> None:
    client = FakeRedis()
    await LinkStore(client).keep(ISBN, "ada", link="https://x.example.org", seconds=60)
    assert client.values == {f"ebook:{ISBN}:ada": "https://x.example.org"}


@pytest.mark.asyncio
async def test_links_of_an_ended_licence_are_withdrawn() -> None:
    links = LinkStore(FakeRedis())
    for reader in ("ada", "grace"):
        await links.keep(ISBN, reader, link="https://x.example.org", seconds=60)
    assert await links.withdraw(ISBN) == 2
