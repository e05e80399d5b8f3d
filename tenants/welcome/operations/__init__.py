from tenants.welcome.operations.consents import note_consent
from tenants.welcome.operations.follow_ups import next_step_done, note_contact, postpone, touch
from tenants.welcome.operations.imports import confirm_import, decide_line, drop_import, read_import
from tenants.welcome.operations.merging import merge
from tenants.welcome.operations.people import change, register
from tenants.welcome.operations.referrals import (
    accept_referral,
    add_prescriber,
    receive_referral,
    refuse_referral,
    use_referral,
)

__all__ = [
    "accept_referral",
    "add_prescriber",
    "change",
    "confirm_import",
    "decide_line",
    "drop_import",
    "merge",
    "next_step_done",
    "note_consent",
    "note_contact",
    "postpone",
    "read_import",
    "receive_referral",
    "refuse_referral",
    "register",
    "touch",
    "use_referral",
]
