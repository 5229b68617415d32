"""The group map as one actor may see it: laid out on the visible part only.

Hidden rows leave no gap: they take no part in the layout. Positions depend on what is visible
and on nothing else, so taking hidden rows away from the database moves nothing on the map.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, cos, pi, sin, sqrt

import networkx as nx
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from groups.models import Affiliation, GroupTie, Person, PersonTie, StreetGroup

TOO_MANY = 120  # more than a picture can hold
AT_ONCE = 1000  # more people than that are asked for group by group
FIRST_RING, NEXT_RING, APART, EDGE = 95, 75, 100, 60  # what a node and its label need to be read


@dataclass(frozen=True)
class Node:
    """A person or a street group on the map. `x`, `y` in the units of the picture's view box."""

    key: str
    kind: str
    name: str
    url: str
    note: str
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Edge:
    """A relation between two nodes, in words."""

    a: Node
    b: Node
    kind: str
    words: str
    since: date | None


@dataclass(frozen=True)
class GroupMap:
    """What the picture and the tables show: the same nodes and the same edges."""

    nodes: list[Node]
    edges: list[Edge]
    rows: list[Person | StreetGroup]
    width: int = 0
    height: int = 0
    only_groups: bool = False  # everybody at once would be too many to show

    @property
    def too_many(self) -> bool:
        return len(self.nodes) > TOO_MANY


def draw(actor: Actor, day: date, group: StreetGroup | None = None) -> GroupMap:
    """The map on a day, of one group and its people or of everything the actor sees.

    Five queries whatever the size; of a whole nation only the groups, to choose one from.
    """
    groups = {row.pk: row for row in StreetGroup.objects.visible_to(actor)}
    joined = Affiliation.objects.visible_to(actor).on(day).select_related(None)
    people = Person.objects.visible_to(actor).exclude(state="removed")
    if group is not None:
        groups = {group.pk: group}
        joined = joined.filter(street_group=group)
        members = list(joined)
        people = people.filter(pk__in={row.person_id for row in members})
    seen = {row.pk: row for row in people[: AT_ONCE + 1]}
    only_groups = len(seen) > AT_ONCE
    if only_groups:
        seen, members, ties = {}, [], []
    else:
        members = members if group is not None else list(joined.filter(street_group__in=groups))
        ties = list(PersonTie.objects.visible_to(actor).on(day))
    raw = [
        *(
            (
                f"p{row.person_id}",
                f"g{row.street_group_id}",
                "affiliation",
                _affiliated(row),
                row.since,
            )
            for row in members
        ),
        *(
            (
                f"p{row.person_a_id}",
                f"p{row.person_b_id}",
                row.kind,
                row.get_kind_display(),
                row.since,
            )
            for row in ties
        ),
        *(
            (
                f"g{row.group_a_id}",
                f"g{row.group_b_id}",
                row.kind,
                row.get_kind_display(),
                row.since,
            )
            for row in GroupTie.objects.visible_to(actor).filter(since__lte=day)
            if row.until is None or row.until >= day
        ),
    ]
    nodes = [
        *(_group_node(row) for row in groups.values()),
        *(_person_node(row) for row in seen.values()),
    ]
    drawn = _laid_out(nodes, raw, [*seen.values(), *groups.values()])
    return replace(drawn, only_groups=only_groups)


def _affiliated(row: Affiliation) -> str:
    return f"{row.get_role_display()}, {row.get_confidence_display().lower()}"


def _group_node(row: StreetGroup) -> Node:
    return Node(f"g{row.pk}", "group", row.name, row.get_absolute_url(), row.get_status_display())


def _person_node(row: Person) -> Node:
    return Node(
        f"p{row.pk}", "person", row.code_name, row.get_absolute_url(), row.get_state_display()
    )


def _laid_out(nodes: list[Node], raw: list[tuple], rows: list[Person | StreetGroup]) -> GroupMap:
    keys = {node.key for node in nodes}
    kept = [each for each in raw if each[0] in keys and each[1] in keys]
    nodes = sorted(nodes, key=lambda node: (node.kind, node.url))
    placed, width, height = {node.key: node for node in nodes}, 0, 0
    if 0 < len(nodes) <= TOO_MANY:
        placed, width, height = _positions(nodes, kept)
    edges = [Edge(placed[a], placed[b], kind, words, since) for a, b, kind, words, since in kept]
    edges.sort(key=lambda edge: (edge.a.name, edge.b.name, edge.words))
    return GroupMap([placed[node.key] for node in nodes], edges, rows, width, height)


def _positions(nodes: list[Node], raw: list[tuple]) -> tuple[dict[str, Node], int, int]:
    """Each group in the middle of its people, groups with ties beside one another."""
    stars = _stars(nodes, raw)
    reach = max(_rings(len(people))[-1][1] for _middle, people in stars) + EDGE
    columns = ceil(sqrt(len(stars)))
    placed = {}
    for number, (middle, people) in enumerate(stars):
        x = reach + 2 * reach * (number % columns)
        y = reach + 2 * reach * (number // columns)
        if middle is not None:
            placed[middle.key] = replace(middle, x=x, y=y)
        for node, (dx, dy) in zip(people, _spots(len(people)), strict=True):
            placed[node.key] = replace(node, x=x + dx, y=y + dy)
    return placed, 2 * reach * columns, 2 * reach * ceil(len(stars) / columns)


def _stars(nodes: list[Node], raw: list[tuple]) -> list[tuple[Node | None, list[Node]]]:
    """Groups with the people drawn round them; people of no group come last, by themselves."""
    by_key = {node.key: node for node in nodes}
    ties = nx.Graph()
    ties.add_nodes_from(node.key for node in nodes if node.kind == "group")
    home: dict[str, str] = {}
    for a, b, kind, *_rest in sorted(
        raw, key=lambda each: (by_key[each[0]].url, by_key[each[1]].url)
    ):
        if kind == "affiliation":
            home.setdefault(a, b)
        elif a in ties and b in ties:
            ties.add_edge(a, b)
    people = defaultdict(list)
    for node in nodes:
        if node.kind == "person":
            people[home.get(node.key)].append(node)
    order = [key for start in ties for key in nx.dfs_preorder_nodes(ties, start)]
    stars: list[tuple[Node | None, list[Node]]] = [
        (by_key[key], people[key]) for key in dict.fromkeys(order)
    ]
    return [*stars, (None, people[None])] if people[None] else stars


def _rings(count: int) -> list[tuple[int, int]]:
    """(how many, how far out) for each ring that `count` people need."""
    rings, left, radius = [], count, FIRST_RING
    while left > 0 or not rings:
        room = int(2 * pi * radius / APART)
        rings.append((min(room, left), radius))
        left, radius = left - room, radius + NEXT_RING
    return rings


def _spots(count: int) -> list[tuple[int, int]]:
    """Where people stand round a middle, ring by ring, each ring turned half a step."""
    spots = []
    for number, (many, radius) in enumerate(_rings(count)):
        for each in range(many):
            angle = 2 * pi * (each + number / 2) / many - pi / 2
            spots.append((round(radius * cos(angle)), round(radius * sin(angle))))
    return spots


def words_for(count: int) -> str:
    """What the picture's title says."""
    return _("Group map with %(count)s nodes. The tables below say the same.") % {"count": count}
