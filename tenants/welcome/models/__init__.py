from tenants.welcome.models.people import Beneficiary, Language, Situation
from tenants.welcome.models.referrals import Entitlement, Prescriber, Referral

__all__ = ["Beneficiary", "Entitlement", "Language", "Prescriber", "Referral", "Situation"]
