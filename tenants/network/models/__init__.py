from tenants.network.models.antennes import Antenne, Domain
from tenants.network.models.lives import Decision, Erasure, Work
from tenants.network.models.people import Invitation, Membership, User

__all__ = ["Antenne", "Decision", "Domain", "Erasure", "Invitation", "Membership", "User", "Work"]
