"""People and the bons d'orientation that send them."""

from tenants.welcome.api.follow_ups import FollowUps, NextStepDone, Notices, Postpone, Said
from tenants.welcome.api.people import (
    Beneficiaries,
    BeneficiaryConsents,
    MergeBeneficiary,
    OneBeneficiary,
)
from tenants.welcome.api.referrals import AcceptReferral, Prescribers, Referrals, RefuseReferral

__all__ = [
    "AcceptReferral",
    "Beneficiaries",
    "BeneficiaryConsents",
    "FollowUps",
    "MergeBeneficiary",
    "NextStepDone",
    "Notices",
    "OneBeneficiary",
    "Postpone",
    "Prescribers",
    "Referrals",
    "RefuseReferral",
    "Said",
]
