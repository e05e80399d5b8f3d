"""The inbox of the rail: each event once, its effect with it, whatever the order they come in."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from billing.gateway import Event, Gateway, GatewayRefused, follows, open_gateway
from billing.sponsoring.models import StripeEvent
from billing.sponsoring.operations.rail_facts import Facts, agree, look
from kit.refusals import Refused

KEPT = timedelta(days=30)  # by the rail
_WITHOUT_EFFECT = "Sans effet sur le registre"
_GONE = "Objet introuvable en ligne"
_ANSWER_WITHIN = 2.0  # seconds: the rail waits for us, and tells again what we did not take


def receive(*, body: bytes, signature: str, now: datetime) -> StripeEvent | None:
    """A webhook, from its raw body. Raises ForgedEvent (400); GatewayBusy asks the rail to tell again."""
    gateway = replace(open_gateway(), timeout_seconds=_ANSWER_WITHIN, retries=0)
    return take(gateway.read_event(body=body, signature=signature), gateway=gateway, now=now)


def take(event: Event, *, gateway: Gateway, now: datetime, replayed: bool = False) -> StripeEvent | None:
    """The event in the inbox with its effect; None when it is there already."""
    if StripeEvent.objects.filter(pk=event.id).exists():
        return None
    facts, effect = _facts(event, gateway)
    return write_down(event, facts, effect=effect, now=now, replayed=replayed)


def _facts(event: Event, gateway: Gateway) -> tuple[Facts | None, str]:
    if not event.object_id or not follows(event.object_kind):
        return None, _WITHOUT_EFFECT
    try:
        return (
            look(gateway, kind=event.object_kind, id=event.object_id, customer=event.customer_id),
            "",
        )
    except GatewayRefused as refusal:
        if refusal.stripe_code != "resource_missing":
            raise
        return None, _GONE


def write_down(
    event: Event, facts: Facts | None, *, now: datetime, effect: str = "", replayed: bool = False
) -> StripeEvent | None:
    """The event and what follows from it, in one transaction; None when a twin was first."""
    try:
        with transaction.atomic():
            effect = effect if facts is None else agree(facts, now=now)
            return StripeEvent.objects.create(
                id=event.id, type=event.type[:60], object_id=event.object_id, created_at=event.created_at,
                received_at=now, effect=effect, replayed_at=now if replayed else None,
            )  # fmt: skip
    except IntegrityError:
        if StripeEvent.objects.filter(pk=event.id).exists():
            return None
        raise


@dataclass
class Replayed:
    """How a replay went: how many the rail told, those that were missing, and those that failed."""

    told: int = 0
    taken: int = 0
    failed: list[str] = field(default_factory=list)


def replay(*, since: datetime, now: datetime, gateway: Gateway | None = None) -> Replayed:
    """Ask the rail what happened since, and take what is missing; one that fails does not stop the others."""
    gateway = gateway or open_gateway()
    told = gateway.events_since(moment=max(since, now - KEPT))
    return _take_all(told, gateway=gateway, now=now)


def _take_all(events: Iterable[Event], *, gateway: Gateway, now: datetime) -> Replayed:
    done = Replayed()
    for event in events:
        done.told += 1
        try:
            done.taken += take(event, gateway=gateway, now=now, replayed=True) is not None
        except Refused as refusal:
            done.failed.append(f"{event.id} : {refusal.sentence}")
    return done
