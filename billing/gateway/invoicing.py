"""What an invoice says to Stripe: lines with their VAT, the due moment, and how it may be paid."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from stripe.params import InvoiceAddLinesParamsLine, InvoiceCreateParamsPaymentSettings

from billing.gateway.words import InvoiceLine, Method
from kit.money import round_half_up

COUNTRY = "FR"  # of the virtual IBANs


def lines_with_vat(lines: Iterable[InvoiceLine]) -> list[tuple[InvoiceLine, int]]:
    """Each line with its VAT in cents.

    VAT is rounded once for a rate, on the sum of its lines, as French invoices do; what rounding moves goes
    to the line where it happens, so that the lines add up to the total to the cent.
    """
    net: dict[Decimal, int] = {}
    taxed: list[tuple[InvoiceLine, int]] = []
    for line in lines:
        before = net.get(line.vat_percent, 0)
        net[line.vat_percent] = before + line.net_cents
        until_now = _vat(net[line.vat_percent], line.vat_percent)
        taxed.append((line, until_now - _vat(before, line.vat_percent)))
    return taxed


def _vat(net_cents: int, percent: Decimal) -> int:
    return round_half_up(Decimal(net_cents) * percent / 100)


def total_cents(lines: Iterable[InvoiceLine]) -> int:
    return sum(line.net_cents + vat for line, vat in lines_with_vat(lines))


def line_params(line: InvoiceLine, *, vat_cents: int) -> InvoiceAddLinesParamsLine:
    """We tell Stripe the tax in cents rather than a rate: its rounding is not ours."""
    said: InvoiceAddLinesParamsLine = {"description": line.label, "amount": line.net_cents}
    if line.vat_percent:
        said["tax_amounts"] = [
            {
                "amount": vat_cents,
                "taxable_amount": line.net_cents,
                "tax_rate_data": {
                    "display_name": "TVA",
                    "inclusive": False,
                    "percentage": float(line.vat_percent),  # Stripe's own type; it computes nothing with it
                    "country": COUNTRY,
                    "tax_type": "vat",
                },
            }
        ]
    return said


def payment_settings(methods: Iterable[Method]) -> InvoiceCreateParamsPaymentSettings:
    offered = list(dict.fromkeys(methods))
    said: InvoiceCreateParamsPaymentSettings = {"payment_method_types": [method.value for method in offered]}
    if Method.TRANSFER in offered:
        said["payment_method_options"] = {
            "customer_balance": {
                "funding_type": "bank_transfer",
                "bank_transfer": {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": COUNTRY}},
            }
        }
    return said


def due_moment(day: date) -> int:
    """The last minute of `day` in the network's zone, in seconds since 1970."""
    return int(datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(settings.TIME_ZONE)).timestamp())
