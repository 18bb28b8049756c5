"""The worker that reminds members: `python -m lending.reminders`."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lending.cache import LinkStore, ReminderLog, open_cache
from lending.database import get_engine
from lending.letters import reminder_text, send_letter
from lending.models import Book, EbookLicence, Loan

HOUR = 60 * 60
ALIVE = Path("/tmp/reminders-alive")


def ending_soon(session: Session, today: date) -> list[tuple[Loan, str]]:
    soon = select(Loan, Book.title).join(Book, Book.isbn == Loan.isbn)
    soon = soon.where(Loan.returned.is_(None), Loan.due <= today + timedelta(days=2))
    return [(loan, title) for loan, title in session.execute(soon)]


async def remind(sent: ReminderLog) -> int:
    """Writes to whoever was not written to yet, and says to how many."""
    count = 0
    with Session(get_engine()) as session:
        for loan, title in ending_soon(session, date.today()):
            if await sent.is_new(str(loan.id)):
                letter = reminder_text(title, loan.due.isoformat())
                await asyncio.to_thread(send_letter, loan.member.email, "Your loan ends", letter)
                count += 1
    return count


async def withdraw_ended(links: LinkStore) -> None:
    """Closes the links of titles that we may no longer lend."""
    with Session(get_engine()) as session:
        ended = select(EbookLicence.isbn).where(EbookLicence.ends <= datetime.now(UTC))
        for isbn in session.scalars(ended):
            await links.withdraw(isbn)


async def beat() -> None:
    """Moves a file's time forward, for the container's health check."""
    loop = asyncio.get_running_loop()
    while True:
        await loop.run_in_executor(None, ALIVE.touch)
        await asyncio.sleep(30)


async def main() -> None:
    cache = open_cache()
    sent, links = ReminderLog(cache), LinkStore(cache)
    beating = asyncio.create_task(beat())
    try:
        while True:
            await remind(sent)
            withdraw_ended(links)
            await asyncio.sleep(HOUR)
    finally:
        beating.cancel()


if __name__ == "__main__":
    asyncio.run(main())
