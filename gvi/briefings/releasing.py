"""The month's exit figures: counted behind the exit side's own wall, rounded, and frozen.

They leave only here. Every figure is rounded on its own, what is under five is not told, no
figure is the sum of others that stand beside it, and a month is released once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.briefings import policies
from gvi.briefings.models import Release
from gvi.core.refusals import Refused
from offers.models import Case, DirectContact, Intake, Measure, OfferAnswer

FIVE = 5
OWN_WAY = (Intake.Source.PHONE, Intake.Source.SELF)


class MonthNotOver(Refused):
    """The month has days left: what is released is whole and stays."""


def rounded(count: int) -> int | None:
    """To the nearest five; None for what is under five, and none at all is under five."""
    return None if count < FIVE else FIVE * round(count / FIVE)


@transaction.atomic
def release_month(*, actor: Actor, month: date, today: date | None = None) -> Release:
    """Freeze what this agency lets out on the month, counted since the start to its last day."""
    last = end_of_month(month)
    today = today or timezone.localdate()
    if last >= today:
        raise MonthNotOver(_("The month is not over yet."))
    made = Release.objects.writable_by(actor).filter(month=month.replace(day=1)).first()
    return made or store_release(
        actor=actor,
        month=month,
        accepted=accepted_help(actor, last),
        measures=measures_by_kind(actor, last),
        released_on=today,
    )


@transaction.atomic
def store_release(
    *,
    actor: Actor,
    month: date,
    accepted: int,
    measures: Mapping[str, int],
    released_on: date,
    source: str = "",
) -> Release:
    """Round, freeze and record. A month already released is left as it is."""
    policies.require_releasing(actor)
    values = {
        "accepted": rounded(accepted),
        "measures": {kind: rounded(measures.get(kind, 0)) for kind in Measure.Kind.values},
        "rounded_to": FIVE,
    }
    release, is_new = Release.objects.get_or_create(
        scope_id=actor.scope,
        month=month.replace(day=1),
        defaults={"values": values, "released_on": released_on, "source": source},
    )
    if is_new:
        record(actor, "release.made", release)
    return release


def accepted_help(actor: Actor, last: date) -> int:
    """People who said yes, came by themselves, have a case, or were counted without a name."""
    answers = OfferAnswer.objects.visible_to(actor).filter(answer="yes", answered_on__lte=last)
    said_yes = set(answers.values_list("offer__person", flat=True)) - {None}
    nameless = answers.filter(offer__person__isnull=True).count()
    cases = Case.objects.visible_to(actor).filter(scope_id=actor.scope, opened_on__lte=last)
    other_cases = cases.exclude(person__in=said_yes).exclude(
        person__isnull=True, intake__source=Intake.Source.OFFER
    )
    came = Intake.objects.visible_to(actor).filter(
        source__in=OWN_WAY, first_contact_at__date__lte=last, case__isnull=True
    )
    direct = DirectContact.objects.visible_to(actor).filter(month__lte=last)
    counted = direct.aggregate(accepted=Sum("accepted", default=0))["accepted"]
    return len(said_yes) + nameless + other_cases.count() + came.count() + counted


def measures_by_kind(actor: Actor, last: date) -> dict[str, int]:
    """Cases with each kind of measure begun. One case may stand in several: they have no sum."""
    begun = Measure.objects.visible_to(actor).filter(starts_on__lte=last)
    counted = begun.order_by().values("kind").annotate(cases=Count("case", distinct=True))
    return {row["kind"]: row["cases"] for row in counted}


def end_of_month(month: date) -> date:
    """The last day of the month that this day is in."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
