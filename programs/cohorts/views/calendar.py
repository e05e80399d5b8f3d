"""The week and the month of the antenne."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from kit import formats
from kit.calendar import add_months, public_holiday, school_holiday
from programs.cohorts import queries
from programs.cohorts.models import Session
from programs.cohorts.queries.planning import rooms, sessions_between
from programs.cohorts.views.schedule import home_of
from tenants.network.access import needs

_TABS = (
    ("cohorts:week", "Semaine"),
    ("cohorts:month", "Mois"),
    ("cohorts:appointments", "Rendez-vous du jour"),
)
_A_WEEK = timedelta(days=7)
_ROOMS_OF = timedelta(days=180)
_SUNDAY = 6


@dataclass
class Day:
    """A day of the calendar and what happens in it."""

    date: date
    public: str
    school: str
    today: bool
    outside: bool = False  # of the month that is shown
    sessions: list[Session] = field(default_factory=list)


@needs("cohorts.view", of="session")
def week(request: Any) -> HttpResponse:
    shown = asked_day(request)
    monday = shown - timedelta(days=shown.weekday())
    days = _filled(request, [monday + timedelta(days=number) for number in range(7)])
    if not days[_SUNDAY].sessions:
        days.pop()
    last = days[-1].date
    title = _week_title(monday, last)
    moves = {"before": monday - _A_WEEK, "after": monday + _A_WEEK}
    return render(
        request, "cohorts/calendar_week.html", _context(request, shown, title, moves) | {"days": days}
    )


@needs("cohorts.view", of="session")
def month(request: Any) -> HttpResponse:
    shown = asked_day(request)
    weeks = Calendar().monthdatescalendar(shown.year, shown.month)
    days = _filled(request, [day for week in weeks for day in week])
    for day in days:
        day.outside = day.date.month != shown.month
    first = shown.replace(day=1)
    moves = {"before": add_months(first, -1), "after": add_months(first, 1)}
    context = _context(request, shown, formats.month(shown).capitalize(), moves)
    return render(request, "cohorts/calendar_month.html", context | {"days": days, "names": formats.DAYS})


def _week_title(first: date, last: date) -> str:
    """Like "Du 9 au 14 mars 2026", with each month and year that differs."""
    start = formats.day_short(first)
    if first.year != last.year:
        start = f"{start} {first.year}"
    elif first.month == last.month:
        start = start.partition(formats.NBSP)[0]
    return f"Du {start} au {formats.day_short(last)} {last.year}"


def asked_day(request: Any) -> date:
    """The day that is asked for; today when it is none, or too far to mean anything."""
    today: date = request.place.today(request.now)
    try:
        asked = parse_date(request.GET.get("jour", ""))
    except ValueError:
        asked = None
    return asked if asked and abs((asked - today).days) < 3660 else today


def _filled(request: Any, dates: list[date]) -> list[Day]:
    where, today = request.place.antenne.departement, request.place.today(request.now)
    days = {
        day: Day(
            day, public_holiday(day, departement=where), school_holiday(day, departement=where), day == today
        )
        for day in dates
    }
    trainer, room = _filters(request)
    for session in sessions_between(dates[0], dates[-1], trainer=trainer, room=room):
        session.href = home_of(session)
        days[session.day].sessions.append(session)
    return list(days.values())


def _filters(request: Any) -> tuple[Any, str]:
    found = {str(one.pk): one for one in _trainers(request)}
    return found.get(request.GET.get("avec", "")), request.GET.get("salle", "")[:80]


def _trainers(request: Any) -> list[Any]:
    if not hasattr(request, "trainers"):
        people = queries.trainers(request.place.antenne, today=request.place.today(request.now))
        request.trainers = list(people)
    return request.trainers


def _context(request: Any, shown: date, title: str, moves: dict[str, date]) -> dict[str, Any]:
    today = request.place.today(request.now)
    trainer, room = _filters(request)
    kept = {"avec": str(trainer.pk) if trainer else "", "salle": room}
    return {
        "title": title,
        "shown": shown,
        "today": today,
        **moves,
        "trainers": _trainers(request),
        "trainer": trainer,
        "rooms": rooms(today - _ROOMS_OF),
        "room": room,
        "tabs": [_tab(request, route, label, {"jour": shown.isoformat(), **kept}) for route, label in _TABS],
    }


def _tab(request: Any, route: str, label: str, kept: dict[str, str]) -> dict[str, Any]:
    url = reverse(route)
    query = urlencode({name: value for name, value in kept.items() if value})
    return {"label": label, "url": f"{url}?{query}", "current": request.path == url}
