from tenants.network.operations.antennes import open_antenne, prepare_antenne
from tenants.network.operations.people import (
    accept_invitation,
    cancel_invitation,
    end_membership,
    invite,
    invite_again,
    join,
)
from tenants.network.operations.sessions import close_other_sessions
from tenants.network.operations.sites import write_sheet

__all__ = [
    "accept_invitation",
    "cancel_invitation",
    "close_other_sessions",
    "end_membership",
    "invite",
    "invite_again",
    "join",
    "open_antenne",
    "prepare_antenne",
    "write_sheet",
]
