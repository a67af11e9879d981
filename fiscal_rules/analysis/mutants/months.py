"""Days moved by months, as a mistake in a date would."""

from __future__ import annotations

from datetime import date

BY_A_MONTH = (-1, 1)


def moved(day: date, months: int) -> date:
    """Move a day to the first of a month before or after; the first of all days stays.

    >>> moved(date(2020, 12, 31), 1)
    datetime.date(2021, 1, 1)
    """
    if day == date.min:
        return day
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
