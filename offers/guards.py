"""What a case still lacks before a step, each with the way to it (domain.md, stage G)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Consent
from agencies.scoping import Actor
from offers.models import Case, CaseAssessment, Condition, Goal, LeavingStage, Step

# The ordinary way through a case. Some are not needed; nothing forces their order.
WAY = (
    Step.Kind.RAISED,
    Step.Kind.FIRST_ASSESSMENT,
    Step.Kind.FIRST_MEETING,
    Step.Kind.JOINT_ASSESSMENT,
    Step.Kind.CONSENT,
    Step.Kind.DECISION,
    Step.Kind.PLAN,
    Step.Kind.PROTECTION,
    Step.Kind.ESTABLISHMENT,
    Step.Kind.FOLLOW_UP,
    Step.Kind.CLOSED,
)
# Those a worker records. The others are left by opening, pausing, closing and reopening.
RECORDED = WAY[1:-1]
MOTIVATED = frozenset(
    {
        LeavingStage.Stage.PREPARING,
        LeavingStage.Stage.LEAVING,
        LeavingStage.Stage.SETTLING,
        LeavingStage.Stage.STABLE,
    }
)


class Missing(NamedTuple):
    """One thing that is missing, and where it is put right."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Standing:
    """What there is about a case today, as far as the guards ask."""

    assessed: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    stage: str = ""
    consent: Consent | None = None
    has_condition: bool = False
    has_goal: bool = False

    @property
    def has_decision(self) -> bool:
        return Step.Kind.DECISION in self.steps


def consents(actor: Actor, case: Case, today: date) -> Iterable[Consent]:
    """The person's consents about the case that something new can rest on today."""
    rows = Consent.objects.visible_to(actor).filter(about_kind="case", about=case.ref)
    return rows.in_force(today).order_by("-expires_on", "-pk")


def standing_of(actor: Actor, case: Case) -> Standing:
    """Ask once for all that the guards of the case want to know."""
    stages = LeavingStage.objects.visible_to(actor).filter(case=case)
    assessments = CaseAssessment.objects.visible_to(actor).filter(case=case)
    steps = Step.objects.visible_to(actor).filter(case=case)
    return Standing(
        assessed=frozenset(assessments.values_list("kind", flat=True)),
        steps=frozenset(steps.values_list("kind", flat=True)),
        stage=stages.values_list("stage", flat=True).first() or "",
        consent=next(iter(consents(actor, case, timezone.localdate())), None),
        has_condition=Condition.objects.visible_to(actor).filter(case=case).exists(),
        has_goal=Goal.objects.visible_to(actor).filter(case=case).exists(),
    )


def missing(actor: Actor, case: Case, kind: str) -> list[Missing]:
    """What the case still lacks before it can come to a step."""
    return lacks(case, kind, standing_of(actor, case))


def lacks(case: Case, kind: str, standing: Standing) -> list[Missing]:
    """The same, from what is known already."""
    asked = {
        Step.Kind.JOINT_ASSESSMENT: [_first_assessment],
        Step.Kind.CONSENT: [_consent, _condition],
        Step.Kind.DECISION: [_joint_assessment],
        Step.Kind.PLAN: [_consent_or_ground],
        Step.Kind.PROTECTION: [_threat],
        Step.Kind.ESTABLISHMENT: [_goal],
    }
    found = [guard(case, standing) for guard in [_not_paused, *asked.get(Step.Kind(kind), [])]]
    return [each for each in found if each is not None]


def police_lacks(case: Case, standing: Standing) -> list[Missing]:
    """What the police ask for before they open a case of their own, and is not there."""
    asked = [_setting, _motivation, _consent, _condition, _support_decided]
    found = [guard(case, standing) for guard in asked]
    return [each for each in found if each is not None]


def next_step(case: Case, reached: Iterable[str]) -> str:
    """The step that comes after the furthest one reached; none when only closing is left."""
    if not case.is_open:
        return ""
    places = [WAY.index(Step.Kind(each)) for each in reached if each in WAY[:-1]]
    coming = WAY[max(places, default=0) + 1 : -1]
    return coming[0] if coming else ""


def label(kind: str) -> str:
    """A step in words."""
    return str(Step.Kind(kind).label) if kind else ""


def _page(case: Case, name: str) -> str:
    """A page of the case; a case that is not saved yet has none."""
    return reverse(f"offers:{name}", args=[case.ref]) if case.pk else ""


def _not_paused(case: Case, standing: Standing) -> Missing | None:
    if not case.is_paused:
        return None
    return Missing(_("The case is paused. Take it up again first."), _page(case, "case_resume"))


def _first_assessment(case: Case, standing: Standing) -> Missing | None:
    if CaseAssessment.Kind.FIRST in standing.assessed:
        return None
    return Missing(_("Write the first assessment."), _page(case, "case_assess"))


def _joint_assessment(case: Case, standing: Standing) -> Missing | None:
    if CaseAssessment.Kind.JOINT in standing.assessed:
        return None
    return Missing(_("Write the joint assessment."), _page(case, "case_assess"))


def _threat(case: Case, standing: Standing) -> Missing | None:
    if CaseAssessment.Kind.THREAT in standing.assessed:
        return None
    return Missing(_("Assess threat and risk."), _page(case, "case_threat"))


def _consent(case: Case, standing: Standing) -> Missing | None:
    if standing.consent:
        return None
    return Missing(_("Register a consent that is in force."), _page(case, "consent_new"))


def _consent_or_ground(case: Case, standing: Standing) -> Missing | None:
    if standing.consent:
        return None
    sentence = _("Register a consent that is in force, or write the legal ground as the reason.")
    return Missing(sentence, _page(case, "consent_new"))


def _condition(case: Case, standing: Standing) -> Missing | None:
    if standing.has_condition:
        return None
    return Missing(
        _("Register the conditions the person has signed."), _page(case, "case_condition")
    )


def _goal(case: Case, standing: Standing) -> Missing | None:
    if standing.has_goal:
        return None
    return Missing(_("Set a goal in the plan."), _page(case, "case_goal"))


def _setting(case: Case, standing: Standing) -> Missing | None:
    if case.setting:
        return None
    return Missing(_("Say what the person is leaving."), _page(case, "case_change"))


def _motivation(case: Case, standing: Standing) -> Missing | None:
    if standing.stage in MOTIVATED:
        return None
    return Missing(_("Judge how far the person has come in leaving."), _page(case, "case_stage"))


def _support_decided(case: Case, standing: Standing) -> Missing | None:
    if standing.has_decision or case.social_status == Case.SocialStatus.DECIDED:
        return None
    return Missing(_("Record social services' decision on support."), _page(case, "case_step"))
