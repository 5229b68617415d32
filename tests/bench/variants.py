"""The same question asked in six ways. Ours goes through both locks; the others through none."""

# ruff: noqa: S608 - our own tables and numbers

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user

from agencies.models import User
from agencies.scoping import Actor
from groups.models import Incident, Person, PersonGrant, SearchKey
from gvi.core.folding import fold
from offers.models import Case, CaseGrant, FollowUp

SWEDISH = "translate(lower(code_name), 'åäö', '{|}') collate \"C\""
GRANTS = {Person: PersonGrant, Case: CaseGrant}


class GrantOfPerson(models.Model):
    """The grants once more, with a way back from the person, which NetBox's joins need."""

    content_object = models.ForeignKey(Person, models.DO_NOTHING, related_name="bench_grants")
    group = models.ForeignKey(Group, models.DO_NOTHING, related_name="+")
    scope_id = models.IntegerField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "groups_persongrant"
        app_label = "groups"

    def __str__(self) -> str:
        return ""


class GrantOfCase(models.Model):
    """As above."""

    content_object = models.ForeignKey(Case, models.DO_NOTHING, related_name="bench_grants")
    group = models.ForeignKey(Group, models.DO_NOTHING, related_name="+")
    scope_id = models.IntegerField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "offers_casegrant"
        app_label = "offers"

    def __str__(self) -> str:
        return ""


def rows(model: type[models.Model]) -> QuerySet:
    """All of them, past the wall."""
    return model._default_manager.using("owner")


def own(actor: Actor, model: type[models.Model]) -> Q:
    """The owner's half of the rule, which every variant must be told."""
    mine = Q(scope_id=actor.scope)
    if not actor.has(model._default_manager.all().rule.read):
        if model is FollowUp and actor.has({"casework"}):
            return mine & Q(intake__isnull=True, case__isnull=True)
        return Q(pk__in=[])
    if model is Incident:
        return mine | Q(sealed=False, scope_id__in=actor.partners.get("incident", ()))
    return mine


def ours(actor: Actor, model: type[models.Model]) -> QuerySet:
    return model._default_manager.visible_to(actor)


def without(actor: Actor, model: type[models.Model]) -> QuerySet:
    """No permission at all but the partnership: what a plain application would do."""
    return rows(model).filter(scope_id__in=actor.live)


class TheirGroups:
    """Guardian asks a user for its groups; ours have receivers instead."""

    def __init__(self, actor: Actor) -> None:
        self.ids = actor.receiving

    def all(self) -> QuerySet[Group]:
        return Group.objects.filter(pk__in=self.ids)


def generic(actor: Actor, model: type[models.Model]) -> QuerySet | None:
    """`get_objects_for_user` on its generic table, beside the owner's half where there is one.

    The table holds live grants alone, for guardian knows no end date. Follow-ups have a grant each
    to the exit group that owns them. Incidents would need one for each function of each partner.
    """
    if model is Incident:
        return None
    user = User(pk=actor.user_id)
    user.groups = TheirGroups(actor)
    name = f"{model._meta.app_label}.view_{model._meta.model_name}"
    given = get_objects_for_user(
        user, name, klass=rows(model).all(), accept_global_perms=False, with_superuser=False
    )
    if model is FollowUp:
        return given
    return rows(model).filter(own(actor, model) | Q(pk__in=given.values("pk")))


def direct(actor: Actor, model: type[models.Model]) -> QuerySet | None:
    """What `get_objects_for_user` writes on a direct foreign-key table: ended grants count."""
    if (grants := GRANTS.get(model)) is None:
        return None
    name = model._meta.model_name
    given = rows(grants).filter(
        permission__content_type__model=name,
        group__in=TheirGroups(actor).all(),
        permission__codename__in={f"view_{name}"},
    )
    return rows(model).filter(own(actor, model) | Q(pk__in=given.values("content_object__pk")))


def netbox(actor: Actor, model: type[models.Model]) -> QuerySet:
    """Constraints as JSON, or-ed with their joins and wrapped against the doubles these make."""
    wanted = own(actor, model)
    if model in GRANTS:
        constraint = {
            "bench_grants__group__in": list(actor.receiving),
            "bench_grants__scope_id__in": list(actor.live),
            "bench_grants__revoked_at__isnull": True,
            "bench_grants__expires_at__gt": timezone.now(),
        }
        wanted |= Q(**constraint)
    return rows(model).filter(pk__in=rows(model).filter(wanted).values("pk"))


ORM = {
    "ours, with Django": ours,
    "guardian": generic,
    "guardian, direct": direct,
    "netbox": netbox,
    "no permission": without,
}


def called(found: QuerySet, words: str) -> QuerySet:
    """A name among rows, as an application without our function would look for it."""
    keys = rows(SearchKey).filter(*(Q(folded__contains=word) for word in fold(words).split()))
    return found.filter(pk__in=keys.values("person_id"))


def literal(ids: Iterable[int]) -> str:
    return "'{" + ",".join(map(str, ids)) + "}'::int[]"


class Hand:
    """The best SQL we could write with the actor's own numbers in it, as the owner."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def given(self, model: type[models.Model]) -> str:
        return (
            f"select content_object_id from {GRANTS[model]._meta.db_table} g"
            f" where g.group_id = any({literal(self.actor.receiving)})"
            f" and g.scope_id = any({literal(self.actor.live)})"
            " and g.revoked_at is null and g.expires_at > now()"
        )

    def mine(self, model: type[models.Model]) -> str:
        if self.actor.has(model._default_manager.all().rule.read):
            return f"t.scope_id = {self.actor.scope}"
        if model is FollowUp and self.actor.has({"casework"}):
            return f"t.scope_id = {self.actor.scope} and t.intake_id is null and t.case_id is null"
        return "false"

    def where(self, model: type[models.Model], *, one: bool = False) -> str:
        """Which rows; `one` when they are few beforehand, so that each grant is looked up."""
        mine = self.mine(model)
        if model is Incident:
            partners = literal(self.actor.partners.get("incident", ()))
            return f"({mine} or (not t.sealed and t.scope_id = any({partners})))"
        if model not in GRANTS:
            return f"({mine})"
        given = self.given(model)
        if one:
            return f"({mine} or exists ({given} and g.content_object_id = t.id))"
        return f"({mine} or t.id = any(array({given})))"

    def select(self, model: type[models.Model], what: str, rest: str, *, one: bool = False) -> str:
        where = self.where(model, one=one)
        return f"select {what} from {model._meta.db_table} t where {where} {rest}"

    def search(self, words: str) -> str:
        """The names, whom they may be found by, and nobody who is only close to somebody."""
        actor = self.actor
        named = " and ".join(f"k.folded like '%{word}%'" for word in fold(words).split())
        scope = actor.scope if actor.has(Person.objects.all().rule.read) else 0
        inner = actor.scope if actor.has(SearchKey.objects.all().rule.read) else 0
        close = "'{relative,not_suspected}'"
        delivered = (
            "select disclosure_id from agencies_delivery d"
            f" where d.group_id = any({literal(actor.receiving)})"
            f" and d.scope_id = any({literal(actor.live)})"
            " and d.withdrawn_at is null and d.ends_at > now()"
        )
        return f"""
            select p.id, p.ref, p.code_name, p.state from (
              select named.person_id from (
                select k.person_id, min(k.folded) as name from groups_searchkey k
                 where {named}
                   and (k.scope_id = {scope} or k.person_id = any(array({self.given(Person)})))
                   and (not k.is_identity and k.disclosure_id is null
                        or k.is_identity and k.scope_id = {inner}
                        or k.disclosure_id = any(array({delivered})))
                 group by k.person_id order by name, k.person_id offset 0) named
              cross join lateral (
                select bool_or(a.category = any({close})) and not
                       bool_or(a.category <> all({close})
                               and (a.until is null or a.until >= current_date)) as hidden
                  from groups_affiliation a
                 where a.person_id = named.person_id
                   and (a.scope_id = {scope}
                        or not a.sealed and a.scope_id = any({literal(actor.live)}))) known
               where known.hidden is not true
               order by named.name, named.person_id limit 25) page
              join groups_person p on p.id = page.person_id
             order by {SWEDISH}, p.id"""
