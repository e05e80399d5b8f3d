from datetime import date

from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from kit.keys import downstairs


class AdoptedProgramme(models.Model):
    """A template as this antenne follows it: a pinned version and what was adapted within bounds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = downstairs("catalogue.ProgrammeTemplate", verbose_name="modèle")
    version = downstairs("catalogue.TemplateVersion", verbose_name="version")
    capacity = models.PositiveSmallIntegerField("places par parcours")
    # {name of catalogue.AdaptableField: value}: what was adapted here, within the version's bounds.
    overrides = models.JSONField("adapté ici", default=dict, blank=True)
    adopted_at = models.DateTimeField("adopté le")
    adopted_by = downstairs("network.User", verbose_name="adopté par")

    class Meta:
        db_table = "cohorts_adoptedprogramme"
        ordering = ["adopted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["template"], name="cohorts_programme_adopted_once"),
        ]

    def __str__(self) -> str:
        return str(self.version)


class CohortQuerySet(models.QuerySet):
    def live(self) -> "CohortQuerySet":
        return self.filter(state__in=[Cohort.State.DRAFT, Cohort.State.OPEN, Cohort.State.RUNNING])

    def running_on(self, day: date) -> "CohortQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def with_counts(self) -> "CohortQuerySet":
        """Adds places_taken, a number of places in use (taken or consumed)."""
        taken = Q(places__state__in=[Place.State.TAKEN, Place.State.CONSUMED])
        return self.annotate(places_taken=models.Count("places", filter=taken))


class Cohort(models.Model):
    """A parcours: a group that follows one version of a programme together."""

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        OPEN = "open", "Ouvert aux inscriptions"
        RUNNING = "running", "En cours"
        COMPLETED = "completed", "Terminé"
        CLOSED = "closed", "Clos"
        CANCELLED = "cancelled", "Annulé"

    NEXT = {
        State.DRAFT: frozenset({State.OPEN, State.CANCELLED}),
        State.OPEN: frozenset({State.RUNNING, State.CANCELLED}),
        # A group that began and where nobody ever came may still be cancelled.
        State.RUNNING: frozenset({State.COMPLETED, State.CANCELLED}),
        State.COMPLETED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
        State.CANCELLED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(
        AdoptedProgramme, models.PROTECT, related_name="cohorts", verbose_name="programme"
    )
    version = downstairs("catalogue.TemplateVersion", verbose_name="version suivie")
    name = models.CharField("nom", max_length=120)
    room = models.CharField("salle", max_length=80)
    capacity = models.PositiveSmallIntegerField("places")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    # The snapshot of what was agreed when it was planned: nothing of it is looked up "as of now".
    # {"hours": {level: hours}, "completion_percent": …, "loan_months": …, "option_price_cents": …}
    terms = models.JSONField("règles du parcours", default=dict, editable=False)
    recurrence = models.CharField("rythme (RFC 5545)", max_length=200, blank=True)
    signature_wanted = models.BooleanField("signature à chaque séance", default=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    drafted_at = models.DateTimeField("créé le")
    open_at = models.DateTimeField(null=True, blank=True)
    running_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField("pourquoi l’annuler", max_length=300, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_cohort"
        ordering = ["starts_on", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohorts_cohort_dates"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="cohorts_cohort_capacity"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="open", open_at__isnull=False)
                | Q(state="running", running_at__isnull=False)
                | Q(state="completed", completed_at__isnull=False)
                | Q(state="closed", closed_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="cohorts_cohort_state_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def hours_of(self, level: str) -> int | None:
        """The hours to follow at that level, as agreed when the cohort was planned; None if not taught."""
        return self.terms["hours"].get(level)


FUNDED = Q(allocation__isnull=False) | Q(shared_percent__gt=0)


class PlaceQuerySet(models.QuerySet):
    def funded(self) -> "PlaceQuerySet":
        """Those of which somebody pays a part at least."""
        return self.filter(FUNDED)

    def free(self) -> "PlaceQuerySet":
        return self.filter(state=Place.State.FREE).order_by("number")


class Place(models.Model):
    """A numbered place of a cohort, perhaps funded by an allocation, or by several.

    `allocation` is its main funder and pays what the others (PlaceFunding) leave: all of it when there are
    none. `shared_percent` is the sum of their shares, kept under the place's lock; the database holds it.
    """

    class State(models.TextChoices):
        FREE = "free", "Libre"
        OFFERED = "offered", "Proposée"
        TAKEN = "taken", "Prise"
        CONSUMED = "consumed", "Consommée"
        RELEASED = "released", "Rendue"

    NEXT = {
        State.FREE: frozenset({State.OFFERED, State.TAKEN, State.RELEASED}),
        State.OFFERED: frozenset({State.FREE, State.TAKEN, State.RELEASED}),
        State.TAKEN: frozenset({State.FREE, State.CONSUMED, State.RELEASED}),
        # Someone came at least once: the place was used, whatever happens next.
        State.CONSUMED: frozenset(),
        State.RELEASED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField("numéro")
    state = models.CharField("état", max_length=10, choices=State, default=State.FREE)
    allocation = downstairs("sponsoring.Allocation", null=True, blank=True, verbose_name="financée par")
    shared_percent = models.PositiveSmallIntegerField(
        "part financée par d’autres (%)", default=0, db_default=0
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_place"
        ordering = ["cohort", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="cohorts_place_number"),
            models.CheckConstraint(
                condition=Q(allocation__isnull=True, shared_percent__lte=100) | Q(shared_percent__lte=99),
                name="cohorts_place_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"Place {self.number}"

    @property
    def is_funded(self) -> bool:
        return self.allocation_id is not None or self.shared_percent > 0


class PlaceFunding(models.Model):
    """The share of a place that another allocation than its main one funds, in percent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, models.CASCADE, related_name="fundings")
    allocation = downstairs("sponsoring.Allocation", verbose_name="financée par")
    share_percent = models.PositiveSmallIntegerField("part (%)")

    class Meta:
        db_table = "cohorts_placefunding"
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "allocation"], name="cohorts_place_funded_once"),
            models.CheckConstraint(
                condition=Q(share_percent__gte=1, share_percent__lte=100), name="cohorts_place_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_percent} %"
