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
    "receive_referral",
    "refuse_referral",
    "register",
    "use_referral",
]
