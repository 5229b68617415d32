"""How offers and the exit side are read."""

from datetime import date
from typing import Self

from django.db.models import Exists, Model, OuterRef

from agencies.scoping import ScopedQuerySet
from offers import policies


class OfferQuerySet(ScopedQuerySet):
    rule = policies.OFFER

    def without(self, answers: "AnswerQuerySet") -> Self:
        """Offers that none of these answers belongs to."""
        return self.exclude(Exists(answers.filter(offer=OuterRef("pk"))))


class AnswerQuerySet(ScopedQuerySet):
    rule = policies.ANSWER


class DirectContactQuerySet(ScopedQuerySet):
    rule = policies.DIRECT_CONTACT


class IntakeQuerySet(ScopedQuerySet):
    rule = policies.INTAKE

    def open(self) -> Self:
        return self.exclude(state="closed")


class CaseQuerySet(ScopedQuerySet):
    rule = policies.CASE

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_on__isnull=False)


class CasePartQuerySet(ScopedQuerySet):
    rule = policies.CASE_PART


class ProviderQuerySet(ScopedQuerySet):
    rule = policies.PROVIDER


class LetterQuerySet(ScopedQuerySet):
    rule = policies.LETTER

    def in_use(self) -> Self:
        return self.filter(is_in_use=True)


class HandOverQuerySet(ScopedQuerySet):
    rule = policies.CASE_PART


class AbsenceQuerySet(ScopedQuerySet):
    rule = policies.ABSENCE

    def on(self, day: date) -> Self:
        """Those that cover a day."""
        return self.filter(from_on__lte=day, to_on__gte=day)


class ReminderSettingQuerySet(ScopedQuerySet):
    rule = policies.REMINDER_SETTING


class ReminderQuerySet(ScopedQuerySet):
    rule = policies.REMINDER


class FollowUpQuerySet(ScopedQuerySet):
    rule = policies.FOLLOW_UP

    def waiting(self) -> Self:
        """Planned and not yet logged."""
        return self.filter(done_at__isnull=True)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def on(self, thing: Model) -> Self:
        """Those on one offer, intake or case."""
        return self.filter(**{str(thing._meta.model_name): thing})

    def overdue(self, today: date) -> Self:
        return self.waiting().filter(due_on__lt=today)

    def due_by(self, day: date) -> Self:
        """Waiting, due on the day or before it."""
        return self.waiting().filter(due_on__lte=day)
