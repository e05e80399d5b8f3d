"""The solidarity catalogue by the API: what is sold, and the lists of prices that two persons make."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response

from billing.tariffs import operations
from billing.tariffs.models import Price, PriceList, PriceListItem, Product
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from tenants.network.models import Antenne

_MOST_CENTS = 10_000_000


class PriceSerializer(ShownSerializer):
    first_day = serializers.DateField()
    last_day = serializers.DateField(allow_null=True, help_text="Vide : jusqu’à nouvel ordre.")

    class Meta:
        model = Price
        fields = [
            "price_list", "antenne", "solidarity_cents", "reference_cents", "vat_percent", "first_day",
            "last_day",
        ]  # fmt: skip


_DETAILS = ["sku", "name", "kind", "supplier", "serial_prefix", "low_stock", "account"]


class ProductSerializer(ShownSerializer):
    group = serializers.CharField(help_text="Le plafond dont il relève.")
    prices = PriceSerializer(
        source="today", many=True, help_text="Ceux d’aujourd’hui : sans `antenne`, partout ; sinon là-bas."
    )

    class Meta:
        model = Product
        fields = ["id", *_DETAILS, "group", "retired_at", "prices"]


class AddProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = _DETAILS
        extra_kwargs = {"low_stock": {"min_value": 0, "max_value": 100_000}}


class _Products:
    """Products with their prices of today."""

    queryset = Product.objects.order_by("kind", "name", "id")
    shows = ProductSerializer

    def get_queryset(self) -> Any:
        current = Price.objects.filter(during__contains=self.today).order_by("antenne", "pk")  # type: ignore[attr-defined]
        return self.queryset.prefetch_related(Prefetch("prices", queryset=current, to_attr="today"))


class Products(_Products, Lists, Makes):
    """Le catalogue solidaire, avec les prix d’aujourd’hui ; y ajouter un produit."""

    needs = {"GET": "tariffs.view", "POST": "tariffs.write"}
    reads = AddProductSerializer
    once = True

    def make(self, **given: Any) -> Product:
        return operations.add_product(**given, **self.signed)


class OneProduct(_Products, Shows):
    """Un produit, avec ses prix d’aujourd’hui."""

    needs = {"GET": "tariffs.view"}


class ItemSerializer(ShownSerializer):
    class Meta:
        model = PriceListItem
        fields = ["product", "solidarity_cents", "reference_cents", "vat_percent"]


class PriceListSerializer(ShownSerializer):
    first_day = serializers.DateField()
    last_day = serializers.DateField(allow_null=True, help_text="Vide : jusqu’à la liste suivante.")
    items = ItemSerializer(many=True)

    class Meta:
        model = PriceList
        fields = [
            "id", "name", "first_day", "last_day", "everywhere", "antennes", "state", "drafted_by",
            "drafted_at", "published_by", "published_at", "discarded_at", "items",
        ]  # fmt: skip


class WriteItemSerializer(serializers.Serializer):
    product = RelatedId(queryset=Product.objects.all())
    solidarity_cents = serializers.IntegerField(min_value=0, max_value=_MOST_CENTS)
    reference_cents = serializers.IntegerField(min_value=0, max_value=_MOST_CENTS)
    vat_percent = serializers.DecimalField(4, 2, min_value=0, max_value=99)


class WriteListSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    first_day = Day()
    last_day = Day(allow_null=True, default=None, help_text="Compris ; vide : jusqu’à la liste suivante.")
    antennes = serializers.ListField(
        child=RelatedId(queryset=Antenne.objects.serving()), max_length=200, default=list,
        help_text="Où ces prix valent ; aucune : partout.",
    )  # fmt: skip
    items = WriteItemSerializer(many=True, max_length=500)  # type: ignore[call-arg]

    def validate_items(self, items: Any) -> Any:
        if len({item["product"] for item in items}) < len(items):
            raise serializers.ValidationError("Chaque produit ne se dit qu’une fois.")
        return {item.pop("product"): operations.Amounts(**item) for item in items}

    def validate(self, attrs: Any) -> Any:
        said = {"first": attrs["first_day"], "last": attrs["last_day"], "lines": attrs["items"]}
        return {"name": attrs["name"], "antennes": attrs["antennes"], **said}


class SeenSerializer(serializers.Serializer):
    seen = serializers.DateTimeField(
        required=False, help_text="`drafted_at` de la liste lue : refusé si quelqu’un a écrit depuis."
    )


_LISTS = PriceList.objects.prefetch_related("antennes", "items").order_by("-drafted_at", "-id")


class PriceLists(Lists, Makes):
    """Les listes de prix, la dernière d’abord ; en écrire une, qui attend une autre personne."""

    needs = {"GET": "tariffs.view", "POST": "tariffs.write"}
    queryset = _LISTS
    reads = WriteListSerializer
    shows = PriceListSerializer
    once = True

    def make(self, **given: Any) -> PriceList:
        return operations.draft_list(**given, **self.signed)


class RewriteListSerializer(WriteListSerializer, SeenSerializer):
    def validate(self, attrs: Any) -> Any:
        return super().validate(attrs) | ({"seen": attrs["seen"]} if "seen" in attrs else {})


class OnePriceList(Shows):
    """Une liste de prix ; un brouillon se récrit en entier."""

    needs = {"GET": "tariffs.view", "PUT": "tariffs.write"}
    queryset = _LISTS
    reads = RewriteListSerializer
    shows = PriceListSerializer

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.shown(
            self.again(operations.rewrite_list(self.get_object(), **self.given(), **self.signed))
        )


class PublishPriceList(Acts):
    """Publier une liste de prix : une autre personne que celle qui l’a écrite."""

    needs = {"POST": "tariffs.publish"}
    queryset = _LISTS
    reads = SeenSerializer
    shows = PriceListSerializer

    def act(self, thing: Any, **given: Any) -> PriceList:
        return operations.publish_list(thing, **given, **self.signed, today=self.today)


class DiscardPriceList(Acts):
    """Abandonner un brouillon : il ne sera jamais publié."""

    needs = {"POST": "tariffs.write"}
    queryset = _LISTS
    shows = PriceListSerializer

    def act(self, thing: Any, **given: Any) -> PriceList:
        return operations.discard_list(thing, **self.signed)
