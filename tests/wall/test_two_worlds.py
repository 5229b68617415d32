"""Two worlds that differ only in hidden rows look the same from outside, page by page.

Totals, maps, feeds, orders, numbers, lengths, headers and dates are all bytes; a hidden row moves
none of them. Each agency hides what it can, and the others walk everything before and after.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies import actions as crossing
from agencies.actors import acting
from agencies.grounds import Ages
from callins.actions.inviting import invite
from callins.actions.planning import plan_callin
from callins.actions.talks import plan_talk
from callins.models import Callin, Invitation, TargetedGroup
from groups import actions
from groups.models import Affiliation, GroupTie, Incident, Person, PersonTie, StreetGroup
from gvi.desk.giving.actions import disclose_urgently
from offers.actions import make_offer, open_case, record_answer, start_following_up, take_intake
from offers.actions.intakes import count_direct_contacts
from offers.models import Offer
from tests.cast import Cast
from tests.wall.walking import Said, seen_refs, walk

PRISTINE: dict[str, tuple[dict, dict[str, Said]]] = {}  # every clone of the template is alike


def sealed(*rows) -> None:
    for row in rows:
        type(row)._default_manager.using("owner").filter(pk=row.pk).update(sealed=True)


def the_police_hide(cast: Cast) -> None:
    """A person told to nobody, links of everyone, a sealed group with a conflict, incidents."""
    today = timezone.localdate()
    with acting(cast.actor("polis")) as polis:
        groups = StreetGroup.objects.visible_to(polis)
        ask = groups.get(name="Ask")
        kraka = Person.objects.visible_to(polis).get(code_name="Kråka")
        orm = actions.propose_person(actor=polis, code_name="Aorm", ground="Hemligt")
        link = {"confidence": "confirmed", "category": "suspected"}
        actions.affiliate(actor=polis, person=orm, street_group=ask, role="driving", **link)
        actions.tie_people(actor=polis, person_a=kraka, person_b=orm, kind="conflict")
        hidden = actions.add_street_group(actor=polis, name="Aaa", area="Öster")
        tie = actions.tie_groups(
            actor=polis, group_a=ask, group_b=hidden, kind="conflict", since=today
        )
        affiliation = actions.affiliate(
            actor=polis, person=kraka, street_group=hidden, role="driving", **link
        )
        kept = actions.tie_people(
            actor=polis,
            person_a=kraka,
            person_b=Person.objects.visible_to(polis).get(code_name="Skata"),
            kind="kin",
        )
        incident = actions.record_incident(
            actor=polis, kind="shooting", occurred_on=today, municipality="1280", dead=2
        )
        uggla = Person.objects.visible_to(polis).get(code_name="Uggla")
        plan_talk(actor=polis, person=uggla, reason="prevention", place="home", planned_on=today)
        crossing.start_round(actor=polis, about=[orm.ref])
        crossing.ask(
            actor=polis,
            receiver=cast.receiver("avhopp"),
            kind="contact",
            purpose="Hemligt",
            need="Hemligt",
            who="Aorm",
            parts=["phone"],
            answer_by=today + timedelta(days=3),
        )
    sealed(hidden, tie, affiliation, kept, incident)
    Incident.objects.using("owner").filter(pk=incident.pk).update(street_group_id=ask.pk)


def the_coordinator_hides(cast: Cast) -> None:
    """A sealed call-in, with groups and an invitation."""
    today = timezone.localdate()
    with acting(cast.actor("koordinator")) as koordinator:
        groups = StreetGroup.objects.visible_to(koordinator)
        kraka = Person.objects.visible_to(koordinator).get(code_name="Kråka")
        callin = plan_callin(
            actor=koordinator,
            held_on=today + timedelta(days=1),
            venue="Gömstället",
            street_groups=[groups.get(name="Ask")],
        )
        invited = invite(
            actor=koordinator,
            callin=callin,
            people=[(kraka, groups.get(name="Ask"))],
            route="letter",
        )
        talk = plan_talk(
            actor=koordinator,
            person=kraka,
            reason="prevention",
            place="other",
            planned_on=today + timedelta(days=1),
        )
    targets = TargetedGroup.objects.using("owner").filter(callin_id=callin.pk)
    sealed(callin, talk, *invited, *targets)


def social_services_hide(cast: Cast) -> None:
    """Their counts and their own follow-ups."""
    today = timezone.localdate()
    with acting(cast.actor("kommun")) as kommun:
        last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        count_direct_contacts(actor=kommun, month=last, count=7, accepted=2)
        offer = Offer.objects.visible_to(kommun).first()
        start_following_up(actor=kommun, offer=offer)


def the_exit_group_hides(cast: Cast) -> None:
    """An answer to a joint offer, a contact, a case, and an offer of its own."""
    today = timezone.localdate()
    me = cast.user("avhopp")
    with acting(cast.actor("avhopp")) as avhopp:
        joint = Offer.objects.visible_to(avhopp).filter(is_joint=True).first()
        answer = {"answer": "yes", "channel": "phone", "answered_on": today}
        record_answer(actor=avhopp, offer=joint, **answer)
        skata = Person.objects.visible_to(avhopp).get(code_name="Skata")
        make_offer(actor=avhopp, person=skata, occasion="elsewhere", made_on=today)
        take_intake(
            actor=avhopp, source="relative", first_contact_at=timezone.now(), responsible=me
        )
        case = open_case(actor=avhopp, offer=joint, responsible=me, called="Kråka")
        crossing.take_consent(
            actor=avhopp,
            about_kind="case",
            about=case.ref,
            label="Hemlig klient",
            ages=Ages(20, 20),
            data="Hemligt",
            parts=["case"],
            receivers=[cast.receiver("frivard")],
            purpose="Hemligt",
            form="oral",
            given_on=today,
            expires_on=today + timedelta(days=9),
        )
        disclose_urgently(
            actor=avhopp,
            people=[],
            receivers=[cast.receiver("kommun")],
            ground=cast.ground(),
            words="Hemligt i natt.",
        )


HIDING = {  # who hides: who walks in every test run, and who in the long proof
    the_police_hide: (
        ["koordinator"],
        ["frivard", "kommun", "avhopp", "dso", "admin", "koordinator_soder"],
    ),
    the_coordinator_hides: (
        [],
        ["polis", "kommun", "frivard", "avhopp", "styrgrupp", "polis_soder"],
    ),
    social_services_hide: (
        [],
        ["polis", "koordinator", "frivard", "avhopp", "styrgrupp", "admin"],
    ),
    the_exit_group_hides: (
        ["frivard"],
        ["polis", "koordinator", "styrgrupp", "admin"],  # socialtjänsten is told something
    ),
}
WALKS = [(hide, who) for hide, (few, _rest) in HIDING.items() for who in few]
MORE = [(hide, who) for hide, (_few, rest) in HIDING.items() for who in rest]


def differences(cast: Cast, hide, who: str) -> list[tuple[str, Said | None, Said | None]]:
    if who not in PRISTINE:
        refs = seen_refs(who)
        PRISTINE[who] = refs, walk(who, refs)
    refs, before = PRISTINE[who]
    hide(cast)
    after = walk(who, refs)
    assert len(before) > 20
    return [
        (address, before.get(address), after.get(address))
        for address in sorted({*before, *after})
        if before.get(address) != after.get(address)
    ]


@pytest.mark.parametrize(("hide", "who"), WALKS, ids=lambda each: getattr(each, "__name__", each))
def test_hidden_rows_move_nothing(fresh, hide, who):
    assert differences(fresh, hide, who) == []


@pytest.mark.prove
@pytest.mark.parametrize(("hide", "who"), MORE, ids=lambda each: getattr(each, "__name__", each))
def test_hidden_rows_move_nothing_for_anybody(fresh, hide, who):
    assert differences(fresh, hide, who) == []


def test_each_of_them_did_hide_something(fresh):
    """Or the walks prove nothing: the owner sees what the others do not."""
    counted = (Person, Affiliation, PersonTie, GroupTie, Callin, Invitation, Incident, StreetGroup)
    before = {model: model.objects.using("owner").count() for model in counted}
    the_police_hide(fresh)
    the_coordinator_hides(fresh)
    assert all(model.objects.using("owner").count() > before[model] for model in counted)
