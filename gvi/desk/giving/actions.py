"""The verbs: give at once and complete it afterwards; pass on a frozen copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions import Assessed, Decision, Item, complete, disclose
from agencies.actions.disclosures import notify
from agencies.grounds import Ages
from agencies.models import (
    DisclosedItem,
    Disclosure,
    LegalGround,
    Notice,
    Posting,
    Receiver,
    Round,
)
from agencies.policies import ring_of
from agencies.scoping import Actor, Function
from agencies.seats import receivers_for
from groups import actions as map_actions
from groups.models import Identity, Person
from gvi.core.refusals import Refused

READ_FOR = timedelta(days=30)
WORDS = "words"


@transaction.atomic
def disclose_urgently(
    *,
    actor: Actor,
    people: Sequence[Person],
    receivers: Sequence[Receiver],
    ground: LegalGround,
    words: str = "",
    with_identity: bool = False,
    form: str = Round.Form.ELECTRONIC,
) -> Disclosure:
    """Decide at once on a ground alone. The reasons are owed within 24 hours, and reviewed."""
    owned = map_actions.own_people(actor, [each.ref for each in people])
    parts = ["code_name", "identity"] if with_identity else ["code_name"]
    items = map_actions.items_of(owned, parts) if owned else []
    if words:
        items.append(Item(WORDS, uuid4(), {"words": words}))
    if not items:
        raise Refused(_("Choose whom it concerns, or write what is said."), field="words")
    decision = Decision(
        items=items,
        receivers=receivers,
        purpose=_("Urgent disclosure"),
        need=_("Urgent. The reasons are written within 24 hours."),
        ends_on=timezone.localdate() + READ_FOR,
        parts=parts_of(items),
        ground=ground,
        ages=map_actions.ages_of(owned),
        is_protected=map_actions.is_protected(owned),
        occasion=Round.Occasion.EMERGENCY,
        form=form,
        said_on=None if form == Round.Form.ELECTRONIC else timezone.localdate(),
        ring=ring_of(actor),
    )
    disclosure = disclose(actor=actor, decision=decision)
    map_actions.give_people(disclosure, owned, receivers)
    return disclosure


def parts_of(items: Sequence[Item | DisclosedItem]) -> list[str]:
    """The parts whose secrecy has to be answered: those of people, and each other kind whole."""
    found: list[str] = []
    for item in items:
        if item.kind == "person":
            found += ["code_name", *(["identity"] if "identity" in item.frozen else [])]
        else:
            found.append(item.kind)
    return list(dict.fromkeys(found))


def people_in(actor: Actor, disclosure: Disclosure) -> list[Person]:
    """Those of the actor's own people whom a decision is about."""
    about = [item.about for item in disclosure.items.all()]
    return list(Person.objects.writable_by(actor).filter(ref__in=about))


@transaction.atomic
def complete_urgent(
    *,
    actor: Actor,
    disclosure: Disclosure,
    assessed: Sequence[Assessed],
    need: str,
    balancing: str = "",
    child_note: str = "",
) -> Disclosure:
    """Write the reasons that an urgent decision went without."""
    people = people_in(actor, disclosure)
    given = disclosure.deliveries.select_related("receiver__participation__agency")
    items = list(disclosure.items.all())
    decision = Decision(
        items=[Item(each.kind, each.about, each.frozen) for each in items],
        receivers=[each.receiver for each in given],
        purpose=disclosure.purpose,
        need=need,
        ends_on=disclosure.last_day,
        parts=parts_of(items),
        assessed=assessed,
        balancing=balancing,
        child_note=child_note,
        ages=map_actions.ages_of(people),
        is_protected=map_actions.is_protected(people),
        occasion=Round.Occasion.EMERGENCY,
    )
    return complete(actor=actor, disclosure=disclosure, decision=decision)


def ages_in(items: Sequence[DisclosedItem], today: date) -> Ages:
    """As far as the copies say; a copy without a birth year is of somebody of unknown age."""
    years = [each.frozen.get("identity", {}).get("birth_year") for each in items]
    return Ages.together(Ages.of_birth_year(year, today) for year in years)


def protected_in(items: Sequence[DisclosedItem]) -> bool:
    """Whether a copy says that somebody's personal data is protected."""
    none = Identity.Protection.NONE
    return any(each.frozen.get("identity", {}).get("protection", none) != none for each in items)


@transaction.atomic
def pass_on(
    *,
    actor: Actor,
    source: Disclosure,
    items: Sequence[DisclosedItem],
    receivers: Sequence[Receiver],
    assessed: Sequence[Assessed],
    purpose: str,
    need: str,
    ends_on: date,
    child_note: str = "",
    conditions: str = "",
) -> Disclosure:
    """Pass on what was received, as frozen copies alone, by a decision of one's own (OSL 11:4).

    The giver's secrecy and conditions follow. The giver is told where its conditions say so.
    """
    today = timezone.localdate()
    unread = Notice.objects.visible_to(actor).unread_by(actor)
    if unread.filter(disclosure=source, kind=Notice.Kind.CONDITIONS).exists():
        raise Refused(_("Read the giver's conditions first."))
    if ends_on > source.last_day:
        raise Refused(_("It cannot be read longer than you may read it yourself."), field="ends_on")
    if any(each.participation_id == source.scope_id for each in receivers):
        raise Refused(_("The giver has it already."), field="receivers")
    if not items:
        raise Refused(_("Choose at least one."), field="items")
    decision = Decision(
        items=[Item(each.kind, each.about, each.frozen, need) for each in items],
        receivers=receivers,
        purpose=purpose,
        need=need,
        ends_on=ends_on,
        parts=parts_of(items),
        assessed=assessed,
        child_note=child_note,
        conditions="\n".join(filter(None, [source.conditions, conditions])),
        tell_onward=source.tell_onward,
        ages=ages_in(items, today),
        is_protected=protected_in(items),
        carried=(source.scope.agency.legal_home,),
        occasion=Round.Occasion.ONWARD,
        ring=ring_of(actor),
    )
    made = disclose(actor=actor, decision=decision)
    if source.tell_onward:
        tell_giver(made, source, receivers)
    return made


def receivers_beside(actor: Actor, source: Disclosure) -> QuerySet[Receiver]:
    """Whom it can be passed on to: anybody but the giver."""
    return receivers_for(actor).exclude(participation_id=source.scope_id)


def tell_giver(made: Disclosure, source: Disclosure, receivers: Sequence[Receiver]) -> None:
    """The giver's decision function; where nobody holds it, the functions of who decided."""
    today = timezone.localdate()
    theirs = Receiver.objects.filter(participation_id=source.scope_id)
    in_force = Posting.objects.in_force(today).filter(participation_id=source.scope_id)
    deciders = theirs.filter(function=Function.DECISION)
    if not in_force.filter(function=Function.DECISION).exists():
        held = in_force.filter(user_id=source.decided_by_id).values("function")
        deciders = theirs.filter(function__in=held)
    text = _("What you disclosed on %(day)s is passed on to: %(receivers)s.") % {
        "day": timezone.localdate(source.decided_at).isoformat(),
        "receivers": "; ".join(str(each) for each in receivers),
    }
    notify(made, Notice.Kind.PASSED_ON, deciders.values_list("group_id", flat=True), text)
