"""The nation: 290 partnerships, who takes part in them, and who works there.

Founded once by the house's own verbs, then copied: a copy is right in every column there is.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone

from agencies import founding
from agencies.models import (
    Agency,
    Participation,
    Partnership,
    Posting,
    Receiver,
    StandingDecision,
    User,
)

PARTNERSHIPS = 290
USERS = 8000
START = date(2018, 1, 1)
# role: (kind of agency, legal home, how many partnerships share one agency, functions of its staff)
ROLES = {
    "police": ("police", "police", 3, ("analysis", "decision")),
    "probation": ("probation", "probation", 8, ("casework",)),
    "board": ("municipality", "executive_board", 1, ("coordination",)),
    "social": ("municipality", "social_board", 1, ("casework",)),
    "exit": ("exit_service", "social_board", 1, ("exit",)),
    "school": ("municipality", "executive_board", 1, ("casework",)),
}
WITH_SCHOOL = 100  # partnerships where a sixth agency takes part
HEAD = ("coordination", "analysis", "casework", "exit", "decision", "registry")
EVERYWHERE = [role for role in ROLES if role != "school"]


@dataclass(frozen=True)
class Place:
    """One partnership: its share of everything, and the participations in it by role."""

    number: int
    share: float
    partnership: Partnership
    scopes: dict[str, Participation]


def like(row: Model, **changes: object) -> Model:
    """A new row with the values of another, but for its key, its reference and what is named."""
    fresh = copy(row)
    fresh.pk, fresh._state = None, copy(row._state)
    fresh._state.adding = True
    fresh._state.fields_cache = {}
    for name, value in (({"ref": uuid4()} if hasattr(row, "ref") else {}) | changes).items():
        setattr(fresh, name, value)
    return fresh


def store(rows: list) -> list:
    return type(rows[0])._default_manager.using("owner").bulk_create(rows, batch_size=1000)


def found() -> list[Place]:
    """Who is who. One agency of each kind joins by hand; the rest have what it was given."""
    founding.lay_grounds(timezone.localdate())
    first = founding.found_partnership(slug="b0", name="B0", state="operative")
    patterns = {
        role: founding.join(
            first,
            slug=f"b0-{role}",
            name=f"B0 {role}",
            kind=kind,
            legal_home=home,
            from_on=START,
            is_coordinating=role == "board",
        )
        for role, (kind, home, *_rest) in ROLES.items()
    }
    partnerships = [first, *store([_named(first, n) for n in range(1, PARTNERSHIPS)])]
    agencies = _agencies({role: row.agency for role, row in patterns.items()})
    scopes = _participations(partnerships, agencies, patterns)
    for partnership in partnerships:
        founding.sign_agreement(partnership, signed_on=START, valid_to=date(2040, 1, 1))
    _equip(patterns, scopes)
    _staff(scopes)
    weights = [1 / (number + 3) for number in range(PARTNERSHIPS)]
    return [
        Place(number, weight / sum(weights), partnership, scopes[number])
        for number, (weight, partnership) in enumerate(zip(weights, partnerships, strict=True))
    ]


def _named(row: Partnership | Agency, number: int, role: str = "") -> Model:
    slug = f"b{number}-{role}".removesuffix("-")
    return like(row, slug=slug, name=slug.upper().replace("-", " "))


def _agencies(patterns: dict[str, Agency]) -> dict[tuple[str, int], Agency]:
    """By role and number; the police of one area take part in three partnerships, and so on."""
    found = {(role, 0): agency for role, agency in patterns.items()}
    rows = {
        (role, number): _named(patterns[role], number, role)
        for role, (_kind, _home, partnerships_each, _functions) in ROLES.items()
        for number in range(1, -(-PARTNERSHIPS // partnerships_each))
    }
    return found | dict(zip(rows, store(list(rows.values())), strict=True))


def _participations(
    partnerships: list[Partnership],
    agencies: dict[tuple[str, int], Agency],
    patterns: dict[str, Participation],
) -> list[dict[str, Participation]]:
    found = [dict(patterns)]
    for number, partnership in islice(enumerate(partnerships), 1, None):
        roles = list(ROLES) if number < WITH_SCHOOL else EVERYWHERE
        found.append(
            {
                role: like(
                    patterns[role],
                    partnership=partnership,
                    agency=agencies[role, number // ROLES[role][2]],
                )
                for role in roles
            }
        )
    store([row for scopes in found[1:] for row in scopes.values()])
    return found


def _equip(patterns: dict[str, Participation], places: list[dict[str, Participation]]) -> None:
    """Receivers with their guardian groups, and standing decisions, as the first ones have."""
    receivers, decisions, groups = [], [], []
    for role, pattern in patterns.items():
        given = list(Receiver.objects.using("owner").filter(participation=pattern))
        decided = list(StandingDecision.objects.using("owner").filter(participation=pattern))
        for scopes in places[1:]:
            if (scope := scopes.get(role)) is None:
                continue
            for receiver in given:
                groups.append(Group(name=f"bench/{scope.pk}/{receiver.function}"))
                receivers.append(like(receiver, participation=scope, group=groups[-1]))
            decisions += [like(decision, participation=scope) for decision in decided]
    store(groups)
    for receiver, group in zip(receivers, groups, strict=True):
        receiver.group = group
    store(receivers)
    store(decisions)


def _staff(places: list[dict[str, Participation]]) -> None:
    """Eight thousand, five to an agency in each partnership: the first holds every function."""
    scopes = [(role, scope) for each in places for role, scope in each.items()]
    users = store(
        [
            User(email=f"u{number}@bench.example", name=f"User {number}", password="!")
            for number in range(USERS)
        ]
    )
    founding.post(
        users[0],
        scopes[0][1],
        ["analysis"],
        approved_by=founding.founder(),
        from_on=START,
        years=40,
    )
    pattern = Posting.objects.using("owner").get(user=users[0])
    postings = []
    for number, user in enumerate(users):
        role, scope = scopes[number % len(scopes)]
        wanted = ROLES[role][3]
        if number < len(scopes):
            wanted = HEAD
        if number // len(scopes) == 4:
            wanted = ("audit",)
        postings += [
            like(pattern, user=user, participation=scope, function=function)
            for function in wanted
            if (user, scope, function) != (users[0], scopes[0][1], "analysis")
        ]
    store(postings)
