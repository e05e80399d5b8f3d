"""Every figure again, from the source, and what differed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hub.rollup.differences import Difference
from hub.rollup.refresh import rebuild
from kit.antennes import FRONT, at
from tenants.network.models import Antenne


class Command(BaseCommand):
    help = "Recalcule tous les chiffres depuis la source et dit les écarts (aucun, si tout va bien)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("antennes", nargs="*", help="codes des antennes ; toutes sans argument")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for antenne in _antennes(options["antennes"]):
            differences = rebuild(antenne, now=timezone.now())
            total += len(differences)
            self.stdout.write(f"{antenne.name} : {len(differences)} écart(s)")
            for difference in differences:
                self.stdout.write(_line(difference))
        self.stdout.write(f"{total} écart(s) en tout.")


def _antennes(codes: list[str]) -> list[Antenne]:
    with at(FRONT):
        antennes = list(Antenne.objects.with_schema().order_by("code"))
    unknown = set(codes) - {antenne.code for antenne in antennes}
    if unknown:
        raise CommandError(f"Antenne inconnue : {', '.join(sorted(unknown))}")
    return [antenne for antenne in antennes if not codes or antenne.code in codes]


def _line(difference: Difference) -> str:
    where = f"{difference.month:%Y-%m} {difference.measure} {difference.level or '-'}"
    return f"  {where} : {difference.stored} au lieu de {difference.source}"
