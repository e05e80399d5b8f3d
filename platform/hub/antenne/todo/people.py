"""What people wait for: one statement for every kind of line, whatever their number.

Each kind gives rows of one shape, the first five of them with the number of all; they are read as one
UNION, so that the page costs the same with one kind or with seven.
"""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, F, OuterRef, QuerySet, TextField, Value, Window
from django.db.models.functions import Coalesce, Concat, NullIf, TruncDate
from django.urls import reverse

from billing.equipment.queries import lendable, waiting_for_a_loan
from hub.antenne.follow_ups import LOST_MONTHS, not_seen
from hub.antenne.todo import funding, shop, visits
from hub.antenne.todo.desk import AT_MOST, Desk, Todo, at_most
from hub.antenne.todo.rows import Kind, Row, lines
from kit import formats
from programs.cohorts.models import Enrolment
from programs.cohorts.queries import absent_in_a_row, outcomes_due
from tenants.welcome.models import Entitlement, FollowUp, Notice, Referral
from tenants.welcome.queries import age_in_words

_RECENT = timedelta(days=180)
_ENDING = timedelta(days=14)
_LATE = 7  # days that a referral may wait


def people(desk: Desk) -> dict[str, list[Todo]]:
    """{title of the panel: lines}, for what this role may do."""
    asked = {name: kind for name, kind in KINDS.items() if desk.may(kind.permission)}
    if not desk.antenne.has_equipment:
        asked = {name: kind for name, kind in asked.items() if kind.panel != "Équipement"}
    if not desk.antenne.has_shop:
        asked = {name: kind for name, kind in asked.items() if kind.panel != "Caisse"}
    by_kind = defaultdict(list)
    for values in _read([_numbered(name, kind.rows(desk)) for name, kind in asked.items()]):
        by_kind[values[0]].append(Row(*values))
    panels: dict[str, list[Todo]] = defaultdict(list)
    for name, kind in asked.items():
        if by_kind[name]:
            panels[kind.panel] += kind.say(desk, by_kind[name])
    return panels


def _read(queries: list[QuerySet]) -> QuerySet:
    first, *others = queries
    return first.union(*others, all=True)


def _numbered(name: str, rows: QuerySet) -> QuerySet:
    """The first rows of a kind, in the order of the query, with the number of all."""
    told = rows.annotate(line_kind=Value(name, TextField()), of_all=Window(Count("*")))
    return told.values_list("line_kind", "pk", "person", "who", "what", "on_day", "of_all")[:AT_MOST]


def _referrals(desk: Desk) -> QuerySet:
    named = Concat("first_name", Value(" "), "last_name", output_field=TextField())
    known = Concat("beneficiary__first_name", Value(" "), "beneficiary__last_name", output_field=TextField())
    return lines(
        Referral.objects.waiting(),
        who=Coalesce(_if_any(known), named),
        what="prescriber__name",
        day=TruncDate("received_at", tzinfo=desk.antenne.tz),
    )


def _if_any(name: Concat) -> Any:
    # Concat makes " " of a person who is not there.

    return NullIf(name, Value(" ", TextField()))


def _say_referrals(desk: Desk, rows: list[Row]) -> list[Todo]:
    action = "Décider" if desk.may("welcome.decide") else "Voir"
    found = []
    for row in rows:
        days = (desk.today - row.day).days if row.day else 0
        page = reverse("welcome:referral", args=[row.thing])
        sentence = f"{row.who} attend une réponse {age_in_words(days)}."
        tone = "no" if days >= _LATE else "sun"
        found.append(Todo(sentence, f"Envoyée par {row.what}", page, action, "inbox", tone))
    return at_most(found, more=reverse("welcome:referrals"), count=rows[0].of_all)


def _offers(desk: Desk) -> QuerySet:
    waiting = Enrolment.objects.filter(state=Enrolment.State.OFFERED).order_by("offer_expires_at", "id")
    return lines(waiting, what="cohort__name", day=TruncDate("offer_expires_at", tzinfo=desk.antenne.tz))


def _say_offers(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} n’a pas encore dit oui à sa place dans « {row.what} ».",
            f"Réponse attendue avant la fin du {formats.day(row.day)}" if row.day else "",
            reverse("cohorts:calls"),
            "Noter la réponse",
            "hourglass",
            "no" if row.day and row.day <= desk.today + timedelta(days=1) else "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("cohorts:calls"), count=rows[0].of_all)


def _calls(desk: Desk) -> QuerySet:
    notices = Notice.objects.to_say()
    return lines(notices, what="say", day=TruncDate("made_at", tzinfo=desk.antenne.tz))


def _say_calls(desk: Desk, rows: list[Row]) -> list[Todo]:
    first, page = rows[0], reverse("welcome:phone_list")
    late = first.day is not None and first.day < desk.today
    tone = "no" if late else "sun"
    if first.of_all == 1:
        return [Todo(f"{first.who} est à appeler.", first.what, page, "Appeler", "phone", tone)]
    sentence = f"{first.of_all} personnes sont à appeler."
    return [Todo(sentence, f"D’abord {first.who}", page, "Appeler", "phone", tone)]


def _follow_ups(desk: Desk) -> QuerySet:
    return lines(FollowUp.objects.due_on(desk.today), what="next_step", day=F("next_on"))


def _say_follow_ups(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.what} : {row.who}.",
            f"Prévu {formats.day(row.day)}" if row.day else "",
            reverse("person", args=[row.person]),
            "Ouvrir la fiche",
            "message-circle-heart",
            "no" if row.day and row.day < desk.today else "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("follow_ups"), count=rows[0].of_all)


def _absences(desk: Desk) -> QuerySet:
    return lines(absent_in_a_row(), what="absences", day=Value(None, DateField()))


def _say_absences(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} a manqué {row.what} séances de suite.",
            "Un appel, avant que sa place ne se perde",
            reverse("person", args=[row.person]),
            "Ouvrir la fiche",
            "user-x",
            "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("cohorts:list"), count=rows[0].of_all)


def _outcomes(desk: Desk) -> QuerySet:
    return lines(outcomes_due(desk.today), what="months_due", day=Value(None, DateField()))


def _say_outcomes(desk: Desk, rows: list[Row]) -> list[Todo]:
    first, page = rows[0], reverse("cohorts:outcomes")
    if first.of_all == 1:
        sentence = f"{first.who} : où en est cette personne, {first.what} mois après son parcours ?"
    else:
        sentence = f"{first.of_all} personnes à appeler, des mois après leur parcours."
    return [Todo(sentence, "Emploi, formation, recherche : un mot suffit", page, "Demander", "route")]


def _rights(desk: Desk) -> QuerySet:
    """Those that end soon, of people who are in a course or wait for one, and were not renewed."""
    held = Enrolment.objects.filter(
        beneficiary=OuterRef("beneficiary"), state__in=[*Enrolment.PENDING, *Enrolment.LIVE]
    )
    ending = Entitlement.objects.filter(
        Exists(held), renewal__isnull=True, end__range=(desk.today, desk.today + _ENDING)
    )
    return lines(ending.order_by("end", "id"), day=F("end"))


def _say_rights(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"Le droit d’accès de {row.who} se termine.",
            f"{formats.day(row.day).capitalize()}, pendant son parcours" if row.day else "",
            reverse("person", args=[row.person]),
            "Renouveler" if desk.may("welcome.decide") else "Ouvrir la fiche",
            "calendar-clock",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("welcome:ending"), count=rows[0].of_all)


def _lost(desk: Desk) -> QuerySet:
    return not_seen(desk.today).annotate(
        person=F("pk"),
        who=Concat("first_name", Value(" "), "last_name", output_field=TextField()),
        what=Value("", TextField()),
        on_day=F("last_contact_on"),
    )


def _say_lost(desk: Desk, rows: list[Row]) -> list[Todo]:
    count = rows[0].of_all
    if count == 1:
        sentence = f"{rows[0].who} n’a pas été vu depuis {LOST_MONTHS} mois."
    else:
        sentence = f"{count} personnes n’ont pas été vues depuis {LOST_MONTHS} mois."
    page = reverse("lost_from_sight")
    return [Todo(sentence, "Un appel, avant que leur fiche ne s’efface", page, "Voir", "user-search")]


def _loans(desk: Desk) -> QuerySet:
    """Those who ended their course and could leave with a device, when there is one."""
    waiting = waiting_for_a_loan(since=desk.today - _RECENT).filter(Exists(lendable()))
    return lines(
        waiting,
        person="enrolment__beneficiary",
        what="enrolment__cohort__name",
        day=Value(None, DateField()),
    )


def _say_loans(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} peut recevoir un ordinateur.",
            f"A terminé « {row.what} »",
            reverse("equipment:lend", args=[row.thing]),
            "Prêter",
            "laptop",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("equipment:loans"), count=rows[0].of_all)


KINDS = (
    {
        "referral": Kind("Orientations en attente", "welcome.view", _referrals, _say_referrals),
        "offer": Kind("Places proposées", "cohorts.enrol", _offers, _say_offers),
        "call": Kind("Personnes à suivre", "welcome.follow_up", _calls, _say_calls),
        "follow_up": Kind("Personnes à suivre", "welcome.follow_up", _follow_ups, _say_follow_ups),
        "absence": Kind("Personnes à suivre", "cohorts.attend", _absences, _say_absences),
        "outcome": Kind("Personnes à suivre", "welcome.follow_up", _outcomes, _say_outcomes),
        "right": Kind("Personnes à suivre", "welcome.decide", _rights, _say_rights),
        "lost": Kind("Personnes à suivre", "welcome.import", _lost, _say_lost),
        "loan": Kind("Équipement", "equipment.lend", _loans, _say_loans),
    }
    | shop.KINDS
    | funding.KINDS
    | visits.KINDS
)
