"""Legal numbers: one series a kind of paper and year, without a gap, in the order they were taken."""

from datetime import date

from billing.sponsoring.models import LegalNumber


def take_number(prefix: str, *, on: date) -> str:
    """The next number, like "FA-2026-0001": the series' row stays locked until the caller's transaction ends.

    Take it last, just before the row that bears it: what is rolled back gives its number back.
    """
    series = f"{prefix}-{on.year}"
    LegalNumber.objects.bulk_create([LegalNumber(series=series)], ignore_conflicts=True)
    counter = LegalNumber.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}-{counter.last:04}"
