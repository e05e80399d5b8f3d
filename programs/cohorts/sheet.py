"""The sheet of a session as it is typed: for each person a state, and minutes when they differ."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from programs.cohorts.models import Attendance, Enrolment, Session
from programs.cohorts.operations import Taken
from programs.cohorts.operations.attendance import as_shown

Status = Attendance.Status
DAILY = [
    (Status.PRESENT, "Présent"),
    (Status.LATE, "Retard", "warn"),
    (Status.ABSENT, "Absent", "no"),
]
RARE = [(Status.EXCUSED, "Excusé"), (Status.LEFT_EARLY, "Parti avant", "warn")]


@dataclass
class Row:
    """A person's line: the field names are theirs alone."""

    enrolment: Enrolment
    status: forms.BoundField
    minutes: forms.BoundField
    seen: forms.BoundField
    followed: int
    noted: Attendance | None

    @property
    def said(self) -> str:
        return str(self.status.value() or "")

    @property
    def rare(self) -> bool:
        """Whether the details must be open: what they hold was chosen."""
        return self.said in {Status.EXCUSED, Status.LEFT_EARLY} or bool(
            self.minutes.value() or self.minutes.errors or self.status.errors
        )

    @property
    def label(self) -> str:
        return Status(self.said).label if self.said in Status.values else "Pas noté"

    @property
    def there(self) -> bool:
        return self.said in Attendance.THERE

    @property
    def unsigned(self) -> bool:
        """Whether a signature is missing for a presence that was noted."""
        return bool(self.noted and self.noted.status in Attendance.THERE and not self.noted.signed_at)


class SheetForm(forms.Form):
    """Those who are left out are not noted; `everyone` notes them as present.

    A hidden field says what the page showed of each person: only what was changed since is noted.
    """

    def __init__(
        self, *args: Any, session: Session, group: list[Enrolment], followed: dict[Any, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.session, self.group, self.followed = session, group, followed
        self.already = {one.enrolment_id: one for one in session.attendances.all()}
        for enrolment in group:
            self._add(enrolment, self.already.get(enrolment.pk))
        self.noted = sum(enrolment.pk in self.already for enrolment in group)

    def rows(self) -> list[Row]:
        return [
            Row(
                e,
                self[f"status-{e.pk}"],
                self[f"minutes-{e.pk}"],
                self[f"seen-{e.pk}"],
                self.followed.get(e.pk, 0),
                self.already.get(e.pk),
            )
            for e in self.group
        ]

    def taken(self) -> dict[Any, Taken]:
        everyone = "everyone" in self.data
        sheet = {}
        for enrolment in self.group:
            status = self.cleaned_data[f"status-{enrolment.pk}"] or (Status.PRESENT if everyone else "")
            taken = Taken(status, self.cleaned_data[f"minutes-{enrolment.pk}"], self._seen(enrolment))
            if status and taken.seen != f"{status}:{taken.counted(self.session)}":
                sheet[enrolment.pk] = taken
        return sheet

    def _seen(self, enrolment: Enrolment) -> str | None:
        name = f"seen-{enrolment.pk}"
        return self.cleaned_data[name] if name in self.data else None

    def _add(self, enrolment: Enrolment, noted: Attendance | None) -> None:
        shorter = noted and noted.status in Attendance.THERE and noted.minutes < self.session.minutes
        self.fields[f"status-{enrolment.pk}"] = forms.ChoiceField(
            label=str(enrolment.beneficiary),
            choices=Status,
            required=False,
            initial=noted.status if noted else "",
        )
        self.fields[f"minutes-{enrolment.pk}"] = forms.IntegerField(
            label=f"Minutes de {enrolment.beneficiary.short_name}",
            min_value=1,
            max_value=self.session.minutes,
            required=False,
            initial=noted.minutes if noted and shorter else None,
            error_messages={"max_value": f"{self.session.minutes} minutes au plus : la durée de la séance."},
        )
        self.fields[f"seen-{enrolment.pk}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=as_shown(noted)
        )


def group_on_the_sheet(session: Session) -> QuerySet[Enrolment]:
    """The group of today; once the sheet is closed, those who are on it."""
    found = Enrolment.objects.filter(cohort=session.cohort_id).select_related("beneficiary")
    if session.state == Session.State.LOCKED:
        found = found.filter(attendances__session=session)
    else:
        found = found.live()
    return found.order_by("beneficiary__sort_key", "id")
