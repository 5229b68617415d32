"""Municipalities and counties: a name or a code as someone wrote it, to the official code."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

from gvi.core.folding import fold
from gvi.core.tables import Misread


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str
    name: str
    county: str


@cache
def municipalities() -> Mapping[str, Municipality]:
    """All of them by code, in the order of the codes."""
    with (files("agencies") / "data" / "municipalities.csv").open(encoding="utf-8") as file:
        return {
            row["municipality_code"]: Municipality(
                row["municipality_code"], row["municipality_name"], row["county_name"]
            )
            for row in csv.DictReader(file)
        }


@cache
def _codes_by_name() -> Mapping[str, str]:
    return {fold(place.name): place.code for place in municipalities().values()}


@cache
def _counties() -> frozenset[str]:
    return frozenset(fold(place.county) for place in municipalities().values())


def is_county(text: str) -> bool:
    return fold(text) in _counties()


def read_municipality(text: str, *, county: str = "") -> str:
    """The code of a municipality given by code or by name, in the named county if one is named."""
    if text.isascii() and text.isdigit():
        if text not in municipalities():
            raise Misread(
                _("“%(text)s” is no municipality code. It has four digits, such as 1280.")
                % {"text": text[:20]}
            )
        return text
    code = _codes_by_name().get(fold(text))
    if code is None:
        raise Misread(_("“%(text)s” is no Swedish municipality.") % {"text": text[:40]})
    if county and fold(municipalities()[code].county) != fold(county):
        raise Misread(
            _("%(municipality)s does not lie in %(county)s.")
            % {"municipality": municipalities()[code].name, "county": county[:40]}
        )
    return code
