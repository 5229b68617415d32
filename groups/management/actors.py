"""Who takes a file in: a named member of staff, never the operator and never the system."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Participation, Partnership, Posting, User
from agencies.scoping import Function
from groups.policies import MAPPING
from gvi.core.refusals import Refused


def participation_of(agency: str, partnership: str) -> Participation:
    """Whose rows they become."""
    if not Partnership.objects.filter(slug=partnership).exists():
        raise Refused(_("There is no partnership “%(slug)s”.") % {"slug": partnership})
    there = Participation.objects.filter(partnership__slug=partnership)
    found = there.filter(agency__slug=agency).select_related("partnership").first()
    if found is None:
        slugs = there.order_by("agency__slug").values_list("agency__slug", flat=True)
        raise Refused(
            _("“%(agency)s” does not take part in “%(partnership)s”. Those who do: %(slugs)s.")
            % {"agency": agency, "partnership": partnership, "slugs": ", ".join(slugs)}
        )
    return found


def user_of(participation: Participation, email: str | None) -> User:
    """The account that was named. In demo mode the one that is meant need not be."""
    postings = _in_force(participation)
    if email:
        named = postings.filter(user__email__iexact=email, function__in=MAPPING).first()
        if named is None:
            raise Refused(
                _("%(email)s has no function there today that writes the map.") % {"email": email}
            )
        return named.user
    mapping = {posting.user for posting in postings if posting.function in MAPPING}
    if len(mapping) > 1:
        deciding = {each.user for each in postings if each.function == Function.DECISION}
        mapping &= deciding
    if len(mapping) != 1 or not settings.DEMO_MODE:
        raise Refused(_("Say who takes the file in, with --as and an e-mail address."))
    return mapping.pop()


def _in_force(participation: Participation) -> QuerySet[Posting]:
    return (
        Posting.objects.in_force(timezone.localdate())
        .filter(participation=participation, user__is_active=True, user__is_system=False)
        .select_related("user")
    )
