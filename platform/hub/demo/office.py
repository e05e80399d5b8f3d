"""The national office's part: programmes, the partner's two names, the sponsor's €15,000."""

from datetime import UTC, date, datetime
from typing import Any

from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Agreement, Allocation, Payment
from billing.sponsoring.operations.invoices import issue_call
from billing.sponsoring.operations.payments import note_payment
from billing.sponsoring.operations.receipts import issue_receipt
from billing.sponsoring.parts import Due
from billing.tariffs import starting as prices
from billing.tariffs.models import Product
from billing.tariffs.operations import Amounts, draft_list
from hub.demo import grids
from hub.demo.cast import SPONSOR_READER
from kit.antennes import NATIONAL, at
from programs.catalogue.models import Partner, ProgrammeTemplate, TemplateVersion, Theme
from programs.catalogue.operations import (
    ModuleDraft,
    add_partner,
    draft_survey,
    draft_template,
    draft_version,
    name_partner,
    publish,
    publish_survey,
)
from programs.catalogue.queries import as_texts, text_of
from programs.catalogue.starting import employment, survey
from programs.catalogue.starting.programmes import BY_THEME, starting_text
from tenants.network.models import User

WRITTEN = datetime(2021, 11, 15, 10, 0, tzinfo=UTC)
RECEIVED = datetime(2021, 12, 6, 10, 0, tzinfo=UTC)
EMPLOYMENT = employment.CODE


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
        grids.written()
        first_survey = draft_survey(title=survey.TITLE, questions=survey.QUESTIONS, by=nadia, now=WRITTEN)
        publish_survey(first_survey, by=alex, now=WRITTEN)
        with_partner = {Theme.EMPLOYMENT: _employment_service(nadia)}
        written = {
            theme: _write(theme, with_partner.get(theme), nadia, alex) for theme in BY_THEME
        }  # fmt: skip
        first = as_texts().get(template=written[Theme.EMPLOYMENT])
        text = text_of(first)
        text["modules"] = [*text["modules"], ModuleDraft(
            "Passer un entretien en visio", 120, "Communication et collaboration : interagir",
        )]  # fmt: skip
        draft_version(first.template, **text, by=alex, now=datetime(2026, 9, 7, 8, 0, tzinfo=UTC))
    return written[Theme.EMPLOYMENT]


def write_prices(today: date) -> None:
    """The solidarity catalogue, in force since last year, and a change that waits for a second person."""
    nadia, fanny = user("nadia@reseau.example"), user("finance@reseau.example")
    now = datetime(today.year - 1, 1, 4, 9, 0, tzinfo=UTC)
    with at(NATIONAL):
        if Product.objects.exists():
            return
        prices.write(drafted_by=nadia, published_by=fanny, now=now, day=date(today.year - 1, 1, 1))
        plan = Product.objects.get(sku="forfait-mois")
        draft_list(
            name=f"Forfaits {today.year + 1}", first=date(today.year + 1, 1, 1),
            lines={plan: Amounts(700, 1599)}, by=nadia, now=now,
        )  # fmt: skip


def _employment_service(nadia: User) -> Partner:
    partner = add_partner(code="service-public-de-l-emploi", by=nadia, now=WRITTEN)
    change = date(2024, 1, 1)
    name_partner(partner, name="Pôle emploi", start=None, end=change, by=nadia, now=WRITTEN)
    name_partner(partner, name="France Travail", start=change, end=None, by=nadia, now=WRITTEN)
    return partner


def _write(theme: Theme, partner: Partner | None, nadia: User, alex: User) -> ProgrammeTemplate:
    start = BY_THEME[theme]
    template = draft_template(
        code=start.CODE, name=start.TEXT["title"], theme=theme, partner=partner, by=nadia, now=WRITTEN
    )
    version = draft_version(template, **starting_text(theme, template), by=nadia, now=WRITTEN)
    publish(version, by=alex, now=WRITTEN)
    return template


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
        sponsor = sponsoring.register_sponsor(
            name="Fondation Passerelle (exemple)", legal_form="Fondation reconnue d’utilité publique",
            siren="999000011", address="3 rue Inventée\n38000 Grenoble", contact_name="Flore Exemple",
            email="fondation@partenaires.example", by=paul, now=WRITTEN,
        )  # fmt: skip
        agreement = sponsoring.draft_agreement(
            sponsor, reference="2022-001", title="Trouver un emploi grâce au numérique, Grenoble 2022",
            kind=Agreement.Kind.GIFT, amount_cents=1_500_000, places=100, devices=100,
            starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31),
            instalments=[Due(RECEIVED.date(), 1_500_000)], by=paul, now=WRITTEN,
        )  # fmt: skip
        sponsoring.propose_agreement(agreement, by=paul, now=WRITTEN)
        sponsoring.sign_agreement(agreement, by=paul, now=WRITTEN)
        _receive(agreement)
        return sponsoring.allocate(
            agreement, antenne=grenoble, template=template, places=100, devices=100, amount_cents=1_500_000,
            by=paul, now=RECEIVED, on=date(2022, 1, 3),
        )  # fmt: skip


def _receive(agreement: Agreement) -> None:
    """A gift is called for, paid, receipted, and only then allocated."""
    fanny, day = user("finance@reseau.example"), RECEIVED.date()
    signed: dict[str, Any] = {"by": fanny, "now": RECEIVED, "today": day}
    call = issue_call(
        agreement, amount_cents=agreement.amount_cents, due_on=day, instalment=agreement.instalments.get(),
        **signed,
    )  # fmt: skip
    payment = note_payment(
        rail=Payment.Rail.TRANSFER, reference="DEMO-2021-0001", amount_cents=agreement.amount_cents,
        received_on=day, invoice=call, **signed,
    )  # fmt: skip
    issue_receipt(payment, **signed)


def sponsor_account() -> None:
    """The foundation's own reader."""
    from billing.sponsoring.models import Sponsor
    from hub.demo.accounts import account

    with at(NATIONAL):
        email, name = SPONSOR_READER
        account(email, name, "reader", sponsor_id=Sponsor.objects.get(name__startswith="Fondation").pk)
