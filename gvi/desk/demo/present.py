"""A living week, relative to the day the demo is made: things to do for every account."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from agencies.actions import take_consent
from agencies.actors import acting
from agencies.grounds import Ages
from agencies.scoping import Actor, Function
from callins.actions.inviting import invitable, invite
from callins.actions.planning import advance_callin, plan_callin
from callins.actions.talks import plan_talk
from groups import actions as map_actions
from groups.models import Person, StreetGroup
from gvi.briefings import issuing
from gvi.core import pdf
from gvi.core.week import Week
from gvi.desk.demo import contacts, crossing_cases, exits, notes, plans, watching
from gvi.desk.demo.rounds import receiver
from gvi.desk.demo.tenants import actor
from offers.actions.offers import make_offer, record_answer
from offers.models import Case
from offers.reminders import name_of


def write() -> None:
    """This week in Malmö, and a little in Järfälla."""
    with acting(actor("polis@malmo.example")) as polis:
        incidents(polis)
    with acting(actor("polis2@malmo.example")) as second:
        # One can be disclosed by template; of the other not even the age is known.
        for code_name, known in (("Ljungpipare", {"birth_year": 1994}), ("Brushane", {})):
            map_actions.propose_person(
                actor=second,
                code_name=code_name,
                ground="Påhittat underlag för övning.",
                identity=known,
            )
    with acting(actor("koordinator@malmo.example")) as koordinator:
        coming_callin(koordinator)
    with acting(actor("frivard@malmo.example")) as frivard:
        probation_offers(frivard)
    with acting(actor("avhopp@malmo.example")) as avhopp:
        exit_side(avhopp)
        watching.write(avhopp)
    with acting(actor("avhoppadmin@malmo.example")) as administrator:
        contacts.write_letters(administrator)
    jarfalla()
    crossing_cases.write()


def incidents(polis: Actor) -> None:
    today = timezone.localdate()
    for days, kind, area in ((1, "shooting", "Öster"), (3, "detonation", "Söder")):
        map_actions.record_incident(
            actor=polis,
            kind=kind,
            occurred_on=today - timedelta(days=days),
            occurred_at=time(22, 40),
            municipality="1280",
            area=area,
            place="Påhittad gata 1",
            note="Övning.",
        )
    incident = map_actions.record_incident(
        actor=polis,
        kind="shooting",
        occurred_on=today - timedelta(days=9),
        municipality="1280",
        area="Väster",
        injured=1,
    )
    group = StreetGroup.objects.visible_to(polis).get(name="Flinta")
    map_actions.review_incident(
        actor=polis,
        incident=incident,
        confirmation="confirmed",
        street_group=group,
        link="probable",
    )


def coming_callin(koordinator: Actor) -> None:
    groups = StreetGroup.objects.visible_to(koordinator)
    callin = plan_callin(
        actor=koordinator,
        held_on=timezone.localdate() + timedelta(days=12),
        starts_at=time(18, 0),
        venue="Stadion",
        street_groups=[groups.get(name="Granit"), groups.get(name="Skiffer")],
    )
    proposed = invitable(koordinator, callin)[:8]
    invite(
        actor=koordinator,
        callin=callin,
        people=[(each.person, each.street_group) for each in proposed],
        route="supervision",
    )
    advance_callin(actor=koordinator, callin=callin, state="decided")
    plan_talk(
        actor=koordinator,
        person=Person.objects.visible_to(koordinator).get(code_name="Fiskmås"),
        reason="prevention",
        place="probation",
        planned_on=timezone.localdate() + timedelta(days=2),
    )


def probation_offers(frivard: Actor) -> None:
    for code_name in ("Gråtrut", "Havstrut"):
        make_offer(
            actor=frivard,
            person=Person.objects.visible_to(frivard).get(code_name=code_name),
            occasion="probation_visit",
            made_on=timezone.localdate() - timedelta(days=4),
        )


def exit_side(avhopp: Actor) -> None:
    """Cases with follow-ups overdue, due today and later; two new contacts; one waiting answer."""
    today = timezone.localdate()
    case = exits.open_cases(avhopp)
    consent_of(avhopp, case)
    notes.write(avhopp, case)
    settling = Case.objects.visible_to(avhopp).get(called="Klient B")
    plans.write(avhopp, case, settling)
    exits.walk(avhopp, case, settling)
    contacts.write(avhopp)
    offer = make_offer(
        actor=avhopp,
        person=Person.objects.visible_to(avhopp).get(code_name="Silvertärna"),
        occasion="elsewhere",
        made_on=today - timedelta(days=10),
    )
    record_answer(
        actor=avhopp,
        offer=offer,
        answer="waiting",
        channel="phone",
        answered_on=today - timedelta(days=7),
        offer_again_on=today + timedelta(days=7),
    )


def consent_of(avhopp: Actor, case: Case) -> None:
    """Somebody who wants frivården to know that support has begun."""
    today = timezone.localdate()
    take_consent(
        actor=avhopp,
        about_kind="case",
        about=case.ref,
        label=name_of(case),
        ages=Ages(24, 25, today),
        data="Att frivården får veta att stödet har börjat, och vilken insats det är.",
        parts=["case", "plan"],
        receivers=[receiver("kriminalvarden-malmo", Function.CASEWORK)],
        purpose="Frivården kan planera besöken så att de inte krockar med stödet",
        form="written",
        given_on=today - timedelta(days=8),
        expires_on=today + timedelta(days=170),
    )


def jarfalla() -> None:
    with acting(actor("koordinator@jarfalla.example")) as koordinator:
        for name, area in (("Gnejs", "Jakobsberg"), ("Sandsten", "Kungsängen")):
            map_actions.add_street_group(actor=koordinator, name=name, area=area)
    with acting(actor("polis@jarfalla.example")) as polis:
        map_actions.propose_person(actor=polis, code_name="Tjäder", ground="Påhittat underlag.")
        map_actions.record_incident(
            actor=polis,
            kind="shooting",
            occurred_on=timezone.localdate() - timedelta(days=20),
            municipality="0123",
            area="Jakobsberg",
        )


def briefings() -> None:
    """The briefing of the week with the third call-in's echo, and last week's."""
    if not pdf.is_available():
        return
    malmo = issuing.coordinating().get(partnership__slug="malmo")
    for week in (Week.from_iso("2019-W47"), Week.before(timezone.localdate())):
        issuing.make_due(malmo, week)
        issuing.issue_week(malmo, week, tell=False)
