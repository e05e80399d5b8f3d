from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from kit.keys import downstairs
from tenants.network.vocabulary import Language


class FollowUpQuerySet(models.QuerySet):
    def due_on(self, day: date) -> "FollowUpQuerySet":
        """Those whose next step is due and not done, the oldest first."""
        return self.to_do().filter(next_on__lte=day)

    def to_do(self) -> "FollowUpQuerySet":
        """Every next step that is not done, the soonest first."""
        return self.filter(next_on__isnull=False, done_at__isnull=True).order_by("next_on", "id")


class FollowUp(models.Model):
    """A contact with a person, whenever it comes: the timeline has no end. Perhaps a next step to do."""

    class Kind(models.TextChoices):
        VISIT = "visit", "Visite"
        CALL = "call", "Appel"
        MESSAGE = "message", "Message"

    class Topic(models.TextChoices):
        EMPLOYMENT = "employment", "Emploi"
        RIGHTS = "rights", "Droits et démarches"
        EQUIPMENT = "equipment", "Matériel"
        CONNECTION = "connection", "Connexion"
        TRAINING = "training", "Formation"
        OTHER = "other", "Autre"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="follow_ups")
    kind = models.CharField("contact", max_length=8, choices=Kind)
    day = models.DateField("jour")
    topics = ArrayField(
        models.CharField(max_length=12, choices=Topic), verbose_name="sujets", default=list, blank=True
    )
    text = models.CharField("ce qui s’est dit", max_length=600, blank=True)
    next_step = models.CharField("prochain pas", max_length=200, blank=True)
    next_on = models.DateField("le", null=True, blank=True)
    noted_by = downstairs("network.User", verbose_name="noté par")
    noted_at = models.DateTimeField("noté le")
    done_by = downstairs("network.User", null=True, blank=True, verbose_name="fait par")
    done_at = models.DateTimeField("fait le", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        db_table = "welcome_followup"
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["next_on"], condition=Q(done_at__isnull=True), name="welcome_followup_to_do")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__isnull=True, next_step="") | Q(next_on__isnull=False) & ~Q(next_step=""),
                name="welcome_followup_next_step",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(next_on__isnull=False), name="welcome_followup_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.day}"


class NoticeQuerySet(models.QuerySet):
    def to_say(self) -> "NoticeQuerySet":
        """The phone list: what is still to be said to people without e-mail, the oldest first."""
        waiting = self.filter(by_phone=True, done_at__isnull=True, dropped_at__isnull=True)
        return waiting.order_by("made_at", "id")


class Notice(models.Model):
    """Something a person must be told: sent by e-mail, or put on the desk's phone list.

    `subject` and `text` are the words in the person's language, frozen when the notice was made;
    `say` is what the desk says, in French.
    """

    class Kind(models.TextChoices):
        CONVOCATION = "convocation", "Convocation"
        OFFER = "offer", "Place proposée"
        OFFER_OVER = "offer_over", "Offre passée"
        SESSION_MOVED = "session_moved", "Séance déplacée"
        SESSION_CANCELLED = "session_cancelled", "Séance annulée"
        SESSION_ADDED = "session_added", "Séance ajoutée"
        APPOINTMENT = "appointment", "Rendez-vous"
        ABSENCE = "absence", "Absences"
        REMINDER = "reminder", "Rappel"
        SURVEY = "survey", "Enquête"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="notices")
    kind = models.CharField("sujet", max_length=17, choices=Kind)
    about = models.UUIDField("à propos de", null=True, blank=True)
    language = models.CharField("langue", max_length=2, choices=Language)
    subject = models.CharField("objet", max_length=160)
    text = models.TextField("texte")
    say = models.CharField("à dire", max_length=400)
    by_phone = models.BooleanField("par téléphone")
    made_at = models.DateTimeField("à dire depuis")
    done_by = downstairs("network.User", null=True, blank=True, verbose_name="dit par")
    done_at = models.DateTimeField("dit ou envoyé le", null=True, blank=True)
    dropped_at = models.DateTimeField("devenu sans objet le", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "welcome_notice"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["about"], name="welcome_notice_about")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.subject}"


class ImportBatch(models.Model):
    """A file of people that was read and not yet confirmed: nothing of it is in the antenne's tables.

    `rows` is [{"line": int, "values": {field: text}, "errors": {field: sentence}, "alike": [ids]}];
    it is emptied once the batch is confirmed or dropped.
    """

    class State(models.TextChoices):
        READ = "read", "À vérifier"
        CONFIRMED = "confirmed", "Importé"
        DROPPED = "dropped", "Abandonné"

    NEXT = {
        State.READ: frozenset({State.CONFIRMED, State.DROPPED}),
        State.CONFIRMED: frozenset(),
        State.DROPPED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField("fichier", max_length=160)
    rows = models.JSONField(default=list)
    count = models.PositiveIntegerField("lignes", default=0)
    state = models.CharField("état", max_length=9, choices=State, default=State.READ)
    read_by = downstairs("network.User", verbose_name="lu par")
    read_at = models.DateTimeField("lu le")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "welcome_importbatch"
        ordering = ["-read_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="read")
                | Q(state="confirmed", confirmed_at__isnull=False, rows=[])
                | Q(state="dropped", dropped_at__isnull=False, rows=[]),
                name="welcome_importbatch_state_date",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
