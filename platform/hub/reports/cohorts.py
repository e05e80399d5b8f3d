"""The cohorts of a question, from their own rows: live, whether their months are closed or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from hub.reports.questions import Question
from hub.rollup.models import CohortFigure
from hub.rollup.reports import Amount, Row, label
from kit.calendar import add_months
from kit.documents.spreadsheets import Column
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import Cohort

_STATES = dict(Cohort.State.choices)
_TONES = {"open": "info", "running": "ok", "completed": "neutral", "closed": "neutral"}
# The numbers of a row, in the order of the sheet: (field, title, kind of column).
_NUMBERS = (
    ("places_opened", "Places ouvertes", "whole"),
    ("places_funded", "Places financées", "whole"),
    ("places_taken", "Places prises", "whole"),
    ("places_consumed", "Places consommées", "whole"),
    ("waiting", "En attente", "whole"),
    ("participants", "Participants", "whole"),
    ("no_shows", "Jamais venus", "whole"),
    ("completions", "Parcours terminés", "whole"),
    ("minutes_planned", "Heures prévues", "hours"),
    ("minutes_delivered", "Heures suivies", "hours"),
    ("satisfied", "Personnes satisfaites", "whole"),
    ("answers", "Réponses", "whole"),
    ("survey_invited", "Invitations", "whole"),
    ("level_gained", "Niveaux gagnés", "whole"),
    ("assessed_twice", "Positionnements de fin", "whole"),
)


@dataclass(frozen=True)
class Group:
    """A cohort as a page shows it: its row, its antenne, its programme with its partner."""

    row: CohortFigure
    antenne: Any
    programme: str

    @property
    def state(self) -> str:
        return _STATES.get(self.row.state, self.row.state)

    @property
    def tone(self) -> str:
        return _TONES.get(self.row.state, "neutral")

    def __getitem__(self, code: str) -> Amount:
        """A measure of the dictionary, rates included, counted for this cohort alone."""
        return self.sums[code]

    @property
    def sums(self) -> Row:
        counted = {name: getattr(self.row, name) for name, _, _ in _NUMBERS}
        n = {"satisfied:n": self.row.answers, "level_gained:n": self.row.assessed_twice}
        return Row({}, counted | n)


def cohorts_of(question: Question) -> QuerySet[CohortFigure]:
    """Those that begin in the period, in the antennes and programmes that are asked for; latest first."""
    period = question.period
    rows = with_template(CohortFigure.objects).filter(
        antenne__in=question.antennes,
        starts_on__gte=period.start,
        starts_on__lt=add_months(period.end, 1),
    )
    if question.templates is not None:
        rows = rows.filter(template_id__in=[template.pk for template in question.templates])
    return rows.order_by("-starts_on", "name", "id")


def with_template(rows: Any) -> QuerySet[CohortFigure]:
    """Adds template_id, the programme of the version that each follows."""
    version = TemplateVersion.objects.filter(pk=OuterRef("version_id"))
    return rows.annotate(template_id=Subquery(version.values("template_id")[:1]))


def told(question: Question, rows: Any) -> Iterator[Group]:
    """The rows with their antenne and programme; nothing more is read."""
    antennes = {one.pk: one for one in question.every}
    for row in rows:
        template = question.programmes.get(row.template_id)
        yield Group(row, antennes.get(row.antenne_id), label(template) if template else "")


def sheet(question: Question) -> tuple[list[Column], list[list[Any]]]:
    """(columns, rows): one cohort a row."""
    names = ("Antenne", "Parcours", "Programme", "État")
    columns = [*map(Column, names), Column("Premier jour", "date"), Column("Dernier jour", "date")]
    columns += [Column(title, kind) for _, title, kind in _NUMBERS]  # type: ignore[arg-type]
    rows = [
        [
            str(one.antenne or ""), one.row.name, one.programme, one.state,
            one.row.starts_on, one.row.ends_on,
            *(getattr(one.row, name) for name, _, _ in _NUMBERS),
        ]
        for one in told(question, cohorts_of(question))
    ]  # fmt: skip
    return columns, rows
