from django.db import models
from django.db.models import F, Q

from billing.sponsoring.models.agreements import Agreement, Instalment
from billing.sponsoring.models.sponsors import Sponsor
from kit.identifiers import new_id


class LegalNumber(models.Model):
    """The last number of a series without gaps ("FA-2026"): its row is locked to take one."""

    series = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "sponsoring_legalnumber"
        ordering = ["series"]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Invoice(models.Model):
    """A demand for money that was issued: an invoice, a credit note, or a call for funds.

    Only a sponsorship or a service is invoiced (and has VAT); a gift or a grant is called. What was
    issued never changes: what it says is in `content`, what is paid is the sum of its payments.
    """

    append_only = True

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Facture"
        CREDIT_NOTE = "credit_note", "Avoir"
        CALL = "call", "Appel de fonds"

    SERIES = {Kind.INVOICE: "FA", Kind.CREDIT_NOTE: "AV", Kind.CALL: "AF"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField("numéro", max_length=20, unique=True)
    kind = models.CharField("pièce", max_length=11, choices=Kind)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="invoices", verbose_name="mécène")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="invoices")
    instalment = models.ForeignKey(
        Instalment, models.PROTECT, null=True, blank=True, related_name="invoices", verbose_name="échéance"
    )
    credits = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="credit_notes", verbose_name="annule"
    )
    issued_on = models.DateField("émise le")
    due_on = models.DateField("à payer le")
    net_cents = models.BigIntegerField("total HT (centimes)")
    vat_cents = models.BigIntegerField("TVA (centimes)")
    gross_cents = models.BigIntegerField("total TTC (centimes)")
    content = models.JSONField("contenu")
    issued_by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="émise par")
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "sponsoring_invoice"
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_cents=F("net_cents") + F("vat_cents")), name="sponsoring_invoice_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(kind="credit_note", credits__isnull=False, gross_cents__lt=0)
                | Q(kind__in=["invoice", "call"], credits__isnull=True, gross_cents__gt=0),
                name="sponsoring_invoice_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """Money that came in, or went back (negative). Our ledger, whatever rail it came by; never edited."""

    append_only = True

    class Rail(models.TextChoices):
        STRIPE = "stripe", "Paiement en ligne"
        TRANSFER = "transfer", "Virement"
        CHEQUE = "cheque", "Chèque"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="payments", verbose_name="mécène")
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name="convention"
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name="pièce"
    )
    rail = models.CharField("moyen", max_length=8, choices=Rail)
    # The rail's own name of it: the same money never twice.
    reference = models.CharField("référence", max_length=120)
    amount_cents = models.BigIntegerField("montant (centimes)")
    received_on = models.DateField("reçu le")
    refunds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="refunded", verbose_name="rembourse"
    )
    by = models.ForeignKey(
        "network.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )
    at = models.DateTimeField("noté le")

    class Meta:
        db_table = "sponsoring_payment"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["rail", "reference"], name="sponsoring_payment_once"),
            models.CheckConstraint(
                condition=Q(refunds__isnull=True, amount_cents__gt=0)
                | Q(refunds__isnull=False, amount_cents__lt=0),
                name="sponsoring_payment_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.reference}"

    @property
    def is_gift(self) -> bool:
        """Of an agreement to give, or paid on the page of gifts without any agreement."""
        if self.agreement is not None:
            return self.agreement.kind == Agreement.Kind.GIFT
        return self.rail == self.Rail.STRIPE and self.invoice_id is None


class Dunning(models.Model):
    """That a sponsor was reminded of a demand: once for each stage."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="reminders")
    stage = models.SmallIntegerField("jours après l’échéance")
    at = models.DateTimeField("le")

    class Meta:
        db_table = "sponsoring_dunning"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["invoice", "stage"], name="sponsoring_dunned_once")]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.stage:+}"


class TaxReceipt(models.Model):
    """A tax receipt for a gift that was received (CGI, art. 200 and 238 bis).

    One that is wrong is cancelled by another, never deleted.

    `form` is the version of the official form ("2041-MEC-SD-2025"); `content` all that it says.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField("numéro d’ordre", max_length=20, unique=True)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="receipts", verbose_name="mécène")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts", verbose_name="versement")
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="cancelled_by", verbose_name="annule"
    )
    reason = models.CharField("motif de l’annulation", max_length=300, blank=True)
    amount_cents = models.BigIntegerField("montant (centimes)")
    form = models.CharField("formulaire", max_length=24)
    content = models.JSONField("contenu")
    issued_on = models.DateField("émis le")
    issued_by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="émis par")
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "sponsoring_taxreceipt"
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancels__isnull=True, amount_cents__gt=0)
                | Q(cancels__isnull=False, amount_cents__lt=0) & ~Q(reason=""),
                name="sponsoring_receipt_cancels",
            ),
        ]

    def __str__(self) -> str:
        return self.number
