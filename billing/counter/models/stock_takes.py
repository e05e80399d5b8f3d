from django.db import models
from django.db.models import Q

from billing.counter.models.stock import StockItem
from kit.identifiers import new_id
from kit.keys import downstairs


class StockTake(models.Model):
    """A count of the cards, of one product or of all: who counts scans what is there, then closes.

    The numbers are those of the closing: what was found, and what should have been there with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = downstairs("tariffs.Product", null=True, blank=True, verbose_name="produit")
    started_by = downstairs("network.User", verbose_name="commencé par")
    started_at = models.DateTimeField("commencé le")
    closed_by = downstairs("network.User", null=True, blank=True, verbose_name="clos par")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    expected = models.PositiveIntegerField("attendues", default=0)
    found = models.PositiveIntegerField("trouvées", default=0)

    class Meta:
        db_table = "counter_stocktake"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["closed_at"], condition=Q(closed_at__isnull=True), nulls_distinct=False,
                name="counter_one_open_stocktake",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.product or "Toutes les cartes")


class CountedCard(models.Model):
    """A serial that was scanned during a count; `item` is empty for one that nobody knows.

    It is `expected` when the card was on the shelf as the count began, or came there since: a card
    that is sold while the others are counted is no surprise.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stock_take = models.ForeignKey(StockTake, models.CASCADE, related_name="counted")
    serial = models.CharField("numéro de série", max_length=40)
    item = models.ForeignKey(StockItem, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("état à la lecture", max_length=11, choices=StockItem.State, blank=True)
    expected = models.BooleanField("attendue", default=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "counter_countedcard"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["stock_take", "serial"], name="counter_counted_once"),
        ]

    def __str__(self) -> str:
        return self.serial


class UncountedCard(models.Model):
    """A card that should have been there and was not scanned, as it was when the count was closed."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stock_take = models.ForeignKey(StockTake, models.PROTECT, related_name="uncounted")
    item = models.ForeignKey(StockItem, models.PROTECT, related_name="+")

    class Meta:
        db_table = "counter_uncountedcard"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["stock_take", "item"], name="counter_uncounted_once"),
        ]

    def __str__(self) -> str:
        return str(self.item_id)
