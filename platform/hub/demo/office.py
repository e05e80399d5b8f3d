"""The national office's part: programmes, the partner's two names, the sponsor's €15,000."""

from datetime import UTC, date, datetime
from typing import Any

from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Agreement, Allocation
from hub.demo import grids
from hub.demo.cast import SPONSOR_READER
from kit.antennes import NATIONAL, at
from programs.catalogue.models import ProgrammeTemplate, Survey, TemplateVersion, Theme
from programs.catalogue.operations import (
    LevelDraft,
    ModuleDraft,
    add_partner,
    draft_survey,
    draft_template,
    draft_version,
    name_partner,
    publish,
    publish_survey,
)
from programs.catalogue.starting import survey
from tenants.network.models import User

WRITTEN = datetime(2021, 11, 15, 10, 0, tzinfo=UTC)
EMPLOYMENT = "trouver-un-emploi"
LEVELS = [
    LevelDraft("beginner", 32, 0, 39),
    LevelDraft("intermediate", 24, 40, 69),
    LevelDraft("advanced", 16, 70, 100),
]
_SHORTER = [
    LevelDraft("beginner", 12, 0, 49),
    LevelDraft("intermediate", 8, 50, 79),
    LevelDraft("advanced", 4, 80, 100),
]
_EMPLOYMENT_MODULES = [
    ModuleDraft("Allumer, cliquer, écrire", 240, "Environnement numérique"),
    ModuleDraft("Sa boîte mail", 240, "Communication et collaboration"),
    ModuleDraft("Chercher une offre en ligne", 240, "Informations et données"),
    ModuleDraft("Créer et envoyer son CV", 360, "Création de contenus"),
    ModuleDraft("Son espace en ligne du service de l’emploi", 360, "Informations et données"),
    ModuleDraft("Postuler et répondre", 240, "Communication et collaboration"),
    ModuleDraft("Se protéger", 240, "Protection et sécurité"),
]
_OTHERS = [
    ("ma-sante-en-ligne", "Ma santé en ligne", Theme.HEALTH,
     ["Prendre un rendez-vous", "Mon espace santé", "Reconnaître une bonne information"]),
    ("suivre-l-ecole", "Suivre l’école de mes enfants", Theme.SCHOOLING,
     ["Le carnet en ligne", "Écrire à l’école", "La cantine et les bourses"]),
    ("se-deplacer", "Se déplacer avec son téléphone", Theme.TRANSPORT,
     ["Trouver son chemin", "Acheter un billet", "Les tarifs solidaires"]),
    ("les-bases", "Les bases du numérique", Theme.BASICS,
     ["Découvrir le téléphone", "Écrire un message", "Se protéger"]),
]  # fmt: skip


def user(email: str) -> User:
    with at(NATIONAL):
        return User.objects.get(email=email)


def write_programmes() -> ProgrammeTemplate:
    """The five programmes, published; for employment a second version waits for a second person."""
    nadia, alex = user("nadia@reseau.example"), user("admin@reseau.example")
    with at(NATIONAL):
        done = ProgrammeTemplate.objects.filter(code=EMPLOYMENT).first()
        if done is not None:
            return done
        partner = add_partner(code="service-public-de-l-emploi", by=nadia, now=WRITTEN)
        change = date(2024, 1, 1)
        name_partner(partner, name="Pôle emploi", start=None, end=change, by=nadia, now=WRITTEN)
        name_partner(partner, name="France Travail", start=change, end=None, by=nadia, now=WRITTEN)
        publish_survey(_draft_survey(nadia), by=alex, now=WRITTEN)
        for code, name, theme, titles in _OTHERS:
            _write(code, name, theme, None, _SHORTER, [ModuleDraft(t, 120) for t in titles], nadia, alex)
        employment = _write(
            EMPLOYMENT, "Trouver un emploi grâce au numérique", Theme.EMPLOYMENT, partner, LEVELS,
            _EMPLOYMENT_MODULES, nadia, alex,
        )  # fmt: skip
        draft_version(
            employment, title=employment.name, levels=LEVELS,
            modules=[*_EMPLOYMENT_MODULES, ModuleDraft("Passer un entretien en visio", 120, "Communication")],
            loan_months=6, option_price_cents=5000, survey=_survey(), grid=grids.written(), by=alex,
            now=datetime(2026, 9, 7, 8, 0, tzinfo=UTC),
        )  # fmt: skip
    return employment


def _write(
    code: str, name: str, theme: str, partner: Any, levels: list[LevelDraft], modules: list[ModuleDraft],
    nadia: User, alex: User,
) -> ProgrammeTemplate:  # fmt: skip
    template = draft_template(code=code, name=name, theme=theme, partner=partner, by=nadia, now=WRITTEN)
    version = draft_version(
        template, title=name, levels=levels, modules=modules, option_price_cents=5000, survey=_survey(),
        grid=grids.written(), by=nadia, now=WRITTEN,
    )  # fmt: skip
    publish(version, by=alex, now=WRITTEN)
    return template


def _draft_survey(nadia: User) -> Survey:
    return draft_survey(title=survey.TITLE, questions=survey.QUESTIONS, by=nadia, now=WRITTEN)


def _survey() -> Survey:
    return Survey.objects.get(state=Survey.State.PUBLISHED)


def published(template: ProgrammeTemplate) -> TemplateVersion:
    with at(NATIONAL):
        return TemplateVersion.objects.published().get(template=template)


def fund(template: ProgrammeTemplate, grenoble: Any) -> Allocation:
    """€15,000 of a foundation for 100 places and about 100 computers at Grenoble in 2022."""
    paul = user("partnerships@reseau.example")
    with at(NATIONAL):
        done = Allocation.objects.filter(antenne=grenoble).first()
        if done is not None:
            return done
        sponsor = sponsoring.register_sponsor(name="Fondation Passerelle (exemple)", by=paul, now=WRITTEN)
        agreement = sponsoring.draft_agreement(
            sponsor, reference="2022-001", title="Trouver un emploi grâce au numérique, Grenoble 2022",
            kind=Agreement.Kind.GIFT, amount_cents=1_500_000, places=100, devices=100,
            starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31), by=paul, now=WRITTEN,
        )  # fmt: skip
        sponsoring.propose_agreement(agreement, by=paul, now=WRITTEN)
        sponsoring.sign_agreement(agreement, by=paul, now=WRITTEN)
        return sponsoring.allocate(
            agreement, antenne=grenoble, template=template, places=100, devices=100, amount_cents=1_500_000,
            by=paul, now=WRITTEN, on=date(2022, 1, 3),
        )  # fmt: skip


def sponsor_account() -> None:
    """The foundation's own reader."""
    from billing.sponsoring.models import Sponsor
    from hub.demo.accounts import account

    with at(NATIONAL):
        email, name = SPONSOR_READER
        account(email, name, "reader", sponsor_id=Sponsor.objects.get(name__startswith="Fondation").pk)
