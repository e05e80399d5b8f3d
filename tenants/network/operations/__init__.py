from tenants.network.operations.accounts import (
    restore_account,
    suspend_account,
)
from tenants.network.operations.antennes import (
    archive_antenne,
    change_antenne,
    open_antenne,
    prepare_antenne,
    reopen_antenne,
    suspend_antenne,
)
from tenants.network.operations.erasures import (
    ask_erasure,
    cancel_erasure,
    confirm_erasure,
)
from tenants.network.operations.people import (
    accept_invitation,
    cancel_invitation,
    end_membership,
    invite,
    invite_again,
    join,
)
from tenants.network.operations.sessions import (
    close_other_sessions,
)
from tenants.network.operations.sites import (
    write_sheet,
)
from tenants.network.operations.visits import (
    ask_visit,
    end_visit,
    end_visit_from_office,
    end_visits_of,
    note_opened,
    note_visits,
)
from tenants.network.operations.works import (
    ask_again,
    ask_work,
)

__all__ = [
    "accept_invitation",
    "archive_antenne",
    "ask_again",
    "ask_erasure",
    "ask_visit",
    "ask_work",
    "cancel_erasure",
    "cancel_invitation",
    "change_antenne",
    "close_other_sessions",
    "confirm_erasure",
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
    "reopen_antenne",
    "restore_account",
    "suspend_account",
    "suspend_antenne",
    "write_sheet",
]
