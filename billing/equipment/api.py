"""Devices and loans."""

from typing import Any

from rest_framework import serializers

from billing.equipment import operations
from billing.equipment.models import Device, Loan
from billing.equipment.operations.loans import MOST_MONTHS
from billing.equipment.operations.moves import BY_HAND
from billing.sponsoring.models import Allocation
from kit.api.fields import Day, Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.cohorts.models import Completion
from tenants.network.modules import EQUIPMENT


class DeviceSerializer(ShownSerializer):
    class Meta:
        model = Device
        fields = [
            "id", "tag", "serial", "kind", "model", "grade", "refurbisher", "origin", "wiped_on",
            "wipe_certificate", "received_on", "allocation", "state",
        ]  # fmt: skip


class ReceiveDeviceSerializer(serializers.ModelSerializer):
    wiped_on = Day()
    received_on = Day()
    allocation = RelatedId(
        queryset=lambda request: Allocation.objects.filter(antenne=request.place.antenne),
        allow_null=True,
        default=None,
    )

    class Meta:
        model = Device
        fields = ["tag", "serial", "kind", "model", "refurbisher", "wiped_on", "received_on", "allocation"]


_DEVICES = Device.objects.order_by("tag", "id")


class Devices(Lists, Makes):
    """Les équipements de cette antenne."""

    module = EQUIPMENT
    needs = {"GET": "equipment.view", "POST": "equipment.receive"}
    queryset = _DEVICES
    reads = ReceiveDeviceSerializer
    shows = DeviceSerializer

    def make(self, **given: Any) -> Device:
        return operations.receive_device(**given, **self.signed)


class OneDevice(Shows):
    """Un équipement."""

    module = EQUIPMENT
    needs = {"GET": "equipment.view"}
    queryset = _DEVICES
    shows = DeviceSerializer


class MoveDeviceSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=[(state.value, state.label) for state in BY_HAND])
    reason = Reason(default="")


class MoveDevice(Acts):
    """Changer l’état d’un équipement à la main, avec le motif."""

    module = EQUIPMENT
    needs = {"POST": "equipment.move"}
    queryset = _DEVICES
    reads = MoveDeviceSerializer
    shows = DeviceSerializer

    def act(self, thing: Any, **given: Any) -> Device:
        return operations.move_device(
            thing, to=given["state"], reason=given["reason"], **self.signed, today=self.today
        )


class WipeDeviceSerializer(serializers.Serializer):
    wiped_on = Day()
    certificate = serializers.CharField(max_length=80)


class WipeDevice(Acts):
    """Noter le certificat d’effacement d’un équipement."""

    module = EQUIPMENT
    needs = {"POST": "equipment.move"}
    queryset = _DEVICES
    reads = WipeDeviceSerializer
    shows = DeviceSerializer

    def act(self, thing: Any, **given: Any) -> Device:
        return operations.note_wipe(
            thing, on=given["wiped_on"], certificate=given["certificate"], **self.signed, today=self.today
        )


class LoanSerializer(ShownSerializer):
    class Meta:
        model = Loan
        fields = [
            "id", "device", "completion", "reason", "beneficiary", "starts_on", "due_on",
            "option_price_cents", "option_from", "option_until", "state", "lent_at", "returned_at",
            "returned_as", "converted_at", "loss", "loss_reason", "loss_noted_at", "written_off_at",
        ]  # fmt: skip


class LendSerializer(serializers.Serializer):
    completion = RelatedId(queryset=Completion.objects.select_related("enrolment__cohort"))
    device = RelatedId(queryset=Device.objects.all())


_LOANS = Loan.objects.order_by("due_on", "id")


class Loans(Lists, Makes):
    """Les prêts, le premier à rendre d’abord."""

    module = EQUIPMENT
    needs = {"GET": "equipment.view", "POST": "equipment.lend"}
    queryset = _LOANS
    reads = LendSerializer
    shows = LoanSerializer
    once = True

    def make(self, **given: Any) -> Loan:
        return operations.lend(**given, **self.signed, today=self.today)


class OneLoan(Shows):
    """Un prêt."""

    module = EQUIPMENT
    needs = {"GET": "equipment.view"}
    queryset = _LOANS
    shows = LoanSerializer


class _ActsOnLoan(Acts):
    module = EQUIPMENT
    needs = {"POST": "equipment.lend"}
    queryset = _LOANS
    shows = LoanSerializer


class ReturnLoanSerializer(serializers.Serializer):
    seen = serializers.CharField(max_length=300, allow_blank=True, default="")


class ReturnLoan(_ActsOnLoan):
    """Noter le retour d’un équipement prêté, et l’état constaté."""

    reads = ReturnLoanSerializer

    def act(self, thing: Any, **given: Any) -> Loan:
        return operations.take_back(thing, **given, **self.signed)


class ExtendLoanSerializer(serializers.Serializer):
    months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS)
    reason = Reason()


class ExtendLoan(_ActsOnLoan):
    """Prolonger un prêt de quelques mois, avec le motif."""

    reads = ExtendLoanSerializer

    def act(self, thing: Any, **given: Any) -> Loan:
        return operations.extend(thing, **given, **self.signed, today=self.today)


class LossSerializer(serializers.Serializer):
    loss = serializers.ChoiceField(Loan.Loss.choices)
    reason = Reason()


class NoteLoss(_ActsOnLoan):
    """Noter qu’un équipement prêté est perdu ou volé ; une deuxième personne confirme."""

    reads = LossSerializer

    def act(self, thing: Any, **given: Any) -> Loan:
        return operations.note_loss(thing, **given, **self.signed)


class WriteOffLoan(_ActsOnLoan):
    """Confirmer la perte qu’une autre personne a notée : le prêt est fini."""

    needs = {"POST": "equipment.write_off"}

    def act(self, thing: Any, **given: Any) -> Loan:
        return operations.write_off(thing, **self.signed, today=self.today)
