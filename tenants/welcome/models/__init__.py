from tenants.network.vocabulary import Language, Situation
from tenants.welcome.models.contacts import FollowUp, ImportBatch, Notice
from tenants.welcome.models.people import Beneficiary, Channel, Consent
from tenants.welcome.models.referrals import Entitlement, FormTally, Prescriber, Referral

__all__ = [
    "Beneficiary",
    "Channel",
    "Consent",
    "Entitlement",
    "FollowUp",
    "FormTally",
    "ImportBatch",
    "Language",
    "Notice",
    "Prescriber",
    "Referral",
    "Situation",
]
