"""People and the bons d'orientation that send them."""

from tenants.welcome.api.follow_ups import FollowUps, NextStepDone, Notices, Postpone, Said
from tenants.welcome.api.people import Beneficiaries, BeneficiaryConsents, MergeBeneficiary, OneBeneficiary
from tenants.welcome.api.prescribers import Prescribers
from tenants.welcome.api.referrals import (
    AcceptReferral,
    MatchReferral,
    OneReferral,
    Referrals,
    RefuseReferral,
    RenewEntitlement,
    StudyReferral,
)

__all__ = [
    "AcceptReferral",
    "Beneficiaries",
    "BeneficiaryConsents",
    "FollowUps",
    "MatchReferral",
    "MergeBeneficiary",
    "NextStepDone",
    "Notices",
    "OneBeneficiary",
    "OneReferral",
    "Postpone",
    "Prescribers",
    "Referrals",
    "RefuseReferral",
    "RenewEntitlement",
    "Said",
    "StudyReferral",
]
