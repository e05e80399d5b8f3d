from tenants.welcome.operations.follow_ups import next_step_done, note_contact, postpone, touch
from tenants.welcome.operations.people import register
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
    "next_step_done",
    "note_contact",
    "postpone",
    "receive_referral",
    "refuse_referral",
    "register",
    "touch",
    "use_referral",
]
