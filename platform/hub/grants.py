"""What each role may do on the shared floor, table by table. Nothing is allowed by default.

"antenne" is every antenne's own role; the others are our sites and the worker. Row rules
(POLICIES) keep an antenne to its own rows where a table holds those of all.
"""

from collections.abc import Iterable

from kit.antennes import roles
from kit.antennes.names import NATIONAL, PARTNER, SITES, WORKER, antenne_role

READ = "SELECT"
WRITE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"

# Signing in, on each site.
_ACCOUNT = {"antenne": WRITE, "national": WRITE, "partner": WRITE}
_OWN_THINGS = {"antenne": ALL, "national": ALL, "partner": ALL}
_CATALOGUE = {"antenne": READ, "national": ALL, "partner": READ, "worker": READ}
_TARIFFS = {"antenne": READ, "national": WRITE, "worker": READ}
_SPONSORING = {"national": WRITE, "partner": READ, "worker": READ}
_GIVEN_BACK = "state, released_at, places, devices, amount_cents"
_ENDED = "ended_at, ended_by_id"
# Never an UPDATE: what was issued, paid and reminded of stays as it was written.
_LEDGER = {"national": APPEND, "partner": READ, "worker": APPEND}

TABLES: dict[str, dict[str, str]] = {
    "network_antenne": {"front": READ, "antenne": READ, "national": WRITE, "partner": READ, "worker": READ},
    "network_domain": {"front": READ, "antenne": READ, "national": WRITE, "partner": READ, "worker": READ},
    "network_sitesheet": {"antenne": WRITE, "national": READ},
    "network_user": _ACCOUNT | {"worker": READ},
    "network_membership": _ACCOUNT | {"worker": READ},
    "network_invitation": _ACCOUNT,
    # The office begins a visit; neither side moves its end: they end it, and an antenne's journal is told.
    "network_visit": {
        "national": f"{APPEND}, UPDATE ({_ENDED})",
        "antenne": f"{READ}, UPDATE ({_ENDED}, begin_noted_at, end_noted_at)",
        "worker": READ,
    },
    # The life of antennes is the national office's; the builder says there how far it is.
    "network_decision": {"national": APPEND},
    "network_work": {"national": WRITE},
    "network_erasure": {"national": WRITE},
    "account_emailaddress": _OWN_THINGS,
    "account_emailconfirmation": {},
    "mfa_authenticator": _OWN_THINGS,
    "knox_authtoken": _OWN_THINGS,
    "django_session": {"national": ALL, "partner": ALL},
    "journal_entry": {"national": APPEND, "partner": APPEND, "worker": APPEND},
    "idempotency_answer": {"national": WRITE},
    "catalogue_partner": _CATALOGUE,
    "catalogue_partner_name": _CATALOGUE,
    "catalogue_programmetemplate": _CATALOGUE,
    "catalogue_templateversion": _CATALOGUE,
    "catalogue_levelrule": _CATALOGUE,
    "catalogue_module": _CATALOGUE,
    "catalogue_eligibilityrule": _CATALOGUE,
    "catalogue_adaptablefield": _CATALOGUE,
    "catalogue_assessmentgrid": _CATALOGUE,
    "catalogue_gridquestion": _CATALOGUE,
    "catalogue_survey": _CATALOGUE,
    "catalogue_surveyquestion": _CATALOGUE,
    "sponsoring_sponsor": _SPONSORING | {"worker": WRITE},
    # The worker starts what has begun; a sponsor who signs last concludes it.
    "sponsoring_agreement": _SPONSORING | {"partner": WRITE, "worker": WRITE},
    "sponsoring_agreement_antennes": _SPONSORING | {"national": ALL, "partner": APPEND},
    "sponsoring_agreement_templates": _SPONSORING | {"national": ALL, "partner": APPEND},
    # An amendment that the sponsor signs last puts its schedule in force.
    "sponsoring_instalment": _SPONSORING | {"national": ALL, "partner": ALL},
    "sponsoring_counterparty": _SPONSORING | {"national": ALL},
    "sponsoring_agreementdocument": {"national": APPEND, "partner": READ},
    "sponsoring_amendment": _SPONSORING | {"partner": WRITE},
    "sponsoring_signature": {"national": APPEND, "partner": APPEND, "worker": READ},
    # An antenne gives back what it will not use; the database refuses that an allocation grows.
    # The second signature of an amendment, perhaps the sponsor's, moves the end of what it gave.
    "sponsoring_allocation": _SPONSORING
    | {"antenne": f"{READ}, UPDATE ({_GIVEN_BACK})", "partner": f"{READ}, UPDATE (ends_on)"},
    "sponsoring_release": {"antenne": APPEND, "national": APPEND, "worker": READ},
    "sponsoring_use": {"antenne": WRITE, "national": READ, "partner": READ, "worker": READ},
    "sponsoring_legalnumber": {"national": WRITE, "worker": WRITE},
    "sponsoring_invoice": _LEDGER,
    "sponsoring_payment": _LEDGER,
    "sponsoring_dunning": _LEDGER,
    "sponsoring_taxreceipt": _LEDGER,
    "sponsoring_gatewaycall": {"national": WRITE, "partner": WRITE, "worker": WRITE},
    "sponsoring_stripeevent": {"national": WRITE, "worker": WRITE},
    "sponsoring_reconciliation": {"national": APPEND, "worker": APPEND},
    "sponsoring_bankfile": {"national": APPEND},
    "sponsoring_bankline": {"national": WRITE},
    "sponsoring_impactreport": _SPONSORING,
    "sponsoring_placecost": {"national": WRITE, "partner": READ},
    "tariffs_product": _TARIFFS,
    "tariffs_pricelist": _TARIFFS,
    "tariffs_pricelist_antennes": _TARIFFS | {"national": ALL},
    "tariffs_pricelistitem": _TARIFFS | {"national": ALL},
    "tariffs_price": _TARIFFS,
    "tariffs_ceilingrule": _TARIFFS,
    "tariffs_cardtransfer": {"antenne": WRITE},
    "tariffs_transferredcard": {"antenne": APPEND},
    "tariffs_tillanchor": {"antenne": APPEND, "national": READ},
    "rollup_figure": {"antenne": ALL, "national": READ, "partner": READ},
    "rollup_freshness": {"antenne": ALL, "national": READ, "partner": READ},
    "rollup_savedreport": {"antenne": WRITE, "national": WRITE},
    "rollup_subscription": {"antenne": ALL, "national": ALL},
    "rollup_cohortfigure": {"antenne": ALL, "national": READ},
    "rollup_due": {"antenne": ALL, "national": READ},
    # A target is replaced, never rewritten.
    "rollup_target": {"antenne": READ, "national": f"{APPEND}, UPDATE (replaced_at)"},
    # What was closed stays as it was published; the sponsors' site reads of it what an edition says.
    "rollup_closedperiod": {"antenne": READ, "national": APPEND},
    "rollup_figureedition": {"antenne": READ, "national": APPEND},
    "rollup_editioncell": {"antenne": READ, "national": APPEND},
    "rollup_published": {"antenne": READ, "national": READ},  # a view, with the rights of who asks
    "procrastinate_jobs": {"antenne": APPEND, "national": APPEND, "partner": APPEND, "worker": ALL},
    "procrastinate_events": {"antenne": APPEND, "national": APPEND, "partner": APPEND, "worker": ALL},
    "procrastinate_periodic_defers": {"worker": ALL},
    "procrastinate_workers": {"national": READ, "worker": ALL},
    "django_migrations": {"front": READ},
    "django_content_type": {},
    "auth_group": {},
    "auth_group_permissions": {},
    "auth_permission": {},
}


# Tables where an antenne sees and writes the rows of its own antenne_id alone.
OF_ONE_ANTENNE = (
    "network_membership",
    "network_invitation",
    "network_sitesheet",
    "network_visit",
    "sponsoring_allocation",
    "sponsoring_release",
    "sponsoring_use",
    "tariffs_tillanchor",
    "rollup_freshness",
    "rollup_cohortfigure",
    "rollup_savedreport",
    "rollup_subscription",
    "rollup_due",
    "rollup_editioncell",
)

# The sponsors' site reads of the figures the offer alone: what is said of people are frozen editions.
OFFERED = ("places_opened", "places_funded")


def apply(schemas: Iterable[str]) -> None:
    """Give every role exactly these rights, with the owner's credentials."""
    sites = {site.role: site.kind for site in SITES}
    antennes = {antenne_role(schema): "antenne" for schema in schemas}
    roles.grant_shared(TABLES, to=sites | antennes)
    _own_rows_only()


def admit(schema: str) -> None:
    """Give a new antenne its rights on the shared floor."""
    roles.grant_shared(TABLES, to={antenne_role(schema): "antenne"})


def _own_rows_only() -> None:
    antenne = antenne_role("")
    own_schema = f"substr(current_user, {len(antenne) + 1})"
    # In a SELECT of its own, the role is looked at once a statement and not once a row of the figures.
    outside = f"(SELECT NOT starts_with(current_user, '{antenne}'))"
    antenne_id = f"SELECT id FROM public.network_antenne WHERE schema_name = {own_schema}"  # noqa: S608
    own_antenne = f"antenne_id = ({antenne_id})"
    for table in OF_ONE_ANTENNE:
        roles.policy(table, "own_antenne", condition=f"{outside} OR {own_antenne}")
    offer = ", ".join(f"'{measure}'" for measure in OFFERED)
    partner = f"(SELECT current_user = '{PARTNER.role}')"
    seen = f"CASE WHEN {partner} THEN measure IN ({offer}) ELSE {outside} OR {own_antenne} END"
    roles.policy("rollup_figure", "own_antenne", condition=seen)
    roles.policy("tariffs_price", "own_prices", condition=f"{outside} OR antenne_id IS NULL OR {own_antenne}")
    roles.policy(
        "rollup_target", "own_targets", condition=f"{outside} OR antenne_id IS NULL OR {own_antenne}"
    )
    _signed_by_both_sides(outside, antenne_id)
    own_jobs = f"{outside} OR coalesce(args->>'antenne', '') = {own_schema}"
    # What the builder does takes the owner's credentials: the national office alone asks for it.
    asks = f"queue_name <> 'builder' OR current_user IN ('{NATIONAL.role}', '{WORKER.role}')"
    roles.policy("procrastinate_jobs", "own_jobs", condition=f"({own_jobs}) AND ({asks})")


def _signed_by_both_sides(outside: str, antenne_id: str) -> None:
    """A transfer is read by its two antennes; one sends and takes back, the other receives or refuses."""
    sender, recipient = f"sender_id = ({antenne_id})", f"recipient_id = ({antenne_id})"
    either = f"{outside} OR {sender} OR {recipient}"
    transfers, cards = "tariffs_cardtransfer", "tariffs_transferredcard"
    roles.policy(transfers, "either_side", for_="SELECT", condition=either)
    roles.policy(transfers, "sent", for_="INSERT", check=f"{outside} OR {sender} AND state = 'sent'")
    signed = f"{recipient} AND state IN ('received', 'refused') OR {sender} AND state = 'taken_back'"
    roles.policy(transfers, "signed", for_="UPDATE", condition=either, check=f"{outside} OR {signed}")
    # The transfers that are seen from here are already those of either side.
    parcel = "SELECT FROM public.tariffs_cardtransfer AS seen WHERE seen.id = transfer_id"
    roles.policy(cards, "either_side", for_="SELECT", condition=f"{outside} OR EXISTS ({parcel})")
    mine = f"EXISTS ({parcel} AND seen.state = 'sent' AND seen.{sender})"
    roles.policy(cards, "sent", for_="INSERT", check=f"{outside} OR {mine}")
