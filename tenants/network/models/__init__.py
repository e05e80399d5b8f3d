from tenants.network.models.antennes import Antenne, Domain
from tenants.network.models.people import Invitation, Membership, User
from tenants.network.models.sites import SiteSheet

__all__ = ["Antenne", "Domain", "Invitation", "Membership", "SiteSheet", "User"]
