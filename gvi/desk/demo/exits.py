"""Exit cases at different places along their way: under way, paused, and looked in on after it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from agencies.models import User
from agencies.scoping import Actor
from offers.actions.assessments import assess
from offers.actions.cases import change_case, close_case, open_case
from offers.actions.journeys import judge_stage, pause_case, record_step
from offers.actions.plans import add_measure
from offers.models import Case

DAY = timedelta(days=1)
WALKED = (1, 5)  # Klient B and Klient F, whose plans are laid
GROUND = "Beslut om bistånd enligt socialtjänstlagen. Samtycke behövs inte för den egna planen."


def open_cases(avhopp: Actor) -> Case:
    """Six cases with follow-ups overdue, due today and later. Returns the last."""
    today = timezone.localdate()
    mine = User.objects.get(pk=avhopp.user_id)
    other = User.objects.get(email="avhopp2@malmo.example")
    for number, days in enumerate((-5, -2, 0, 0, 1, 6)):
        case = open_case(
            actor=avhopp,
            responsible=mine if number % 3 else other,
            called=f"Klient {chr(65 + number)}",
            opened_on=today - timedelta(days=60 - number),
            next_on=today + timedelta(days=max(days, 0)),
            setting="extremist" if number == 3 else "criminal",
            social_status="assessed",
        )
        case.follow_ups.update(due_on=today + timedelta(days=days), responsible=case.responsible)
        add_measure(actor=avhopp, case=case, kind="talks", starts_on=case.opened_on)
        if number not in WALKED:
            came(avhopp, case, "first_assessment", 0)
            came(avhopp, case, "first_meeting", 1)
            judge_stage(actor=avhopp, case=case, stage="ambivalent", judged_on=case.opened_on + DAY)
    resting(avhopp, mine, today)
    looked_in_on(avhopp, mine, today)
    return case


def resting(avhopp: Actor, mine: User, today: date) -> None:
    """Someone who is away for treatment, and is looked in on meanwhile."""
    case = open_case(actor=avhopp, responsible=mine, called="Klient G", opened_on=today - 90 * DAY)
    came(avhopp, case, "first_meeting", 1)
    judge_stage(actor=avhopp, case=case, stage="ambivalent", judged_on=case.opened_on + DAY)
    reason = "På behandlingshem i tre månader. Vill att vi hör av oss halvvägs."
    pause_case(actor=avhopp, case=case, reason=reason, next_on=today + 40 * DAY)


def looked_in_on(avhopp: Actor, mine: User, today: date) -> None:
    """Someone who has left, and is asked now and then how it goes."""
    case = open_case(actor=avhopp, responsible=mine, called="Klient H", opened_on=today - 300 * DAY)
    for days, stage in ((5, "preparing"), (60, "leaving"), (150, "settling"), (280, "stable")):
        judge_stage(actor=avhopp, case=case, stage=stage, judged_on=case.opened_on + days * DAY)
    came(avhopp, case, "first_meeting", 0)
    came(avhopp, case, "plan", 20, reason=GROUND)
    came(avhopp, case, "follow_up", 150)
    close_case(
        actor=avhopp,
        case=case,
        ending="completed",
        closed_on=today - 20 * DAY,
        reason="Har bostad, arbete och inga kontakter kvar i den tidigare kretsen.",
        evaluation="Flytten och samtalen gjorde mest. Skuldsaneringen tog för lång tid.",
        next_on=today + 70 * DAY,
        aftercare_until=today + 700 * DAY,
    )


def walk(avhopp: Actor, protected: Case, settling: Case) -> None:
    """The two cases whose plans are laid, once they are: each step on its day."""
    assess(
        actor=avhopp,
        case=settling,
        kind="first",
        assessed_on=settling.opened_on,
        summary="Vill bli drogfri och börja arbeta. Har stöd av en syster.",
    )
    assess(
        actor=avhopp,
        case=settling,
        kind="joint",
        assessed_on=settling.opened_on + 10 * DAY,
        summary="Inget behov av skydd just nu. Behandling först, sedan praktik.",
    )
    for case, decision in ((protected, "SN 2026-0114"), (settling, "SN 2026-0102")):
        came(avhopp, case, "first_assessment", 0)
        came(avhopp, case, "first_meeting", 1)
        came(avhopp, case, "joint_assessment", 7)
        came(avhopp, case, "decision", 9, decision_reference=decision)
        came(avhopp, case, "plan", 14, reason=GROUND)
    came(avhopp, protected, "protection", 9)
    came(avhopp, protected, "consent", (timezone.localdate() - protected.opened_on).days - 8)
    came(avhopp, settling, "establishment", 45)
    for case, stages in (
        (protected, ((1, "ambivalent"), (14, "preparing"), (40, "leaving"))),
        (settling, ((1, "preparing"), (20, "leaving"), (45, "settling"))),
    ):
        for days, stage in stages:
            judge_stage(actor=avhopp, case=case, stage=stage, judged_on=case.opened_on + days * DAY)
        decided(avhopp, case)


def came(avhopp: Actor, case: Case, kind: str, days: int, **values: str) -> None:
    """The case came to a step, so many days after it opened."""
    record_step(actor=avhopp, case=case, kind=kind, came_on=case.opened_on + days * DAY, **values)


def decided(avhopp: Actor, case: Case) -> None:
    """Social services have decided, and the police have opened a case of their own."""
    change_case(
        actor=avhopp,
        case=case,
        called=case.called,
        police_status="open",
        social_status="decided",
        responsible=case.responsible,
        rhythm_days=case.rhythm_days,
        confirmed=True,
    )
