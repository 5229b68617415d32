"""One row of everything that hangs on an exit case, and of what keeps watch over it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from agencies.models import User
from offers.models import (
    Absence,
    Case,
    CaseAssessment,
    Condition,
    Cost,
    FollowUp,
    Goal,
    HandOver,
    LeavingStage,
    Letter,
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


def add_parts(case: Case, user: User, other: User, today: date) -> None:
    """Fill a case through the owner's connection. Every text holds a canary."""
    part = {"scope": case.scope, "case": case}
    by = {"recorded_by": user}
    provider = _saved(Provider(scope=case.scope, name="Kanariehemmet"))
    goal = _saved(
        Goal(**part, area="housing", text="Kanarie bor", starts_on=today, review_on=today)
    )
    measure = _saved(Measure(**part, kind="housing", goal=goal, provider=provider, starts_on=today))
    note = _saved(Note(**part, text="Kanarie ringde.", written_by=user))
    rows = (
        Step(**part, **by, kind="raised", came_on=today, reason="Kanarie hörde av sig."),
        LeavingStage(**part, **by, stage="preparing", judged_on=today),
        CaseAssessment(**part, **by, kind="first", assessed_on=today, summary="Kanarie är rädd."),
        Need(**part, area="income", text="Kanarie saknar lön.", seen_on=today),
        Condition(**part, **by, text="Kanarie lovar.", signed_on=today),
        ProviderCheck(
            scope=case.scope,
            provider=provider,
            checked_on=today,
            outcome="good",
            note="Kanarie trivs.",
            **by,
        ),
        Cost(**part, measure=measure, kronor=100, from_on=today, to_on=today),
        Objection(**part, **by, note=note, text="Kanarie håller inte med.", said_on=today),
        Meeting(**part, **by, held_on=today, agreed="Kanarie får stöd."),
        HandOver(scope=case.scope, case=case, handed_by=user, handed_to=other, note="Kanarie."),
        FollowUp(
            scope=case.scope,
            case=case,
            due_on=today,
            responsible=user,
            done_at=timezone.now(),
            done_by=user,
            outcome="talked",
            channel="phone",
            note="Kanarie svarade.",
        ),
        Absence(scope=case.scope, user=other, deputy=user, from_on=today, to_on=today),
        Letter(
            scope=case.scope,
            kind="card",
            language="sv",
            heading="Vill du lämna?",
            text="Ring oss.",
            telephone="020-00 00 00",
            changed_by=user,
        ),
        ReminderSetting(scope=case.scope, user=user),
        Reminder(scope=case.scope, user=user, on=today - timedelta(days=1)),
    )
    for row in rows:
        _saved(row)


def _saved(row):
    row.save(using="owner", force_insert=True)
    row._state.db = "default"
    return row
