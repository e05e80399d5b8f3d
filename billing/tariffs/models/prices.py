from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from billing.tariffs.models.periods import Dated, same_uuid
from billing.tariffs.models.products import Group, Product
from kit.identifiers import new_id


class PriceList(Dated):
    """Prices written together, then published by a second person; for all antennes or for some.

    A list is what the office wrote; what is in force are the Prices that its publication makes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        DISCARDED = "discarded", "Abandonnée"

    NEXT = {
        State.DRAFT: frozenset({State.PUBLISHED, State.DISCARDED}),
        State.PUBLISHED: frozenset(),
        State.DISCARDED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("nom", max_length=120)
    everywhere = models.BooleanField("pour toutes les antennes", default=True)
    antennes = models.ManyToManyField("network.Antenne", blank=True, related_name="+")
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("rédigée le")
    published_by = models.ForeignKey("network.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "tariffs_pricelist"
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="published", published_at__isnull=False, published_by__isnull=False)
                & ~Q(published_by=F("drafted_by"))
                | Q(state="discarded", discarded_at__isnull=False),
                name="tariffs_pricelist_state",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class _Amounts(models.Model):
    """What a person pays and what it is worth elsewhere, VAT included, in cents."""

    solidarity_cents = models.PositiveIntegerField("prix solidaire (centimes)")
    reference_cents = models.PositiveIntegerField("prix de référence (centimes)")
    vat_percent = models.DecimalField("TVA (%)", max_digits=4, decimal_places=2)

    class Meta:
        abstract = True


class PriceListItem(_Amounts):
    """A line of a list: never changed once the list is published (a trigger keeps that)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name="produit")

    class Meta:
        db_table = "tariffs_pricelistitem"
        ordering = ["product", "id"]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "product"], name="tariffs_one_line_a_product"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.solidarity_cents}"


class Price(Dated, _Amounts):
    """What a product costs on the days it is in force, in one antenne or (antenne empty) everywhere.

    The database refuses two for a product, a scope and a day. Its amounts never change; publishing the
    next one closes it, from a day that has not begun (a trigger keeps both).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="prices")
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, null=True, blank=True, related_name="+")
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices")

    class Meta:
        db_table = "tariffs_price"
        ordering = ["product", "during"]
        constraints = [
            ExclusionConstraint(
                name="tariffs_one_price_a_day",
                expressions=[
                    *same_uuid("product_id"),
                    *same_uuid("antenne_id"),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.solidarity_cents}"


class CeilingRule(Dated):
    """How much of a group of products one person may buy in a month or a year, while it is in force."""

    class Period(models.TextChoices):
        MONTH = "month", "par mois"
        YEAR = "year", "par an"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.CharField("pour", max_length=10, choices=Group)
    period = models.CharField("période", max_length=5, choices=Period, default=Period.MONTH)
    amount_cents = models.PositiveIntegerField("montant (centimes)", null=True, blank=True)
    quantity = models.PositiveIntegerField("nombre", null=True, blank=True)
    set_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField("fixé le")

    class Meta:
        db_table = "tariffs_ceilingrule"
        ordering = ["group", "period", "during"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__isnull=False) | Q(quantity__isnull=False),
                name="tariffs_ceiling_limits_something",
            ),
            *(
                ExclusionConstraint(
                    name=f"tariffs_one_ceiling_{group}_{period}",
                    expressions=[("during", RangeOperators.OVERLAPS)],
                    condition=Q(group=group, period=period),
                )
                for group in Group.values
                for period in ("month", "year")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()} {self.get_period_display()}"
