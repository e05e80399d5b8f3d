"""Hash every ticket again, in each antenne that has a till; an error when something has changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.counter.verify import verify_tills
from kit.antennes import each_antenne


class Command(BaseCommand):
    help = "Vérifie la chaîne de chaque caisse et nomme le premier ticket qui n’est pas bon."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--antenne", default="", help="code d’une antenne ; toutes sans lui")
        parser.add_argument("--till", default="", help="code d’une caisse ; toutes sans lui")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = visited = tills = 0
        for antenne in each_antenne():
            if options["antenne"] and antenne.code != options["antenne"]:
                continue
            visited += 1
            for finding in verify_tills(options["till"]):
                tills += 1
                wrong += len(finding.wrong)
                said = " ".join(finding.wrong) or "rien n’a changé."
                self.stdout.write(
                    f"{antenne.name}, caisse {finding.till} : {finding.tickets} tickets, {said}"
                )
        if not visited:
            raise CommandError(f"Antenne inconnue : {options['antenne']}")
        if options["till"] and not tills:
            raise CommandError(f"Caisse inconnue : {options['till']}")
        if wrong:
            raise CommandError(f"{wrong} anomalie(s) : ne vendez plus sur ces caisses avant d’avoir compris.")
