"""Is an export of an antenne whole? Each table against the manifest: how many rows, which SHA-256."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.builder import exports


class Command(BaseCommand):
    help = "Compare un export d’antenne à son manifeste : lignes et empreinte de chaque table."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", help="le fichier .zip")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        problems = exports.check(path)
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{path.name} n’est pas entier : {len(problems)} anomalie(s).")
        self.stdout.write(f"{path.name} est entier.")
