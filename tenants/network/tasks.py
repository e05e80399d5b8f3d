"""E-mails of this room. A job names its antenne, holds ids only, and may run twice."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kit.antennes import NATIONAL, at, current, inside_named
from kit.antennes.names import PUBLIC
from tenants.network import links
from tenants.network.access import Scope
from tenants.network.models import Invitation
from tenants.network.operations.people import pending_invitations

_RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


def send_later(invitation: Invitation) -> None:
    """Ask for the e-mail in the caller's transaction: no invitation without its mail, nor the reverse."""
    schema = current()
    send_invitation.defer(antenne="" if schema == PUBLIC else schema, invitation=str(invitation.pk))


@app.task(name="network.send_invitation", retry=_RETRIES)
def send_invitation(antenne: str, invitation: str) -> None:
    """Send the link, unless it has been used or cancelled meanwhile, or leads to an antenne that is closed.

    A worker that dies just after sending sends again: the same invitation twice is better than none.
    """
    with inside_named(antenne) if antenne else at(NATIONAL):
        waiting = pending_invitations(timezone.now()).select_related("invited_by", "antenne")
        found = waiting.filter(pk=invitation).first()
        if found is not None and (found.antenne is None or found.antenne.serves):
            mail_of(found).send()


def mail_of(invitation: Invitation) -> EmailMessage:
    where = f"l’antenne {invitation.antenne}" if invitation.antenne else "le réseau"
    if invitation.scope == Scope.SPONSOR:
        where = "l’espace mécènes"
    words = render_to_string(
        "network/invitation.txt",
        {"invitation": invitation, "where": where, "address": links.address(invitation)},
    )
    return EmailMessage(f"Votre accès à Maillon pour {where}", words, to=[invitation.email])
