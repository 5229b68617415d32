"""Who is in service, who is away, and who answers for a follow-up meanwhile."""

from __future__ import annotations

from datetime import date

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies.models import Posting, User
from agencies.scoping import Actor
from offers import policies
from offers.models import Absence
from offers.querysets import AbsenceQuerySet, FollowUpQuerySet


def colleagues(actor: Actor) -> QuerySet[User]:
    """Those of the actor's own agency who can answer for a follow-up today."""
    postings = Posting.objects.in_force(timezone.localdate()).filter(
        participation_id=actor.scope,
        function__in=policies.EXIT_SIDE if policies.is_exit_side(actor) else policies.FOLLOWING_UP,
    )
    people = User.objects.filter(pk__in=postings.values("user_id"), is_active=True, is_system=False)
    return people.order_by("name", "pk")


def in_service(actor: Actor, today: date) -> QuerySet[User]:
    """The colleagues who are not away today."""
    away = Absence.objects.visible_to(actor).on(today)
    return colleagues(actor).exclude(pk__in=away.values("user_id"))


def stood_in_for(actor: Actor, today: date) -> AbsenceQuerySet:
    """The absences in which the actor is the deputy today."""
    return Absence.objects.visible_to(actor).on(today).filter(deputy_id=actor.user_id)


def with_answering(actor: Actor, rows: FollowUpQuerySet, today: date) -> FollowUpQuerySet:
    """Each with who answers for it today: the deputy of someone who is away, as `answering`."""
    away = Absence.objects.visible_to(actor).on(today).filter(user_id=OuterRef("responsible_id"))
    return rows.annotate(
        answering=Coalesce(
            Subquery(away.values("deputy_id")[:1]), F("responsible_id"), output_field=IntegerField()
        ),
        answering_name=Coalesce(Subquery(away.values("deputy__name")[:1]), F("responsible__name")),
    )


def absences(actor: Actor, today: date) -> AbsenceQuerySet:
    """Those that go on or are to come, among the actor's colleagues."""
    rows = Absence.objects.visible_to(actor).filter(to_on__gte=today)
    people = colleagues(actor).order_by().values("pk")
    return rows.filter(user_id__in=people).select_related("user", "deputy")
