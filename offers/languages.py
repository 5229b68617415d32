"""The languages letters and cards are written in, each with its own name and direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Language:
    """One language: its tag (BCP 47), what it calls itself, and what we call it."""

    code: str
    own: str
    name: Any
    is_rtl: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.is_rtl else "ltr"

    @property
    def label(self) -> str:
        name = str(self.name)
        return name if name.lower() == self.own.lower() else f"{name} – {self.own}"


LANGUAGES = {
    each.code: each
    for each in (
        Language("sv", "svenska", _("Swedish")),
        Language("en", "English", _("English")),
        Language("ar", "العربية", _("Arabic"), is_rtl=True),
        Language("so", "soomaali", _("Somali")),
        Language("fa", "فارسی", _("Persian"), is_rtl=True),
        Language("prs", "دری", _("Dari"), is_rtl=True),
        Language("ckb", "کوردیی ناوەندی", _("Sorani"), is_rtl=True),
        Language("kmr", "kurmancî", _("Kurmanji")),
        Language("ti", "ትግርኛ", _("Tigrinya")),
        Language("bs", "bosanski/hrvatski/srpski", _("Bosnian/Croatian/Serbian")),
        Language("pl", "polski", _("Polish")),
        Language("tr", "Türkçe", _("Turkish")),
        Language("es", "español", _("Spanish")),
        Language("sq", "shqip", _("Albanian")),
        Language("ru", "русский", _("Russian")),
        Language("uk", "українська", _("Ukrainian")),
        Language("fi", "suomi", _("Finnish")),
        Language("rom", "romani čhib", _("Romani")),
    )
}


def choices() -> list[tuple[str, str]]:
    """For a list to choose from."""
    return [(each.code, each.label) for each in LANGUAGES.values()]
