"""People and the structures that send them."""

from kit.identifiers import new_id
from stream.base import Base, step
from tenants.welcome import operations as welcome
from tenants.welcome.models import Referral


class People(Base):
    @step(9)
    def referral_received(self) -> None:
        known = self.pick(Referral, beneficiary__isnull=False) if self.chance(0.15) else None
        person = (
            known.beneficiary
            if known
            else welcome.register(
                first_name=f"Prénom{self.next()}", last_name=f"Nom{self.number}", **self.signed()
            )
        )
        structure = self.dice.choice(self.structures)
        welcome.receive_referral(person, prescriber=structure, **self.by())

    @step(2)
    def referral_sent_by_form(self) -> None:
        welcome.receive_from_form(
            ticket=new_id(), structure="CCAS 1", wish="", address=f"192.0.2.{self.next() % 250}",
            first_name=f"Par{self.number}", last_name="Formulaire", now=self.world.now,
        )  # fmt: skip

    @step(3)
    def referral_matched(self) -> None:
        referral = self.pick(Referral, state="received", beneficiary__isnull=True)
        if self.chance(0.7):
            welcome.register_from_referral(referral, **self.signed())
        else:
            person = self.pick(Referral, beneficiary__isnull=False).beneficiary
            welcome.match_referral(referral, beneficiary=person, **self.by())

    @step(9)
    def referral_accepted(self) -> None:
        welcome.accept_referral(
            self.pick(Referral, beneficiary__isnull=False, state__in=Referral.WAITING), **self.signed()
        )

    @step(1.5)
    def referral_refused(self) -> None:
        welcome.refuse_referral(
            self.pick(Referral, state__in=Referral.WAITING), reason="Hors secteur", **self.by()
        )

    @step(1)
    def files_merged(self) -> None:
        keep, away = (self.pick(Referral, beneficiary__isnull=False).beneficiary for _ in range(2))
        welcome.merge(keep, away, **self.by())
