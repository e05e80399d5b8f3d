"""Ask the rail for its events, and take those that never came."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from billing.sponsoring.operations import webhooks
from kit.antennes import WORKER, at
from kit.refusals import Refused


class Command(BaseCommand):
    help = "Demande à Stripe ses messages et prend ceux qui manquent (trente jours au plus)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--since", default="", help="depuis ce jour (AAAA-MM-JJ) ; trente jours sans lui")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            with at(WORKER):
                done = webhooks.replay(since=_moment(options["since"], now), now=now)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{done.told} message(s) chez Stripe, {done.taken} pris.")
        if done.failed:
            raise CommandError("\n".join(done.failed))


def _moment(said: str, now: datetime) -> datetime:
    if not said:
        return now - webhooks.KEPT
    day = parse_date(said)
    if day is None:
        raise CommandError("--since est un jour, comme 2026-11-28.")
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
