"""What crosses the wall in the bench's world: decisions, copies, grants; names; the ledger."""

# ruff: noqa: S608 - our own tables

from __future__ import annotations

from tests.bench.filling import Builder

# What is decided, and to whom it goes: `k` says which decision on the person or the case it is.
GOING = """
create temp table receiver as
  select r.id, r.group_id, r.function, r.participation_id as scope from agencies_receiver r;
analyze receiver;
create temp table decision as
  select row_number() over () as n, random() as fate, 'person' as kind, p.id, p.ref,
         p.scope_id as scope, p.board, p.exit, p.probation, p.social, k,
         case when k > 1 then p.given_name end as given_name, p.family_name
    from person p cross join generate_series(1, 2) k
   where p.state = 'mapped' and (k = 1 or p.nth % 2 = 0)
  union all
  select row_number() over () + 10000000, random(), 'case', c.id, c.ref,
         c.scope_id, place.board, place.exit, place.probation, place.social, 2 + k, null, null
    from offers_case c join place on place.exit = c.scope_id cross join generate_series(1, 3) k;
create temp table going as
  select d.n, r.id as receiver, r.group_id
    from decision d
    join lateral (values (1, board, 'coordination'), (1, exit, 'exit'), (2, board, 'coordination'),
                         (2, probation, 'casework'), (3, probation, 'casework'),
                         (4, board, 'coordination'), (5, social, 'casework'))
      as told (k, scope, function) on told.k = d.k
    join receiver r on r.scope = told.scope and r.function = told.function;
analyze decision; analyze going"""
DECIDED = """
create temp table decided as
  select n, x.id, ends_at, withdrawn_at from agencies_disclosure x
    join decision d on d.scope = x.scope_id and x.number = 'B-' || n;
analyze decided"""


def disclose(builder: Builder) -> None:
    """One decision for each person, or more: a mapping to two functions, names to a third."""
    builder.run(GOING)
    ends = "now() + interval '1 day' * (case when fate < 0.2 then -5 else 200 end)"
    gone = "case when fate > 0.95 then now() - interval '1 day' end"
    builder.fill(
        "agencies_disclosure",
        {
            "scope_id": "d.scope",
            "number": "'B-' || n",
            "ground_id": "(select min(id) from agencies_legalground)",
            "purpose": "'Kartläggning'",
            "need": "'Behövs för erbjudande om hjälp.'",
            "decided_by_id": "one",
            "decided_at": "now() - interval '1 day' * (10 + n % 300)",
            "ends_at": ends,
            "withdrawn_at": gone,
        },
        "decision d join staff on staff.scope = d.scope",
    )
    builder.run(DECIDED)
    names = "'identity', jsonb_build_object('given_name', given_name, 'family_name', family_name)"
    builder.fill(
        "agencies_discloseditem",
        {
            "scope_id": "d.scope",
            "disclosure_id": "x.id",
            "kind": "d.kind",
            "about": "d.ref",
            "frozen": "case when given_name is null then '{}'"
            f" else jsonb_build_object({names}) end",
        },
        "decision d join decided x using (n)",
    )
    builder.fill(
        "agencies_delivery",
        {
            "scope_id": "d.scope",
            "disclosure_id": "x.id",
            "receiver_id": "receiver",
            "group_id": "group_id",
            "ends_at": "ends_at",
            "withdrawn_at": "withdrawn_at",
        },
        "decision d join decided x using (n) join going using (n)",
    )
    for kind, table in (("person", "groups_persongrant"), ("case", "offers_casegrant")):
        builder.fill(
            table,
            {
                "scope_id": "d.scope",
                "item_id": "i.id",
                "group_id": "going.group_id",
                "permission_id": f"(select id from auth_permission where codename = 'view_{kind}')",
                "content_object_id": "d.id",
                "expires_at": "ends_at",
                "revoked_at": "withdrawn_at",
            },
            "decision d join decided x using (n) join going using (n)"
            f" join agencies_discloseditem i on i.disclosure_id = x.id where d.kind = '{kind}'",
        )


def name(builder: Builder) -> None:
    """What people are found under, as the actions write it."""
    key = {"scope_id": "scope_id", "person_id": "id", "folded": "lower(code_name)"}
    builder.fill("groups_searchkey", {**key}, "person")
    name = "lower(given_name || ' ' || family_name)"
    builder.fill("groups_searchkey", key | {"folded": name, "is_identity": "true"}, "person")
    builder.fill(
        "groups_searchkey",
        {"scope_id": "scope", "person_id": "d.id", "disclosure_id": "x.id", "folded": name},
        "decision d join decided x using (n) where d.given_name is not null",
    )


def log(builder: Builder, entries: int) -> None:
    """The ledger."""
    builder.fill(
        "agencies_entry",
        {
            "at": "now() - interval '1 second' * n",
            "scope_id": "scope",
            "user_id": "one",
            "functions": "'exit'",
            "channel": "'web'",
            "action": "'person.read'",
            "kind": "'person'",
            "owner_id": "scope",
            "refs": "'[]'",
        },
        f"staff cross join generate_series(1, {builder.part(entries)} / 1500) n",
    )


def tell_guardian(builder: Builder) -> None:
    """Its generic table, with the grants that are in force, and one for each follow-up."""
    for model, table in (("person", "groups_persongrant"), ("case", "offers_casegrant")):
        _give(builder, model, f"{table} where revoked_at is null and expires_at > now()")
    own = "offers_followup f join receiver r on r.scope = f.scope_id and r.function = 'exit'"
    _give(builder, "followup", f"(select f.id as content_object_id, r.group_id from {own}) x")


def _give(builder: Builder, model: str, source: str) -> None:
    builder.fill(
        "guardian_groupobjectpermission",
        {
            "object_pk": "content_object_id",
            "group_id": "group_id",
            "content_type_id": f"(select id from django_content_type where model = '{model}')",
            "permission_id": f"(select id from auth_permission where codename = 'view_{model}')",
        },
        f"(select distinct content_object_id, group_id from {source}) y",
    )
