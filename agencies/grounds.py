"""Which legal grounds a crossing can rest on: who gives, who receives, what is secret, how old.

Everything that varies is data (`agencies/data/*.toml`): this module only compares. A person whose
age is unknown counts as a child where that protects, and never as young where it opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, LegalGround
from agencies.provisions import codes, provisions, read

COORDINATION_NUMBER = 60  # what a samordningsnummer adds to the day of birth

# What a ground may ask for beside the reasoning, as the decider reads it.
QUESTIONS = {
    "alternatives": gettext_lazy("What else was tried, and why it was not enough"),
    "balancing": gettext_lazy("How the interests were weighed against each other"),
    "child_facts": gettext_lazy("What is known of the child, and since when"),
    "circumstances": gettext_lazy("Which concrete circumstances show the risk"),
    "clearly_outweighed": gettext_lazy("Why secrecy does not clearly prevail"),
    "criterion": gettext_lazy("Which of the section's conditions is met"),
    "danger": gettext_lazy("What the danger or the act is"),
    "exceptions": gettext_lazy("What is held back, and why"),
    "harm_removed": gettext_lazy("Which harm the reservation removes, and how"),
    "identity_check": gettext_lazy("How you made sure who the person is"),
    "imminence": gettext_lazy("Why it is happening now, or about to"),
    "method": gettext_lazy("How names and other marks were taken away"),
    "need": gettext_lazy("What the receiver needs it for"),
    "no_other_rule": gettext_lazy("Why no other rule fits, and why this is not a routine"),
    "not_inappropriate": gettext_lazy("Why it is not unsuitable, with regard to ongoing support"),
    "offence": gettext_lazy("Which offence it concerns"),
    "own_task": gettext_lazy("Why your own task cannot be done otherwise"),
    "place": gettext_lazy("Where it is"),
    "plan": gettext_lazy("Which enforcement plan it concerns"),
    "processor": gettext_lazy("Which processor agreement applies, and why it is suitable"),
    "protection_checked": gettext_lazy("How you checked whether the person needs protection"),
    "receiver_purpose": gettext_lazy("Which of the receiver's tasks it is for"),
    "register": gettext_lazy("Which register it is taken from"),
    "reidentification": gettext_lazy("Why nobody can work out who it concerns"),
    "relation": gettext_lazy("How the person is related to the one at risk"),
    "request": gettext_lazy("Which request it answers, and from whom"),
    "special_decision": gettext_lazy("Which special decision on cooperation applies"),
    "special_reasons": gettext_lazy("Whether there are exceptional reasons against it"),
    "usefulness": gettext_lazy("What it means for the investigation"),
    "who_could_be_harmed": gettext_lazy("Who could be harmed, and why that will not happen"),
    "why_public": gettext_lazy("Why it is not secret"),
    "withheld_parts": gettext_lazy("What is held back, and what is told instead"),
}


def age_limit(name: str, on: date) -> int:
    """An age that the law names, as it stood on a day; its oldest wording before that."""
    wordings = [row for row in read("ages.toml")["ages"] if row["name"] == name]
    wordings.sort(key=lambda row: row["from_on"])
    in_force = [row for row in wordings if row["from_on"] <= on] or wordings[:1]
    return int(in_force[-1]["under"])


@dataclass(frozen=True)
class Ages:
    """The youngest and the oldest that the people concerned can be on a day; None is unknown."""

    least: int | None = None
    most: int | None = None
    on: date = field(default_factory=timezone.localdate)

    @classmethod
    def of_birth_date(cls, born: date, on: date) -> Ages:
        """The exact age. Born on 29 February, one turns older on the 28th in other years."""
        had_birthday = _birthday(born, on.year) <= on
        age = on.year - born.year - (0 if had_birthday else 1)
        return cls(age, age, on) if age >= 0 else cls(on=on)

    @classmethod
    def of_birth_year(cls, year: int | None, on: date) -> Ages:
        """Two ages are possible, but on the last day of the year."""
        if year is None or not MINYEAR <= year <= on.year:
            return cls(on=on)
        oldest = cls.of_birth_date(date(year, 1, 1), on).most
        return cls(cls.of_birth_date(date(year, 12, 31), on).least or 0, oldest, on)

    @classmethod
    def of_personal_number(cls, number: str, on: date) -> Ages:
        """From twelve digits. A samordningsnummer need not show the day of birth: only the year."""
        digits = "".join(each for each in number if each.isdigit())
        if len(digits) != 12:
            return cls(on=on)
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
        if day > COORDINATION_NUMBER:
            return cls.of_birth_year(year, on)
        try:
            return cls.of_birth_date(date(year, month, day), on)
        except ValueError:
            return cls(on=on)

    @classmethod
    def together(cls, ages: Iterable[Ages]) -> Ages:
        """Those of several people at once: one unknown makes that end unknown."""
        found = list(ages)
        if not found:
            return cls()
        least = [each.least for each in found if each.least is not None]
        most = [each.most for each in found if each.most is not None]
        return cls(
            min(least) if len(least) == len(found) else None,
            max(most) if len(most) == len(found) else None,
            found[0].on,
        )

    def surely_under(self, limit: int) -> bool:
        """Whether everybody is younger, whatever is unknown."""
        return self.most is not None and self.most < limit

    def surely_from(self, limit: int) -> bool:
        """Whether everybody has reached the age, whatever is unknown."""
        return self.least is not None and self.least >= limit

    def may_be_under(self, limit: int) -> bool:
        """Whether somebody may be younger."""
        return not self.surely_from(limit)

    @property
    def may_be_child(self) -> bool:
        """Whether somebody may be a child; unknown counts as one (law.md BARN-4)."""
        return self.may_be_under(age_limit("child", self.on))


def _birthday(born: date, year: int) -> date:
    """The day one turns older in a year."""
    if year > MAXYEAR:
        return date.max
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Crossing:
    """One secrecy provision to be answered on the way from one legal home to others."""

    giver: str
    receivers: frozenset[str]
    provision: str
    ages: Ages
    on: date
    on_request: bool = False
    has_consent: bool = False
    is_emergency: bool = False
    committed_crime: bool = False


def why_not(ground: LegalGround, crossing: Crossing) -> str:
    """Why the ground cannot carry the crossing, in one sentence; empty when it can."""
    return (
        _why_not_that_day(ground, crossing.on)
        or _why_not_between(ground, crossing)
        or _why_not_about(ground, crossing.ages)
        or _why_not_now(ground, crossing)
    )


def _why_not_that_day(ground: LegalGround, on: date) -> str:
    if ground.from_on > on or (ground.to_on and ground.to_on < on):
        return _("This ground is not in force on the day of the decision.")
    if not ground.is_enabled:
        return _("This ground is switched off until a lawyer has confirmed it.")
    return ""


def _why_not_between(ground: LegalGround, crossing: Crossing) -> str:
    if crossing.giver not in ground.givers:
        return _("Your agency cannot disclose on this ground.")
    if not crossing.receivers or not crossing.receivers.issubset(ground.receivers):
        return _("This ground does not reach everyone you have chosen as receivers.")
    if crossing.provision not in ground.lifts:
        return _("This ground cannot answer the secrecy that applies here.")
    return ""


def _why_not_about(ground: LegalGround, ages: Ages) -> str:
    if ground.under_age is not None:
        is_young = ages.may_be_under if ground.holds_in_doubt else ages.surely_under
        if not is_young(ground.under_age):
            return _("This ground is only for people under %(age)s.") % {"age": ground.under_age}
    if ground.from_age is not None and not ages.surely_from(ground.from_age):
        return _("This ground is only for people known to be %(age)s or older.") % {
            "age": ground.from_age
        }
    return ""


def _why_not_now(ground: LegalGround, crossing: Crossing) -> str:
    if ground.on_request_only and not crossing.on_request:
        return _("This ground answers a request; it cannot be used on your own initiative.")
    if ground.needs_consent and not crossing.has_consent:
        return _("There is no consent in force that covers this.")
    if ground.is_emergency_only and not crossing.is_emergency:
        return _("This ground is only for an emergency.")
    if ground.not_committed_crime and crossing.committed_crime:
        return _("This ground is never for an offence that has already been committed.")
    return ""


def possible_grounds(crossing: Crossing) -> list[LegalGround]:
    """The grounds to choose from, each in the wording of the day."""
    return [
        ground
        for ground in LegalGround.objects.in_force(crossing.on)
        if not why_not(ground, crossing)
    ]


def answers_missing(ground: LegalGround, answers: Mapping[str, str]) -> list[str]:
    """What the ground asks for that has not been answered in words."""
    return [code for code in ground.asks if not answers.get(code, "").strip()]


def shipped_grounds() -> list[dict[str, Any]]:
    """The grounds of the configuration, whole."""
    rows = read("grounds.toml")["grounds"]
    return [
        {"is_enabled": True, "asks": [], "position": position} | written_out(row)
        for position, row in enumerate(rows)
    ]


def written_out(row: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of the configuration, with each `@set` written out.

    Raises `ValueError` when it names something that does not exist.
    """
    values = dict(row)
    homes: dict[str, list[str]] = read("grounds.toml")["homes"]
    for side in {"givers", "receivers"} & values.keys():
        named = values[side]
        values[side] = [
            home
            for name in named
            for home in (homes.get(name[1:], [name]) if name.startswith("@") else [name])
        ]
    if "lifts" in values:
        values["lifts"] = codes(values["lifts"])
    known = {
        "givers": Agency.LegalHome.values,
        "receivers": [*Agency.LegalHome.values, *LegalGround.Towards.values],
        "lifts": provisions(),
        "asks": QUESTIONS,
    }
    for name, there_are in known.items():
        unknown = set(values.get(name, ())) - set(there_are)
        if unknown:
            raise ValueError(f"{row.get('code')}: {name} {', '.join(sorted(unknown))}")
    return values
