"""The section on help to leave: only what has been released."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.models import Participation
from agencies.scoping import Actor
from gvi.briefings.composing.words import Content, few
from gvi.briefings.models import AgencyFigures, Release
from gvi.briefings.releasing import end_of_month
from gvi.core.week import Week
from offers.models import Measure

EXIT = "exit_service"


def support(actor: Actor, week: Week, told: list[AgencyFigures], public: bool) -> Content:
    """The last release of each agency that helps people out, as it was frozen."""
    releases = (
        Release.objects.visible_to(actor)
        .filter(sealed=False)
        .known_in(week)
        .select_related("scope__agency")
    )
    given = sorted(releases, key=lambda release: release.scope.agency.name)
    texts = [
        _(
            "Figures on help leave the exit side once a month, rounded to five. Until the next"
            " month the same figures stand here."
        )
    ]
    if not given:
        texts.append(_("No month has been released yet."))
    if not public:
        texts += _capacity(actor, week, told)
    return {
        "heading": _("Help to leave"),
        "texts": texts,
        "tables": [_release(release) for release in given],
    }


def _release(release: Release) -> Content:
    names = {str(kind.value): str(kind.label) for kind in Measure.Kind}
    day = end_of_month(release.month).isoformat()
    measures = release.values.get("measures", {})
    rows = [(_("People who accepted help"), release.values.get("accepted"))]
    rows += [(names[kind], measures[kind]) for kind in names if measures.get(kind) is not None]
    notes = [
        _("Everything is counted since the start."),
        _("One person may have several measures. Measures given to fewer than five are left out."),
        _("Source: %(source)s.") % {"source": release.source or release.scope.agency},
    ]
    return {
        "caption": _("Help, %(agency)s") % {"agency": release.scope.agency},
        "columns": [_("as of %(day)s") % {"day": day}],
        "rows": [{"label": label, "values": [few(figure)]} for label, figure in rows],
        "note": " ".join(notes),
    }


def _capacity(actor: Actor, week: Week, told: list[AgencyFigures]) -> Iterator[str]:
    """What each exit service said of the week ahead of it, in fixed words."""
    said = {row.scope_id: row.values["capacity"] for row in told if "capacity" in row.values}
    services = Participation.objects.filter(
        partnership_id=actor.partnership_id, agency__kind=EXIT, from_on__lte=week.sunday
    ).select_related("agency")
    for service in services.order_by("agency__name"):
        words = _capacity_words(said.get(service.pk))
        yield _("%(agency)s: %(words)s") % {"agency": service.agency, "words": words}


def _capacity_words(said: dict[str, bool] | None) -> str:
    if said is None:
        return _("has not stated its capacity this week.")
    phone = _("the phone is staffed") if said["phone_staffed"] else _("the phone is not staffed")
    cases = _("new cases can be taken") if said["takes_cases"] else _("new cases must wait")
    return _("%(phone)s, %(cases)s.") % {"phone": phone, "cases": cases}
