from django.db import models
from django.db.models import F, Q

from billing.counter.models.stock import StockItem
from billing.counter.models.tills import Till, TillSession
from billing.tariffs.models import Group
from kit.identifiers import new_id
from kit.keys import downstairs


class Sale(models.Model):
    """A ticket: INSERT-only, chained to the one before it (billing.counter.ledger says how).

    A correction is another ticket with negative amounts that names the one it reverses. The person is
    a key that may be anonymised later: the chained text holds only a seal of it.
    """

    append_only = True

    class Kind(models.TextChoices):
        SALE = "sale", "Vente"
        REVERSAL = "reversal", "Annulation"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    till = models.ForeignKey(Till, models.PROTECT, related_name="sales", verbose_name="caisse")
    session = models.ForeignKey(TillSession, models.PROTECT, related_name="sales")
    training = models.BooleanField("entraînement", default=False)
    number = models.PositiveBigIntegerField("numéro")
    kind = models.CharField("nature", max_length=8, choices=Kind, default=Kind.SALE)
    business_day = models.DateField("jour")
    sold_at = models.DateTimeField("le")
    sold_by = downstairs("network.User", verbose_name="par")
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="sales")
    person_seal = models.CharField(max_length=64, editable=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name="annule"
    )
    reason = models.CharField("motif de l’annulation", max_length=300, blank=True)
    total_cents = models.IntegerField("total (centimes)")
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField("empreinte", max_length=64, editable=False)
    signature = models.CharField(max_length=64, editable=False)

    class Meta:
        db_table = "counter_sale"
        ordering = ["till", "training", "number"]
        indexes = [
            models.Index(fields=["business_day", "till"], name="counter_sales_of_a_day"),
            models.Index(fields=["beneficiary", "business_day"], name="counter_sales_of_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["till", "training", "number"], name="counter_sale_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="counter_sale_number_from_one"),
            models.CheckConstraint(
                condition=Q(kind="sale", reverses__isnull=True, total_cents__gte=0)
                | Q(kind="reversal", reverses__isnull=False, total_cents__lte=0) & ~Q(reason=""),
                name="counter_sale_reversal_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{'E' if self.training else ''}{self.number}"


class SaleLine(models.Model):
    """What was sold, with the price and VAT of that day copied in. Negative in a reversal."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = downstairs("tariffs.Product", verbose_name="produit")
    label = models.CharField("désignation", max_length=120)
    group = models.CharField(max_length=10, choices=Group)
    account = models.CharField("compte", max_length=12)
    quantity = models.SmallIntegerField("quantité")
    unit_cents = models.PositiveIntegerField("prix unitaire (centimes)")
    reference_cents = models.PositiveIntegerField("prix de référence unitaire (centimes)")
    vat_percent = models.DecimalField("TVA (%)", max_digits=4, decimal_places=2)
    gross_cents = models.IntegerField("total TTC (centimes)")
    net_cents = models.IntegerField("total HT (centimes)")
    vat_cents = models.IntegerField("TVA (centimes)")
    item = models.ForeignKey(StockItem, models.PROTECT, null=True, blank=True, related_name="sale_lines")
    device = models.ForeignKey(
        "equipment.Device", models.PROTECT, null=True, blank=True, related_name="sale_lines"
    )

    class Meta:
        db_table = "counter_saleline"
        ordering = ["sale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="counter_saleline_position"),
            models.CheckConstraint(
                condition=~Q(quantity=0)
                & Q(gross_cents=F("net_cents") + F("vat_cents"))
                & Q(gross_cents=F("quantity") * F("unit_cents")),
                name="counter_saleline_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.label}"


class SalePayment(models.Model):
    """A part of what was paid; negative in a reversal. Cash keeps what was handed over."""

    append_only = True

    class Method(models.TextChoices):
        CASH = "cash", "Espèces"
        CARD = "card", "Carte bancaire"
        CHEQUE = "cheque", "Chèque"
        VOUCHER = "voucher", "Bon"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="payments")
    position = models.PositiveSmallIntegerField()
    method = models.CharField("moyen", max_length=7, choices=Method)
    amount_cents = models.IntegerField("montant (centimes)")
    tendered_cents = models.PositiveIntegerField("reçu (centimes)", null=True, blank=True)
    reference = models.CharField("référence", max_length=60, blank=True)

    class Meta:
        db_table = "counter_salepayment"
        ordering = ["sale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="counter_salepayment_position"),
            models.CheckConstraint(
                condition=Q(tendered_cents__isnull=True)
                | Q(method="cash", tendered_cents__gte=F("amount_cents")),
                name="counter_salepayment_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount_cents}"

    @property
    def change_cents(self) -> int:
        """What is given back of the cash handed over."""
        return 0 if self.tendered_cents is None else self.tendered_cents - self.amount_cents


class Duplicata(models.Model):
    """A receipt that was printed: who and when. Number 0 is the original, the others are duplicatas."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="duplicatas")
    number = models.PositiveSmallIntegerField("numéro")
    by = downstairs("network.User", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        db_table = "counter_duplicata"
        ordering = ["sale", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sale", "number"], name="counter_duplicata_number"),
        ]

    def __str__(self) -> str:
        return f"{self.sale_id} {self.number}"


class Closing(models.Model):
    """What a till's day, month or year came to: signed, contiguous with the closing before it.

    Training tickets are in none. `perpetual_cents` is the sum of every ticket since the till was made.
    """

    append_only = True

    class Kind(models.TextChoices):
        DAY = "day", "du jour"
        MONTH = "month", "du mois"
        YEAR = "year", "de l’année"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    till = models.ForeignKey(Till, models.PROTECT, related_name="closings", verbose_name="caisse")
    kind = models.CharField("clôture", max_length=5, choices=Kind)
    period = models.DateField("premier jour")
    # [first, last]; an empty period has first = last + 1.
    first_number = models.PositiveBigIntegerField("du ticket")
    last_number = models.PositiveBigIntegerField("au ticket")
    gross_cents = models.BigIntegerField("total TTC (centimes)")
    by_vat = models.JSONField("par taux de TVA")  # {"20.00": [gross, net, vat]}
    by_method = models.JSONField("par moyen de paiement")  # {"cash": cents}
    perpetual_cents = models.BigIntegerField("total perpétuel (centimes)")
    head = models.CharField(max_length=64)
    previous_signature = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=64)
    closed_by = downstairs("network.User", null=True, blank=True, verbose_name="par")
    closed_at = models.DateTimeField("le")

    class Meta:
        db_table = "counter_closing"
        ordering = ["till", "kind", "period"]
        constraints = [
            models.UniqueConstraint(fields=["till", "kind", "period"], name="counter_one_closing"),
            models.CheckConstraint(
                condition=Q(last_number__gte=F("first_number") - 1), name="counter_closing_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"
