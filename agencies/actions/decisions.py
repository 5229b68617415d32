"""What a decision to disclose says, and whether the law lets it be made today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from agencies import policies
from agencies.grounds import Ages, Crossing, why_not
from agencies.models import Consent, Disclosure, LegalGround, Receiver, Round
from agencies.provisions import Provision, provisions_for
from agencies.scoping import Actor
from gvi.core.refusals import Refused

LONGEST = timedelta(days=5 * 365)


class NothingCrosses(Refused):
    """The agreement or a participation has lapsed: no new disclosures."""


class GroundNotPossible(Refused):
    """The ground cannot answer this provision for this giver, receiver, age or day."""


@dataclass(frozen=True)
class Item:
    """One thing to disclose: what kind, which row, the chosen parts to freeze, and why."""

    kind: str
    about: UUID
    frozen: dict[str, object] = field(default_factory=dict)
    need: str = ""


@dataclass(frozen=True)
class Assessed:
    """One secrecy provision on one part, answered: it gives way on this ground because of this.

    `answers` holds, by code, what the ground asks to be told besides the reasoning.
    """

    part: str
    provision: str
    ground: LegalGround
    reasoning: str
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Everything a decision to disclose says.

    `assessed` answers each secrecy provision on each part (OSL 7:3); an urgent one gives only its
    `ground` and is completed afterwards. Unknown `ages` count as a child's.
    """

    items: Sequence[Item]
    receivers: Sequence[Receiver]
    purpose: str
    need: str
    ends_on: date
    parts: Sequence[str] = ("code_name",)
    assessed: Sequence[Assessed] = ()
    ground: LegalGround | None = None
    balancing: str = ""
    child_note: str = ""
    conditions: str = ""
    tell_onward: bool = False
    ages: Ages = field(default_factory=Ages)
    is_protected: bool = False
    carried: tuple[str, ...] = ()  # legal homes whose secrecy follows what was received (OSL 11:4)
    committed_crime: bool = False
    occasion: str = Round.Occasion.OWN
    form: str = Round.Form.ELECTRONIC
    said_on: date | None = None
    is_partial: bool = False
    question: str = ""
    ring: str = ""
    round: Round | None = None
    consent: Consent | None = None
    answers: Disclosure | None = None
    corrects: Disclosure | None = None

    @property
    def is_urgent(self) -> bool:
        return self.occasion == Round.Occasion.EMERGENCY and not self.assessed


def alike(
    actor: Actor,
    parts: Sequence[str],
    ground: LegalGround,
    reasoning: str,
    *,
    operation: LegalGround | None = None,
    is_protected: bool = False,
) -> list[Assessed]:
    """One reasoning for every part and provision; 18 kap. apart, where `operation` is given."""
    found = []
    for part in parts:
        for each in provisions_for(actor.legal_home, protected=is_protected):
            chosen = operation if operation is not None and each.is_operation else ground
            said = dict.fromkeys(chosen.asks, reasoning)
            found.append(Assessed(part, each.code, chosen, reasoning, said))
    return found


def answers_missing(each: Assessed) -> bool:
    """Whether the reasoning, or something else that the ground asks for, is not written."""
    asked = [each.reasoning, *(each.answers.get(code, "") for code in each.ground.asks)]
    return not all(answer.strip() for answer in asked)


def require_possible(actor: Actor, decision: Decision, today: date) -> None:
    """May anything cross at all today, to these, for so long."""
    if not today <= decision.ends_on <= today + LONGEST:
        raise Refused(_("A decision lasts five years at most, and ends ahead."), field="ends_on")
    reached = {each.participation_id for each in decision.receivers}
    if not policies.may_disclose(actor) or not reached <= set(actor.live):
        raise NothingCrosses(_("The agreement or a participation has lapsed; nothing is shared."))
    if not reached:
        raise Refused(_("Choose who may read."), field="receivers")
    if decision.form != Round.Form.ELECTRONIC and decision.said_on is None:
        raise Refused(_("Say on which day it was said, shown or handed over."), field="said_on")
    if decision.said_on and decision.said_on > today:
        raise Refused(_("The day cannot lie ahead."), field="said_on")
    if decision.ages.may_be_child and not decision.child_note and not decision.is_urgent:
        raise Refused(
            _("Someone is or may be under 18: write how the best interests of the child weighed."),
            field="child_note",
        )


def crossing_of(actor: Actor, decision: Decision, provision: str, today: date) -> Crossing:
    """What the grounds are asked about one provision of a decision in the making."""
    return Crossing(
        giver=actor.legal_home,
        receivers=frozenset(each.participation.agency.legal_home for each in decision.receivers),
        provision=provision,
        ages=decision.ages,
        on=today,
        on_request=decision.occasion == Round.Occasion.REQUEST,
        has_consent=_consents(decision, today),
        is_emergency=decision.occasion == Round.Occasion.EMERGENCY,
        committed_crime=decision.committed_crime,
    )


def _consents(decision: Decision, today: date) -> bool:
    """Whether the consent is in force and covers all that is disclosed, to all who receive."""
    consent = decision.consent
    return (
        consent is not None
        and consent.in_force(today)
        and {item.about for item in decision.items} == {consent.about}
        and set(decision.parts) <= set(consent.parts)
        and {each.pk for each in decision.receivers} <= set(consent.receivers)
    )


def provisions_in(actor: Actor, decision: Decision) -> tuple[Provision, ...]:
    """What has to be answered on each part: one's own provisions, and those that follow."""
    homes = (actor.legal_home, *decision.carried)
    found = [
        each for home in homes for each in provisions_for(home, protected=decision.is_protected)
    ]
    return tuple(dict.fromkeys(found))


def require_grounds(actor: Actor, decision: Decision, today: date) -> None:
    """Each secrecy provision on each part has one answer, on a ground possible today."""
    provisions = provisions_in(actor, decision)
    if decision.is_urgent:
        _require_urgent_ground(actor, decision, provisions, today)
        return
    wanted = {(part, each.code) for part in decision.parts for each in provisions}
    given = [(each.part, each.provision) for each in decision.assessed]
    if set(given) != wanted or len(given) != len(wanted):
        raise Refused(_("Answer each secrecy provision on each part."), field="assessments")
    for each in decision.assessed:
        refused = why_not(each.ground, crossing_of(actor, decision, each.provision, today))
        if refused:
            raise GroundNotPossible(refused, field="ground")
        if answers_missing(each):
            raise Refused(_("Write what the ground asks for."), field="assessments")
        if each.ground.needs_reservation and not decision.conditions:
            raise Refused(_("Write the reservation that binds the receiver."), field="conditions")


def _require_urgent_ground(
    actor: Actor, decision: Decision, provisions: Iterable[Provision], today: date
) -> None:
    if decision.ground is None:
        raise Refused(_("Choose a ground."), field="ground")
    reasons = [
        why_not(decision.ground, crossing_of(actor, decision, each.code, today))
        for each in provisions
    ]
    if all(reasons):
        raise GroundNotPossible(reasons[0], field="ground")


def principal_of(actor: Actor, decision: Decision) -> LegalGround:
    """The ground that stands for the decision in lists: the first that protects individuals."""
    if decision.ground is not None:
        return decision.ground
    individual = {
        each.code for each in provisions_in(actor, decision) if each.protects == "individual"
    }
    chosen = [each for each in decision.assessed if each.provision in individual]
    return (chosen or list(decision.assessed))[0].ground
