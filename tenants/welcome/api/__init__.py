"""People and the bons d'orientation that send them."""

from tenants.welcome.api.people import Beneficiaries, OneBeneficiary
from tenants.welcome.api.referrals import AcceptReferral, Prescribers, Referrals, RefuseReferral

__all__ = [
    "AcceptReferral",
    "Beneficiaries",
    "OneBeneficiary",
    "Prescribers",
    "Referrals",
    "RefuseReferral",
]
