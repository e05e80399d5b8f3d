"""Devices and loans."""

from billing.equipment import operations as equipment
from billing.equipment.models import Device, Loan
from programs.cohorts.models import (
    Completion,
)
from stream.base import Base, step
from tenants.welcome.models import Referral


class Devices(Base):
    @step(6)
    def device_received(self) -> None:
        number = f"{self.antenne.code}-{self.next()}"
        equipment.receive_device(
            tag=number, serial=f"S-{number}", model="Portable", refurbisher="Atelier",
            received_on=self.world.today, wiped_on=self.world.today, wipe_certificate="EFF",
            price_class=self.stream.products["device"], allocation=self.allocation(devices__gte=1), **self.by(),
        )  # fmt: skip

    @step(2)
    def device_put_in_class(self) -> None:
        equipment.put_in_class(self.pick(Device, state="available"), **self.signed())

    @step(1)
    def device_out_of_class(self) -> None:
        equipment.make_available(self.pick(Device, state="in_class"), **self.signed())

    @step(2)
    def device_wiped(self) -> None:
        device = equipment.note_wipe(
            self.pick(Device, state="returned"), on=self.world.today, certificate="EFF", **self.signed()
        )
        equipment.make_available(device, **self.signed())

    @step(5)
    def lent(self) -> None:
        completion = self.pick(Completion, enrolment__state="completed", loan__isnull=True)
        equipment.lend(completion, device=self._device(), **self.signed())

    @step(2)
    def lent_by_decision(self) -> None:
        person = self.pick(Referral, beneficiary__isnull=False).beneficiary
        equipment.lend_by_decision(
            person, device=self._device(), months=self.dice.randint(1, 4), option_price_cents=3000,
            reason="Urgence", **self.signed("manager"),
        )  # fmt: skip

    def _device(self) -> Device:
        return self.pick(Device, state__in=["available", "in_class"])

    @step(3)
    def given_back(self) -> None:
        equipment.take_back(self._loan(), **self.by())

    @step(1)
    def loan_extended(self) -> None:
        equipment.extend(
            self._loan(), months=self.dice.randint(1, 4), reason="Emploi trouvé", **self.signed("manager")
        )

    @step(1)
    def loss_noted(self) -> None:
        equipment.note_loss(
            self.pick(Loan, state="running", loss=""), loss="lost", reason="Perdu dans le train", **self.by()
        )

    @step(1)
    def written_off(self) -> None:
        loan = self.pick(Loan, state="running", loss="lost")
        equipment.write_off(loan, **self.signed("manager"))

    def _loan(self) -> Loan:
        return self.pick(Loan, state="running")
