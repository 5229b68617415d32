"""Assessments, needs, goals, measures and costs of two cases in the demo. All invented."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from agencies.scoping import Actor
from offers.actions.assessments import add_need, assess, assess_threat, meet_need, sign_conditions
from offers.actions.costs import add_cost
from offers.actions.plans import add_goal, add_measure, end_goal, end_measure
from offers.actions.providers import add_provider, check_provider
from offers.models import Case, Goal, Measure, Provider

DAY = timedelta(days=1)
PROVIDERS = (  # name, organisation number, permit, control, what it showed
    (
        "Övningshemmet Ljungen AB",
        "559999-0008",
        "IVO, stödboende, till vidare",
        "good",
        "Besök på plats. Bemanning och tillstånd stämmer.",
    ),
    (
        "Exempelvägen behandling AB",
        "559999-0016",
        "IVO, öppenvård",
        "remark",
        "Dokumentationen släpar efter. Ny kontroll om tre månader.",
    ),
    (
        "Påhittade jour HVB",
        "559999-0024",
        "",
        "stop",
        "Saknar tillstånd. Inga nya placeringar.",
    ),
)


def write(avhopp: Actor, first: Case, second: Case) -> None:
    """One case whose protection is under way, and one that has come to settling."""
    today = timezone.localdate()
    home, care, _stopped = register(avhopp, today)
    protected(avhopp, first, home, care, today)
    settling(avhopp, second, care, today)


def register(avhopp: Actor, today: date) -> list[Provider]:
    found = []
    for name, number, permit, outcome, note in PROVIDERS:
        row = add_provider(actor=avhopp, name=name, organisation_number=number, permit=permit)
        check_provider(
            actor=avhopp, provider=row, checked_on=today - 40 * DAY, outcome=outcome, note=note
        )
        found.append(row)
    return found


def protected(avhopp: Actor, case: Case, home: Provider, care: Provider, today: date) -> None:
    """A concrete threat, a place to live, and what it costs week by week."""
    began = case.opened_on
    assess(
        actor=avhopp,
        case=case,
        kind="first",
        assessed_on=began,
        summary="Hörde av sig själv efter ett enskilt samtal. Vill bort, men vet inte hur.",
    )
    for days, level, summary in (
        (4, "acute", "Direkta hot samma vecka. Polisens avhoppargrupp gör samma bedömning."),
        (30, "concrete", "Lugnare efter flytten. Tidigare kretsen frågar fortfarande efter honom."),
    ):
        assess_threat(
            actor=avhopp,
            case=case,
            level=level,
            assessed_on=began + days * DAY,
            summary=summary,
            threat_from="Personer i den tidigare kretsen, som han är skyldig pengar.",
            relatives="En yngre bror som går i skolan.",
        )
    assess(
        actor=avhopp,
        case=case,
        kind="joint",
        assessed_on=began + 7 * DAY,
        summary="Polis och socialtjänst är eniga: skydd först, sedan försörjning och skulder.",
    )
    for area, text in (
        ("housing", "Någonstans att bo som ingen känner till."),
        ("debts", "Skulder till flera personer och till Kronofogden."),
        ("health", "Sömnsvårigheter, vill träffa en läkare."),
    ):
        need = add_need(actor=avhopp, case=case, area=area, text=text, seen_on=began + 7 * DAY)
        if area == "housing":
            meet_need(actor=avhopp, need=need, met_on=began + 9 * DAY)
    sign_conditions(
        actor=avhopp,
        case=case,
        text="Vi nås dygnet runt och hör av oss varje vecka. Du tar ingen kontakt med den tidigare"
        " kretsen och säger till innan du reser.",
        signed_on=began + 8 * DAY,
        kept_at="Akt, flik 3",
    )
    safe = goal(avhopp, case, "safety", "Bor skyddat och känner sig trygg.", began, today + 9 * DAY)
    housing = measure(avhopp, case, "housing", began + 9 * DAY, safe, home, "SN 2026-0114")
    measure(avhopp, case, "move", began + 9 * DAY, safe, None, "SN 2026-0114")
    for week in range(4):
        first = began + (9 + 7 * week) * DAY
        add_cost(
            actor=avhopp,
            measure=housing,
            kronor=13_300,
            from_on=first,
            to_on=first + 6 * DAY,
            reference=f"Verifikation {5100 + week}",
        )
    debts = goal(avhopp, case, "debts", "En plan för skulderna.", began + 14 * DAY, today - 3 * DAY)
    measure(avhopp, case, "debt", began + 21 * DAY, debts, None, "")
    measure(avhopp, case, "care", began + 20 * DAY, None, care, "SN 2026-0131")


def settling(avhopp: Actor, case: Case, care: Provider, today: date) -> None:
    """The treatment is over; work is what is left."""
    began = case.opened_on
    assess_threat(
        actor=avhopp,
        case=case,
        level="latent",
        assessed_on=began + 5 * DAY,
        summary="Inget känt hot just nu. Har varit hotad tidigare.",
    )
    free = goal(avhopp, case, "substance", "Drogfri i tre månader.", began, today - DAY)
    treated = measure(avhopp, case, "substance", began + DAY, free, care, "SN 2026-0102")
    add_cost(
        actor=avhopp,
        measure=treated,
        kronor=48_000,
        from_on=began + DAY,
        to_on=began + 40 * DAY,
        reference="Verifikation 4987",
    )
    end_measure(actor=avhopp, measure=treated, ends_on=today - 4 * DAY)
    end_goal(actor=avhopp, goal=free, outcome="reached", ended_on=today - 4 * DAY)
    work = goal(avhopp, case, "occupation", "Praktik som blir ett jobb.", began, today + 30 * DAY)
    measure(avhopp, case, "occupation", today - 10 * DAY, work, None, "")


def goal(avhopp: Actor, case: Case, area: str, text: str, starts_on: date, review_on: date) -> Goal:
    return add_goal(
        actor=avhopp, case=case, area=area, text=text, starts_on=starts_on, review_on=review_on
    )


def measure(
    avhopp: Actor,
    case: Case,
    kind: str,
    starts_on: date,
    under: Goal | None,
    provider: Provider | None,
    decision: str,
) -> Measure:
    return add_measure(
        actor=avhopp,
        case=case,
        kind=kind,
        starts_on=starts_on,
        goal=under,
        provider=provider,
        decision_reference=decision,
    )
