"""The police's answer to a threat check, kept as an assessment of the case."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import DisclosedItem
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import policies
from offers.actions.cases import locked_open
from offers.actions.once import wait_for
from offers.models import Case, CaseAssessment

LEVELS = {
    "threat_none": CaseAssessment.Level.NONE,
    "threat_latent": CaseAssessment.Level.LATENT,
    "threat_concrete": CaseAssessment.Level.CONCRETE,
    "threat_acute": CaseAssessment.Level.ACUTE,
}


@transaction.atomic
def register_threat(*, actor: Actor, case: Case, answer: DisclosedItem) -> CaseAssessment:
    """Make an assessment of what the police's exit group has answered, once for each answer."""
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    given = answer.disclosure
    day = timezone.localdate(given.decided_at)
    words = _("Threat check answered by %(agency)s, %(moment)s.") % {
        "agency": given.scope.agency,
        "moment": timezone.localtime(given.decided_at).strftime("%Y-%m-%d %H.%M"),
    }
    wait_for(f"offers.threat/{actor.scope}/{given.pk}")
    known = CaseAssessment.objects.writable_by(actor).filter(case=case, summary=words)
    if known.exists():
        raise Refused(_("This answer is already registered as an assessment."))
    assessment = CaseAssessment(
        scope_id=actor.scope,
        case=case,
        kind=CaseAssessment.Kind.THREAT,
        assessed_on=day,
        summary=words,
        level=LEVELS[answer.frozen["answer"]],
        recorded_by_id=actor.user_id,
    )
    assessment.full_clean(exclude=["scope", "case", "recorded_by"], validate_unique=False)
    assessment.save(force_insert=True)
    record(actor, "assessment.made", assessment)
    return assessment
