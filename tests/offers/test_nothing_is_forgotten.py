"""The invariant: every case, open contact and answered offer has exactly one follow-up waiting.

An offer or a contact that became a case is carried by the case; a closed case by its after-care.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.actors import acting
from agencies.scoping import Actor
from groups.models import Person
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import Case, FollowUp, Intake, Measure, Offer, OfferAnswer

STEPS = 80


def case_lasts(case: Case, today: date) -> bool:
    """Said once more, in other words than the product's."""
    until = case.aftercare_until
    return case.closed_on is None or (case.ending != "taken_over" and (not until or until > today))


def forgotten(actor: Actor) -> list[object]:
    """Whatever must have one follow-up waiting and has none, or more than one."""
    offers = Offer.objects.visible_to(actor).filter(
        pk__in=OfferAnswer.objects.visible_to(actor).values("offer")
    )
    today = timezone.localdate()
    assert not reminders.without_next(actor, today)  # what the roll-up says of cases
    things = [
        *(case for case in Case.objects.visible_to(actor) if case_lasts(case, today)),
        *Intake.objects.visible_to(actor).filter(state__in=("new", "waiting")),
        *offers.exclude(pk__in=Case.objects.visible_to(actor).exclude(offer=None).values("offer")),
    ]
    waits = FollowUp.objects.visible_to(actor).waiting()
    return [thing for thing in things if waits.on(thing).count() != 1]


class Worker:
    """Someone in the exit group who does whatever comes up."""

    def __init__(self, actor: Actor, me, seed: int):
        self.actor, self.me = actor, me
        self.dice = random.Random(seed)
        self.today = timezone.localdate()

    def begin(self, actor: Actor) -> None:
        """One case from a contact and one from a yes, so that every kind of row is there."""
        self.take()
        self.offer()
        offer = Offer.objects.visible_to(actor).get()
        actions.record_answer(
            actor=actor, offer=offer, answer="yes", channel="phone", answered_on=self.today
        )
        intake = Intake.objects.visible_to(actor).get()
        for origin in ({"intake": intake}, {"offer": offer}):
            actions.open_case(actor=actor, responsible=self.me, **origin)
            assert forgotten(actor) == []

    def any_of(self, rows):
        rows = list(rows)
        return self.dice.choice(rows) if rows else None

    def step(self) -> None:
        usual = [self.offer, self.answer, self.take, self.open, self.open, self.log, self.close]
        rare = [self.meet, self.drop, self.undo, self.change, self.support, self.end, self.end]
        rare += [self.pause, self.resume, self.reopen]
        with suppress(Refused):
            self.dice.choice([*usual, *rare, self.hand_out, self.stop])()

    def later(self):
        return self.today + timedelta(days=self.dice.randint(1, 90))

    def offer(self):
        actions.make_offer(
            actor=self.actor,
            person=self.any_of(Person.objects.visible_to(self.actor)),
            occasion="elsewhere",
            made_on=self.today,
        )

    def answer(self):
        if offer := self.any_of(Offer.objects.visible_to(self.actor)):
            answer = self.dice.choice(["yes", "yes", "no", "waiting", "none"])
            actions.record_answer(
                actor=self.actor,
                offer=offer,
                answer=answer,
                channel="phone",
                answered_on=self.today,
                offer_again_on=self.later(),
            )

    def take(self):
        actions.take_intake(
            actor=self.actor,
            source="phone",
            first_contact_at=timezone.now(),
            responsible=self.me,
        )

    def meet(self):
        if intake := self.any_of(Intake.objects.visible_to(self.actor)):
            now = timezone.now()
            actions.record_first_meeting(actor=self.actor, intake=intake, met_at=now)

    def drop(self):
        if intake := self.any_of(Intake.objects.visible_to(self.actor)):
            actions.close_intake(actor=self.actor, intake=intake, ending="not_reached")

    def open(self):
        said_yes = OfferAnswer.objects.visible_to(self.actor).filter(answer="yes")
        offers = Offer.objects.visible_to(self.actor).filter(pk__in=said_yes.values("offer"))
        origin = self.dice.choice(["nowhere", "intake", "offer"])
        intake = self.any_of(Intake.objects.visible_to(self.actor)) if origin == "intake" else None
        offer = self.any_of(offers) if origin == "offer" else None
        actions.open_case(
            actor=self.actor, called="Ärla", responsible=self.me, intake=intake, offer=offer
        )

    def log(self):
        if follow_up := self.any_of(FollowUp.objects.visible_to(self.actor)):
            outcome = self.dice.choice(FollowUp.Outcome.values)
            actions.log_follow_up(actor=self.actor, follow_up=follow_up, outcome=outcome)

    def undo(self):
        if follow_up := self.any_of(FollowUp.objects.visible_to(self.actor)):
            actions.undo_follow_up(actor=self.actor, follow_up=follow_up)

    def stop(self):
        if follow_up := self.any_of(FollowUp.objects.visible_to(self.actor)):
            actions.stop_following_up(actor=self.actor, follow_up=follow_up)

    def hand_out(self):
        rows = FollowUp.objects.visible_to(self.actor)
        actions.hand_out(actor=self.actor, follow_ups=rows, responsible=self.me)

    def change(self):
        if case := self.any_of(Case.objects.visible_to(self.actor)):
            actions.change_case(
                actor=self.actor,
                case=case,
                called="",
                police_status="open",
                confirmed=True,
                social_status="none",
                responsible=self.me,
                rhythm_days=self.dice.randint(1, 30),
            )

    def pause(self):
        if case := self.any_of(Case.objects.visible_to(self.actor)):
            actions.pause_case(actor=self.actor, case=case, reason="Vila", next_on=self.later())

    def resume(self):
        if case := self.any_of(Case.objects.visible_to(self.actor)):
            actions.resume_case(actor=self.actor, case=case)

    def reopen(self):
        if case := self.any_of(Case.objects.visible_to(self.actor)):
            actions.reopen_case(actor=self.actor, case=case, reason="Igen", responsible=self.me)

    def support(self):
        if case := self.any_of(Case.objects.visible_to(self.actor)):
            actions.add_measure(actor=self.actor, case=case, kind="talks", starts_on=self.today)

    def end(self):
        if measure := self.any_of(Measure.objects.visible_to(self.actor)):
            actions.end_measure(actor=self.actor, measure=measure, ends_on=self.today)

    def close(self):
        if case := self.any_of(Case.objects.visible_to(self.actor)):
            actions.close_case(
                actor=self.actor,
                case=case,
                ending="completed",
                closed_on=self.today,
                next_on=self.later(),
            )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_in_whatever_order_nothing_is_forgotten(cast, seed):
    with acting(cast.actor("avhopp")) as actor:
        worker = Worker(actor, cast.user("avhopp"), seed)
        worker.begin(actor)
        for step in range(STEPS):
            worker.step()
            assert forgotten(actor) == [], f"seed {seed}, step {step}"


def test_the_database_refuses_a_second_follow_up_waiting_on_the_same_thing(cast, waiting):
    with acting(cast.actor("avhopp")) as actor:
        second = FollowUp(scope_id=actor.scope, case_id=waiting.case_id, due_on=waiting.due_on)
        second.responsible = waiting.responsible
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save()


def test_what_must_be_followed_up_cannot_be_let_go(cast, waiting, intake, yes, offer):
    with acting(cast.actor("avhopp")) as actor:
        for thing in (waiting.case, intake, offer):
            follow_up = reminders.waiting_on(actor, thing)
            with pytest.raises(Refused):
                actions.stop_following_up(actor=actor, follow_up=follow_up)
        assert forgotten(actor) == []


def closed(case: Case, until: date | None, ending: str = "completed") -> None:
    """As it was left some time ago; what waits on it still waits."""
    day = timezone.localdate() - timedelta(days=30)
    Case.objects.filter(pk=case.pk).update(
        opened_on=day, closed_on=day, ending=ending, aftercare_until=until, rhythm_days=40
    )


def next_of(actor: Actor, follow_up: FollowUp) -> FollowUp | None:
    row = FollowUp.objects.get(pk=follow_up.pk)
    logged = actions.log_follow_up(actor=actor, follow_up=row, outcome="met", key=uuid4())
    return reminders.planned_after(actor, logged)


def test_after_care_goes_on_in_its_own_rhythm_and_never_past_its_end(cast, waiting):
    today = timezone.localdate()
    with acting(cast.actor("avhopp")) as actor:
        closed(waiting.case, today + timedelta(days=60))
        coming = next_of(actor, waiting)
        assert coming.due_on == today + timedelta(days=40)
        closed(waiting.case, today + timedelta(days=20))
        assert next_of(actor, coming).due_on == today + timedelta(days=20)


@pytest.mark.parametrize(
    ("days", "ending"), [(0, "completed"), (-3, "completed"), (9, "taken_over")]
)
def test_where_after_care_is_over_the_last_log_plans_nothing_and_can_be_undone(
    cast, waiting, days, ending
):
    with acting(cast.actor("avhopp")) as actor:
        closed(waiting.case, timezone.localdate() + timedelta(days=days), ending)
        assert next_of(actor, waiting) is None
        assert forgotten(actor) == []
        undone = actions.undo_follow_up(actor=actor, follow_up=FollowUp.objects.get(pk=waiting.pk))
        assert undone.is_waiting


def test_the_last_log_sent_twice_is_one_and_another_person_is_told(cast, waiting):
    key = uuid4()
    with acting(cast.actor("avhopp")) as actor:
        closed(waiting.case, timezone.localdate())
        row = FollowUp.objects.get(pk=waiting.pk)
        for _press in range(2):
            actions.log_follow_up(actor=actor, follow_up=row, outcome="met", key=key)
    with acting(cast.actor("avhopp2")) as actor, pytest.raises(Refused):
        actions.log_follow_up(actor=actor, follow_up=row, outcome="met", key=key)


def test_a_paused_case_is_still_looked_in_on_but_not_so_often(cast, waiting):
    today = timezone.localdate()
    with acting(cast.actor("avhopp")) as actor:
        Case.objects.filter(pk=waiting.case_id).update(paused_on=today)
        assert next_of(actor, waiting).due_on == today + timedelta(days=30)
        due = reminders.as_due(reminders.waiting_on(actor, waiting.case))
        assert due.tag["label"] == "Pausat"
