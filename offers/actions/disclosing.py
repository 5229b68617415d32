"""Exit cases across the wall: which parts can cross, as they are now, and to whom they are given.

A copy holds codes, days and what the person is called. Never an address, a provider, a cost or
the name of anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies import grants
from agencies.actions import Item
from agencies.grounds import Ages, age_limit
from agencies.models import Consent, DisclosedItem, Disclosure, Receiver, Round
from agencies.scoping import Actor
from groups.actions import ages_by_ref
from groups.models import Person
from offers.models import Case, CaseAssessment, CaseGrant, Goal, Intake, Measure, Need

PARTS = {
    "case": _("That there is an exit case, and what the person is called"),
    "statuses": _("How the case stands"),
    "plan": _("Goals and measures, by kind and date"),
    "needs": _("In which parts of life there are needs"),
    "threat": _("How serious the threat is"),
}
ALWAYS = ("case",)
UNKNOWN = Ages()


def own_cases(actor: Actor, refs: Sequence[UUID] | None = None) -> list[Case]:
    """The actor's own open cases, those asked for."""
    cases = Case.objects.writable_by(actor).open().select_related("intake")
    return list(cases if refs is None else cases.filter(ref__in=refs))


def called(case: Case) -> str:
    """What the person is called, where anything is known of that."""
    told: str = case.called or (case.intake.called if case.intake else "")
    return told


def name_of(case: Case) -> str:
    """A case as its own exit group knows it."""
    return f"{called(case)} ({case.number})" if called(case) else case.number


def items_of_cases(
    cases: Sequence[Case], parts: Sequence[str], needs: Mapping[UUID, str] | None = None
) -> list[Item]:
    """The chosen parts as they are now, ready to be frozen, with why each is needed."""
    return [
        Item("case", case.ref, frozen(case, parts), (needs or {}).get(case.ref, ""))
        for case in cases
    ]


def frozen(case: Case, parts: Sequence[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"called": called(case), "opened_on": case.opened_on.isoformat()}
    if "statuses" in parts:
        told["statuses"] = {"police": case.police_status, "social": case.social_status}
    if "plan" in parts:
        told["plan"] = {"goals": _goals(case), "measures": _measures(case)}
    if "needs" in parts:
        unmet = Need.objects.filter(case=case, met_on__isnull=True)
        told["needs"] = list(dict.fromkeys(unmet.values_list("area", flat=True)))
    if "threat" in parts:
        told["threat"] = _threat(case)
    return told


def _goals(case: Case) -> list[dict[str, str]]:
    return [
        {"area": each.area, "outcome": each.outcome, "review_on": each.review_on.isoformat()}
        for each in Goal.objects.filter(case=case)
    ]


def _measures(case: Case) -> list[dict[str, str]]:
    return [
        {
            "kind": each.kind,
            "starts_on": each.starts_on.isoformat(),
            "ends_on": each.ends_on.isoformat() if each.ends_on else "",
        }
        for each in Measure.objects.filter(case=case)
    ]


def _threat(case: Case) -> dict[str, str]:
    """The latest level and its day; who the threat comes from stays."""
    rows = CaseAssessment.objects.filter(case=case, kind=CaseAssessment.Kind.THREAT)
    last = rows.first()
    return {"level": last.level, "assessed_on": last.assessed_on.isoformat()} if last else {}


def ages_of_cases(cases: Sequence[Case]) -> dict[UUID, Ages]:
    """How old each can be: a case keeps no age, so its person tells, or a consent of an adult's."""
    wanted = [case.person_id for case in cases if case.person_id]
    people = Person.objects.in_bulk(wanted)
    owned = ages_by_ref(list(people.values()))
    copied = _ages_in_copies([person.ref for person in people.values()])
    adults = _adults_by_consent([case.ref for case in cases])
    found = {}
    for case in cases:
        person = people.get(case.person_id) if case.person_id else None
        known = [owned.get(person.ref, UNKNOWN), copied.get(person.ref, UNKNOWN)] if person else []
        known += [Ages(age_limit("child", timezone.localdate()))] if case.ref in adults else []
        found[case.ref] = next((each for each in known if each.least is not None), UNKNOWN)
    return found


def _adults_by_consent(refs: Sequence[UUID]) -> set[UUID]:
    """Those of whom it was known that they were grown up when they said yes themselves.

    Of anybody else a consent tells how mature they were, and whether a guardian could do harm.
    """
    rows = Consent.objects.filter(about_kind="case", about__in=refs, maturity="", guardian_harm="")
    return set(rows.values_list("about", flat=True))


def _ages_in_copies(refs: Sequence[UUID]) -> dict[UUID, Ages]:
    """As the copies say that the exit group has received, the latest last."""
    today, found = timezone.localdate(), {}
    for item in DisclosedItem.objects.filter(kind="person", about__in=refs).order_by("pk"):
        year = item.frozen.get("identity", {}).get("birth_year")
        if year:
            found[item.about] = Ages.of_birth_year(year, today)
    return found


def give_cases(
    disclosure: Disclosure, cases: Sequence[Case], receivers: Sequence[Receiver]
) -> None:
    """Let the receivers read the rows too. What was said aloud, or asks something, is no window."""
    if disclosure.form != Round.Form.ELECTRONIC or disclosure.question:
        return
    by_ref = {case.ref: case for case in cases}
    grants.give(
        CaseGrant,
        rows={
            item.pk: by_ref[item.about] for item in disclosure.items.all() if item.about in by_ref
        },
        receivers=list(receivers),
        expires_at=disclosure.ends_at,
    )


def copies_given(actor: Actor, case: Case) -> list[DisclosedItem]:
    """What was disclosed of a case, the latest first, as far as the actor sees it."""
    items = DisclosedItem.objects.visible_to(actor).shown_to(actor)
    rows = items.filter(kind="case", about=case.ref).select_related(
        "disclosure__scope__agency", "disclosure__ground"
    )
    return list(rows.order_by("-pk"))


def with_telling(actor: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that say of themselves (`tells_statuses`) whether the actor was told how they stand."""
    items = DisclosedItem.objects.visible_to(actor).filter(kind="case", about=OuterRef("ref"))
    return cases.annotate(tells_statuses=Exists(items.filter(frozen__has_key="statuses")))


def decisions_about(actor: Actor, thing: Case | Intake) -> list[Disclosure]:
    """Every decision of the actor's own about a case, or what became it; the latest first."""
    refs = [thing.ref]
    if isinstance(thing, Case) and thing.intake is not None:
        refs.append(thing.intake.ref)
    items = DisclosedItem.objects.visible_to(actor).filter(about__in=refs, scope_id=actor.scope)
    rows = Disclosure.objects.visible_to(actor).given_by(actor)
    wanted = rows.filter(pk__in=items.values("disclosure_id")).select_related("ground")
    return list(wanted.prefetch_related("deliveries__receiver__participation__agency"))
