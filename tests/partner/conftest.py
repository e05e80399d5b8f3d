"""Flore reads for her foundation, which funds Grenoble; Otto reads for another, which funds Lyon."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from world import PASSWORD, SPONSOR_ID

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, ImpactReport
from hub.partner.compose import content_of
from hub.rollup.measures import MEASURES
from hub.rollup.models import Figure
from kit.antennes import NATIONAL, at, inside
from programs.catalogue.models import TemplateVersion
from programs.catalogue.operations import LevelDraft, draft_template, draft_version, publish
from tenants.network.models import User
from tenants.network.operations import join

NOW = datetime(2023, 2, 1, 9, 0, tzinfo=UTC)
TODAY = date(2023, 2, 1)
LEVELS = [
    LevelDraft("beginner", 32, 0, 39),
    LevelDraft("intermediate", 24, 40, 69),
    LevelDraft("advanced", 16, 70, 100),
]


@dataclass
class Portal:
    """What the tests of the sponsors' site play with."""

    world: Any
    version: TemplateVersion
    template: Any
    flore: User
    otto: User
    agreements: dict[str, Agreement]

    @property
    def paul(self) -> User:
        return self.world.person("partnerships@reseau.example")

    def count(
        self, code: str = "grenoble", month: date = date(2022, 3, 1), *, n: dict | None = None, **people: int
    ):
        """Write what the antenne counts of a month."""
        antenne = getattr(self.world, code)
        with inside(antenne):
            for measure, value in people.items():
                version = (
                    None if MEASURES[measure].definition.endswith("sans programme.") else self.version.pk
                )
                Figure.objects.update_or_create(
                    antenne=antenne, month=month, measure=measure, version_id=version, level="",
                    defaults={
                        "value": value, "n": (n or {}).get(measure), "definition": 1, "computed_at": NOW,
                    },
                )  # fmt: skip

    def prepare(
        self, whose: str = "flore", *, until: date = date(2022, 12, 31), words: str = ""
    ) -> ImpactReport:
        agreement = self.agreements[whose]
        with at(NATIONAL):
            content = content_of(agreement, until=until, words=words, edition=agreement.reports.count() + 1)
            return operations.prepare_report(
                agreement, until=until, words=words, content=content, by=self.paul, now=NOW, today=TODAY
            )

    def publish(self, report: ImpactReport) -> ImpactReport:
        with at(NATIONAL):
            content = content_of(
                report.agreement, until=report.until, words=report.words, edition=report.edition
            )
            return operations.publish_report(report, content=content, by=self.world.alex, now=NOW)

    def edition(self, whose: str = "flore", **about: Any) -> ImpactReport:
        return self.publish(self.prepare(whose, **about))


@pytest.fixture
def portal(world) -> Portal:
    return build(world)


@pytest.fixture
def committed_portal(committed) -> Portal:
    return build(committed)


def build(world) -> Portal:
    paul = world.person("partnerships@reseau.example")
    with at(NATIONAL):
        template = draft_template(
            code="emploi", name="Trouver un emploi", theme="employment", partner=None, by=world.nadia, now=NOW
        )
        draft = draft_version(template, title="Trouver un emploi", levels=LEVELS, by=world.nadia, now=NOW)
        version = publish(draft, by=world.alex, now=NOW)
        otto = User.objects.filter(email="otto@partenaires.example").first()
        agreements = {}
        for whose, name, antenne, pk in (
            ("flore", "Fondation de Flore", world.grenoble, SPONSOR_ID), ("otto", "Entreprise d’Otto", world.lyon, None),
        ):  # fmt: skip
            fields = {"id": pk} if pk else {}
            sponsor = operations.register_sponsor(name=name, by=paul, now=NOW, **fields)
            if whose == "otto" and otto is None:
                otto = User.objects.create_user("otto@partenaires.example", PASSWORD, name="Otto Mécène")
                join(otto, role="reader", sponsor_id=sponsor.pk, start=date(2021, 1, 1), by=None, now=NOW)
            agreements[whose] = signed(world, sponsor, f"2022-{whose}", by=paul)
            give(world, agreements[whose], antenne, template, by=paul)
    flore = world.person("fondation@partenaires.example")
    return Portal(world, version, template, flore, otto, agreements)


def signed(world, sponsor, reference, *, by, year=2022, places=100):
    """Signed whatever the way to a signature is: this room only reads it."""
    return Agreement.objects.create(
        sponsor=sponsor, reference=reference, title=f"Emploi, {sponsor.name}", kind=Agreement.Kind.GIFT,
        amount_cents=1_500_000, places=places, devices=100, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
        state=Agreement.State.RUNNING, drafted_at=NOW, signed_at=NOW,
    )  # fmt: skip


def give(world, agreement, antenne, template, *, by, places=50, devices=40):
    from billing.sponsoring.models import Allocation

    return Allocation.objects.create(
        agreement=agreement, antenne=antenne, template=template, places=places, devices=devices,
        amount_cents=500_000, allocated_on=date(2022, 1, 3), reference=agreement.reference,
        starts_on=agreement.starts_on, ends_on=agreement.ends_on,
    )  # fmt: skip
