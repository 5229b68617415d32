"""A draft as the page shows it today: who, what, to whom, which questions, and what is missing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agencies.actions import Decision, Item
from agencies.actions.decisions import crossing_of, require_grounds, require_possible
from agencies.grounds import QUESTIONS, Ages, possible_grounds, why_not
from agencies.models import LegalGround, Line, Receiver, Round
from agencies.provisions import Provision, provisions_for
from agencies.scoping import Actor
from agencies.seats import holders, receivers_for
from gvi.core.refusals import Refused
from gvi.desk.deciding.actions import items_in, written
from gvi.desk.deciding.kinds import KINDS, Kind, Rows


@dataclass(frozen=True)
class Named:
    """One row of the draft: its line, its name, and what the decider must know of it."""

    line: Line
    name: str
    is_protected: bool
    may_be_child: bool


@dataclass(frozen=True)
class Question:
    """One secrecy provision on one part: what can answer it, and what has been answered."""

    part: str
    label: str | Promise
    provision: Provision
    possible: list[LegalGround]
    chosen: LegalGround | None
    refused: str = ""
    reasoning: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What its fields are called."""
        code = self.provision.code.replace(":", "_").replace(" ", "")
        return f"{self.part}-{code}"

    @property
    def asks(self) -> list[tuple[str, str | Promise]]:
        """What the chosen ground wants to know beside the reasoning."""
        return [(code, QUESTIONS[code]) for code in self.chosen.asks] if self.chosen else []

    @property
    def what(self) -> str:
        return f"{self.label}, {self.provision}"


@dataclass
class Sheet:
    """A draft and all it needs to be shown, tried and decided."""

    actor: Actor
    round: Round
    kind: Kind
    lines: list[Named]
    rows: Rows
    items: list[Item]
    decision: Decision
    refusal: Refused | None = None

    @cached_property
    def receivers(self) -> list[Receiver]:
        """Whom the actor could choose."""
        return list(receivers_for(self.actor))

    @cached_property
    def people(self) -> dict[int, int]:
        """How many hold each of those functions."""
        return holders(self.receivers)

    @property
    def kept(self) -> list[Named]:
        """The rows that were not struck out."""
        return [each for each in self.lines if not each.line.is_struck]

    @property
    def struck(self) -> list[Named]:
        return [each for each in self.lines if each.line.is_struck]

    @property
    def children(self) -> list[str]:
        """Those who are, or may be, under 18."""
        return [each.name for each in self.kept if each.may_be_child]

    @property
    def is_told_on(self) -> bool:
        """Whether a receiver must tell law enforcement in its turn (lag 2025:170 5 §)."""
        homes = {each.participation.agency.legal_home for each in self.decision.receivers}
        return "probation" in homes and self.actor.legal_home != "police"

    @property
    def withheld(self) -> list[str | Promise]:
        """The parts that stay."""
        return [label for part, label in self.kind.parts.items() if part not in self.round.parts]

    @cached_property
    def questions(self) -> list[Question]:
        """One for each chosen part and provision, those on the agency's work first."""
        today, decision = timezone.localdate(), self.decision
        provisions = provisions_for(self.actor.legal_home, protected=decision.is_protected)
        written_so_far = {
            (each.get("part"), each.get("provision")): each for each in self.round.assessments
        }
        grounds = {each.code: each for each in LegalGround.objects.in_force(today)}
        found = []
        for provision in sorted(provisions, key=lambda each: not each.is_operation):
            crossing = crossing_of(self.actor, decision, provision.code, today)
            possible = possible_grounds(crossing) if decision.receivers else []
            for part in (each for each in self.kind.parts if each in self.round.parts):
                said = written_so_far.get((part, provision.code), {})
                chosen = grounds.get(said.get("ground", ""))
                found.append(
                    Question(
                        part=part,
                        label=self.kind.parts[part],
                        provision=provision,
                        possible=possible,
                        chosen=chosen,
                        refused=why_not(chosen, crossing) if chosen and decision.receivers else "",
                        reasoning=said.get("reasoning", ""),
                        answers=said.get("answers", {}),
                    )
                )
        return found

    @property
    def stamp(self) -> str:
        """What the decider has seen: another one means that it has changed since.

        By content, not by the clock: a page may save the same draft once more behind one's back.
        """
        seen: list[Any] = [model_to_dict(self.round)]
        seen += [[item.about, item.need, item.frozen] for item in self.items]
        text = json.dumps(seen, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:20]


def sheet_of(actor: Actor, round: Round) -> Sheet:
    """The draft as it stands, with the rows as they are now."""
    kind = KINDS[round.kind]
    lines = list(round.lines.all())
    found = {row.ref: row for row in kind.own(actor, [line.about for line in lines])}
    ages: dict[UUID, Ages] = kind.ages(list(found.values()))
    protected = kind.protected(list(found.values()))
    named = [
        Named(
            line,
            kind.name(found[line.about]),
            line.about in protected,
            ages[line.about].may_be_child,
        )
        for line in lines
        if line.about in found
    ]
    rows = [found[each.line.about] for each in named if not each.line.is_struck]
    refusal, items = None, []
    try:
        items = items_in(round, kind, rows)
    except Refused as fault:
        refusal = fault
    decision = written(actor, round, kind, rows, items)
    return Sheet(actor, round, kind, named, rows, items, decision, refusal)


def sheet_without_rows(actor: Actor, round: Round) -> Sheet:
    """What a template says, before it is about anybody. `round` is only thought of, never saved."""
    kind = KINDS[round.kind]
    return Sheet(actor, round, kind, [], [], [], written(actor, round, kind, [], []))


def missing(sheet: Sheet) -> list[tuple[str, str]]:
    """What has to be filled in before the decision, in the order of the page: field, sentence.

    Emptiness is told field by field; the rest is what the action itself says when it is tried.
    """
    told = [*_missing_first(sheet), *missing_answers(sheet), *_missing_last(sheet)]
    return told or _refused(sheet)


def _missing_first(sheet: Sheet) -> list[tuple[str, str]]:
    round, found = sheet.round, []
    if not sheet.kept:
        found.append(("need", _("Everyone is struck out. Keep at least one, or drop the draft.")))
    for each in sheet.kept:
        if not each.line.need.strip():
            words = _("Write why it is needed: %(who)s.") % {"who": each.name}
            found.append((f"need-{each.line.about}", words))
    if sheet.refusal:
        found.append((sheet.refusal.field or "parts", str(sheet.refusal)))
    if not set(sheet.kind.always) <= set(round.parts):
        found.append(("parts", _("Choose what is disclosed.")))
    if not sheet.decision.receivers:
        found.append(("receivers", _("Choose who may read.")))
    if not round.purpose.strip():
        found.append(("purpose", _("Write the purpose.")))
    if round.ends_on is None:
        found.append(("ends_on", _("Say until which day they may read.")))
    return found


def missing_answers(sheet: Sheet) -> list[tuple[str, str]]:
    """What the provisions on the chosen parts still need, field by field."""
    if not sheet.decision.receivers:
        return []  # which grounds are possible is not known yet
    found = []
    for each in sheet.questions:
        if each.chosen is None:
            words = _("Choose a ground: %(what)s.")
            found.append((f"ground-{each.key}", words % {"what": each.what}))
        elif each.refused:
            found.append((f"ground-{each.key}", f"{each.what}: {each.refused}"))
        if not each.reasoning.strip():
            words = _("Write the reasons: %(what)s.")
            found.append((f"reasoning-{each.key}", words % {"what": each.what}))
        for code, question in each.asks:
            if not each.answers.get(code, "").strip():
                words = _("Answer “%(question)s”: %(what)s.")
                told = words % {"question": question, "what": each.what}
                found.append((f"answer-{each.key}-{code}", told))
    return found


def _missing_last(sheet: Sheet) -> list[tuple[str, str]]:
    round, found = sheet.round, []
    if sheet.kept and sheet.decision.ages.may_be_child and not round.child_note.strip():
        words = _(
            "Someone is or may be under 18: write how the best interests of the child weighed."
        )
        found.append(("child_note", words))
    reserved = any(each.chosen and each.chosen.needs_reservation for each in sheet.questions)
    if reserved and not round.conditions.strip():
        found.append(("conditions", _("Write the reservation that binds the receiver.")))
    return found


def _refused(sheet: Sheet) -> list[tuple[str, str]]:
    today = timezone.localdate()
    try:
        require_possible(sheet.actor, sheet.decision, today)
        require_grounds(sheet.actor, sheet.decision, today)
    except Refused as fault:
        return [(fault.field, str(fault))]
    return []
