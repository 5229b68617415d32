"""The state grant for exit work, which the police pay out: what a case lacks, and the file.

The lines are those that an application must meet (domain.md, stage G). The file carries the
number of the case and nothing else of whom it is about: no name, no provider, no free text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.models import Consent
from agencies.papers import STYLE
from agencies.scoping import Actor
from gvi.core import pdf
from offers.models import Case, CaseAssessment, Condition, LeavingStage, Need
from offers.plans import Held, measures_of

UNWILLING = frozenset({LeavingStage.Stage.UNMOTIVATED, LeavingStage.Stage.RETURNED})
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows a cell to calculate


@dataclass(frozen=True)
class Line:
    """One thing an application must show: whether the case does, and where it is mended."""

    label: str
    is_met: bool
    said: str
    page: str

    def url(self, case: Case) -> str:
        return reverse(f"offers:{self.page}", args=[case.ref])


@dataclass(frozen=True)
class Basis:
    """What an application rests on: every line, and the measures with what they have cost."""

    lines: list[Line]
    held: list[Held]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if not line.is_met]

    @property
    def kronor(self) -> int:
        return sum(each.kronor for each in self.held)


def basis_of(actor: Actor, case: Case, today: date) -> Basis:
    """The case as an application would show it today."""
    held = measures_of(actor, case)
    lines = [
        _together(case),
        Line(
            _("Involved in organised crime"),
            bool(case.setting),
            case.get_setting_display(),
            "case_change",
        ),
        _motivated(actor, case),
        _in_need(actor, case, held),
        _willing(actor, case, today),
        _signed(actor, case),
    ]
    return Basis(lines, held)


def _together(case: Case) -> Line:
    """Both work in the case: neither status says anything of the other."""
    police = case.police_status != Case.PoliceStatus.NONE
    social = case.social_status != Case.SocialStatus.NONE
    said = f"{case.get_police_status_display()}. {case.get_social_status_display()}."
    label = _("The police and social services work together in the case")
    return Line(label, police and social, said, "case_change")


def _motivated(actor: Actor, case: Case) -> Line:
    last = LeavingStage.objects.visible_to(actor).filter(case=case).first()
    is_met = last is not None and last.stage not in UNWILLING
    said = (
        _("%(stage)s, judged on %(day)s") % {"stage": last, "day": last.judged_on.isoformat()}
        if last
        else _("How far the person has come has not been judged.")
    )
    return Line(_("Motivated to leave"), is_met, said, "case_stage")


def _in_need(actor: Actor, case: Case, held: list[Held]) -> Line:
    """Of protection, as the threat was last assessed, and of support that is needed or given."""
    assessed = CaseAssessment.objects.visible_to(actor).filter(case=case, kind="threat").first()
    needs = Need.objects.visible_to(actor).filter(case=case, met_on__isnull=True)
    label = _("In need of support and protection")
    if assessed is None:
        return Line(label, False, _("The threat has not been assessed."), "case_threat")
    said = _("%(level)s, assessed on %(day)s") % {
        "level": assessed.get_level_display(),
        "day": assessed.assessed_on.isoformat(),
    }
    if assessed.level == CaseAssessment.Level.NONE:
        return Line(label, False, said, "case_threat")
    if not any(each.is_lasting for each in held) and not needs.exists():
        missing = _("No need is left, and no measure is under way.")
        return Line(label, False, f"{said}. {missing}", "case_need")
    return Line(label, True, said, "case_assessments")


def _willing(actor: Actor, case: Case, today: date) -> Line:
    given = Consent.objects.visible_to(actor).filter(about_kind="case", about=case.ref)
    last = given.in_force(today).order_by("-expires_on").first()
    said = (
        _("In force until %(day)s") % {"day": last.expires_on.isoformat()}
        if last
        else _("No consent is in force.")
    )
    return Line(_("Has consented to sharing"), last is not None, said, "consent_new")


def _signed(actor: Actor, case: Case) -> Line:
    last = Condition.objects.visible_to(actor).filter(case=case).first()
    said = (
        _("Signed on %(day)s") % {"day": last.signed_on.isoformat()}
        if last
        else _("No conditions are signed.")
    )
    return Line(_("Has accepted the conditions"), last is not None, said, "case_condition")


def as_pdf(case: Case, basis: Basis, today: date) -> bytes:
    """The basis on paper, in Swedish whoever asks: the number of the case, and no name."""
    with override("sv"):
        title = _("Basis for the state grant, case %(number)s") % {"number": case.number}
        page = {
            "title": title,
            "agency": case.scope.agency,
            "day": today,
            "number": case.number,
            "basis": basis,
            "rows": list(_rows(basis)),
            "practice": case.scope.partnership.is_practice,
            "style": STYLE if (pdf.STATIC / STYLE).is_file() else "",
        }
        return pdf.render(render_to_string("offers/state_grant_pdf.html", page), title=title)


def as_csv(case: Case, basis: Basis) -> str:
    """Measures and costs, a line for each cost, as a Swedish spreadsheet opens them."""
    with override("sv"):
        page = io.StringIO()
        lines = csv.writer(page, delimiter=";", lineterminator="\r\n")
        lines.writerow(
            [
                _("Case"),
                _("Measure"),
                _("Decision"),
                _("From"),
                _("To"),
                _("Period from"),
                _("Period to"),
                _("Reference"),
                _("Kronor without VAT"),
            ]
        )
        for row in _rows(basis):
            lines.writerow([plain(cell) for cell in (case.number, *row)])
        return f"\ufeff{page.getvalue()}"


def _rows(basis: Basis) -> Iterator[tuple[Any, ...]]:
    """A measure without costs has a line of its own."""
    for each in basis.held:
        row = each.measure
        about = (row.get_kind_display(), row.decision_reference, row.starts_on, row.ends_on or "")
        if not each.costs:
            yield (*about, "", "", "", "")
        for cost in each.costs:
            yield (*about, cost.from_on, cost.to_on, cost.reference, cost.kronor)


def plain(cell: object) -> str:
    """A cell that no spreadsheet takes for something to calculate."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
