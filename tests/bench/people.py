"""Five who sit down to work, of very different sight, and the auditor beside them."""

from __future__ import annotations

from agencies.actors import actor_for
from agencies.models import Participation, Posting, User
from agencies.scoping import Actor
from tests.bench.tenants import HEAD, PARTNERSHIPS, ROLES

# name: (number of the partnership, role, functions)
FIVE = {
    "small municipality": (PARTNERSHIPS - 1, "social", ROLES["social"][3]),
    "police analyst": (0, "police", ROLES["police"][3]),
    "exit worker": (0, "exit", ROLES["exit"][3]),
    "coordinator": (0, "board", ROLES["board"][3]),
    "widest sight": (0, "exit", HEAD),
}
AUDITOR = (0, "police", ("audit",))


def member(number: int, role: str, functions: tuple[str, ...]) -> tuple[User, Participation]:
    """Somebody posted there in exactly these functions."""
    scope = Participation.objects.using("owner").get(
        partnership__slug=f"b{number}", agency__kind=ROLES[role][0], agency__slug__endswith=role
    )
    held: dict[int, set[str]] = {}
    rows = Posting.objects.using("owner").filter(participation=scope, user__is_system=False)
    for user, function in rows.order_by("user_id").values_list("user_id", "function"):
        held.setdefault(user, set()).add(function)
    user = next(user for user, found in held.items() if found == set(functions))
    return User.objects.get(pk=user), scope


def actors() -> dict[str, Actor]:
    """In our policy nobody sees more than one partnership: the widest is one with every function
    in the largest exit service."""
    found = {}
    for name, (number, role, functions) in FIVE.items():
        user, scope = member(number, role, functions)
        found[name] = actor_for(user, scope.pk)
        assert found[name].functions == set(functions), name
    return found
