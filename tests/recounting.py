"""The figures of an antenne counted a second time: in plain Python, one row after the other.

Written from the definitions of the dictionary, not from the statements of hub.rollup: nothing of it is
imported here. Standing in the antenne.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from billing.counter.models import Sale, SaleLine
from billing.equipment.models import Device, DeviceEvent, Loan
from billing.sponsoring.models import Allocation
from billing.tariffs.models import Product
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import (
    Assessment,
    Attendance,
    Booking,
    Cohort,
    Enrolment,
    Outcome,
    Place,
    PlaceFunding,
    Session,
    SurveyAnswer,
    SurveyInvitation,
)
from tenants.welcome.models import Beneficiary, Referral

OPENED = {"open", "running", "completed", "closed"}
CAME = {"present", "late", "left_early"}
LEVELS = ["beginner", "intermediate", "advanced"]
WITH_N = {"attended", "level_gained", "satisfied"}
Cells = dict[tuple, list[int | None]]


def rows(model: Any) -> dict[Any, Any]:
    return {one.pk: one for one in model.objects.all().order_by()}


@dataclass
class Count:
    """Cells by (month, template, version, level, measure), rows by cohort, what falls due by (kind, day)."""

    cells: Cells
    cohorts: dict[Any, dict[str, Any]]
    dues: dict[tuple[str, date], int]


def recount(antenne: Any, *, today: date) -> Count:
    return _Book(antenne, today).count()


class _Book:
    def __init__(self, antenne: Any, today: date) -> None:
        self.antenne, self.today = antenne, today
        self.template = {one.pk: one.template_id for one in TemplateVersion.objects.all()}
        self.cohorts, self.places, self.enrolments = rows(Cohort), rows(Place), rows(Enrolment)
        self.sessions, self.attendances = rows(Session), rows(Attendance)
        self.cells: Cells = defaultdict(lambda: [0, None])
        self.of_cohort: dict[Any, dict[str, Any]] = {}

    def count(self) -> Count:
        for cohort in self.cohorts.values():
            if cohort.state in OPENED:
                self.of_cohort[cohort.pk] = defaultdict(int)
        for part in (
            self._places, self._enrolments, self._sheets, self._ends, self._workshops, self._devices,
            self._tickets, self._funds, self._way,
        ):  # fmt: skip
            part()
        kept = {key: (value, n) for key, (value, n) in self.cells.items() if value or n}
        return Count(kept, self._rows(), self._dues())

    def _add(self, measure: str, day: date, value: int = 1, *, cohort: Any = None, level: str = "", n: int = 0,
             template: Any = None) -> None:  # fmt: skip
        version = cohort.version_id if cohort else None
        template = self.template[version] if version else template
        cell = self.cells[day.replace(day=1), template, version, level, measure]
        cell[0] += value
        if measure in WITH_N:
            cell[1] = (cell[1] or 0) + n
        if cohort and cohort.pk in self.of_cohort:
            self.of_cohort[cohort.pk][measure] += value
            self.of_cohort[cohort.pk][f"{measure}:n"] += n

    def _day(self, moment: Any) -> date:
        return moment.astimezone(self.antenne.tz).date()

    def _places(self) -> None:
        holder: dict[Any, Any] = {}
        for one in self.enrolments.values():
            if one.place_id and one.enrolled_at:
                best = holder.get(one.place_id)
                if best is None or (one.enrolled_at, one.pk) > (best.enrolled_at, best.pk):
                    holder[one.place_id] = one
        for place in self.places.values():
            cohort = self.cohorts[place.cohort_id]
            if cohort.state not in OPENED or place.state == "released":
                continue
            day = cohort.starts_on
            self._add("places_opened", day, cohort=cohort)
            if place.allocation_id or place.shared_percent:
                self._add("places_funded", day, cohort=cohort)
            if place.state == "offered":
                self._add("places_offered", day, cohort=cohort)
            if place.state in {"taken", "consumed"}:
                level = holder[place.pk].level
                self._add("places_taken", day, cohort=cohort, level=level)
                if place.state == "consumed":
                    self._add("places_consumed", day, cohort=cohort, level=level)

    def _enrolments(self) -> None:
        present = {one.enrolment_id for one in self.attendances.values() if one.status in CAME}
        for one in self.enrolments.values():
            cohort = self.cohorts[one.cohort_id]
            if cohort.state not in OPENED:
                continue
            day = cohort.starts_on
            if one.state in {"waitlisted", "offered"}:
                self._add("waiting", day, cohort=cohort)
            if one.pk in present:
                self._add("participants", day, cohort=cohort, level=one.level)
            if one.state == "no_show":
                self._add("no_shows", day, cohort=cohort, level=one.level)
            if one.state == "completed":
                self._add("completions", day, cohort=cohort, level=one.level)

    def _sheets(self) -> None:
        for session in self.sessions.values():
            if session.kind == "course" and session.state != "cancelled":
                cohort = self.cohorts[session.cohort_id]
                self._add("minutes_planned", session.day, session.minutes, cohort=cohort)
        for line in self.attendances.values():
            session, level = self.sessions[line.session_id], self.enrolments[line.enrolment_id].level
            if session.state != "locked":
                continue
            cohort = self.cohorts[session.cohort_id]
            self._add("minutes_delivered", session.day, line.minutes, cohort=cohort, level=level)
            came, excused = line.status in CAME, line.status == "excused"
            self._add("attended", session.day, int(came), cohort=cohort, level=level, n=int(not excused))

    def _ends(self) -> None:
        assessments = rows(Assessment)
        for one in assessments.values():
            if one.moment != "exit":
                continue
            enrolment = self.enrolments[one.enrolment_id]
            cohort, entry = self.cohorts[enrolment.cohort_id], assessments[enrolment.assessment_id]
            gained = LEVELS.index(one.suggested_level) > LEVELS.index(entry.suggested_level)
            day, level = cohort.starts_on, enrolment.level
            self._add("level_gained", day, int(gained), cohort=cohort, level=level, n=1)
        for answer in rows(SurveyAnswer).values():
            cohort = self.cohorts[answer.cohort_id]
            happy = answer.satisfaction in {"satisfied", "very_satisfied"}
            self._add("satisfied", cohort.starts_on, int(happy), cohort=cohort, n=1)
        for invitation in rows(SurveyInvitation).values():
            cohort = self.cohorts[self.enrolments[invitation.enrolment_id].cohort_id]
            self._add("survey_invited", cohort.starts_on, cohort=cohort)

    def _workshops(self) -> None:
        for session in self.sessions.values():
            if session.kind == "workshop" and session.state == "locked":
                self._add("workshops", session.day)
        for booking in rows(Booking).values():
            session = self.sessions[booking.session_id]
            if session.kind == "workshop" and session.state == "locked" and booking.state == "came":
                self._add("workshop_visits", session.day)

    def _devices(self) -> None:
        in_class = {
            (event.device_id, self._day(event.at).replace(day=1))
            for event in rows(DeviceEvent).values()
            if event.state == "in_class"
        }
        for _, month in in_class:
            self._add("devices_in_class", month)
        for loan in rows(Loan).values():
            self._add("devices_on_loan", loan.starts_on)
            if loan.state == "returned":
                self._add("devices_returned", self._day(loan.returned_at))
            if loan.state == "running":
                late = loan.due_on < self.today
            else:
                over = loan.returned_at or loan.converted_at or loan.written_off_at
                late = self._day(over) > loan.due_on
            if late:
                self._add("devices_overdue", loan.due_on)

    def _tickets(self) -> None:
        sales, products = rows(Sale), rows(Product)
        for line in rows(SaleLine).values():
            sale, kind = sales[line.sale_id], products[line.product_id].kind
            if sale.training:
                continue
            day, elsewhere = sale.business_day, line.quantity * line.reference_cents
            self._add("savings", day, elsewhere - line.gross_cents)
            if kind in {"prepaid_card", "sim", "plan_month"}:
                self._add("connection_sold", day, line.quantity)
                self._add("connection_paid", day, line.gross_cents)
                self._add("connection_reference", day, elsewhere)
                self._add("plans_sold" if kind == "plan_month" else "cards_sold", day, line.quantity)
            if kind == "device":
                self._add("devices_bought", day, line.quantity)
                self._add("devices_paid", day, line.gross_cents)
                self._add("devices_reference", day, elsewhere)

    def _funds(self) -> None:
        served = {
            event.device_id
            for event in rows(DeviceEvent).values()
            if event.state in {"in_class", "on_loan", "sold"}
        }
        used: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        for place in self.places.values():
            if place.state == "consumed" and self.cohorts[place.cohort_id].state != "cancelled":
                used[place.allocation_id][0] += 1
        for share in rows(PlaceFunding).values():
            place = self.places[share.place_id]
            if place.state == "consumed" and self.cohorts[place.cohort_id].state != "cancelled":
                used[share.allocation_id][0] += 1
        for device in rows(Device).values():
            if device.pk in served:
                used[device.allocation_id][1] += 1
        for one in rows(Allocation).values():
            if one.state == "released":
                continue
            assert one.antenne_id == self.antenne.pk
            units, day = one.places + one.devices, one.allocated_on
            self._add("funds_allocated", day, one.amount_cents, template=one.template_id)
            self._add("devices_allocated", day, one.devices, template=one.template_id)
            if units:
                places, devices = used[one.pk]
                part = min(places, one.places) + min(devices, one.devices)
                cents = (Decimal(one.amount_cents) * part / units).quantize(Decimal(1), ROUND_HALF_UP)
                self._add("funds_consumed", day, int(cents), template=one.template_id)

    def _way(self) -> None:
        person = {one.pk: one.merged_into_id or one.pk for one in rows(Beneficiary).values()}
        first: dict[Any, date] = {}
        for referral in rows(Referral).values():
            day = self._day(referral.received_at)
            self._add("referrals_received", day)
            if referral.accepted_at:
                self._add("referrals_accepted", day)
                who = person[referral.beneficiary_id]
                first[who] = min(first.get(who, day), day)
        assessed = {person[one.beneficiary_id] for one in rows(Assessment).values() if one.moment == "entry"}
        done: dict[str, set] = defaultdict(set)
        for one in self.enrolments.values():
            who = person[one.beneficiary_id]
            for step, reached in [
                ("enrolled", one.enrolled_at), ("came", one.active_at), ("completed", one.state == "completed")
            ]:  # fmt: skip
                if reached:
                    done[step].add(who)
        for outcome in rows(Outcome).values():
            enrolment = self.enrolments[outcome.enrolment_id]
            if outcome.months == 6 and enrolment.state == "completed" and outcome.situation != "unreachable":
                done["known"].add(person[enrolment.beneficiary_id])
                if outcome.situation in {"job", "training"}:
                    done["positive"].add(person[enrolment.beneficiary_id])
        for who, day in first.items():
            steps = [
                ("people_assessed", assessed), ("people_enrolled", done["enrolled"]),
                ("people_came", done["came"]), ("people_completed", done["completed"]),
                ("outcomes_known", done["known"]), ("outcomes_positive", done["positive"]),
            ]  # fmt: skip
            for measure, reached in steps:
                if who not in reached:
                    break
                self._add(measure, day)

    def _rows(self) -> dict[Any, dict[str, Any]]:
        told = (
            "places_opened", "places_funded", "places_offered", "places_taken", "places_consumed", "waiting",
            "participants", "no_shows", "completions", "minutes_planned", "minutes_delivered", "satisfied",
            "survey_invited", "level_gained",
        )  # fmt: skip
        found = {}
        for pk, counted in self.of_cohort.items():
            cohort = self.cohorts[pk]
            found[pk] = {name: counted[name] for name in told} | {
                "answers": counted["satisfied:n"], "assessed_twice": counted["level_gained:n"],
                "name": cohort.name, "version_id": cohort.version_id, "state": cohort.state,
                "starts_on": cohort.starts_on, "ends_on": cohort.ends_on,
            }  # fmt: skip
        return found

    def _dues(self) -> dict[tuple[str, date], int]:
        dues: dict[tuple[str, date], int] = defaultdict(int)
        for session in self.sessions.values():
            if session.state not in {"planned", "held"}:
                continue
            running = session.kind == "course" and self.cohorts[session.cohort_id].state == "running"
            if running or session.kind == "workshop":
                dues["sheet", session.day] += 1
        for loan in rows(Loan).values():
            if loan.state == "running":
                dues["loan", loan.due_on] += 1
        return dict(dues)
