"""The group map as one actor may see it: laid out on the visible part only.

Hidden rows leave no gap: they take no part in the layout. Positions depend on what is visible
and on nothing else, so taking hidden rows away from the database moves nothing on the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import networkx as nx
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from groups.models import Affiliation, GroupTie, Person, PersonTie, StreetGroup

TOO_MANY = 120
WIDTH, HEIGHT, MARGIN = 960, 640, 60


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
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def too_many(self) -> bool:
        return len(self.nodes) > TOO_MANY


def draw(actor: Actor, day: date, group: StreetGroup | None = None) -> GroupMap:
    """The map on a day, of one group and its people or of everything the actor sees.

    Four queries whatever the size.
    """
    groups = {row.pk: row for row in StreetGroup.objects.visible_to(actor)}
    if group is not None:
        groups = {group.pk: group}
    affiliations = [
        row
        for row in Affiliation.objects.visible_to(actor).on(day).select_related(None)
        if row.street_group_id in groups
    ]
    members = {row.person_id for row in affiliations}
    people = Person.objects.visible_to(actor).exclude(state="removed")
    if group is not None:
        people = people.filter(pk__in=members)
    seen = {row.pk: row for row in people}
    raw = [
        *(
            (f"p{row.person_id}", f"g{row.street_group_id}", "affiliation", _affiliated(row), row.since)
            for row in affiliations
        ),
        *(
            (f"p{row.person_a_id}", f"p{row.person_b_id}", row.kind, row.get_kind_display(), row.since)
            for row in PersonTie.objects.visible_to(actor)
        ),
        *(
            (f"g{row.group_a_id}", f"g{row.group_b_id}", row.kind, row.get_kind_display(), row.since)
            for row in GroupTie.objects.visible_to(actor).filter(since__lte=day)
            if row.until is None or row.until >= day
        ),
    ]
    nodes = [
        *(_group_node(row) for row in groups.values()),
        *(_person_node(row) for row in seen.values()),
    ]
    return _laid_out(nodes, raw)


def _affiliated(row: Affiliation) -> str:
    return f"{row.get_role_display()}, {row.get_confidence_display().lower()}"


def _group_node(row: StreetGroup) -> Node:
    return Node(f"g{row.pk}", "group", row.name, row.get_absolute_url(), row.get_status_display())


def _person_node(row: Person) -> Node:
    return Node(
        f"p{row.pk}", "person", row.code_name, row.get_absolute_url(), row.get_state_display()
    )


def _laid_out(nodes: list[Node], raw: list[tuple]) -> GroupMap:
    keys = {node.key for node in nodes}
    kept = [each for each in raw if each[0] in keys and each[1] in keys]
    nodes = sorted(nodes, key=lambda node: (node.kind, node.url))
    placed = {node.key: node for node in nodes}
    if 0 < len(nodes) <= TOO_MANY:
        placed = _positions(nodes, kept)
    edges = [Edge(placed[a], placed[b], kind, words, since) for a, b, kind, words, since in kept]
    edges.sort(key=lambda edge: (edge.a.name, edge.b.name, edge.words))
    return GroupMap([placed[node.key] for node in nodes], edges)


def _positions(nodes: list[Node], raw: list[tuple]) -> dict[str, Node]:
    graph = nx.Graph()
    graph.add_nodes_from(node.key for node in nodes)
    graph.add_edges_from(sorted((each[0], each[1]) for each in raw))
    spots = nx.spring_layout(graph, seed=7, k=1.6 / max(len(nodes), 2) ** 0.5)
    return {
        node.key: Node(
            node.key,
            node.kind,
            node.name,
            node.url,
            node.note,
            x=round(MARGIN + (spots[node.key][0] + 1) / 2 * (WIDTH - 2 * MARGIN)),
            y=round(MARGIN + (spots[node.key][1] + 1) / 2 * (HEIGHT - 2 * MARGIN)),
        )
        for node in nodes
    }


def words_for(count: int) -> str:
    """What the picture's title says."""
    return _("Group map with %(count)s nodes. The tables below say the same.") % {"count": count}
