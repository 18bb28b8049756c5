"""Takes the publishers' list of e-books over: `python -m lending.imports LIST`."""

import ast
import csv
import os
import sys

import requests
from sqlalchemy.orm import Session

from lending.database import get_engine
from lending.models import Book, EbookLicence

DESK_CHANNEL = "https://hooks.slack.com/services/{{SLACK_HOOK}}"
DRY_RUN = os.getenv("DRY_RUN", "").lower() in {"1", "true", "yes"}


def copies_of(row: dict[str, str]) -> int:
    """The list has the number of copies as `[2, 'concurrent']`."""
    copies, _kind = ast.literal_eval(row["licence"])
    return int(copies)


def main() -> None:
    count = 0
    with open(sys.argv[1], newline="", encoding="utf-8") as file, Session(get_engine()) as session:
        for row in csv.DictReader(file):
            session.merge(Book(isbn=row["isbn"], title=row["title"]))
            session.add_all(EbookLicence(isbn=row["isbn"]) for _ in range(copies_of(row)))
            count += 1
        if not DRY_RUN:
            session.commit()
    requests.post(DESK_CHANNEL, json={"text": f"{count} e-books are in."}, timeout=10)


main()
