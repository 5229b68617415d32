"""The plan of a case: measures begun and ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offers import actions, policies
from offers.forms import EndMeasureForm, MeasureForm
from offers.models import Measure
from offers.views.cases import case_form, own


@require_http_methods(["GET", "POST"])
@login_required
def measure_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return case_form(
        request,
        case,
        MeasureForm(request.POST or None),
        lambda form: actions.add_measure(actor=actor, case=case, **form.cleaned_data),
        heading=_("New measure"),
        submit=_("Save the measure"),
        done=_("The measure is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def measure_end(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    measures = Measure.objects.visible_to(actor).select_related("case")
    measure = get_object_or_404(measures, ref=ref)
    return case_form(
        request,
        measure.case,
        EndMeasureForm(request.POST or None),
        lambda form: actions.end_measure(actor=actor, measure=measure, **form.cleaned_data),
        heading=_("End the measure: %(kind)s") % {"kind": measure},
        submit=_("End the measure"),
        done=_("The measure has ended."),
    )
