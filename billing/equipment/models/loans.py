from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from kit.keys import downstairs


class LoanQuerySet(models.QuerySet):
    def running(self) -> "LoanQuerySet":
        """Those whose device is still with the person, the first to come back first."""
        return self.filter(state=Loan.State.RUNNING).order_by("due_on", "id")

    def overdue_on(self, day: date) -> "LoanQuerySet":
        return self.running().filter(due_on__lt=day)


class Loan(models.Model):
    """A device lent for some months, with the price of the option to buy promised at the start.

    It follows a completed course (`completion`) or a manager's decision (`reason`). The option is open
    `option_days` before and after the day it is due; a price of 0 means that none was promised. Late is
    not a state: it is running, and its day has passed.
    """

    class State(models.TextChoices):
        RUNNING = "running", "En cours"
        RETURNED = "returned", "Rendu"
        CONVERTED = "converted", "Acheté"
        WRITTEN_OFF = "written_off", "Passé en perte"

    NEXT = {
        State.RUNNING: frozenset({State.RETURNED, State.CONVERTED, State.WRITTEN_OFF}),
        State.RETURNED: frozenset(),
        State.CONVERTED: frozenset({State.RUNNING}),  # the sale was reversed
        State.WRITTEN_OFF: frozenset(),
    }

    class Loss(models.TextChoices):
        LOST = "lost", "Perdu"
        STOLEN = "stolen", "Volé"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey("Device", models.PROTECT, related_name="loans", verbose_name="équipement")
    completion = models.OneToOneField(
        "cohorts.Completion", models.PROTECT, null=True, blank=True, related_name="loan"
    )
    reason = models.CharField("motif du responsable", max_length=300, blank=True)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="loans")
    starts_on = models.DateField("du")
    due_on = models.DateField("au")
    option_price_cents = models.PositiveIntegerField("prix d’achat promis (centimes)")
    option_days = models.PositiveSmallIntegerField("jours pour acheter, avant et après", default=30)
    state = models.CharField("état", max_length=11, choices=State, default=State.RUNNING)
    lent_by = downstairs("network.User", verbose_name="prêté par")
    lent_at = models.DateTimeField()
    returned_at = models.DateTimeField("rendu le", null=True, blank=True)
    returned_as = models.CharField("constaté au retour", max_length=300, blank=True)
    converted_at = models.DateTimeField("acheté le", null=True, blank=True)
    loss = models.CharField("perdu ou volé", max_length=6, choices=Loss, blank=True)
    loss_reason = models.CharField("ce qui s’est passé", max_length=300, blank=True)
    loss_noted_by = downstairs("network.User", null=True, blank=True, verbose_name="perte notée par")
    loss_noted_at = models.DateTimeField("perte notée le", null=True, blank=True)
    written_off_by = downstairs("network.User", null=True, blank=True, verbose_name="perte confirmée par")
    written_off_at = models.DateTimeField("perte confirmée le", null=True, blank=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        db_table = "equipment_loan"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(state="running"), name="equipment_one_custody"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("starts_on")), name="equipment_loan_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(completion__isnull=False) | ~Q(reason=""), name="equipment_loan_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="running",
                    returned_at__isnull=True,
                    converted_at__isnull=True,
                    written_off_at__isnull=True,
                )
                | Q(state="returned", returned_at__isnull=False)
                | Q(state="converted", converted_at__isnull=False)
                | Q(state="written_off", written_off_at__isnull=False),
                name="equipment_loan_state_date",
            ),
            # Two persons write a device off: who notes the loss does not confirm it.
            models.CheckConstraint(
                condition=~Q(state="written_off")
                | Q(loss_noted_by__isnull=False, written_off_by__isnull=False)
                & ~Q(loss="")
                & ~Q(written_off_by=F("loss_noted_by")),
                name="equipment_loan_written_off_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} → {self.due_on}"

    @property
    def has_option(self) -> bool:
        return self.option_price_cents > 0

    @property
    def option_from(self) -> date:
        """The first day when it may be bought: never before the day after it was lent."""
        return max(self.starts_on + timedelta(days=1), self.due_on - timedelta(days=self.option_days))

    @property
    def option_until(self) -> date:
        """The last day when it may be bought."""
        return self.due_on + timedelta(days=self.option_days)

    def may_be_bought_on(self, day: date) -> bool:
        open_ = self.option_from <= day <= self.option_until
        return self.state == self.State.RUNNING and self.has_option and open_


class LoanExtension(models.Model):
    """More time for a loan, and why."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="extensions")
    previous_due_on = models.DateField("au lieu du")
    due_on = models.DateField("jusqu’au")
    reason = models.CharField("motif", max_length=300)
    by = downstairs("network.User", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        db_table = "equipment_loanextension"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("previous_due_on")), name="equipment_extension_is_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="equipment_extension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.previous_due_on} → {self.due_on}"


class LoanPaper(models.Model):
    """What a person signed: the contract when the device leaves, the receipt when it comes back.

    `content` is the whole text, as it was shown and signed, in each language; `digest` is the SHA-256
    of its canonical JSON. `signature` is the path that was drawn (kit.signatures), "" when the person
    signed the printed paper.
    """

    append_only = True

    class Moment(models.TextChoices):
        OUT = "out", "Contrat de prêt"
        BACK = "back", "Reçu de retour"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="papers")
    moment = models.CharField("papier", max_length=4, choices=Moment)
    content = models.JSONField("texte")
    digest = models.CharField("empreinte du texte", max_length=64)
    signature = models.TextField("signature", blank=True)
    by = downstairs("network.User", verbose_name="signé devant")
    at = models.DateTimeField("signé le")

    class Meta:
        db_table = "equipment_loanpaper"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "moment"], name="equipment_signed_once"),
        ]

    def __str__(self) -> str:
        return self.get_moment_display()


class LoanReminder(models.Model):
    """That a person was reminded: once for each stage of a due date."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="reminders")
    due_on = models.DateField("à rendre le")
    stage = models.SmallIntegerField("jours après cette date")  # negative: before
    at = models.DateTimeField("le")

    class Meta:
        db_table = "equipment_loanreminder"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "due_on", "stage"], name="equipment_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.stage:+}"
