"""The rule in plain Python: loops over lists, written from the design and from nothing else."""

from __future__ import annotations

from datetime import timedelta

from agencies.models import (
    Acknowledgement,
    Agreement,
    Answer,
    Consent,
    Delivery,
    DisclosedItem,
    Disclosure,
    DisclosureTemplate,
    Entry,
    Notice,
    Office,
    Opening,
    Participation,
    Press,
    Request,
    Round,
    User,
)
from agencies.scoping import Function
from groups.models import (
    Affiliation,
    Identity,
    Incident,
    Person,
    PersonGrant,
    PersonTie,
    StreetGroup,
)
from offers.models import Absence, Case, CaseGrant, FollowUp, Letter, Note, Offer, Provider
from tests.wall.world import World

WORKING = {"coordination", "analysis", "casework", "exit", "police_exit", "decision", "registry"}
MAP_READERS = WORKING | {"figures"}
DECIDERS = {"coordination", "analysis", "casework", "exit", "decision"}  # who reads identities
CONSENTED = DECIDERS | {"police_exit"}
EXIT = {"exit", "figures"}


class Eyes:
    """One user in one participation, in one world."""

    def __init__(self, world: World, user: User, scope: Participation) -> None:
        self.world, self.user, self.scope = world, user, scope
        self.functions = {
            posting.function
            for posting in world.postings
            if posting.user_id == user.pk
            and posting.participation_id == scope.pk
            and posting.approved_by_id is not None
            and posting.from_on <= world.today <= posting.to_on
            and user.is_active
        }
        self.live = self._live()
        self.groups = {
            receiver.group_id
            for receiver in world.receivers
            if receiver.participation_id == scope.pk
            and receiver.function in self.functions
            and self.live
        }

    def _live(self) -> set[int]:
        day = self.world.today
        at_work = {"preparing", "operative", "ordinary", "paused"}
        if self.scope.partnership.state not in at_work:
            return set()
        live = {
            each.pk
            for each in self.world.participations
            if each.partnership_id == self.scope.partnership_id
            and each.from_on <= day
            and (each.to_on is None or day <= each.to_on)
            and any(self._binds(agreement, each) for agreement in self.world.agreements)
        }
        return live if self.scope.pk in live else set()

    def _binds(self, agreement: Agreement, other: Participation) -> bool:
        """Whether an agreement in force binds both the eyes' own participation and the other."""
        day = self.world.today
        replaced = any(
            each.replaces_id == agreement.pk and each.from_on <= day and self._is_signed(each)
            for each in self.world.agreements
        )
        parties = {
            each.participation_id
            for each in self.world.parties
            if each.agreement_id == agreement.pk
        }
        return (
            agreement.partnership_id == self.scope.partnership_id
            and agreement.from_on <= day <= agreement.valid_to
            and self._is_signed(agreement)
            and not replaced
            and (agreement.signed_on is not None or {self.scope.pk, other.pk} <= parties)
        )

    def _is_signed(self, agreement: Agreement) -> bool:
        parties = [each for each in self.world.parties if each.agreement_id == agreement.pk]
        by_all = bool(parties) and all(each.signed_on for each in parties)
        return agreement.signed_on is not None or by_all

    def owns(self, row, functions: set[str]) -> bool:
        return row.scope_id == self.scope.pk and bool(self.functions & functions)

    def is_shared(self, row, kind: str) -> bool:
        if row.sealed or row.scope_id not in self.live or not self.functions & MAP_READERS:
            return False
        return any(
            each.participation_id == row.scope_id
            and each.kind == kind
            and each.revoked_on is None
            and each.from_on <= self.world.today <= each.to_on
            for each in self.world.decisions
        )

    def is_granted(self, row, table) -> bool:
        return any(
            grant.content_object_id == row.pk
            and grant.group_id in self.groups
            and grant.scope_id in self.live
            and grant.revoked_at is None
            and grant.expires_at > self.world.now
            for grant in self.world.rows.get(table, [])
        )

    def reached(self, row) -> bool:
        """Not sealed, and written by an agency from which anything crosses today."""
        return not row.sealed and row.scope_id in self.live

    def sees_person(self, person: Person) -> bool:
        return self.owns(person, MAP_READERS) or self.is_granted(person, PersonGrant)

    def received(self, disclosure: Disclosure) -> bool:
        return any(
            each.disclosure_id == disclosure.pk
            and each.group_id in self.groups
            and each.scope_id in self.live
            and each.withdrawn_at is None
            and each.ends_at > self.world.now
            for each in self.world.rows[Delivery]
        )

    def archived(self, delivery: Delivery) -> bool:
        """Over, and received by any function of the agency whose registrar this is."""
        is_over = delivery.withdrawn_at is not None or delivery.ends_at <= self.world.now
        is_ours = delivery.receiver.participation_id == self.scope.pk
        of_exit = delivery.receiver.function == "police_exit"
        is_apart = of_exit and "police_exit" not in self.functions
        return is_over and is_ours and not is_apart and "registry" in self.functions

    def opened(self, disclosure: Disclosure) -> bool:
        """In the closed archive, and opened by this registrar within the hour."""
        hour_ago = self.world.now - timedelta(hours=1)
        return any(
            each.delivery.disclosure_id == disclosure.pk
            and each.user_id == self.user.pk
            and each.scope_id == self.scope.pk
            and each.opened_at > hour_ago
            and self.archived(each.delivery)
            for each in self.world.rows.get(Opening, [])
        )

    def keeps(self, row, functions: set[str]) -> bool:
        """The owner's, and inside the one function that a row may name."""
        return self.owns(row, functions) and row.ring in {"", *self.functions}

    def asked(self, row: Request) -> bool:
        """Put to a function of these eyes, or to this one person there; not taken back."""
        put = row.group_id in self.groups and row.scope_id in self.live
        return put and row.withdrawn_at is None and row.decider_id in (None, self.user.pk)

    def told(self, row) -> bool:
        """The one participation that hears of it, and there perhaps one function alone."""
        here = row.told_id == self.scope.pk and bool(self.functions & WORKING)
        return here and row.told_ring in {"", *self.functions}

    def sees(self, row) -> bool:
        return bool(self.functions) and RULES[type(row)](self, row)


def _entry(eyes: Eyes, row: Entry) -> bool:
    mine = row.user_id == eyes.user.pk and row.scope_id == eyes.scope.pk
    auditor = bool(eyes.functions & {Function.AUDIT, Function.FIGURES})
    return mine or (auditor and eyes.scope.pk in (row.scope_id, row.owner_id))


RULES = {
    StreetGroup: lambda eyes, row: (
        eyes.owns(row, MAP_READERS) or eyes.is_shared(row, "street_group")
    ),
    Incident: lambda eyes, row: eyes.owns(row, MAP_READERS) or eyes.is_shared(row, "incident"),
    Person: Eyes.sees_person,
    Identity: lambda eyes, row: eyes.owns(row, DECIDERS),
    Affiliation: lambda eyes, row: (
        eyes.owns(row, MAP_READERS) or (eyes.reached(row) and eyes.sees_person(row.person))
    ),
    PersonTie: lambda eyes, row: (
        eyes.owns(row, MAP_READERS)
        or (eyes.reached(row) and eyes.sees_person(row.person_a) and eyes.sees_person(row.person_b))
    ),
    Offer: lambda eyes, row: (
        eyes.owns(row, EXIT if not row.is_joint else MAP_READERS)
        or (eyes.reached(row) and row.is_joint and eyes.sees_person(row.person))
    ),
    Case: lambda eyes, row: eyes.owns(row, EXIT) or eyes.is_granted(row, CaseGrant),
    Note: lambda eyes, row: eyes.owns(row, EXIT),
    Provider: lambda eyes, row: eyes.owns(row, {"exit"}),
    Letter: lambda eyes, row: eyes.owns(row, MAP_READERS | {"administration"}),
    Absence: lambda eyes, row: eyes.owns(row, EXIT | {"casework"}),
    FollowUp: lambda eyes, row: (
        eyes.owns(row, EXIT)
        or (eyes.owns(row, {"casework"}) and not (row.case_id or row.intake_id))
    ),
    Disclosure: lambda eyes, row: (
        eyes.keeps(row, WORKING) or eyes.received(row) or eyes.opened(row)
    ),
    DisclosedItem: lambda eyes, row: (
        eyes.keeps(row, WORKING) or eyes.received(row.disclosure) or eyes.opened(row.disclosure)
    ),
    Delivery: lambda eyes, row: (
        eyes.keeps(row, WORKING) or row.group_id in eyes.groups or eyes.archived(row)
    ),
    Round: lambda eyes, row: eyes.keeps(row, WORKING),
    DisclosureTemplate: lambda eyes, row: eyes.keeps(row, WORKING),
    Consent: lambda eyes, row: eyes.keeps(row, CONSENTED),
    Request: lambda eyes, row: eyes.keeps(row, WORKING) or eyes.asked(row),
    Answer: lambda eyes, row: eyes.keeps(row, WORKING) or eyes.told(row),
    Notice: lambda eyes, row: eyes.keeps(row, WORKING) or row.group_id in eyes.groups,
    Acknowledgement: lambda eyes, row: eyes.keeps(row, WORKING) or eyes.told(row),
    Opening: lambda eyes, row: eyes.owns(row, {"registry", "audit"}),
    Press: lambda eyes, row: row.scope_id == eyes.scope.pk and row.user_id == eyes.user.pk,
    PersonGrant: lambda eyes, row: eyes.owns(row, MAP_READERS) or row.group_id in eyes.groups,
    CaseGrant: lambda eyes, row: eyes.owns(row, MAP_READERS) or row.group_id in eyes.groups,
    Entry: _entry,
    Office: lambda eyes, row: row.scope.partnership_id == eyes.scope.partnership_id,
}
