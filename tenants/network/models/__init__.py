from tenants.network.models.antennes import Antenne, Domain
from tenants.network.models.lives import Decision, Erasure, Work
from tenants.network.models.people import Invitation, Membership, User
from tenants.network.models.sites import SiteSheet
from tenants.network.models.visits import Visit

__all__ = [
    "Antenne",
    "Decision",
    "Domain",
    "Erasure",
    "Invitation",
    "Membership",
    "SiteSheet",
    "User",
    "Visit",
    "Work",
]
