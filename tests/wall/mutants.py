"""Walls with one condition missing: each must be noticed by the three oracles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FunctionMutant:
    """One of the wall's functions with a piece of its text taken out."""

    function: str
    piece: str
    instead: str = "true"

    @property
    def name(self) -> str:
        return f"{self.function}: {self.piece[:48]}"

    def apply(self, cursor) -> None:
        cursor.execute(
            "select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n"
            " on n.oid = p.pronamespace where n.nspname = 'wall' and p.proname = %s",
            [self.function],
        )
        (text,) = cursor.fetchone()
        assert self.piece in text, f"{self.function} no longer says: {self.piece}"
        cursor.execute(text.replace(self.piece, self.instead, 1))


@dataclass(frozen=True)
class PolicyMutant:
    """One table's reading policy with a piece of its text taken out."""

    table: str
    piece: str
    instead: str = "true"

    @property
    def name(self) -> str:
        return f"{self.table}: {self.piece}"

    def apply(self, cursor) -> None:
        cursor.execute(
            "select qual from pg_policies where tablename = %s and policyname = %s",
            [self.table, f"{self.table}_read"],
        )
        (text,) = cursor.fetchone()
        assert self.piece in text, f"{self.table} no longer says: {self.piece} in {text}"
        changed = text.replace(self.piece, self.instead, 1)
        cursor.execute(f"alter policy {self.table}_read on {self.table} using ({changed})")


@dataclass(frozen=True)
class ViewMutant:
    """One of the wall's views with a piece of its text taken out."""

    view: str
    piece: str
    instead: str = "true"

    @property
    def name(self) -> str:
        return f"{self.view}: {self.piece}"

    def apply(self, cursor) -> None:
        cursor.execute("select pg_get_viewdef(%s::regclass)", [f"wall.{self.view}"])
        (text,) = cursor.fetchone()
        assert self.piece in text, f"{self.view} no longer says: {self.piece} in {text}"
        changed = text.replace(self.piece, self.instead, 1)
        cursor.execute(
            f"create or replace view wall.{self.view} with (security_barrier) as {changed}"
        )


RING = (
    "(((ring)::text = ''::text) OR"
    " ((ring)::text = ANY (( SELECT wall.functions() AS functions)::text[])))"
)
ALL = [
    FunctionMutant("functions", "u.is_active"),
    FunctionMutant("functions", "p.user_id = me"),
    FunctionMutant("functions", "p.participation_id = here"),
    FunctionMutant("functions", "p.approved_by_id is not null"),
    FunctionMutant("functions", "p.from_on <= day"),
    FunctionMutant("functions", "p.to_on >= day"),
    FunctionMutant("own", "wall.functions() && wanted"),
    FunctionMutant("live", "q.from_on <= day"),
    FunctionMutant("live", "(q.to_on is null or q.to_on >= day)"),
    FunctionMutant("live", "a.partnership_id = mine.partnership_id"),
    FunctionMutant("live", "a.from_on <= day"),
    FunctionMutant("live", "a.valid_to >= day"),
    FunctionMutant("live", "s.state = any('{preparing,operative,ordinary,paused}')"),
    FunctionMutant("live", "wall.signed(a.id)"),
    FunctionMutant("live", "b.replaces_id = a.id", "false"),
    FunctionMutant("live", "x.agreement_id = a.id and x.participation_id = mine.id"),
    FunctionMutant("live", "x.agreement_id = a.id and x.participation_id = q.id"),
    FunctionMutant("live", "here = any(found)", "found is not null"),
    FunctionMutant(
        "signed",
        "exists (select from agencies_agreementparty p where p.agreement_id = a.id)",
    ),
    FunctionMutant("signed", "p.signed_on is null", "false"),
    FunctionMutant("together", "q.partnership_id = mine.partnership_id"),
    FunctionMutant("together", "wall.functions() = '{}'", "false"),
    FunctionMutant("shared", "not wall.functions() && wanted", "false"),
    FunctionMutant("shared", "d.kind = wanted_kind"),
    FunctionMutant("shared", "d.participation_id = any((select wall.live())::int[])"),
    FunctionMutant("shared", "d.revoked_on is null"),
    FunctionMutant("shared", "d.from_on <= (select wall.today())"),
    FunctionMutant("shared", "d.to_on >= (select wall.today())"),
    FunctionMutant("groups", "wall.live() = '{}'", "false"),
    FunctionMutant("groups", "r.participation_id = here"),
    FunctionMutant("groups", "r.function = any(held)"),
    ViewMutant("given_person", "group_id = ANY (( SELECT wall.groups() AS groups)::integer[])"),
    ViewMutant("given_person", "scope_id = ANY (( SELECT wall.live() AS live)::integer[])"),
    ViewMutant("given_person", "revoked_at IS NULL"),
    ViewMutant("given_person", "expires_at > now()"),
    ViewMutant("given_disclosure", "group_id = ANY (( SELECT wall.groups() AS groups)::integer[])"),
    ViewMutant("given_disclosure", "withdrawn_at IS NULL"),
    ViewMutant("given_disclosure", "ends_at > now()"),
    ViewMutant("given_case", "group_id = ANY (( SELECT wall.groups() AS groups)::integer[])"),
    ViewMutant("given_case", "revoked_at IS NULL"),
    ViewMutant("given_case", "expires_at > now()"),
    PolicyMutant("groups_streetgroup", "(NOT sealed)"),
    PolicyMutant("groups_affiliation", "(NOT sealed)"),
    PolicyMutant("groups_persontie", "(NOT sealed)"),
    PolicyMutant("offers_offer", "(NOT sealed)"),
    PolicyMutant(
        "groups_affiliation", "(scope_id = ANY (( SELECT wall.live() AS live)::integer[]))"
    ),
    PolicyMutant("offers_offer", "is_joint"),
    PolicyMutant("offers_followup", "(case_id IS NULL)"),
    *(
        PolicyMutant(table, RING)
        for table in (
            "agencies_disclosure",
            "agencies_delivery",
            "agencies_round",
            "agencies_disclosuretemplate",
            "agencies_consent",
            "agencies_request",
            "agencies_answer",
            "agencies_notice",
        )
    ),
    PolicyMutant("agencies_request", "(withdrawn_at IS NULL)"),
    PolicyMutant(
        "agencies_request",
        "((decider_id IS NULL) OR (decider_id = ( SELECT wall.user_id() AS user_id)))",
    ),
    PolicyMutant("agencies_request", "(scope_id = ANY (( SELECT wall.live() AS live)::integer[]))"),
    PolicyMutant("agencies_answer", RING.replace("ring", "told_ring")),
    PolicyMutant("agencies_acknowledgement", RING.replace("ring", "told_ring")),
    PolicyMutant("agencies_press", "(user_id = ( SELECT wall.user_id() AS user_id))"),
    PolicyMutant("agencies_delivery", "((withdrawn_at IS NOT NULL) OR (ends_at <= now()))"),
    FunctionMutant("archive", "not wall.functions() && '{registry}'", "false"),
    FunctionMutant("archive", "r.participation_id = wall.scope_id()"),
    FunctionMutant("opened", "o.user_id = wall.user_id()"),
    FunctionMutant("opened", "o.opened_at > now() - interval '1 hour'"),
    FunctionMutant("opened", "d.group_id = any((select wall.archive())::int[])"),
    FunctionMutant("opened", "(d.withdrawn_at is not null or d.ends_at <= now())"),
]
