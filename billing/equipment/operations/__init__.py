"""What is done to devices, batches and loans."""

from billing.equipment.operations.batches import confirm_batch, drop_batch, read_batch
from billing.equipment.operations.devices import change_device, note_wipe, receive_device
from billing.equipment.operations.loans import AlreadyLent, NotCompleted, lend, take_back
from billing.equipment.operations.moves import make_available, move_device, put_in_class, scrap

__all__ = [
    "AlreadyLent",
    "NotCompleted",
    "change_device",
    "confirm_batch",
    "drop_batch",
    "lend",
    "make_available",
    "move_device",
    "note_wipe",
    "put_in_class",
    "read_batch",
    "receive_device",
    "scrap",
    "take_back",
]
