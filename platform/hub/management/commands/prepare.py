"""Roles, migrations and rights for the whole network, with the owner's credentials."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from hub import grants
from kit.antennes import roles, schemas
from tenants.network.models import Antenne


class Command(BaseCommand):
    help = "Crée les rôles, applique les migrations partout et donne les droits (compte propriétaire)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--demo", action="store_true", help="ouvre ensuite le réseau de démonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAILLON_OWNER:
            raise CommandError("Cette commande change les schémas : lancez-la avec MAILLON_OWNER=1.")
        self.say("Étage commun")
        prepare_shared()
        late = self.migrate_antennes()
        if options["demo"]:
            self.demonstrate()
        if late:
            raise CommandError(f"Pas à jour : {', '.join(late)}. Les autres antennes le sont.")

    def migrate_antennes(self) -> list[str]:
        """Bring each antenne up to date; one that fails does not stop the others."""
        late = []
        for antenne in Antenne.objects.with_schema().order_by("code"):
            try:
                if schemas.bring_up_to_date(antenne.schema_name):
                    self.say(f"Antenne {antenne.name} mise à jour")
            except Error as error:
                late.append(antenne.code)
                self.stderr.write(f"Antenne {antenne.name} : {type(error).__name__}")
        return late

    def demonstrate(self) -> None:
        if not settings.MAILLON_DEMO:
            raise CommandError("Le réseau de démonstration ne s’ouvre pas avec un réglage de production.")
        from hub.demo import network

        network.build(say=self.say)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def prepare_shared() -> None:
    """Roles of the sites, shared tables, and the rights on them."""
    roles.create_site_roles()
    if schemas.behind("public"):
        schemas.migrate_shared()
    grants.apply([antenne.schema_name for antenne in Antenne.objects.with_schema()])
