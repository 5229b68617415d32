"""A received round: answer it, or say that it has come; and for the giver, what came back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.actions import acknowledge
from agencies.ledger import record
from agencies.models import Acknowledgement, DisclosedItem, Disclosure, Notice
from agencies.pages import copy_of, form_page
from agencies.policies import require_decide
from gvi.desk.answering import actions
from gvi.desk.answering.forms import AnswersForm
from gvi.desk.answering.onward import way_in, ways_on
from gvi.desk.answering.words import QUESTIONS, name_in, word_for


@require_http_methods(["GET", "POST"])
@login_required
def round_answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).received_by(actor).exclude(question="")
    disclosure = get_object_or_404(rows.select_related("scope__agency"), ref=ref)
    require_decide(actor)
    record(actor, "disclosure.read", disclosure)
    question = QUESTIONS[disclosure.question]
    items = list(disclosure.items.filter(kind=question.kind))
    return form_page(
        request,
        AnswersForm(request.POST or None, items=items, question=question),
        lambda form: actions.answer_round(
            actor=actor, disclosure=disclosure, answers=form.answers()
        ),
        heading=_("Answer the round"),
        submit=_("Decide and answer"),
        done=_("The answers are given. They are a decision of your own."),
        then=lambda made: way_in(actor, disclosure) or made.get_absolute_url(),
        back=disclosure.get_absolute_url(),
        template="desk/answering/answer.html",
        disclosure=disclosure,
        question=question,
        decision=actions.template_for(actor, disclosure),
        is_asked=actions.is_asked(actor, disclosure),
        answered=actions.answer_to(actor, disclosure),
        way_in=way_in(actor, disclosure),
        copy=copy_of(question.kind, items) if question.functions else None,
        saved_for={"audience": disclosure.scope.agency},
    )


@require_POST
@login_required
def round_received(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).received_by(actor).exclude(question="")
    disclosure = get_object_or_404(rows, ref=ref)
    notices = Notice.objects.visible_to(actor).filter(disclosure=disclosure, kind="round")
    for notice in notices:
        acknowledge(actor=actor, notice=notice)
    messages.success(request, _("The giver sees that the list has come. Nothing else is told."))
    return redirect(disclosure.get_absolute_url())


@require_safe
@login_required
def round_answers(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).given_by(actor).exclude(question="")
    disclosure = get_object_or_404(rows, ref=ref)
    record(actor, "disclosure.read", disclosure)
    came = Disclosure.objects.visible_to(actor).filter(answers=disclosure)
    items = DisclosedItem.objects.visible_to(actor).filter(disclosure__in=came)
    for each in came:
        record(actor, "disclosure.read", each)
    said = {(item.about, item.disclosure_id): item.frozen for item in items}
    answers = list(came.select_related("scope__agency"))
    question = QUESTIONS[disclosure.question]
    context = {
        "disclosure": disclosure,
        "question": question,
        "ways": ways_on(actor, disclosure, items.select_related("disclosure")),
        "answers": answers,
        "people": [
            {
                "name": name_in(item.frozen),
                "answers": [
                    _in_words(disclosure.question, said.get((item.about, each.pk), {}))
                    for each in answers
                ],
            }
            for item in disclosure.items.filter(kind=question.kind)
        ],
        "receipts": Acknowledgement.objects.visible_to(actor)
        .filter(notice__disclosure=disclosure, notice__kind="round")
        .select_related("scope__agency"),
    }
    return render(request, "desk/answering/answers.html", context)


def _in_words(question: str, frozen: dict[str, str]) -> dict[str, str]:
    word = word_for(question, frozen["answer"]) if "answer" in frozen else ""
    return {
        "word": word,
        "handler": frozen.get("handler", ""),
        "until": frozen.get("until", ""),
    }
