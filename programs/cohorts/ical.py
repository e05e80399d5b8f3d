"""A colleague's sessions as iCalendar (RFC 5545). Never the name of a person who is received."""

from collections.abc import Callable, Iterable
from datetime import datetime

from icalendar import Calendar, Event

from programs.cohorts.models import Session


def calendar(
    sessions: Iterable[Session], *, host: str, name: str, link: Callable[[Session], str], now: datetime
) -> bytes:
    """One event a session; the same session keeps its UID for ever, on whatever day it is moved to."""
    made = Calendar()
    made.add("prodid", "-//Maillon//Agenda//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for session in sessions:
        made.add_component(_event(session, host=host, link=link, now=now))
    return made.to_ical()


def _event(session: Session, *, host: str, link: Callable[[Session], str], now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{session.pk}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)  # in UTC: no time zone to describe, none to get wrong
    event.add("dtend", session.ends_at)
    event.add("sequence", session.sequence)
    event.add("status", "CANCELLED" if session.state == Session.State.CANCELLED else "CONFIRMED")
    event.add("summary", _summary(session))
    event.add("location", session.room)
    event.add("url", link(session))
    return event


def _summary(session: Session) -> str:
    if session.cohort is not None:
        return f"{session.cohort.name} · {session}"
    # What was typed as the title of an appointment could name somebody.
    return "Rendez-vous" if session.kind == Session.Kind.APPOINTMENT else session.title
