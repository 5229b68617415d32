"""Setting up tenants: partnerships, agencies, staff and what lets rows cross.

Run by the operator through the owner's connection (`manage.py first_partnership`, the demo, the
tests' cast): the app's role has no right to write these tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group

from agencies.grounds import shipped_grounds, written_out
from agencies.models import (
    Agency,
    Agreement,
    LegalGround,
    Participation,
    Partnership,
    Posting,
    Receiver,
    StandingDecision,
    User,
)
from agencies.scoping import NEVER_RECEIVING, Function

OWNER = "owner"
SHARED_KINDS = (
    "street_group",
    "group_tie",
    "incident",
    "callin",
    "figures",
    "release",
    "briefing",
)
RECEIVING = [
    function for function in Function if function not in NEVER_RECEIVING | {Function.FIGURES}
]
YEAR = timedelta(days=365)


def lay_grounds(today: date, local: Iterable[dict[str, Any]] = ()) -> None:
    """The grounds of the configuration. Running it again renews texts and flags, and adds none.

    Laid on any day it lays them all: a ground that has not begun yet waits for its day. `local`
    entries come last: what an installation's lawyers have decided, in whole or a few lines of it.
    """
    empty = {"to_on": None, "unverified_because": ""}
    shipped = [empty | row for row in shipped_grounds()]
    for row in [*shipped, *(written_out(each) for each in local)]:
        key = {"code": row.pop("code"), "from_on": row.pop("from_on")}
        LegalGround.objects.using(OWNER).update_or_create(**key, defaults=row)


def found_partnership(*, slug: str, name: str, **values: object) -> Partnership:
    """A partnership, by slug; made once."""
    partnership, _made = Partnership.objects.using(OWNER).get_or_create(
        slug=slug, defaults={"name": name, **values}
    )
    return partnership


def sign_agreement(partnership: Partnership, *, signed_on: date, valid_to: date) -> Agreement:
    """A declaration of intent that every party has signed on paper; made once a day of signing."""
    agreement, _made = Agreement.objects.using(OWNER).get_or_create(
        partnership=partnership,
        signed_on=signed_on,
        defaults={"from_on": signed_on, "valid_to": valid_to},
    )
    return agreement


def join(
    partnership: Partnership,
    *,
    slug: str,
    name: str,
    kind: str,
    legal_home: str,
    from_on: date,
    shares: Iterable[str] = SHARED_KINDS,
    is_coordinating: bool = False,
) -> Participation:
    """An agency takes part: its receivers, its standing decisions and its system user."""
    agency, _made = Agency.objects.using(OWNER).get_or_create(
        slug=slug, defaults={"name": name, "kind": kind, "legal_home": legal_home}
    )
    participation, _made = Participation.objects.using(OWNER).get_or_create(
        partnership=partnership,
        agency=agency,
        defaults={"from_on": from_on, "is_coordinating": is_coordinating},
    )
    for function in RECEIVING:
        group, _made = Group.objects.using(OWNER).get_or_create(
            name=f"{partnership.slug}/{slug}/{function}"
        )
        Receiver.objects.using(OWNER).get_or_create(
            participation=participation, function=function, defaults={"group": group}
        )
    for kind_shared in shares:
        StandingDecision.objects.using(OWNER).get_or_create(
            participation=participation,
            kind=kind_shared,
            number=f"{from_on.year}-S",
            defaults={"from_on": from_on, "to_on": from_on + 20 * YEAR},
        )
    system, _made = User.objects.using(OWNER).get_or_create(
        email=f"system.{partnership.slug}.{slug}@localhost",
        defaults={"name": f"System {name}", "is_system": True, "password": "!"},
    )
    operator = founder()
    # What partners disclosed to coordination and to the exit group is counted there, so the
    # system sees it too; without it a mark made by frivården would be missing from a figure.
    sight = [Function.COORDINATION] if is_coordinating else []
    sight += [Function.EXIT] if kind == Agency.Kind.EXIT_SERVICE else []
    functions = [Function.FIGURES, *sight]
    post(system, participation, functions, approved_by=operator, from_on=from_on, years=20)
    return participation


def founder() -> User:
    """The operator who set the installation up: approves first postings and can never sign in."""
    user, _made = User.objects.using(OWNER).get_or_create(
        email="operator@localhost",
        defaults={"name": "Operator", "is_system": True, "is_active": False, "password": "!"},
    )
    return user


def hire(*, email: str, name: str, password: str | None) -> User:
    """A member of staff, by e-mail; made once. Without a password they must reset it."""
    user = User.objects.using(OWNER).filter(email=email).first()
    if user is None:
        user = User(email=email, name=name)
        user.set_password(password)
        user.save(using=OWNER)
    return user


def post(
    user: User,
    participation: Participation,
    functions: Iterable[str],
    *,
    approved_by: User,
    from_on: date,
    years: int = 10,
) -> None:
    """Give a user functions in a participation, approved by someone else."""
    for function in functions:
        Posting.objects.using(OWNER).get_or_create(
            user=user,
            participation=participation,
            function=function,
            from_on=from_on,
            defaults={"to_on": from_on + years * YEAR, "approved_by": approved_by},
        )
