#!/usr/bin/env python
"""Takes books over from a CSV file of the old system: `scripts/import_books.py FILE`."""

import csv
import sys

from sqlalchemy.orm import Session

from lending.database import get_engine
from lending.models import Book


def main(path: str) -> None:
    with open(path, newline="", encoding="utf-8") as file, Session(get_engine()) as session:
        for row in csv.DictReader(file):
            session.merge(Book(isbn=row["isbn"], title=row["title"]))
        session.commit()


if __name__ == "__main__":
    main(sys.argv[1])
