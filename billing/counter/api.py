"""The desk: what is on sale, the till's sessions, sales, reversals, closings."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from billing.counter.models import Closing, Sale, SaleLine, SalePayment, Till, TillSession
from billing.counter.operations import sales, sessions
from billing.counter.queries import devices_on_sale, offer
from billing.equipment.models import Loan
from billing.tariffs.models import Product
from kit.api.fields import RelatedId, ShownSerializer
from kit.api.views import Acts, Endpoint, Lists, Makes, Shows
from tenants.network.modules import SHOP
from tenants.welcome.models import Beneficiary


class OnSaleSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="product.pk")
    sku = serializers.CharField(source="product.sku")
    name = serializers.CharField(source="product.name")
    kind = serializers.ChoiceField(Product.Kind.choices, source="product.kind")
    group = serializers.CharField(source="product.group")
    solidarity_cents = serializers.IntegerField(source="price.solidarity_cents")
    reference_cents = serializers.IntegerField(source="price.reference_cents")
    vat_percent = serializers.DecimalField(4, 2, source="price.vat_percent")
    stock = serializers.IntegerField(allow_null=True)


class OnSale(Endpoint):
    """Ce qui se vend aujourd’hui dans cette antenne, à son prix du jour."""

    module = SHOP
    needs = {"GET": "counter.view"}
    queryset = Product.objects.none()
    shows = OnSaleSerializer

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        shown = self.shows(offer(self.today), many=True).data
        return Response({"results": shown, "next": None})


class TillSessionSerializer(ShownSerializer):
    class Meta:
        model = TillSession
        fields = [
            "id", "till", "business_day", "training", "state", "opened_by", "opened_at", "float_cents",
            "closed_by", "closed_at", "counted_cents", "expected_cents", "difference_reason",
        ]  # fmt: skip


class OpenTillSerializer(serializers.Serializer):
    till = RelatedId(queryset=Till.objects.all())
    float_cents = serializers.IntegerField(min_value=0, max_value=10_000_000)
    training = serializers.BooleanField(default=False)


class TillSessions(Lists, Makes):
    """Les sessions de caisse, la dernière d’abord ; en ouvrir une."""

    module = SHOP
    needs = {"GET": "counter.view", "POST": "counter.sell"}
    queryset = TillSession.objects.order_by("-opened_at", "-id")
    reads = OpenTillSerializer
    shows = TillSessionSerializer
    once = True

    def make(self, **given: Any) -> TillSession:
        return sessions.open_session(given.pop("till"), **given, **self.signed, today=self.today)


class CountSerializer(serializers.Serializer):
    counted_cents = serializers.IntegerField(min_value=0, max_value=10_000_000)


class CountTill(Acts):
    """Noter le compte des espèces, une seule fois ; l’attendu se lit après."""

    module = SHOP
    needs = {"POST": "counter.sell"}
    queryset = TillSession.objects.order_by("-opened_at", "-id")
    reads = CountSerializer
    shows = TillSessionSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> TillSession:
        return sessions.count_cash(thing, **given, **self.signed)


class CloseTillSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CloseTill(Acts):
    """Clore une caisse comptée ; un écart demande son motif."""

    module = SHOP
    needs = {"POST": "counter.sell"}
    queryset = TillSession.objects.order_by("-opened_at", "-id")
    reads = CloseTillSerializer
    shows = TillSessionSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> TillSession:
        return sessions.close_session(thing, **given, **self.signed)


class SaleLineSerializer(ShownSerializer):
    serial = serializers.CharField(source="item.serial", default=None)

    class Meta:
        model = SaleLine
        fields = [
            "position", "product", "label", "quantity", "unit_cents", "reference_cents", "vat_percent",
            "gross_cents", "net_cents", "vat_cents", "serial", "device",
        ]  # fmt: skip


class SalePaymentSerializer(ShownSerializer):
    class Meta:
        model = SalePayment
        fields = ["position", "method", "amount_cents", "tendered_cents", "reference"]


class SaleSerializer(ShownSerializer):
    lines = SaleLineSerializer(many=True)
    payments = SalePaymentSerializer(many=True)

    class Meta:
        model = Sale
        fields = [
            "id", "till", "session", "training", "number", "kind", "business_day", "sold_at", "sold_by",
            "beneficiary", "reverses", "reason", "total_cents", "hash", "lines", "payments",
        ]  # fmt: skip


class WantedSerializer(serializers.Serializer):
    product = RelatedId(queryset=Product.objects.all())
    quantity = serializers.IntegerField(min_value=1, max_value=sales.MOST_OF_ONE, default=1)
    serial = serializers.CharField(max_length=40, allow_blank=True, default="")
    device = RelatedId(queryset=devices_on_sale(), allow_null=True, default=None)
    loan = RelatedId(
        queryset=Loan.objects.select_related("device__price_class"), allow_null=True, default=None,
        help_text="Un prêt, acheté au prix promis ; le produit est alors la classe de prix de l’appareil.",
    )  # fmt: skip


class PaidSerializer(serializers.Serializer):
    method = serializers.ChoiceField(SalePayment.Method.choices)
    amount_cents = serializers.IntegerField(min_value=1, max_value=10_000_000)
    tendered_cents = serializers.IntegerField(
        min_value=1, max_value=10_000_000, allow_null=True, default=None
    )
    reference = serializers.CharField(max_length=60, allow_blank=True, default="")


class SellSerializer(serializers.Serializer):
    session = RelatedId(queryset=TillSession.objects.all())
    beneficiary = RelatedId(queryset=Beneficiary.objects.all())
    lines = WantedSerializer(many=True, max_length=50)  # type: ignore[call-arg]
    payments = PaidSerializer(many=True, max_length=10)  # type: ignore[call-arg]


def _wanted(line: dict[str, Any]) -> sales.Wanted:
    return sales.Wanted.promised(line["loan"]) if line["loan"] else sales.Wanted(**line)


_SALES = Sale.objects.prefetch_related("lines__item", "payments").order_by("-sold_at", "-id")


class Sales(Lists, Makes):
    """Les tickets, le dernier d’abord ; vendre."""

    module = SHOP
    needs = {"GET": "counter.view", "POST": "counter.sell"}
    queryset = _SALES
    reads = SellSerializer
    shows = SaleSerializer
    once = True

    def make(self, **given: Any) -> Sale:
        return sales.sell(
            given["session"], person=given["beneficiary"],
            wanted=[_wanted(line) for line in given["lines"]],
            payments=[sales.Paid(**paid) for paid in given["payments"]], **self.signed, today=self.today,
        )  # fmt: skip


class OneSale(Shows):
    """Un ticket."""

    module = SHOP
    needs = {"GET": "counter.view"}
    queryset = _SALES
    shows = SaleSerializer


class ReverseSaleSerializer(serializers.Serializer):
    session = RelatedId(queryset=TillSession.objects.all())
    reason = serializers.CharField(max_length=300)


class ReverseSale(Acts):
    """Annuler un ticket, par une autre personne ; la réponse est le ticket négatif."""

    module = SHOP
    needs = {"POST": "counter.reverse"}
    queryset = _SALES
    reads = ReverseSaleSerializer
    shows = SaleSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Sale:
        return sales.reverse(thing, **given, **self.signed, today=self.today)


class ClosingSerializer(ShownSerializer):
    class Meta:
        model = Closing
        fields = [
            "id", "till", "kind", "period", "first_number", "last_number", "gross_cents", "by_vat",
            "by_method", "perpetual_cents", "head", "signature", "closed_at",
        ]  # fmt: skip


class Closings(Lists):
    """Les clôtures signées, la dernière d’abord."""

    module = SHOP
    needs = {"GET": "counter.control"}
    queryset = Closing.objects.order_by("-closed_at", "-id")
    shows = ClosingSerializer
