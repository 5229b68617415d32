"""The mail that says a briefing is ready, and nothing else."""

import logging

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies.models import Posting, User
from agencies.scoping import Function

log = logging.getLogger(__name__)

TOLD = (Function.COORDINATION, Function.STEERING, Function.DECISION)


def announce(partnership_id: int) -> None:
    """Each in their own language. A mail that cannot be sent holds nothing up."""
    archive = f"{settings.PUBLIC_URL}{reverse('briefings:issue_list')}"
    connection = get_connection()
    for user in told(partnership_id):
        with translation.override(user.language):
            subject = _("A new briefing is ready")
            text = _("Sign in to read it:\n%(address)s") % {"address": archive}
        try:
            send_mail(subject, text, None, [user.email], connection=connection)
        except OSError as fault:
            log.warning("A mail could not be sent: %s.", type(fault).__name__)


def told(partnership_id: int) -> list[User]:
    """Staff who coordinate, steer or decide in the partnership today."""
    postings = Posting.objects.in_force(timezone.localdate()).filter(
        participation__partnership_id=partnership_id, function__in=TOLD
    )
    staff = User.objects.filter(is_active=True, is_system=False)
    return list(staff.filter(pk__in=postings.values("user")).order_by("pk"))
