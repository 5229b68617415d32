"""One issue as plain data: the words and numbers that the page and the PDF both print.

Composed only from what agencies have let out (their figures of the week, their last release),
as the actor may read them. The public audience is told no group, no figure of a few people and
nothing that stands only on intelligence.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Participation
from agencies.scoping import Actor
from gvi.briefings.composing.method import method
from gvi.briefings.composing.support import support
from gvi.briefings.composing.violence import violence
from gvi.briefings.composing.words import Content
from gvi.briefings.models import AgencyFigures, Issue
from gvi.core.week import Week

LANGUAGE = "sv"  # of every issue: it is a Swedish public record


def compose(actor: Actor, issue: Issue) -> Content:
    """Everything an issue says, in the language that is active."""
    own = Participation.objects.select_related("partnership").get(pk=issue.scope_id)
    week, public = issue.week, issue.audience == Issue.Audience.PUBLIC
    told = list(
        AgencyFigures.objects.visible_to(actor)
        .filter(sealed=False)
        .of(week)
        .select_related("scope__agency")
        .order_by("scope__agency__name")
    )
    sections = [violence(actor, week, told, public), method(week, told, public)]
    return {
        "title": str(issue),
        "partnership": own.partnership.name,
        "audience": issue.audience,
        "practice": own.partnership.is_practice,
        "secrecy": _secrecy(public),
        "facts": _facts(issue, week),
        "narrative": [each.strip() for each in issue.narrative.splitlines() if each.strip()],
        "sections": [*sections, support(actor, week, told, public), counting(public)],
    }


def draft(actor: Actor, issue: Issue) -> Content:
    """What an issue that is due would say now, in the language it will be issued in."""
    with translation.override(LANGUAGE):
        return compose(actor, issue)


def _secrecy(public: bool) -> str:
    if public:
        return _("This version may be published.")
    return _("Working material. Make a secrecy assessment before you pass it on.")


def _facts(issue: Issue, week: Week) -> list[list[str]]:
    days = {"first": date_format(week.monday, "j F Y"), "last": date_format(week.sunday, "j F Y")}
    return [
        [_("For"), issue.get_audience_display()],
        [_("Week"), _("Monday %(first)s to Sunday %(last)s") % days],
        [_("Cut-off"), _("What had happened by the end of %(last)s") % days],
        [_("Version"), str(issue.version)],
    ]


def counting(public: bool) -> Content:
    """How each figure is counted, and what none of them says."""
    texts = [
        _(
            "Confirmed shooting: shots fired with traces, or with more than one independent"
            " eyewitness."
        ),
        _("Killed and injured: people in confirmed shootings; injured however slightly."),
        _("Detonation: a completed explosion, large or small."),
        _("Took part: the last mark on the invitation says so. Each person is counted once."),
        _(
            "Accepted help: said yes to an offer, came of their own accord or went straight to"
            " social services."
        ),
        _("The police's figures are preliminary and may change. A change makes a new version."),
        _("The figures tell what has happened, not why."),
    ]
    if not public:
        linked = _("Linked to a street group: the link is judged probable or confirmed.")
        texts.insert(3, linked)
    heading = _("How the figures are counted")
    return {"heading": heading, "texts": texts, "tables": [], "is_list": True}
