"""One of everything an exit service knows, made as its own exit group makes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies.actions import Decision, alike, disclose, start_round, take_consent
from agencies.actors import acting
from agencies.grounds import Ages
from agencies.models import Receiver, User
from agencies.scoping import Actor, Function
from gvi.desk.exits.actions import THREAT_CHECK, ask_about_threat
from offers import actions, reminders
from offers.actions.disclosing import give_cases, items_of_cases
from offers.models import (
    Absence,
    Case,
    CaseAssessment,
    Condition,
    Cost,
    FollowUp,
    Goal,
    HandOver,
    Intake,
    LeavingStage,
    Measure,
    Meeting,
    Need,
    Note,
    Objection,
    Offer,
    Provider,
    ProviderCheck,
    Reminder,
    ReminderSetting,
    Step,
)
from tests.cast import Cast

Hidden = dict[str, UUID]


def fill_the_exit_side(cast: Cast, offer: Offer, *, told: str) -> Hidden:
    """Fill the exit side from end to end; the case is given to `told`, and to nobody else.

    Returns a reference of each kind of row, by the word its addresses begin with.
    """
    with acting(cast.actor("avhopp")) as actor:
        hidden = _on_an_offer(cast, actor, offer)
        case = Case.objects.get(ref=hidden["case"])
        hidden |= _parts(case, cast.user("avhopp"), cast.user("avhopp2"))
        hidden |= _across(cast, actor, case, told)
    return hidden


def _on_an_offer(cast: Cast, actor: Actor, offer: Offer) -> Hidden:
    """An answer, a contact, a case with its steps, and follow-ups logged, waiting and late."""
    today, me = timezone.localdate(), cast.user("avhopp")
    assert offer.person is not None
    actions.make_offer(actor=actor, person=offer.person, occasion="elsewhere", made_on=today)
    actions.record_answer(
        actor=actor, offer=offer, answer="yes", channel="phone", answered_on=today
    )
    intake = actions.take_intake(
        actor=actor, source="phone", first_contact_at=timezone.now(), responsible=me
    )
    case = actions.open_case(actor=actor, offer=offer, responsible=me, called="Kråka")
    measure = actions.add_measure(actor=actor, case=case, kind="talks", starts_on=today)
    waiting = reminders.waiting_on(actor, case)
    assert waiting is not None
    actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met", note="Hemligt")
    FollowUp.objects.filter(pk=waiting.pk).update(due_on=today - timedelta(days=30))
    return {
        "intake": intake.ref,
        "case": case.ref,
        "measure": measure.ref,
        "followup": waiting.ref,
    }


def _parts(case: Case, me: User, other: User) -> Hidden:
    """Whatever hangs on a case, and what keeps watch over it."""
    today = timezone.localdate()
    part: dict[str, Any] = {"scope_id": case.scope_id, "case": case}
    own: dict[str, Any] = {"scope_id": case.scope_id}
    by = {"recorded_by": me}
    provider = Provider.objects.create(**own, name="Kanariegården")
    goal = Goal.objects.create(
        **part, area="housing", text="Kanarie bor", starts_on=today, review_on=today
    )
    measure = Measure.objects.create(
        **part, kind="housing", goal=goal, provider=provider, starts_on=today
    )
    note = Note.objects.create(
        **part, text="Kanarie ringde.", written_by=me, signed_at=timezone.now()
    )
    hidden = {
        "provider": provider,
        "goal": goal,
        "note": note,
        "need": Need.objects.create(**part, area="income", text="Kanarie", seen_on=today),
        "cost": Cost.objects.create(
            **part, measure=measure, kronor=4000, from_on=today, to_on=today
        ),
        "meeting": Meeting.objects.create(**part, **by, held_on=today, agreed="Kanarie får stöd."),
        "handover": HandOver.objects.create(
            **own, case=case, handed_by=me, handed_to=other, note="Kanarie."
        ),
        "absence": Absence.objects.create(**own, user=other, deputy=me, from_on=today, to_on=today),
    }
    for step in ("first_meeting", "paused", "resumed"):
        Step.objects.create(**part, **by, kind=step, came_on=today)
    LeavingStage.objects.create(**part, **by, stage="leaving", judged_on=today)
    CaseAssessment.objects.create(**part, **by, kind="first", assessed_on=today, summary="Rädd.")
    CaseAssessment.objects.create(
        **part, **by, kind="threat", level="acute", assessed_on=today, summary="Kanarie hotas."
    )
    Condition.objects.create(**part, **by, text="Kanarie lovar.", signed_on=today)
    ProviderCheck.objects.create(
        **own, **by, provider=provider, checked_on=today, outcome="stop", note="Kanarie."
    )
    Objection.objects.create(**part, **by, note=note, text="Kanarie säger nej.", said_on=today)
    ReminderSetting.objects.create(**own, user=other)
    return {name: row.ref for name, row in hidden.items()}


def remind(system: Actor, user: User) -> None:
    """The system's own account reminds, so it alone writes that somebody was."""
    with acting(system):
        Reminder.objects.create(scope_id=system.scope, user=user, on=timezone.localdate())


def _across(cast: Cast, actor: Actor, case: Case, told: str) -> Hidden:
    """A consent and the decision that rests on it, a threat check, a transfer and a draft."""
    to, parts = cast.receiver(told), ["case", "statuses", "plan"]
    consent = take_consent(
        actor=actor,
        about_kind="case",
        about=case.ref,
        label="Kanarie",
        ages=Ages(20, 20),
        data="Kanarie vill.",
        parts=parts,
        receivers=[to],
        purpose="Kanarieplan",
        form="oral",
        given_on=timezone.localdate(),
        expires_on=timezone.localdate() + timedelta(days=90),
    )
    given = _decided(cast, actor, case, [to], parts, consent=consent)
    give_cases(given, [case], [to])
    elsewhere = Receiver.objects.get(
        participation__agency__slug="social-norr", function=Function.EXIT
    )
    _decided(cast, actor, case, [elsewhere], parts, question="takeover")
    ask_about_threat(
        actor=actor,
        thing=case,
        receiver=cast.receiver("polis", Function.POLICE_EXIT),
        called="Kanarie",
        who="Kanarie Fågelsång",
        birth_year=1990,
        assessed=alike(actor, [THREAT_CHECK], cast.ground(), "Ingen lider men."),
        need="Kanarie ska träffas.",
        ends_on=timezone.localdate() + timedelta(days=9),
    )
    draft = start_round(actor=actor, about=[case.ref], kind="case", parts=["case"])
    return {"disclosure": given.ref, "consent": consent.ref, "round": draft.ref}


def _decided(
    cast: Cast, actor: Actor, case: Case, to: list[Receiver], parts: list[str], **values: Any
) -> Any:
    decision = Decision(
        items=items_of_cases([case], parts),
        receivers=to,
        purpose="Kanarieplan",
        need="Kanarie behöver det.",
        ends_on=timezone.localdate() + timedelta(days=30),
        parts=parts,
        assessed=alike(actor, parts, cast.ground(), "Ingen lider men."),
        ages=Ages(20, 20),
        ring=Function.EXIT,
        **values,
    )
    return disclose(actor=actor, decision=decision)


EVERY_KIND = (
    Absence,
    Case,
    CaseAssessment,
    Condition,
    Cost,
    Goal,
    HandOver,
    Intake,
    LeavingStage,
    Measure,
    Meeting,
    Need,
    Note,
    Objection,
    Provider,
    ProviderCheck,
    Reminder,
    ReminderSetting,
    Step,
)
