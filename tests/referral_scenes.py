"""Scenes of the bons d'orientation: what a structure sends, files that were merged, what a page asks."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.welcome.models import Beneficiary, Referral
from tenants.welcome.operations import receive_from_form
from tenants.welcome.referral_links import new_ticket, ticket_id

# The public form as it is filled in.
SENT = {
    "structure": "CCAS d’Échirolles", "sender_name": "Sonia Sociale", "sender_email": "sonia@ccas.example",
    "sender_phone": "04 76 00 00 00", "first_name": "Amina", "last_name": "Benali", "birth_year": "1990",
    "phone": "06 39 98 12 34", "email": "", "language": "ar", "situations": ["job_seeker"],
    "wish": "Utiliser sa boîte mail", "agreed": "on",
}  # fmt: skip


def ticket(place: str = "grenoble") -> str:
    return new_ticket(antenne=place)


def kept(world: Any, number: int = 1, **changes: Any) -> Referral:
    """A referral that came by the form, from the network address of that number."""
    given = {key: value for key, value in SENT.items() if key not in {"agreed", "birth_year"}}
    ours: dict[str, Any] = {
        "ticket": ticket_id(ticket(), antenne="grenoble"), "address": f"192.0.2.{number}", "now": world.now
    }  # fmt: skip
    return receive_from_form(**(ours | given | changes))


def signed(world: Any) -> dict[str, Any]:
    return {"by": world.denis, "now": world.now}


def merged(world: Any, file: Beneficiary, into: Beneficiary) -> None:
    """Make two files one person."""
    Beneficiary.objects.filter(pk=file.pk).update(merged_into=into, merged_at=world.now)
    file.refresh_from_db()


def statements(browser: Any, path: str) -> int:
    """How many statements a page asks, but for the switch of schema."""
    browser.get(path)  # the host is remembered from now on
    with CaptureQueriesContext(connection) as told:
        assert browser.get(path).status_code == 200
    passing = ("SET ", "SAVEPOINT", "RELEASE")
    return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])
