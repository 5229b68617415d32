"""What is looked through before a decision: a row for each thing, each with a way to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvi.desk.answering.words import QUESTIONS
from gvi.desk.deciding.sheets import Sheet

Row = dict[str, Any]


def _row(sheet: Sheet, label: Any, value: Any, anchor: str) -> Row:
    return {
        "label": label,
        "value": value,
        "url": f"{sheet.round.get_absolute_url()}#{anchor}",
    }


def by_agency(sheet: Sheet) -> list[Row]:
    """Each receiving agency: its functions, how many people hold them, and what it gets."""
    found: dict[int, Row] = {}
    for each in sheet.decision.receivers:
        agency = each.participation.agency
        told = found.setdefault(agency.pk, {"agency": agency, "functions": []})
        count = sheet.people.get(each.pk, 0)
        people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        told["functions"].append(f"{each.get_function_display()}: {people}")
    for told in found.values():
        told["rows"] = [
            _row(sheet, _("Who reads"), "\n".join(told["functions"]), "id_receivers_0"),
            _row(sheet, _("What they get"), _version(sheet), "id_parts_0"),
            _row(sheet, _("They may read until"), sheet.round.ends_on, "id_ends_on"),
            _row(
                sheet,
                _("Conditions"),
                sheet.round.conditions or _("No conditions"),
                "id_conditions",
            ),
        ]
    return sorted(found.values(), key=lambda each: str(each["agency"]))


def _version(sheet: Sheet) -> str:
    count = len(sheet.items)
    of_whom = ngettext("%(count)d row, as it is now", "%(count)d rows, as they are now", count)
    parts = [str(label) for part, label in sheet.kind.parts.items() if part in sheet.round.parts]
    told = [", ".join(parts), of_whom % {"count": count}]
    if sheet.round.corrects:
        words = _("A new version of decision %(number)s")
        told.append(words % {"number": sheet.round.corrects.number})
    return "\n".join(told)


def grounds(sheet: Sheet) -> list[Row]:
    """On what ground each provision gives way, and why."""
    found = []
    for each in sheet.questions:
        told = [str(each.chosen), each.reasoning]
        told += [f"{question}: {each.answers.get(code, '')}" for code, question in each.asks]
        found.append(_row(sheet, each.what, "\n".join(told), f"id_reasoning-{each.key}"))
    return found


def rest(sheet: Sheet) -> list[Row]:
    """What remains of the decision, with what no receiver reads."""
    round = sheet.round
    found = [
        _row(sheet, _("Purpose"), round.purpose, "id_purpose"),
        _row(sheet, _("Balancing (your agency only)"), round.balancing, "id_balancing"),
    ]
    if sheet.decision.ages.may_be_child:
        found.append(
            _row(
                sheet,
                _("Best interests of the child (your agency only)"),
                round.child_note,
                "id_child_note",
            )
        )
    if question := QUESTIONS.get(round.question):
        found.append({"label": _("What is asked"), "value": question.label})
    onward = _("The receiver must tell us first") if round.tell_onward else _("As the law allows")
    found.append(_row(sheet, _("Passing it on"), onward, "id_tell_onward"))
    if round.consent:
        found.append(_row(sheet, _("Consent"), str(round.consent), "id_consent"))
    if round.committed_crime:
        words = _("It concerns an offence that has already been committed")
        found.append(_row(sheet, _("Offence"), words, "id_committed_crime"))
    if sheet.decision.is_partial:
        found.append(_row(sheet, _("Answer"), _("Disclosed in part"), "id_is_partial"))
    return found
