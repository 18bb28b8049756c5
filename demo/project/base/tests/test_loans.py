from datetime import date

import pytest

from lending.loans import due_on


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 9, 1), date(2025, 9, 29)),
        (date(2025, 9, 7), date(2025, 10, 6)),
    ],
)
def test_a_loan_never_ends_on_a_sunday(start: date, end: date) -> None:
    assert due_on(start, 28) == end
