"""Template filters for French figures and dates: thin wrappers over kit.formats.

An empty value gives "—", so that a page never shows "None".
"""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone

from kit import formats

register = template.Library()

Moment = dt.time | dt.datetime


def _given(value: object) -> bool:
    """Zero and midnight are values; None and the "" of an unknown variable are not."""
    return value is not None and value != ""


@register.filter
def euros(cents: int) -> str:
    return formats.euros(int(cents)) if _given(cents) else formats.NOTHING


@register.filter
def number(value: float | Decimal, decimals: int = 0) -> str:
    return formats.number(value, decimals) if _given(value) else formats.NOTHING


@register.filter
def percent(ratio: float | Decimal | None, decimals: int = 1) -> str:
    return formats.percent(ratio if _given(ratio) else None, decimals)


@register.filter(expects_localtime=True)
def day(date: dt.date | None) -> str:
    return formats.day(date) if date else formats.NOTHING


@register.filter(expects_localtime=True)
def day_short(date: dt.date | None) -> str:
    return formats.day_short(date) if date else formats.NOTHING


@register.filter(expects_localtime=True)
def month(date: dt.date | None) -> str:
    return formats.month(date) if date else formats.NOTHING


@register.filter(expects_localtime=True)
def hour(moment: Moment) -> str:
    return formats.hour(moment) if _given(moment) else formats.NOTHING


@register.filter(expects_localtime=True)
def hours_range(start: Moment | None, end: Moment | None) -> str:
    """{{ session.starts_at|hours_range:session.ends_at }}"""
    if not start or not end:
        return formats.NOTHING
    if isinstance(end, dt.datetime) and timezone.is_aware(end):
        end = timezone.localtime(end)  # Django converts the first value only
    return formats.hours_range(start, end)


@register.filter
def minutes_as_hours(minutes: int) -> str:
    return formats.minutes_as_hours(int(minutes)) if _given(minutes) else formats.NOTHING


@register.filter
def typography(sentence: str) -> str:
    return formats.typography(str(sentence))
