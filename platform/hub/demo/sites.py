"""The public sheet of each demonstration antenne: real towns, invented streets and phone numbers.

The phones are of the ranges that ARCEP keeps for works of fiction (01 99 00, 02 61 91, 03 53 01, 04 65 71,
05 36 49).
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hub.demo.life import Team
from tenants.network.models import SiteSheet
from tenants.network.operations import write_sheet


class Town(NamedTuple):
    """Where an antenne stands: the middle of its town."""

    commune: str
    postal_code: str
    insee_code: str
    latitude: str
    longitude: str
    phone: str


_TOWNS = {
    "grenoble": Town("Grenoble", "38000", "38185", "45.188529", "5.724524", "+33465710038"),
    "lyon": Town("Lyon", "69007", "69387", "45.745600", "4.841600", "+33465710069"),
    "paris-19e": Town("Paris", "75019", "75119", "48.884200", "2.382700", "+33199000019"),
    "paris-14e": Town("Paris", "75014", "75114", "48.830700", "2.327000", "+33199000014"),
    "saint-denis": Town("Saint-Denis", "93200", "93066", "48.936200", "2.357400", "+33199000093"),
    "creteil": Town("Créteil", "94000", "94028", "48.790400", "2.455600", "+33199000094"),
    "lille": Town("Lille", "59000", "59350", "50.629200", "3.057300", "+33353010059"),
    "roubaix": Town("Roubaix", "59100", "59512", "50.690100", "3.181700", "+33353010060"),
    "bethune": Town("Béthune", "62400", "62119", "50.530100", "2.640200", "+33353010062"),
    "strasbourg": Town("Strasbourg", "67000", "67482", "48.573400", "7.752100", "+33353010067"),
    "marseille": Town("Marseille", "13001", "13201", "43.299900", "5.379400", "+33465710013"),
    "bordeaux": Town("Bordeaux", "33000", "33063", "44.837800", "-0.579200", "+33536490033"),
    "antony": Town("Antony", "92160", "92002", "48.753900", "2.297500", "+33199000092"),
    "marne": Town("Châlons-en-Champagne", "51000", "51108", "48.956700", "4.363100", "+33353010051"),
    "ardennes": Town("Charleville-Mézières", "08000", "08105", "49.773300", "4.720800", "+33353010008"),
    "indre": Town("Châteauroux", "36000", "36044", "46.810600", "1.691100", "+33261910036"),
    "loiret": Town("Orléans", "45000", "45234", "47.902700", "1.909000", "+33261910045"),
    "pas-de-calais": Town("Arras", "62000", "62041", "50.291000", "2.777500", "+33353010063"),
    "aisne": Town("Laon", "02000", "02408", "49.564100", "3.619900", "+33353010002"),
}
_READ_LONG_AGO = {"aisne"}  # so that the office sees an old one
_DESCRIPTION = (
    "Un lieu pour apprendre, s’équiper et se connecter. L’équipe accompagne les personnes que le "
    "numérique met en difficulté : parcours en petit groupe, ateliers, aide au premier équipement. On "
    "vient avec une orientation d’une structure sociale, on avance à son rythme, et la porte reste "
    "ouverte ensuite."
)
_HOURS = "Mo-Fr 09:00-12:30,14:00-17:30; PH off"
_TERRITORY_HOURS = "Tu-Th 09:30-12:30,13:30-17:00; PH off"


def write(team: Team, *, now: datetime) -> None:
    """The sheet of the antenne where we stand, published by its manager."""
    antenne = team.antenne
    read = now - timedelta(days=240) if antenne.code in _READ_LONG_AGO else now
    text = text_of(antenne.code, antenne.has_shop)
    write_sheet(antenne, text=text, publish=True, by=team.manager, now=read)


def text_of(code: str, has_shop: bool) -> dict[str, Any]:
    """What the sheet of this antenne says."""
    town = _TOWNS[code]
    return {
        "street": "1 rue de l’Exemple",
        "postal_code": town.postal_code,
        "commune": town.commune,
        "insee_code": town.insee_code,
        "latitude": Decimal(town.latitude),
        "longitude": Decimal(town.longitude),
        "phone": town.phone,
        "email": f"accueil@{code}.example",
        "opening_hours": _HOURS if has_shop else _TERRITORY_HOURS,
        "description": _DESCRIPTION,
        "reception": SiteSheet.Reception.REFERRAL if has_shop else SiteSheet.Reception.APPOINTMENT,
        "reception_words": "Venez avec votre bon d’orientation.",
        "languages": ["fr", "en", "ar"] if has_shop else ["fr"],
    }
