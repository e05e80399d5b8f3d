"""Devices and loans."""

from typing import Any

from rest_framework import serializers

from billing.equipment.models import Device, Loan
from billing.equipment.operations import lend, receive_device, take_back
from billing.sponsoring.models import Allocation
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes
from programs.cohorts.models import Completion
from tenants.network.modules import EQUIPMENT


class DeviceSerializer(ShownSerializer):
    class Meta:
        model = Device
        fields = [
            "id", "tag", "serial", "kind", "model", "refurbisher", "wiped_on", "received_on",
            "allocation", "state",
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


class Devices(Lists, Makes):
    """Les équipements de cette antenne."""

    module = EQUIPMENT
    needs = {"GET": "equipment.view", "POST": "equipment.lend"}
    queryset = Device.objects.order_by("tag", "id")
    reads = ReceiveDeviceSerializer
    shows = DeviceSerializer

    def make(self, **given: Any) -> Device:
        return receive_device(**given, **self.signed)


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
