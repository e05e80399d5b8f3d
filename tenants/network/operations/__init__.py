from tenants.network.operations.antennes import open_antenne, prepare_antenne
from tenants.network.operations.people import (
    accept_invitation,
    end_membership,
    invite,
    join,
)

__all__ = ["accept_invitation", "end_membership", "invite", "join", "open_antenne", "prepare_antenne"]
