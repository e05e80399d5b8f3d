"""What is done to devices, batches and loans."""

from billing.equipment.operations.batches import confirm_batch, drop_batch, drop_old_batches, read_batch
from billing.equipment.operations.devices import change_device, note_wipe, receive_device
from billing.equipment.operations.loans import (
    AlreadyLent,
    NotCompleted,
    extend,
    lend,
    lend_by_decision,
    take_back,
)
from billing.equipment.operations.losses import forget_loss, note_loss, write_off
from billing.equipment.operations.moves import make_available, move_device, put_in_class, scrap
from billing.equipment.operations.papers import sign_loan
from billing.equipment.operations.reminders import remind
from billing.equipment.operations.selling import sell_device, sell_lent, take_back_sold

__all__ = [
    "AlreadyLent",
    "NotCompleted",
    "change_device",
    "confirm_batch",
    "drop_batch",
    "drop_old_batches",
    "extend",
    "forget_loss",
    "lend",
    "lend_by_decision",
    "make_available",
    "move_device",
    "note_loss",
    "note_wipe",
    "put_in_class",
    "read_batch",
    "receive_device",
    "remind",
    "scrap",
    "sell_device",
    "sell_lent",
    "sign_loan",
    "take_back",
    "take_back_sold",
    "write_off",
]
