"""What waits round disclosures: to complete, to decide, to read, to review. No empty blocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.ledger import record_list
from agencies.models import Disclosure, Notice, Request, Sample
from agencies.policies import AUDITING, DECIDING, WORKING
from agencies.scoping import Actor, Function
from gvi.core.templatetags.page import clock

REVIEWED_WITHIN = timedelta(days=30)
Row = dict[str, Any]
Block = dict[str, Any]


def blocks(actor: Actor, today: date, rows: int) -> Iterator[Block]:
    """Each block that has something in it, the most urgent first."""
    found: list[Block] = []
    if actor.has(DECIDING):
        found += [_to_complete(actor, rows), _to_decide(actor, rows), _late(actor, today, rows)]
    if actor.has(WORKING):
        found.append(_to_read(actor, rows))
    if actor.has(AUDITING):
        found.append(_to_review(actor, rows))
    if actor.has({Function.DECISION}):
        found.append(_overdue_reviews(actor))
    yield from (block for block in found if block["rows"])


def _block(title: str, rows: list[Row], more_url: str) -> Block:
    return {"title": title, "rows": rows, "empty": "", "more_url": more_url}


def _row(verb: str, what: str, url: str, label: str, due: object = "") -> Row:
    return {
        "verb": verb,
        "what": what,
        "url": url,
        "due": due,
        "action": {"label": label, "url": url},
    }


def _to_complete(actor: Actor, rows: int) -> Block:
    """Urgent decisions without their reasons: for whoever may decide at the agency."""
    mine = Disclosure.objects.visible_to(actor).given_by(actor).to_complete()
    waiting = list(mine.order_by("complete_by")[:rows])
    record_list(actor, "disclosure.listed", waiting, context="day")
    found = [
        _row(
            _("Complete within 24 hours"),
            each.number,
            reverse("desk:urgent_complete", args=[each.ref]),
            _("Complete"),
            due_words(each),
        )
        for each in waiting
    ]
    return _block(_("Urgent decisions to complete"), found, reverse("agencies:disclosure_list"))


def due_words(disclosure: Disclosure) -> str:
    """Until when, to the minute: a day is too coarse for twenty-four hours."""
    by = disclosure.complete_by
    day = timezone.localdate(by).isoformat()
    words = (
        _("Overdue since %(day)s at %(clock)s")
        if by < timezone.now()
        else _("At the latest %(day)s at %(clock)s")
    )
    return words % {"day": day, "clock": clock(by)}


def _to_decide(actor: Actor, rows: int) -> Block:
    put = Request.objects.visible_to(actor).put_to(actor).waiting(actor)
    waiting = list(put.select_related("scope__agency")[:rows])
    record_list(actor, "request.listed", waiting, context="day")
    found = [
        _row(
            _("Answer %(agency)s") % {"agency": each.scope.agency},
            each.purpose,
            each.get_absolute_url(),
            _("Answer the request"),
            each.answer_by,
        )
        for each in waiting
    ]
    return _block(_("Requests to decide"), found, reverse("agencies:request_list"))


def _late(actor: Actor, today: date, rows: int) -> Block:
    """What one's own agency asked, when the answer is late."""
    asked = Request.objects.visible_to(actor).asked_by(actor).waiting(actor)
    late = asked.filter(answer_by__lt=today).select_related("receiver__participation__agency")
    waiting = list(late[:rows])
    record_list(actor, "request.listed", waiting, context="day")
    found = [
        _row(
            _("No answer from %(agency)s") % {"agency": each.receiver.participation.agency},
            each.purpose,
            each.get_absolute_url(),
            _("Open"),
            each.answer_by,
        )
        for each in waiting
    ]
    mine = reverse("agencies:request_list") + "?ko=mina"
    return _block(_("Late answers to your requests"), found, mine)


def _to_read(actor: Actor, rows: int) -> Block:
    """Rounds have a block of their own. How many there are is never said."""
    told = Notice.objects.visible_to(actor).unread_by(actor).exclude(kind=Notice.Kind.ROUND)
    waiting = list(told.select_related("scope__agency")[:rows])
    record_list(actor, "notice.listed", waiting, context="day")
    url = reverse("agencies:notice_list")
    words = {
        Notice.Kind.CORRECTED: _("Correction to read"),
        Notice.Kind.WITHDRAWN: _("Withdrawal to read"),
        Notice.Kind.CONSENT: _("Withdrawn consent to read"),
        Notice.Kind.CONDITIONS: _("Conditions to read"),
        Notice.Kind.PASSED_ON: _("Onward use to read"),
    }
    found = [
        _row(
            words[each.kind],
            _("%(agency)s, decision of %(day)s")
            % {"agency": each.scope.agency, "day": each.decided_on},
            url,
            _("Read"),
        )
        for each in waiting
    ]
    return _block(_("Notices to read"), found, url)


def _to_review(actor: Actor, rows: int) -> Block:
    waiting = list(Sample.objects.visible_to(actor).unreviewed().order_by("drawn_at")[:rows])
    record_list(actor, "sample.listed", waiting, context="day")
    found = [
        _row(
            _("Review the decision"),
            each.number,
            reverse("agencies:sample_review", args=[each.ref]),
            _("Review"),
            timezone.localdate(each.drawn_at) + REVIEWED_WITHIN,
        )
        for each in waiting
    ]
    return _block(_("Decisions to review"), found, reverse("agencies:sample_list"))


def _overdue_reviews(actor: Actor) -> Block:
    """Told to those who decide as a number: which they are is the reviewer's."""
    drawn = Sample.objects.visible_to(actor).unreviewed()
    late = drawn.filter(drawn_at__lt=timezone.now() - REVIEWED_WITHIN).count()
    words = ngettext(
        "%(count)s decision has waited more than a month for review",
        "%(count)s decisions have waited more than a month for review",
        late,
    ) % {"count": late}
    return _block(_("Late reviews"), [{"what": words, "url": ""}] if late else [], "")
