"""An alert as a sentence with its action, and the few lines that a home page says of them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from hub.alerts.reading import Alert
from kit.formats import NBSP, day, day_short

# From here on a line is not only to be seen to, but pressing.
_STARTS_IN, _LATE_FOR, _ENDS_IN = 3, 30, 15  # days


@dataclass(frozen=True)
class Told:
    sentence: str
    context: str
    href: str
    action: str
    icon: str
    pressing: bool = False

    @property
    def tone(self) -> str:
        return "no" if self.pressing else "sun"


def tell(alert: Alert, today: date) -> Told:
    """The line of a page of the national office."""
    return _SAID[alert.kind](alert, today)


def summed(found: list[Alert], *, kinds: tuple[str, ...]) -> Iterator[Told]:
    """One line a kind, however many things there are."""
    for kind in kinds:
        of_kind = [alert for alert in found if alert.kind == kind]
        if of_kind:
            sentence, icon = _SUMMED[kind](of_kind), _ICONS[kind]
            yield Told(sentence, "", f"{reverse('alerts')}?quoi={kind}", "Voir lesquels", icon)


def _cohort(alert: Alert, today: date) -> Told:
    left = (alert.day - today).days
    when = "commence aujourd’hui" if not left else f"commence dans {_days(left)}"
    taken = f"{alert.number}{NBSP}place{_s(alert.number)} prise{_s(alert.number)} sur {alert.of}"
    return Told(
        f"«{NBSP}{alert.what}{NBSP}» {when}{NBSP}: {taken}.",
        f"{alert.antenne} · {day(alert.day)}",
        _figures(alert),
        "Voir l’antenne",
        _ICONS["cohort"],
        left <= _STARTS_IN,
    )


def _sheet(alert: Alert, today: date) -> Told:
    many = "feuilles attendent" if alert.number > 1 else "feuille attend"
    return _late(
        alert, today, f"{alert.antenne}{NBSP}: {alert.number}{NBSP}{many} d’être close{_s(alert.number)}."
    )


def _loan(alert: Alert, today: date) -> Told:
    return _late(
        alert, today, f"{alert.antenne}{NBSP}: {alert.number}{NBSP}prêt{_s(alert.number)} en retard."
    )


def _late(alert: Alert, today: date, sentence: str) -> Told:
    late = (today - alert.day).days
    since = f"epuis {_days(late)}, le {day_short(alert.day)} {alert.day.year}"
    oldest = "La plus ancienne d" if alert.kind == "sheet" else "Le plus ancien d"
    context = f"D{since}" if alert.number == 1 else f"{oldest}{since}"
    return Told(sentence, context, _figures(alert), "Voir l’antenne", _ICONS[alert.kind], late >= _LATE_FOR)


def _fund(alert: Alert, today: date) -> Told:
    sentence = f"{alert.antenne}{NBSP}: {_counted(alert)} de la convention {alert.what} à utiliser."
    return _ending(alert, today, sentence, reverse("sponsoring:left_to_use"), "Voir où")


def _left(alert: Alert, today: date) -> Told:
    page = reverse("sponsoring:agreement", args=[alert.what])
    return _ending(
        alert, today, f"{_counted(alert)} de la convention {alert.what} à affecter.", page, "Affecter"
    )


def _ending(alert: Alert, today: date, sentence: str, page: str, action: str) -> Told:
    left = (alert.day - today).days
    when = "aujourd’hui" if not left else f"dans {_days(left)}, le {day_short(alert.day)} {alert.day.year}"
    return Told(sentence, f"Finit {when}", page, action, _ICONS[alert.kind], left <= _ENDS_IN)


def _counted(alert: Alert) -> str:
    counted = ((alert.number, "place"), (alert.of, "équipement"))
    return " et ".join(f"{n}{NBSP}{word}{_s(n)}" for n, word in counted if n)


def _some_cohorts(found: list[Alert]) -> str:
    days = settings.MAILLON_UNDERFILLED_DAYS
    many = f"{len(found)}{NBSP}parcours commencent" if len(found) > 1 else "Un parcours commence"
    return f"{many} dans {_days(days)} ou moins avec trop de places libres."


def _some_sheets(found: list[Alert]) -> str:
    total, days = sum(alert.number for alert in found), settings.MAILLON_UNLOCKED_DAYS
    many = f"{total}{NBSP}feuilles attendent" if total > 1 else "Une feuille attend"
    return f"{many} d’être close{_s(total)} depuis {_days(days)} ou plus, dans {_antennes(found)}."


def _some_loans(found: list[Alert]) -> str:
    total = sum(alert.number for alert in found)
    many = f"{total}{NBSP}prêts sont" if total > 1 else "Un prêt est"
    return f"{many} en retard, dans {_antennes(found)}."


def _some_funds(found: list[Alert]) -> str:
    days = settings.MAILLON_LAPSING_DAYS
    return f"Des financements de {_antennes(found)} finissent dans {_days(days)} ou moins sans avoir servi."


def _some_left(found: list[Alert]) -> str:
    many = f"{len(found)}{NBSP}conventions finissent" if len(found) > 1 else "Une convention finit"
    days = _days(settings.MAILLON_LAPSING_DAYS)
    return f"{many} dans {days} ou moins sans être entièrement affectée{_s(len(found))}."


def _antennes(found: list[Alert]) -> str:
    number = len({alert.code for alert in found})
    return f"{number}{NBSP}antennes" if number > 1 else f"l’antenne {found[0].antenne}"


def _figures(alert: Alert) -> str:
    return f"{reverse('figures')}?antenne={alert.code}"


def _days(number: int) -> str:
    return f"{number}{NBSP}jour{_s(number)}"


def _s(number: int) -> str:
    return "s" if number > 1 else ""


_SAID: dict[str, Callable[[Alert, date], Told]] = {
    "cohort": _cohort,
    "sheet": _sheet,
    "loan": _loan,
    "fund": _fund,
    "left": _left,
}
_SUMMED: dict[str, Callable[[list[Alert]], str]] = {
    "cohort": _some_cohorts,
    "sheet": _some_sheets,
    "loan": _some_loans,
    "fund": _some_funds,
    "left": _some_left,
}
_ICONS = {
    "cohort": "users",
    "sheet": "lock-open",
    "loan": "laptop",
    "fund": "hourglass",
    "left": "piggy-bank",
}
