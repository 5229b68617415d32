"""One screen to give at once, its reasons afterwards; what was said aloud; and passing on."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.actions import start_round
from agencies.ledger import record, record_list
from agencies.models import Disclosure, Notice, Round
from agencies.pages import form_page
from agencies.policies import DISCLOSURE, ROUND, WEIGHED, require_decide
from agencies.provisions import Provision, provisions_for
from agencies.readers import saved_for
from agencies.scoping import Actor
from agencies.views.disclosures import copies
from groups import actions as map_actions
from gvi.desk.giving import actions
from gvi.desk.giving.forms import (
    HALF_A_YEAR,
    OnwardForm,
    SpokenForm,
    UrgentForm,
    WeighingForm,
    homes_of,
)


@require_http_methods(["GET", "POST"])
@login_required
def urgent_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    require_decide(actor)
    form = UrgentForm(
        request.POST or None,
        actor=actor,
        provisions=provisions_for(actor.legal_home),
        initial={"person": request.GET.get("person")},
    )
    record_list(actor, "person.listed", form.fields["person"].queryset)
    return form_page(
        request,
        form,
        lambda form: actions.disclose_urgently(actor=actor, **form.given()),
        heading=_("Give urgently"),
        lead=_(
            "When there is no time to weigh in writing. It counts at once; you or a colleague"
            " write the reasons within 24 hours, and it is always reviewed."
        ),
        submit=_("Decide and give now"),
        done=_("It is given. Write the reasons within 24 hours."),
        then=Disclosure.get_absolute_url,
        back=reverse("agencies:disclosure_list"),
        warn=True,
        saved_for=saved_for(actor, DISCLOSURE),
    )


@require_http_methods(["GET", "POST"])
@login_required
def urgent_complete(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Disclosure.objects.writable_by(actor).to_complete()
    disclosure = get_object_or_404(rows, ref=ref)
    record(actor, "disclosure.read", disclosure)
    people = actions.people_in(actor, disclosure)
    protected = map_actions.is_protected(people)
    given = disclosure.deliveries.select_related("receiver__participation__agency")
    form = WeighingForm(
        request.POST or None,
        actor=actor,
        provisions=provisions_for(actor.legal_home, protected=protected),
        homes=homes_of(each.receiver for each in given),
        ages=map_actions.ages_of(people),
        on=timezone.localdate(disclosure.decided_at),
        is_emergency=True,
    )
    parts = actions.parts_of(list(disclosure.items.all()))
    return form_page(
        request,
        form,
        lambda form: actions.complete_urgent(
            actor=actor,
            disclosure=disclosure,
            assessed=form.assessed(parts),
            need=form.cleaned_data["need"],
            child_note=form.cleaned_data.get("child_note", ""),
        ),
        heading=_("Complete the urgent decision"),
        submit=_("Complete the decision"),
        done=_("The decision is complete. It is drawn for review."),
        then=disclosure.get_absolute_url(),
        back=disclosure.get_absolute_url(),
        template="desk/giving/weigh.html",
        copies=copies(actor, disclosure),
        saved_for=saved_for(actor, WEIGHED),
    )


@require_http_methods(["GET", "POST"])
@login_required
def spoken_new(request: HttpRequest) -> HttpResponse:
    """What was said gives no window: the receivers see that it was said, and what."""
    actor = request.actor
    require_decide(actor)
    form = SpokenForm(request.POST or None, actor=actor)
    record_list(actor, "person.listed", form.fields["people"].queryset)
    return form_page(
        request,
        form,
        lambda form: begin_spoken(actor, **form.cleaned_data),
        heading=_("Record what was said"),
        lead=_(
            "For what was said, shown or handed over at a meeting. The receivers see that it was"
            " told and what; it opens no record for them."
        ),
        submit=_("Go on to the decision"),
        done=_("A draft is begun. Nothing counts until you have decided."),
        then=Round.get_absolute_url,
        back=reverse("agencies:disclosure_list"),
        saved_for=saved_for(actor, ROUND),
    )


def begin_spoken(actor: Actor, *, people, form, said_on, template) -> Round:
    values = {}
    if template is None:
        values = {"parts": ["code_name"], "ends_on": timezone.localdate() + HALF_A_YEAR}
    about = [each.ref for each in people]
    told = {"form": form, "said_on": said_on}
    return start_round(actor=actor, about=about, template=template, **told, **values)


@require_http_methods(["GET", "POST"])
@login_required
def onward(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Pass on what was received: the giver's secrecy and conditions follow."""
    actor, today = request.actor, timezone.localdate()
    rows = Disclosure.objects.visible_to(actor).received_by(actor).reaching(actor)
    source = get_object_or_404(rows.select_related("scope__agency"), ref=ref)
    require_decide(actor)
    record(actor, "disclosure.read", source)
    items = list(source.items.all())
    receivers = actions.receivers_beside(actor, source)
    form = OnwardForm(
        request.POST or None,
        actor=actor,
        source=source,
        provisions=provisions_of(actor, source),
        homes=homes_of(receivers),
        ages=actions.ages_in(items, today),
        on=today,
        is_emergency=False,
    )
    unread = Notice.objects.visible_to(actor).unread_by(actor)
    return form_page(
        request,
        form,
        lambda form: passed_on(actor, source, form),
        heading=_("Pass on"),
        submit=_("Decide and pass on"),
        done=_("It is passed on, by a decision of your own."),
        then=Disclosure.get_absolute_url,
        back=source.get_absolute_url(),
        template="desk/giving/onward.html",
        source=source,
        unread=unread.filter(disclosure=source, kind=Notice.Kind.CONDITIONS).exists(),
        saved_for=saved_for(actor, DISCLOSURE),
    )


def provisions_of(actor: Actor, source: Disclosure) -> list[Provision]:
    """One's own provisions, and the giver's, which follow what was received (OSL 11:4)."""
    protected = actions.protected_in(list(source.items.all()))
    found = [
        *provisions_for(actor.legal_home, protected=protected),
        *provisions_for(source.scope.agency.legal_home, protected=protected),
    ]
    return list(dict.fromkeys(found))


def passed_on(actor: Actor, source: Disclosure, form: OnwardForm) -> Disclosure:
    chosen = form.cleaned_data
    names = ("items", "receivers", "purpose", "need", "ends_on", "conditions")
    return actions.pass_on(
        actor=actor,
        source=source,
        assessed=form.assessed(actions.parts_of(chosen["items"])),
        child_note=chosen.get("child_note", ""),
        **{name: chosen[name] for name in names},
    )
