"""Money is integer cents; a float never meets a price."""

from decimal import ROUND_HALF_UP, Decimal


def round_half_up(amount: Decimal) -> int:
    """Round to a whole number of cents, halves away from zero (the way of French invoices)."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share_of(amount_cents: int, *, part: int, whole: int) -> int:
    """The cents of `amount_cents` that go to `part` of `whole`; ZeroDivisionError for an empty whole."""
    return round_half_up(Decimal(amount_cents) * part / Decimal(whole))


def split_vat(gross_cents: int, *, rate_percent: Decimal) -> tuple[int, int]:
    """(net, VAT) in cents of a price that includes VAT; the two always add up to the price."""
    net = round_half_up(Decimal(gross_cents) * 100 / (100 + rate_percent))
    return net, gross_cents - net
