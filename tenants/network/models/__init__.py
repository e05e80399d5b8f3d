from tenants.network.models.antennes import Antenne, Domain
from tenants.network.models.people import Invitation, Membership, User

__all__ = ["Antenne", "Domain", "Invitation", "Membership", "User"]
