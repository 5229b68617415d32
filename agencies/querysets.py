"""How this app's rows are read."""

from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from agencies import policies
from agencies.scoping import Actor, ScopedQuerySet


class DisclosureQuerySet(ScopedQuerySet):
    rule = policies.DISCLOSURE

    def given_by(self, actor: Actor) -> Self:
        return self.filter(scope_id=actor.scope)

    def received_by(self, actor: Actor) -> Self:
        return self.exclude(scope_id=actor.scope)

    def ending_by(self, day: date) -> Self:
        """In force now, and over when a day is; the first to end first."""
        in_force = self.filter(withdrawn_at__isnull=True, ends_at__gt=Now())
        return in_force.filter(ends_at__date__lte=day + timedelta(days=1)).order_by("ends_at", "pk")

    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True, ends_at__gt=Now())

    def reaching(self, actor: Actor) -> Self:
        """Delivered, and in force today."""
        deliveries = apps.get_model("agencies.Delivery")._default_manager.reaching(actor)
        return self.filter(Exists(deliveries.filter(disclosure=OuterRef("pk"))))

    def to_complete(self) -> Self:
        """Urgent, decided without its reasons, and still without them."""
        return self.filter(complete_by__isnull=False, completed_at__isnull=True)


class PartOfDisclosureQuerySet(ScopedQuerySet):
    rule = policies.PART_OF_DISCLOSURE

    def shown_to(self, actor: Actor) -> Self:
        """Outside OSL a copy shows once its conditions are read (OSL 10:14, law.md 3.18)."""
        if actor.legal_home not in policies.BOUND_BY_CONDITIONS:
            return self
        notices = apps.get_model("agencies.Notice")._default_manager
        unread = notices.unread_by(actor).filter(
            kind="conditions", disclosure=OuterRef("disclosure")
        )
        return self.exclude(~Q(scope_id=actor.scope) & Exists(unread))


class DeliveryQuerySet(ScopedQuerySet):
    rule = policies.DELIVERY

    def reaching(self, actor: Actor) -> Self:
        """In force today, to a function the actor holds."""
        return self.filter(
            group_id__in=actor.receiving,
            scope_id__in=actor.live,
            withdrawn_at__isnull=True,
            ends_at__gt=Now(),
        )

    def over(self) -> Self:
        return self.filter(Q(withdrawn_at__isnull=False) | Q(ends_at__lte=Now()))

    def opened_by(self, actor: Actor) -> Self:
        """In the closed archive the actor keeps, and opened by the actor within the hour."""
        openings = apps.get_model("agencies.Opening")._default_manager.filter(
            delivery_id=OuterRef("pk"),
            scope_id=actor.scope,
            user_id=actor.user_id,
            opened_at__gt=Now() - timedelta(hours=1),
        )
        return self.over().filter(Exists(openings), group_id__in=actor.archive)


class RoundQuerySet(ScopedQuerySet):
    rule = policies.ROUND

    def drafts(self) -> Self:
        return self.filter(state="draft")


class TemplateQuerySet(ScopedQuerySet):
    rule = policies.WEIGHED

    def approved(self) -> Self:
        return self.filter(approved_by__isnull=False, retired_at__isnull=True)


class LineQuerySet(ScopedQuerySet):
    rule = policies.WEIGHED


class WeighingQuerySet(ScopedQuerySet):
    rule = policies.WEIGHED


class RequestQuerySet(ScopedQuerySet):
    rule = policies.REQUEST

    def asked_by(self, actor: Actor) -> Self:
        return self.filter(scope_id=actor.scope)

    def put_to(self, actor: Actor) -> Self:
        return self.exclude(scope_id=actor.scope)

    def waiting(self, actor: Actor) -> Self:
        """Neither taken back nor answered, as far as the actor is told."""
        answers = apps.get_model("agencies.Answer")._default_manager.visible_to(actor)
        answered = answers.filter(request=OuterRef("pk"))
        return self.filter(~Exists(answered), withdrawn_at__isnull=True)


class AnswerQuerySet(ScopedQuerySet):
    rule = policies.ANSWER


class NoticeQuerySet(ScopedQuerySet):
    rule = policies.NOTICE

    def told_to(self, actor: Actor) -> Self:
        """Told to a function the actor holds; not what the actor's own agency has told."""
        return self.filter(group_id__in=actor.receiving)

    def unread_by(self, actor: Actor) -> Self:
        receipts = apps.get_model("agencies.Acknowledgement")._default_manager.filter(
            notice=OuterRef("pk"), scope_id=actor.scope, read_by_id=actor.user_id
        )
        return self.told_to(actor).filter(~Exists(receipts))


class AcknowledgementQuerySet(ScopedQuerySet):
    rule = policies.ACKNOWLEDGEMENT


class OpeningQuerySet(ScopedQuerySet):
    rule = policies.OPENING


class SampleQuerySet(ScopedQuerySet):
    rule = policies.SAMPLE

    def unreviewed(self) -> Self:
        return self.filter(reviewed_at__isnull=True)


class PressQuerySet(ScopedQuerySet):
    rule = policies.PRESS


class DraftQuerySet(ScopedQuerySet):
    """What is being written; offered again for two days, and then swept."""

    KEPT = timedelta(hours=48)
    rule = policies.DRAFT

    def past(self) -> Self:
        return self.filter(saved_at__lte=Now() - self.KEPT)

    def to_go_on_with(self) -> Self:
        return self.filter(saved_at__gt=Now() - self.KEPT)

    def at(self, path: str) -> Self:
        return self.filter(path=path)


class EntryQuerySet(ScopedQuerySet):
    rule = policies.LEDGER


class SealQuerySet(ScopedQuerySet):
    rule = policies.SEAL


class PartnershipQuerySet(ScopedQuerySet):
    rule = policies.PARTNERSHIP


class ParticipationQuerySet(ScopedQuerySet):
    rule = policies.PARTICIPATION

    def in_force(self, today: date) -> Self:
        ahead = Q(to_on__isnull=True) | Q(to_on__gte=today)
        return self.filter(ahead, from_on__lte=today)


class PostingQuerySet(ScopedQuerySet):
    rule = policies.POSTING

    def in_force(self, today: date) -> Self:
        """Approved, begun and not over: the only postings that give anything."""
        return self.filter(approved_by__isnull=False, from_on__lte=today, to_on__gte=today)


class StandingDecisionQuerySet(ScopedQuerySet):
    rule = policies.STANDING_DECISION

    def in_force(self, today: date) -> Self:
        return self.filter(revoked_on__isnull=True, from_on__lte=today, to_on__gte=today)


class AgreementQuerySet(ScopedQuerySet):
    rule = policies.AGREEMENT

    def signed(self) -> Self:
        """On paper, as the operator has noted it, or by every party here."""
        parties = self.model._meta.get_field("parties").related_model._default_manager
        of_it = parties.filter(agreement=OuterRef("pk"))
        by_all = Exists(of_it) & ~Exists(of_it.filter(signed_on__isnull=True))
        return self.filter(Q(signed_on__isnull=False) | by_all)

    def in_force(self, today: date) -> Self:
        """Signed, within its dates, and not replaced by a version that has begun."""
        begun: QuerySet = self.model._default_manager.filter(from_on__lte=today).signed()
        replaced = Exists(begun.filter(replaces=OuterRef("pk")))
        return self.signed().filter(~replaced, from_on__lte=today, valid_to__gte=today)


class AgreementPartyQuerySet(ScopedQuerySet):
    rule = policies.AGREEMENT_PARTY


class AgreementReviewQuerySet(ScopedQuerySet):
    rule = policies.AGREEMENT_REVIEW


class OfficeQuerySet(ScopedQuerySet):
    rule = policies.OFFICE

    def held(self, today: date) -> Self:
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)


class InterestQuerySet(ScopedQuerySet):
    rule = policies.INTEREST


class LegalGroundQuerySet(QuerySet):
    """The law, which everybody may read."""

    def in_force(self, on: date) -> Self:
        """Grounds as their text reads on a day, the ones not yet confirmed too."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)

    def usable(self, on: date) -> Self:
        """What a decision of the day can rest on at all."""
        return self.in_force(on).filter(is_enabled=True)


class ConsentQuerySet(ScopedQuerySet):
    rule = policies.CONSENT

    def in_force(self, on: date) -> Self:
        """Those that something new can rest on, on a day."""
        begun = self.filter(given_on__lte=on, expires_on__gte=on)
        return begun.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))
