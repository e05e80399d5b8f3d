"""Cards that go from an antenne to another: who sends signs, then who receives. Codes travel closed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from billing.counter.models import StockItem
from billing.counter.operations.cards import turn, turn_all
from billing.counter.queries import cards_on_sale, parcels
from billing.equipment.operations.batches import one_at_a_time
from billing.tariffs.models import CardTransfer, Product, TransferredCard
from kit.antennes import current
from kit.identifiers import new_id
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move
from tenants.network.models import Antenne

MOST_SENT = 1_000


class NotAShop(Refused):
    """Choisissez une antenne ouverte qui tient une boutique, autre que la vôtre."""


class NothingToSend(Refused):
    """Le colis est vide : dites combien de cartes, ou scannez leurs numéros."""


class TooManyToSend(Refused):
    """Un colis a 1 000 cartes au plus : faites-en deux."""


class NotEnoughToSend(Refused):
    """Il n’y a que {left} « {product} » à envoyer : demandez-en moins, ou recevez d’abord un lot."""


class CardNotHere(Refused):
    """La carte {serial} n’est pas disponible dans votre stock : retirez-la du colis."""


class NotInTheParcel(Refused):
    """La carte {serial} n’est pas dans ce colis : mettez-la de côté et prévenez l’antenne qui envoie."""


class NothingArrived(Refused):
    """Aucune carte n’est cochée ni scannée : s’il n’y en a aucune dans le colis, refusez-le."""


class AlreadyHere(Refused):
    """La carte {serial} est déjà dans votre stock : laissez-la de côté et appelez l’antenne qui envoie."""


class NotMissingThere(Refused):
    """La carte {serial} ne manquait pas dans ce colis, ou elle est repartie depuis : rien n’est changé."""


@transaction.atomic
def send_cards(
    recipient: Antenne, *, product: Product | None = None, quantity: int = 0, serials: Iterable[str] = (),
    by: Any, now: datetime, today: date, key: UUID | None = None,
) -> CardTransfer:  # fmt: skip
    """Take out of the stock these serials, or so many cards of a product, the first to expire first.

    `key` identifies the parcel: sent twice, the same key leads to the first one.
    """
    sender = Antenne.objects.get(schema_name=current())
    if recipient == sender or not recipient.has_shop or recipient.state != Antenne.State.OPEN:
        raise NotAShop
    one_at_a_time("parcels")
    if key and (again := parcels().filter(pk=key).first()):
        return again
    items = _chosen(product, quantity, sorted(set(serials)), today)
    transfer = CardTransfer.objects.create(
        id=key or new_id(), sender=sender, recipient=recipient, count=len(items), sent_by=by, sent_at=now
    )
    TransferredCard.objects.bulk_create(
        TransferredCard(
            transfer=transfer, product_id=item.product_id, serial=item.serial, code_closed=item.code_closed,
            expires_on=item.expires_on,
        )
        for item in items
    )  # fmt: skip
    turn_all(items, StockItem.State.TRANSFERRED, reason=f"Vers {recipient}", by=by, now=now)
    record("stock.transfer_sent", on=transfer, by=by, at=now, count=len(items))
    return transfer


@transaction.atomic
def receive_parcel(transfer: CardTransfer, *, serials: Iterable[str], by: Any, now: datetime) -> CardTransfer:
    """Sign for the cards that are in the parcel: they are on the shelf; the others are named missing."""
    transfer = _locked(transfer, recipient__schema_name=current())
    check(transfer, to=CardTransfer.State.RECEIVED)
    sent = {card.serial: card for card in transfer.cards.order_by("serial")}
    there = sorted(set(serials))
    if not there:
        raise NothingArrived
    if strange := next((serial for serial in there if serial not in sent), None):
        raise NotInTheParcel(serial=strange)
    _shelve([sent[serial] for serial in there], said=f"De {transfer.sender}", by=by, now=now)
    missing = sorted(set(sent) - set(there))
    move(
        transfer, to=CardTransfer.State.RECEIVED, by=by, now=now, verb="stock.transfer_received",
        received_by=by, missing=len(missing), missing_serials=missing,
    )  # fmt: skip
    return transfer


@transaction.atomic
def refuse_parcel(transfer: CardTransfer, *, reason: str, by: Any, now: datetime) -> CardTransfer:
    """Nothing of it enters the stock; who sent it takes its cards back."""
    transfer = _locked(transfer, recipient__schema_name=current())
    move(
        transfer, to=CardTransfer.State.REFUSED, by=by, now=now, verb="stock.transfer_refused", reason=reason
    )
    return transfer


@transaction.atomic
def take_parcel_back(transfer: CardTransfer, *, by: Any, now: datetime) -> CardTransfer:
    """Cancel what was not received, or unpack what was refused: the cards are available here again."""
    transfer = _locked(transfer, sender__schema_name=current())
    move(
        transfer, to=CardTransfer.State.TAKEN_BACK, by=by, now=now, verb="stock.transfer_taken_back",
    )  # fmt: skip
    items = _held(transfer.cards.order_by().values("serial"))
    said = f"Colis pour {transfer.recipient} repris"
    turn_all(items, StockItem.State.AVAILABLE, reason=said, by=by, now=now)
    return transfer


@transaction.atomic
def find_again(transfer: CardTransfer, *, serial: str, by: Any, now: datetime) -> StockItem:
    """A card that was missing in a received parcel had stayed here: it is available again.

    Only from the last parcel that it left in: a card that was sent again since is not here.
    """
    transfer = _locked(transfer, sender__schema_name=current())
    item = StockItem.objects.select_for_update(of=("self",)).filter(serial=serial).order_by().first()
    left_in = TransferredCard.objects.filter(serial=serial, transfer__sender__schema_name=current())
    last = left_in.order_by("-transfer__sent_at", "-transfer__id").first()
    if (
        item is None or item.state != StockItem.State.TRANSFERRED
        or serial not in transfer.missing_serials or last is None or last.transfer_id != transfer.pk
    ):  # fmt: skip
        raise NotMissingThere(serial=serial)
    turn(item, StockItem.State.AVAILABLE, reason="Retrouvée : elle n’était pas partie", by=by, now=now)
    record("stock.transfer_card_found", on=transfer, by=by, at=now, card=str(item.pk))
    return item


def _locked(transfer: CardTransfer, **side: str) -> CardTransfer:
    return parcels().select_for_update(of=("self",)).order_by().get(pk=transfer.pk, **side)


def _held(serials: Any) -> list[StockItem]:
    """These cards locked, always in one order."""
    found = StockItem.objects.filter(serial__in=serials).order_by("serial")
    return list(found.select_for_update(of=("self",)))


def _chosen(product: Product | None, quantity: int, serials: list[str], today: date) -> list[StockItem]:
    """The cards to send, locked. One that somebody holds is being sold: nobody waits for it."""
    if max(quantity, len(serials)) > MOST_SENT:
        raise TooManyToSend
    ready = cards_on_sale(today).select_for_update(of=("self",), skip_locked=True)
    if serials:
        found = {item.serial: item for item in ready.filter(serial__in=serials).order_by("serial")}
        if away := next((serial for serial in serials if serial not in found), None):
            raise CardNotHere(serial=away)
        return list(found.values())
    if product is None or quantity < 1:
        raise NothingToSend
    in_turn = ready.filter(product=product).order_by(F("expires_on").asc(nulls_last=True), "serial")
    items = list(in_turn[:quantity])
    if len(items) < quantity:
        raise NotEnoughToSend(left=len(items), product=product.name)
    return items


def _shelve(cards: list[TransferredCard], *, said: str, by: Any, now: datetime) -> None:
    """Put the cards on the shelf; one that had left from here has kept its row."""
    new = [
        StockItem(
            product_id=card.product_id, serial=card.serial, code_closed=card.code_closed,
            expires_on=card.expires_on, received_at=now, state=StockItem.State.RECEIVED,
        )
        for card in cards
    ]  # fmt: skip
    # The unique serial decides between a parcel and a lot that say the same card at once.
    StockItem.objects.bulk_create(new, ignore_conflicts=True)
    made, by_serial = {item.pk for item in new}, {card.serial: card for card in cards}
    items = _held(list(by_serial))
    for item in items:
        if item.pk not in made:
            _come_home(item, by_serial[item.serial], now)
    turn_all(items, StockItem.State.AVAILABLE, reason=said, by=by, now=now)


def _come_home(item: StockItem, card: TransferredCard, now: datetime) -> None:
    if item.state != StockItem.State.TRANSFERRED:
        raise AlreadyHere(serial=item.serial)
    item.code_closed, item.expires_on, item.received_at = card.code_closed, card.expires_on, now
    item.save(update_fields=["code_closed", "expires_on", "received_at"])
