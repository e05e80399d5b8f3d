"""People and the bons d'orientation that send them."""

from tenants.welcome.api.follow_ups import FollowUps, NextStepDone, Notices, Postpone, Said
from tenants.welcome.api.people import Beneficiaries, OneBeneficiary
from tenants.welcome.api.referrals import AcceptReferral, Prescribers, Referrals, RefuseReferral

__all__ = [
    "AcceptReferral",
    "Beneficiaries",
    "FollowUps",
    "NextStepDone",
    "Notices",
    "OneBeneficiary",
    "Postpone",
    "Prescribers",
    "Referrals",
    "RefuseReferral",
    "Said",
]
