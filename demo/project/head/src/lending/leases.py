from datetime import date, timedelta


class Lease:
    """One copy of an e-book in the hands of one reader. There are many in memory at a time."""

    __slots__ = ("isbn", "reader", "until")

    def __init__(self, isbn: str, reader: str, until: date) -> None:
        self.isbn = isbn
        self.reader = reader
        self.until = until

    def is_over(self, today: date) -> bool:
        return today > self.until

    def extend(self, days: int, today: date) -> None:
        self.until = max(self.until, today) + timedelta(days=days)


class Shelf:
    """The leases of one title, by reader."""

    __slots__ = ("_by_reader", "title")

    def __init__(self, title: str, copies: int) -> None:
        self.title = title
        self.copies = copies
        self._by_reader: dict[str, Lease] = {}

    def add(self, lease: Lease) -> None:
        if len(self._by_reader) >= self.copies:
            raise ValueError(f"all copies of {self.title} are lent")
        self._by_reader[lease.reader] = lease

    def readers(self) -> list[str]:
        return sorted(self._by_reader.keys())

    def ended(self, today: date) -> list[Lease]:
        return [lease for lease in self._by_reader.values() if lease.is_over(today)]
