"""People: list, one, propose, link. Confirming and disclosing are the desk's pages."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.grounds import age_limit
from agencies.ledger import record, record_list
from agencies.models import Consent, DisclosedItem
from agencies.pages import form_page
from agencies.policies import DECIDING
from agencies.readers import mark, readers_of, saved_for
from groups import actions, policies
from groups.forms import (
    AffiliationForm,
    PersonForm,
    PersonTieForm,
)
from groups.models import Affiliation, Identity, Person, PersonTie
from gvi.core.folding import swedish_order
from gvi.core.paging import page_of


@require_safe
@login_required
def person_list(request: HttpRequest) -> HttpResponse:
    rows = Person.objects.visible_to(request.actor).select_related("scope__agency")
    page = page_of(request, rows.order_by(swedish_order("code_name"), "pk"))
    record_list(request.actor, "person.listed", page)
    mark(request.actor, page, policies.PERSON)
    context = {
        "page": page,
        "may_map": policies.may_map(request.actor),
        "disclose_url": reverse("desk:people_disclose"),
    }
    return render(request, "groups/person_list.html", context)


@require_safe
@login_required
def person_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    people = Person.objects.visible_to(actor).select_related("scope__agency")
    person = get_object_or_404(people, ref=ref)
    record(actor, "person.read", person)
    is_own = person.scope_id == actor.scope
    ties = [
        {"tie": tie, "other": tie.other_than(person)}
        for tie in PersonTie.objects.visible_to(actor).joining(person)
    ]
    record_list(actor, "person.listed", [each["other"] for each in ties if each["other"]])
    consents = Consent.objects.visible_to(actor).filter(about=person.ref)
    record_list(actor, "consent.listed", consents)
    identity = Identity.objects.visible_to(actor).filter(person=person).first()
    may_disclose = is_own and policies.may_map(actor) and person.state == Person.State.MAPPED
    context = {
        "person": person,
        "is_own": is_own,
        "identity": identity,
        "copies": DisclosedItem.objects.visible_to(actor)
        .shown_to(actor)
        .filter(kind="person", about=person.ref)
        .exclude(scope_id=actor.scope)
        .select_related("disclosure__ground", "disclosure__scope__agency"),
        "affiliations": Affiliation.objects.visible_to(actor)
        .filter(person=person)
        .select_related("street_group", "scope__agency"),
        "ties": ties,
        "consents": consents,
        "readers": readers_of(
            actor,
            person,
            policies.PERSON,
            words=partial(_in_words, identity),
            version_url=reverse("desk:person_disclose", args=[ref]) if may_disclose else "",
        ),
        "may_map": policies.may_map(actor) and is_own,
        "confirm_url": reverse("desk:person_confirm", args=[ref]),
        "disclose_url": reverse("desk:person_disclose", args=[ref]),
        "is_child": is_own and is_certainly_a_child(person),
        "urgent_url": f"{reverse('desk:urgent_new')}?person={ref}" if may_disclose else "",
        "ask_url": reverse("desk:request_about", args=[ref]) if actor.has(DECIDING) else "",
        "may_link": policies.may_link(actor),
        "may_confirm": is_own
        and policies.may_map(actor)
        and person.state == Person.State.PROPOSED
        and person.proposed_by_id != actor.user_id,
    }
    return render(request, "groups/person_detail.html", context)


def is_certainly_a_child(person: Person) -> bool:
    """Under 18 whatever is unknown: what is uncertain asks for nothing."""
    ages = actions.ages_of([person])
    return ages.surely_under(age_limit("child", ages.on))


def _in_words(identity: Identity | None, frozen: Mapping[str, Any]) -> str:
    """What a receiver's copy holds, and whether what the owner holds has changed since."""
    kept = frozen.get("identity")
    if not kept:
        return _("Reads code name and state.")
    told = _("Reads code name and state, and has a copy of name and birth year.")
    if identity is None or all(getattr(identity, name) == kept[name] for name in kept):
        return told
    return f"{told} {_('The copy differs from what you hold now.')}"


@require_http_methods(["GET", "POST"])
@login_required
def person_new(request: HttpRequest) -> HttpResponse:
    policies.require_mapping(request.actor)
    return form_page(
        request,
        PersonForm(request.POST or None),
        lambda form: actions.propose_person(
            actor=request.actor,
            code_name=form.cleaned_data["code_name"],
            ground=form.cleaned_data["ground"],
            identity=form.identity(),
        ),
        heading=_("Put a person up for mapping"),
        submit=_("Save the proposal"),
        done=_("The proposal is saved. A second officer must confirm it."),
        then=Person.get_absolute_url,
        back=reverse("groups:person_list"),
        saved_for=saved_for(request.actor, policies.IDENTITY),
    )


@require_http_methods(["GET", "POST"])
@login_required
def affiliation_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    person = get_object_or_404(Person.objects.visible_to(actor), ref=ref)
    policies.require_linking(actor)
    form = AffiliationForm(request.POST or None, actor=actor)
    record_list(actor, "street_group.listed", form.fields["street_group"].queryset)
    return form_page(
        request,
        form,
        lambda form: actions.affiliate(actor=actor, person=person, **form.cleaned_data),
        heading=_("New affiliation"),
        submit=_("Save the affiliation"),
        done=_("The affiliation is saved. It is to be reviewed within six months."),
        then=person.get_absolute_url(),
        back=person.get_absolute_url(),
        saved_for=saved_for(actor, policies.AFFILIATION, person=person),
    )


@require_http_methods(["GET", "POST"])
@login_required
def person_tie(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    person = get_object_or_404(Person.objects.visible_to(actor), ref=ref)
    policies.require_linking(actor)
    form = PersonTieForm(request.POST or None, actor=actor, person=person)
    record_list(actor, "person.listed", form.fields["other"].queryset)
    return form_page(
        request,
        form,
        lambda form: actions.tie_people(
            actor=actor,
            person_a=person,
            person_b=form.cleaned_data["other"],
            kind=form.cleaned_data["kind"],
            since=form.cleaned_data["since"],
        ),
        heading=_("New relation between people"),
        submit=_("Save the relation"),
        done=_("The relation is saved."),
        then=person.get_absolute_url(),
        back=person.get_absolute_url(),
        saved_for=saved_for(actor, policies.PERSON_TIE, person_a=person),
    )
