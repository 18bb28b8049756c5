"""The worker that reminds members: `python -m lending.reminders`."""

import asyncio
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lending.cache import ReminderLog, open_cache
from lending.database import get_engine
from lending.mail import reminder_text, send_letter
from lending.models import Book, Loan

HOUR = 60 * 60


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


async def main() -> None:
    sent = ReminderLog(open_cache())
    while True:
        await remind(sent)
        await asyncio.sleep(HOUR)


if __name__ == "__main__":
    asyncio.run(main())
