"""How this app's rows are read."""

from typing import Self

from agencies import policies
from agencies.scoping import Actor, ScopedQuerySet


class DisclosureQuerySet(ScopedQuerySet):
    rule = policies.DISCLOSURE

    def given_by(self, actor: Actor) -> Self:
        return self.filter(scope_id=actor.scope)

    def received_by(self, actor: Actor) -> Self:
        return self.exclude(scope_id=actor.scope)


class PartOfDisclosureQuerySet(ScopedQuerySet):
    rule = policies.PART_OF_DISCLOSURE


class DeliveryQuerySet(ScopedQuerySet):
    rule = policies.DELIVERY


class EntryQuerySet(ScopedQuerySet):
    rule = policies.LEDGER


class SealQuerySet(ScopedQuerySet):
    rule = policies.SEAL
