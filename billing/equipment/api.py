"""Devices and loans."""

from typing import Any

from rest_framework import serializers

from billing.equipment.models import Device, Loan
from billing.equipment.operations import lend, move_device, note_wipe, receive_device, take_back
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
        return receive_device(**given, **self.signed)


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
        return move_device(thing, to=given["state"], reason=given["reason"], **self.signed, today=self.today)


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
        return note_wipe(
            thing, on=given["wiped_on"], certificate=given["certificate"], **self.signed, today=self.today
        )


class LoanSerializer(ShownSerializer):
    class Meta:
        model = Loan
        fields = [
            "id", "device", "completion", "beneficiary", "starts_on", "due_on", "option_price_cents",
            "state", "lent_at", "returned_at",
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
        return lend(**given, **self.signed, today=self.today)


class ReturnLoan(Acts):
    """Noter le retour d’un équipement prêté."""

    module = EQUIPMENT
    needs = {"POST": "equipment.lend"}
    queryset = _LOANS
    shows = LoanSerializer

    def act(self, thing: Any, **given: Any) -> Loan:
        return take_back(thing, **self.signed)
