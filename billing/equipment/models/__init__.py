from billing.equipment.models.audits import AuditedDevice, EquipmentAudit
from billing.equipment.models.batches import DeviceBatch
from billing.equipment.models.devices import Device, DeviceEvent
from billing.equipment.models.loans import Loan, LoanExtension, LoanPaper, LoanReminder

__all__ = [
    "AuditedDevice",
    "Device",
    "DeviceBatch",
    "DeviceEvent",
    "EquipmentAudit",
    "Loan",
    "LoanExtension",
    "LoanPaper",
    "LoanReminder",
]
