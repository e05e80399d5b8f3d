from tenants.welcome.operations.consents import note_consent
from tenants.welcome.operations.entitlements import renew_entitlement
from tenants.welcome.operations.follow_ups import next_step_done, note_contact, postpone, touch
from tenants.welcome.operations.imports import confirm_import, decide_line, drop_import, read_import
from tenants.welcome.operations.matching import match_referral, register_from_referral, unmatch_referral
from tenants.welcome.operations.merging import merge
from tenants.welcome.operations.people import change, register
from tenants.welcome.operations.prescribers import (
    add_prescriber,
    change_prescriber,
    restore_prescriber,
    retire_prescriber,
)
from tenants.welcome.operations.public_form import receive_from_form
from tenants.welcome.operations.referrals import (
    accept_referral,
    expire_referrals,
    receive_referral,
    refuse_referral,
    study_referral,
    use_referral,
)

__all__ = [
    "accept_referral",
    "add_prescriber",
    "change",
    "change_prescriber",
    "confirm_import",
    "decide_line",
    "drop_import",
    "expire_referrals",
    "match_referral",
    "merge",
    "next_step_done",
    "note_consent",
    "note_contact",
    "postpone",
    "read_import",
    "receive_from_form",
    "receive_referral",
    "refuse_referral",
    "register",
    "register_from_referral",
    "renew_entitlement",
    "restore_prescriber",
    "retire_prescriber",
    "study_referral",
    "touch",
    "unmatch_referral",
    "use_referral",
]
