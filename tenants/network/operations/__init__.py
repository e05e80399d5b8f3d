from tenants.network.operations.accounts import restore_account, suspend_account
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
from tenants.network.operations.visits import (
    ask_visit,
    end_visit,
    end_visit_from_office,
    end_visits_of,
    note_opened,
    note_visits,
)

__all__ = [
    "accept_invitation",
    "ask_visit",
    "cancel_invitation",
    "close_other_sessions",
    "end_membership",
    "end_visit",
    "end_visit_from_office",
    "end_visits_of",
    "invite",
    "invite_again",
    "join",
    "note_opened",
    "note_visits",
    "open_antenne",
    "prepare_antenne",
    "restore_account",
    "suspend_account",
    "write_sheet",
]
