"""An antenne's shop: cards in stock, a week at the till, closed each evening, and today still to open."""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from billing.counter.models import SalePayment, StockEvent, StockItem, StockLot, Till
from billing.counter.operations.closings import close_what_is_due
from billing.counter.operations.sales import Paid, Wanted, reverse, sell
from billing.counter.operations.sessions import close_session, count_cash, make_till, open_session
from billing.counter.queries import Offered, offer
from hub.demo.life import Team
from kit.secrets import lock_up
from tenants.welcome.models import Beneficiary, Entitlement

FLOAT_CENTS = 5_000
_CARDS, _FEW = 40, 6  # received of each product; few enough to be on the low-stock list
_DAYS = 5  # of business before today
_TICKETS = 2  # a day, at most


def shop(team: Team, today: date, now: datetime) -> None:
    """The last days of the shop, up to yesterday evening."""
    first = today - timedelta(days=_DAYS + 4)
    till = make_till(code="accueil", name="Caisse de l’accueil", by=team.manager, now=team.morning(first))
    on_sale = [one for one in offer(today) if one.product.group == "connection"]
    _receive(team, on_sale, first)
    for ago in range(_DAYS, 0, -1):
        day = today - timedelta(days=ago)
        if day.weekday() < 6:
            _one_day(team, till, day, short=ago == 3)
    logging.getLogger("maillon.till").setLevel(logging.WARNING)  # nothing to keep of an invented past
    close_what_is_due(today=today, now=now)


def _receive(team: Team, on_sale: list[Offered], day: date) -> None:
    """A lot of cards for each product that has serials, the last one nearly sold out."""
    by_serial = [one.product for one in on_sale if one.product.by_serial]
    now = team.morning(day)
    for product in by_serial:
        count = _FEW if product is by_serial[-1] else _CARDS
        lot = StockLot.objects.create(
            product=product, label=f"BL-{product.sku.upper()}", count=count, state=StockLot.State.CONFIRMED,
            read_by=team.desk, read_at=now, confirmed_at=now,
        )  # fmt: skip
        items = StockItem.objects.bulk_create(
            _card(team, lot, number, day, now) for number in range(1, count + 1)
        )
        StockEvent.objects.bulk_create(
            StockEvent(item=item, state=item.state, at=now, by=team.desk) for item in items
        )


def _card(team: Team, lot: Any, number: int, day: date, now: datetime) -> StockItem:
    serial = f"DEMO-{team.antenne.code[:6].upper()}-{lot.product.sku.upper()}-{number:04}"[:40]
    code = f"{team.dice.randrange(10**13):013}"
    return StockItem(
        product=lot.product, lot=lot, serial=serial, code_closed=lock_up(code, label=serial),
        expires_on=day + timedelta(days=400), received_at=now,
    )  # fmt: skip


def _one_day(team: Team, till: Till, day: date, *, short: bool) -> None:
    now = team.morning(day)
    session = open_session(till, float_cents=FLOAT_CENTS, by=team.desk, now=now, today=day)
    cash = FLOAT_CENTS
    for number, person in enumerate(_people(team, day)):
        at = now + timedelta(minutes=25 * (number + 1))
        sale = _sale(team, session, person, day, at)
        if sale is not None:
            cash += sum(p.amount_cents for p in sale.payments.filter(method=SalePayment.Method.CASH))
        if sale is not None and short and number == 0:
            undone = reverse(
                sale, session=session, reason="Erreur de produit", by=team.manager,
                now=at + timedelta(minutes=4), today=day,
            )  # fmt: skip
            cash += sum(p.amount_cents for p in undone.payments.filter(method=SalePayment.Method.CASH))
    evening = now + timedelta(hours=8)
    counted = cash - 50 if short else cash
    session = count_cash(session, counted_cents=counted, by=team.desk, now=evening)
    why = "Pièce de 50 centimes rendue en trop" if short else ""
    close_session(session, reason=why, by=team.desk, now=evening + timedelta(minutes=3))


def _sale(team: Team, session: Any, person: Beneficiary, day: date, now: datetime) -> Any:
    shelf = [one for one in offer(day) if one.product.group == "connection" and one.stock != 0]
    chosen = team.dice.choice(shelf)
    cents = chosen.price.solidarity_cents
    how = team.dice.choice(["cash", "cash", "cash", "card"])
    paid = (
        Paid("cash", cents, -(-cents // 500) * 500) if how == "cash" else Paid("card", cents, None, "CB 0412")
    )
    return sell(
        session,
        person=person,
        wanted=[Wanted(chosen.product)],
        payments=[paid],
        by=team.desk,
        now=now,
        today=day,
    )


def _people(team: Team, day: date) -> list[Beneficiary]:
    """Some of those who have the right that day, none twice."""
    rights = Entitlement.objects.open_on(day).order_by("beneficiary_id")
    known = list(Beneficiary.objects.known().filter(pk__in=rights.values("beneficiary")).order_by("id"))
    return team.dice.sample(known, k=min(len(known), team.dice.randint(1, _TICKETS)))
