"""The verbs: ask the police's exit group about a threat; offer a case to another exit service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions import Assessed, Decision, Item, disclose, start_round
from agencies.grounds import Ages
from agencies.models import Consent, Disclosure, Receiver, Round
from agencies.scoping import Actor, Function
from agencies.seats import receivers_for
from gvi.core.refusals import Refused
from gvi.desk.answering.words import TAKEOVER, THREAT
from offers.actions.disclosing import ALWAYS, PARTS
from offers.models import Case, Intake
from offers.policies import require_exit_side

THREAT_CHECK = "threat_check"
A_QUARTER = timedelta(days=90)


def police_exit_groups(actor: Actor) -> QuerySet[Receiver]:
    """Whom alone a threat check is asked of."""
    return receivers_for(actor).filter(function=Function.POLICE_EXIT)


def other_exit_services(actor: Actor) -> QuerySet[Receiver]:
    """Who could take over a case."""
    return receivers_for(actor).filter(function=Function.EXIT)


@transaction.atomic
def ask_about_threat(
    *,
    actor: Actor,
    thing: Case | Intake,
    receiver: Receiver,
    called: str,
    who: str,
    birth_year: int | None,
    assessed: Sequence[Assessed],
    need: str,
    ends_on: date,
    child_note: str = "",
    conditions: str = "",
    consent: Consent | None = None,
) -> Disclosure:
    """Tell the police's exit group who it is, as far as is needed, and ask about the threat.

    Nobody else in the police reads it. Of somebody counselled anonymously nothing is told.
    """
    require_exit_side(actor)
    if isinstance(thing, Intake) and thing.is_anonymous:
        raise Refused(_("Anonymous counselling stores no identity (SoL 14:5)."), field="who")
    if receiver.function != Function.POLICE_EXIT:
        raise Refused(_("Only the police's exit group is asked."), field="receiver")
    told = {"called": called, "who": who, "birth_year": birth_year}
    decision = Decision(
        items=[Item(THREAT_CHECK, thing.ref, told, need)],
        receivers=[receiver],
        purpose=_("Threat check"),
        need=need,
        ends_on=ends_on,
        parts=[THREAT_CHECK],
        assessed=assessed,
        child_note=child_note,
        conditions=conditions,
        ages=Ages.of_birth_year(birth_year, timezone.localdate()),
        question=THREAT,
        ring=Function.EXIT,
        consent=consent,
    )
    return disclose(actor=actor, decision=decision)


def offer_case(*, actor: Actor, case: Case, receiver: Receiver, parts: Sequence[str] = ()) -> Round:
    """Begin the decision that tells another exit service of a case and asks it to take over."""
    require_exit_side(actor)
    chosen = {*ALWAYS, *parts}
    return start_round(
        actor=actor,
        about=[case.ref],
        kind="case",
        parts=[part for part in PARTS if part in chosen],
        receivers=[receiver.pk],
        question=TAKEOVER,
        purpose=_("Hand-over of an exit case"),
        ends_on=timezone.localdate() + A_QUARTER,
    )
