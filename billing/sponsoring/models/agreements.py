from django.db import models
from django.db.models import F, Q

from billing.sponsoring.models.sponsors import Sponsor
from kit.identifiers import new_id


class Agreement(models.Model):
    """A convention: what a sponsor signed. Its kind is fixed at the signature."""

    class Kind(models.TextChoices):
        GIFT = "gift", "Don"
        GRANT = "grant", "Subvention"
        SPONSORSHIP = "sponsorship", "Parrainage"
        SERVICE = "service", "Prestation"

    class Basis(models.TextChoices):
        """Up to what it may be allocated."""

        SIGNED = "signed", "Ce qui est signé"
        RECEIVED = "received", "Ce qui est reçu"

    # A promise to give binds nobody until the money is there; the others are owed once they are signed.
    BASIS = {
        Kind.GIFT: Basis.RECEIVED,
        Kind.GRANT: Basis.SIGNED,
        Kind.SPONSORSHIP: Basis.SIGNED,
        Kind.SERVICE: Basis.SIGNED,
    }

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PROPOSED = "proposed", "Proposée"
        SIGNED = "signed", "Signée"
        RUNNING = "running", "En cours"
        COMPLETED = "completed", "Réalisée"
        CLOSED = "closed", "Close"
        DECLINED = "declined", "Sans suite"

    NEXT = {
        State.DRAFT: frozenset({State.PROPOSED, State.DECLINED}),
        State.PROPOSED: frozenset({State.SIGNED, State.DRAFT, State.DECLINED}),
        State.SIGNED: frozenset({State.RUNNING}),
        State.RUNNING: frozenset({State.COMPLETED}),
        State.COMPLETED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
        State.DECLINED: frozenset(),
    }
    FIRM = (State.SIGNED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="agreements", verbose_name="mécène")
    reference = models.CharField("référence", max_length=20, unique=True)
    title = models.CharField("objet", max_length=160)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    purpose = models.TextField("ce que la convention permet", max_length=2000, blank=True)
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    places = models.PositiveIntegerField("places")
    devices = models.PositiveIntegerField("équipements")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    # None: everywhere, every programme.
    antennes = models.ManyToManyField(
        "network.Antenne", blank=True, related_name="+", verbose_name="antennes"
    )
    templates = models.ManyToManyField(
        "catalogue.ProgrammeTemplate", blank=True, related_name="+", verbose_name="programmes"
    )
    basis = models.CharField("affectable à hauteur de", max_length=8, choices=Basis, default=Basis.SIGNED)
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(
        "network.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rédigée par"
    )
    drafted_at = models.DateTimeField("rédigée le")
    proposed_at = models.DateTimeField("proposée le", null=True, blank=True)
    # A sponsor asked for it by themselves, on the partner site.
    asked_by = models.ForeignKey(
        "network.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="demandée par"
    )
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    running_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField("motif", max_length=300, blank=True)
    # Why it was closed before all of its money came; "" when all of it did.
    closed_reason = models.CharField("motif de la clôture", max_length=300, blank=True)

    class Meta:
        db_table = "sponsoring_agreement"
        ordering = ["-starts_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sponsoring_agreement_dates"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed", "declined"]) | Q(signed_at__isnull=False),
                name="sponsoring_agreement_signed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.title}"

    @property
    def in_return_cents(self) -> int:
        """What all the counterparties are worth."""
        return sum(one.value_cents for one in self.counterparties.all())

    @property
    def is_receiptable(self) -> bool:
        """Whether its money opens a tax receipt: a gift, with a quarter of its worth in return at most."""
        most = self.amount_cents * Counterparty.SHARE_PERCENT
        return self.kind == self.Kind.GIFT and self.in_return_cents * 100 <= most

    @property
    def is_firm(self) -> bool:
        return self.state in self.FIRM


class Instalment(models.Model):
    """A part of the money and the day it is due."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField("échéance n°")
    due_on = models.DateField("due le")
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    condition = models.CharField("condition", max_length=200, blank=True)

    class Meta:
        db_table = "sponsoring_instalment"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="sponsoring_instalment_number"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="sponsoring_instalment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference} · échéance {self.number}"


class Counterparty(models.Model):
    """What the sponsor receives in exchange, and what it is worth.

    Above a quarter of a gift it is no gift any more: no tax receipt (BOI-BIC-RICI-20-30-10-20).
    """

    SHARE_PERCENT = 25

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="counterparties")
    label = models.CharField("contrepartie", max_length=160)
    value_cents = models.PositiveBigIntegerField("valeur (centimes)")

    class Meta:
        db_table = "sponsoring_counterparty"
        ordering = ["agreement", "label", "id"]

    def __str__(self) -> str:
        return self.label


class Amendment(models.Model):
    """New totals and a new end for a signed agreement: a row of its own, never an edit.

    `before` keeps what it replaced: {"amount_cents", "places", "devices", "ends_on"}. `instalments` is the
    new schedule of what was not asked for yet, [{"due_on", "amount_cents", "condition"}]; empty: as before.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposé"
        SIGNED = "signed", "Signé"
        DECLINED = "declined", "Sans suite"

    NEXT = {
        State.PROPOSED: frozenset({State.SIGNED, State.DECLINED}),
        State.SIGNED: frozenset(),
        State.DECLINED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField("avenant n°")
    reason = models.CharField("objet", max_length=300)
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    places = models.PositiveIntegerField("places")
    devices = models.PositiveIntegerField("équipements")
    ends_on = models.DateField("au")
    before = models.JSONField("au lieu de", default=dict)
    instalments = models.JSONField("nouvel échéancier", default=list, blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.PROPOSED)
    drafted_by = models.ForeignKey(
        "network.User", models.PROTECT, related_name="+", verbose_name="rédigé par"
    )
    drafted_at = models.DateTimeField("rédigé le")
    signed_at = models.DateTimeField("signé le", null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "sponsoring_amendment"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="sponsoring_amendment_number"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False),
                name="sponsoring_amendment_signed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference} · avenant {self.number}"


class Signature(models.Model):
    """One side signed an agreement, or an amendment of it: the text is kept as it was signed.

    `digest` is the SHA-256 of the canonical JSON of `content`; `path` is what was drawn
    (kit.signatures), "" for a paper that was signed by hand.
    """

    append_only = True

    class Side(models.TextChoices):
        NETWORK = "network", "Le réseau"
        SPONSOR = "sponsor", "Le mécène"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="signatures")
    side = models.CharField("côté", max_length=7, choices=Side)
    signer_name = models.CharField("signataire", max_length=120)
    signer_role = models.CharField("qualité", max_length=120, blank=True)
    content = models.JSONField("texte")
    digest = models.CharField("empreinte du texte", max_length=64)
    path = models.TextField("signature", blank=True)
    by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        db_table = "sponsoring_signature"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side"],
                condition=Q(amendment__isnull=True),
                name="sponsoring_signed_once",
            ),
            models.UniqueConstraint(
                fields=["amendment", "side"],
                condition=Q(amendment__isnull=False),
                name="sponsoring_amendment_signed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.side}"
