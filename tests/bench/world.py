"""The national world in a database of its own, filled by set-based SQL through the owner.

It only needs to be right for what is measured. Everything lies skewed over the partnerships, the
largest about a hundred times the smallest; a fifth of the decisions have ended and one in twenty
is withdrawn, as in the study the design came from.
"""

# ruff: noqa: S608, T201 - our own tables, and told as it goes

from __future__ import annotations

from time import perf_counter
from typing import Any

from tests.bench import crossing
from tests.bench.filling import Builder
from tests.bench.tenants import Place, found

# At SCALE=1.
PEOPLE, CASES, FOLLOW_UPS_EACH, INCIDENTS, ENTRIES = 200_000, 60_000, 25, 400_000, 2_000_000
RARE = "xer"  # one given name in two thousand
COMMON = "lind"  # one family name in forty begins so

GIVEN = "Adam Ali Anna Bilal Carl David Elias Emma Erik Fatima Hamza Ida Johan Karim Lina Liam"
GIVEN += " Maja Mehmet Nils Olle Omar Petra Robin Sara Tim Viktor Yusuf Åsa Örjan Hassan Linus Leo"
STEMS = "Alm Berg Björk Blom Dahl Edh Ek Eng Falk Fors Gran Hall Hag Hed Holm Häll Kull Lind Ljung"
STEMS += " Lund Lång Löv Malm Mell Mo Nor Ny Näs Ros Rönn Sand Sjö Skog Sten Strand Söder Vall"
STEMS += " Vest Wik Öst"
ENDINGS = "berg blad borg dal fors gren holm kvist lund man mark qvist roth sjö ström vall"
BIRDS = "Koltrast Gråsparv Blåmes Talgoxe Bofink Tornseglare Fiskmås Lärka Steglits Nötväcka"


def build(scale: float) -> list[Place]:
    """Fill an empty, migrated database at which both connections point."""
    begun = perf_counter()
    places = found()
    print(f"  founded in {perf_counter() - begun:.1f} s", flush=True)
    builder = Builder(scale)
    _places(builder, places)
    _map(builder)
    _support(builder)
    crossing.disclose(builder)
    crossing.name(builder)
    crossing.log(builder, ENTRIES)
    crossing.tell_guardian(builder)
    builder.run("vacuum (analyze)")
    return places


def words(text: str) -> str:
    return "'{" + ",".join(text.split()) + "}'::text[]"


def pick(array: str) -> str:
    return f"({words(array)})[1 + floor(random() * {len(array.split())})::int]"


def _places(builder: Builder, places: list[Place]) -> None:
    """Shares and scopes as a table of this session, and one member of staff of each scope."""
    roles = ("police", "probation", "board", "social", "exit")
    columns = ", ".join(f"{role} int" for role in roles)
    builder.run(f"create temp table place (number int, share float, {columns})")
    rows: list[list[Any]] = [
        [place.number, place.share, *(place.scopes[role].pk for role in roles)] for place in places
    ]
    marks = ", ".join(["%s"] * (2 + len(roles)))
    builder.cursor.executemany(f"insert into place values ({marks})", rows)
    builder.run(
        "create temp table staff as select participation_id as scope, min(user_id) as one,"
        " max(user_id) as other from agencies_posting p join agencies_user u on u.id = p.user_id"
        " where not u.is_system group by 1;"
        " create temp table located as select unnest(array[police, social, board]) as scope, number"
        " from place; analyze place; analyze staff; analyze located; select setseed(0.42)"
    )


def spread(total: str) -> str:
    """So many rows for each place, by its share; `n` counts them."""
    return f"place cross join lateral generate_series(1, ceil(share * {total})::int) n"


PERSON = """
create temp table person as
  select p.id, p.ref, p.scope_id, p.code_name, p.state, i.given_name, i.family_name, place.*,
         row_number() over (partition by place.number order by p.id) as nth
    from groups_person p
    join groups_identity i on i.person_id = p.id
    join located on located.scope = p.scope_id
    join place on place.number = located.number;
create index on person (id); analyze person"""


def _map(builder: Builder) -> None:
    builder.fill(
        "groups_streetgroup",
        {
            "scope_id": "board",
            "name": "'Grupp ' || n",
            "status": "'active'",
        },
        "place cross join generate_series(1, 10) n",
    )
    owner = "case when r < 0.8 then police when r < 0.9 then social else board end as scope"
    people = (
        f"(select *, {owner} from (select *, random() as r from {spread(builder.part(PEOPLE))}) x)"
    )
    builder.fill(
        "groups_person",
        {
            "scope_id": "x.scope",
            "code_name": f"{pick(BIRDS)} || ' ' || n",
            "state": "case when n % 10 = 0 then 'proposed' else 'mapped' end",
            "proposed_by_id": "one",
            "confirmed_by_id": "case when n % 10 <> 0 then other end",
            "updated_at": "now() - random() * interval '900 days'",
        },
        f"{people} x join staff on staff.scope = x.scope",
    )
    builder.fill(
        "groups_identity",
        {
            "scope_id": "scope_id",
            "person_id": "id",
            "given_name": f"case when random() < 0.0005 then 'Xerxes' else {pick(GIVEN)} end",
            "family_name": f"{pick(STEMS)} || {pick(ENDINGS)}",
            "birth_year": "1975 + floor(random() * 30)::int",
            "protection": "'none'",
        },
        "groups_person",
    )
    builder.run(PERSON)
    builder.fill(
        "groups_affiliation",
        {
            "scope_id": "p.scope_id",
            "person_id": "p.id",
            "person_scope_id": "p.scope_id",
            "street_group_id": "g.id",
            "role": "'member'",
            "confidence": "'probable'",
            "category": "case when nth % 10 = 0 then 'relative' else 'suspected' end",
            "review_on": "current_date + 90",
        },
        "person p join groups_streetgroup g"
        " on g.scope_id = p.board and g.name = 'Grupp ' || (1 + nth % 10)",
    )
    builder.fill(
        "groups_persontie",
        {
            "scope_id": "a.scope_id",
            "person_a_id": "a.id",
            "person_a_scope_id": "a.scope_id",
            "person_b_id": "b.id",
            "person_b_scope_id": "b.scope_id",
            "kind": "'seen_together'",
        },
        "person a join person b on b.number = a.number and b.nth = a.nth + 1 where a.nth % 2 = 0",
    )
    builder.fill(
        "groups_incident",
        {
            "scope_id": "police",
            "kind": pick("shooting detonation serious_violence"),
            "occurred_on": "current_date - floor(random() * 1800)::int",
            "confirmation": "case when n % 200 = 0 then 'unconfirmed' else 'confirmed' end",
            "area": "'Öster'",
            "link": "'none'",
            "street_group_id": "case when n % 3 = 0 then"
            " (select min(id) from groups_streetgroup g where g.scope_id = board) end",
        },
        spread(builder.part(INCIDENTS)),
    )


def _support(builder: Builder) -> None:
    """Joint offers to half of those mapped, and what the exit services keep to themselves."""
    builder.fill(
        "offers_offer",
        {
            "scope_id": "probation",
            "person_id": "id",
            "person_scope_id": "scope_id",
            "occasion": "'probation_visit'",
            "is_joint": "true",
            "made_on": "current_date - nth::int % 700",
            "made_by_id": "one",
        },
        "person join staff on staff.scope = probation where state = 'mapped' and nth % 2 = 0",
    )
    closed = "n % 5 < 3"
    builder.fill(
        "offers_case",
        {
            "scope_id": "exit",
            "number": "'A-' || n",
            "called": pick(GIVEN),
            "police_status": "'none'",
            "social_status": "'decided'",
            "opened_on": "current_date - 200 - floor(random() * 700)::int",
            "closed_on": f"case when {closed} then current_date - 10 end",
            "ending": f"case when {closed} then 'completed' else '' end",
            "rhythm_days": "14",
            "responsible_id": "case when n % 2 = 0 then one else other end",
            "updated_at": "now() - random() * interval '900 days'",
        },
        f"{spread(builder.part(CASES))} join staff on staff.scope = exit",
    )
    builder.fill(
        "offers_followup",
        {
            "scope_id": "scope_id",
            "case_id": "id",
            "due_on": "current_date + 5 - (k - 1) * 14 - (id % 30)::int",
            "done_at": "case when k > 1 then now() - interval '1 day' * (14 * k + id % 30) end",
            "done_by_id": "case when k > 1 then responsible_id end",
            "responsible_id": "responsible_id",
            "outcome": "case when k > 1 then 'talked' else '' end",
            "channel": "case when k > 1 then 'phone' else '' end",
            "note": "case when k > 1 then repeat('Talade om boende. ', 3) else '' end",
        },
        f"offers_case cross join generate_series(1, {FOLLOW_UPS_EACH}) k",
    )
