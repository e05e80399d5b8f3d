"""Short ways to set a scene with sponsors: Paul writes, Fanny and Alex sign, Flore is of the foundation."""

from datetime import date
from typing import Any

from world import SPONSOR_ID

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Sponsor
from billing.sponsoring.papers.texts import text_to_sign
from billing.sponsoring.parts import Due, InReturn
from kit.antennes import NATIONAL, PARTNER, at
from kit.signatures import digest_of

DRAWN = "M10 80L60 20L110 80L160 20L210 80"
TERMS = {
    "title": "Trouver un emploi, Grenoble 2022",
    "kind": Agreement.Kind.GIFT,
    "purpose": "Des parcours de dix places et un ordinateur prêté à chacun.",
    "amount_cents": 1_500_000,
    "places": 100,
    "devices": 100,
    "starts_on": date(2022, 1, 1),
    "ends_on": date(2022, 12, 31),
}
HALVES = [
    Due(date(2022, 2, 1), 1_000_000, "À la signature"),
    Due(date(2022, 9, 1), 500_000, "Sur un bilan de mi-parcours"),
]
PLAQUE = InReturn("Le nom de la fondation sur la salle", 100_000)


def paul(world: Any) -> Any:
    return world.person("partnerships@reseau.example")


def flore(world: Any) -> Any:
    return world.person("fondation@partenaires.example")


def foundation() -> Sponsor:
    """The sponsor whose reader is Flore."""
    found, _ = Sponsor.objects.get_or_create(
        pk=SPONSOR_ID,
        defaults={
            "name": "Fondation Passerelle", "siren": "732829320", "siret": "73282932000074",
            "address": "5 rue du Pont\n75001 Paris", "contact_name": "Flore Fondation",
        },
    )  # fmt: skip
    return found


def draft(world: Any, *, sponsor: Sponsor | None = None, **changes: Any) -> Agreement:
    with at(NATIONAL):
        terms = TERMS | {"instalments": HALVES} | changes
        return operations.draft_agreement(sponsor or foundation(), **terms, by=paul(world), now=world.now)


def proposed(world: Any, **changes: Any) -> Agreement:
    made = draft(world, **changes)
    with at(NATIONAL):
        return operations.propose_agreement(made, by=paul(world), now=world.now)


def network_signs(world: Any, of: Agreement, *, amendment: Any = None, by: Any = None, **changes: Any) -> Any:
    with at(NATIONAL):
        said = {"name": "Fanny Finances", "role": "Directrice financière", "path": DRAWN} | changes
        digest = said.pop("digest", digest_of(text_to_sign(of, amendment)))
        return operations.sign_for_network(
            of, amendment=amendment, **said, digest=digest, by=by or world.fanny, now=world.now
        )


def sponsor_signs(world: Any, of: Agreement, *, amendment: Any = None, by: Any = None, **changes: Any) -> Any:
    """On the sponsors' site, under its own role."""
    with at(PARTNER):
        said = {"name": "Flore Fondation", "role": "Déléguée générale", "path": DRAWN} | changes
        digest = said.pop("digest", digest_of(text_to_sign(of, amendment)))
        return operations.sign_for_sponsor(
            of, amendment=amendment, **said, digest=digest, by=by or flore(world), now=world.now,
            today=world.today,
        )  # fmt: skip


def signed(world: Any, **changes: Any) -> Agreement:
    made = proposed(world, **changes)
    network_signs(world, made)
    sponsor_signs(world, made)
    return again(made)


def again(thing: Any) -> Any:
    with at(NATIONAL):
        return type(thing).objects.get(pk=thing.pk)
