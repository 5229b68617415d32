"""Column names that say a sensitive trait (GDPR article 9, and what stands in for one).

The name decides, so that no value has to be looked at. Better one column too many left out.
"""

import re

from gvi.core.folding import fold

PARTS = re.compile(r"[A-ZÅÄÖ]+(?![a-zåäö])|[A-ZÅÄÖ]?[a-zåäö]+")
PLAIN = str.maketrans("åäö", "aao")
WORDS = frozenset(
    (
        *("race", "ras", "races", "racial", "origin", "clan", "klan", "tribe", "caste"),
        *("tro", "faith", "belief", "creed", "church", "kyrka", "muslim", "islam", "jewish"),
        *("sick", "sjuk", "mental", "medical", "medicin", "dna", "hiv", "pregnant", "gravid"),
        *("refugee", "immigrant", "invandrare", "invandrad", "union", "fack", "gay", "queer"),
    )
)
STEMS = (
    *("ethni", "etnici", "etnisk", "hudfarg", "skincolo", "ursprung", "harkomst", "rastillhor"),
    *("birthplace", "placeofbirth", "birthcountry", "countryofbirth", "birthcity", "bornin"),
    *("fodelseort", "fodelseland", "fodelseplats", "fodelsestad", "fodelseregion", "foddi"),
    *("nationalit", "citizenship", "medborgar", "mothertongue", "nativelanguage", "modersmal"),
    *("relig", "trosuppfat", "trossamf", "samfund", "livsaskad"),
    *("health", "halso", "halsa", "sjukdom", "sjukskr", "diagnos", "disabilit", "handikap"),
    *("funktionsned", "funktionshind", "funktionsvar", "psyk", "psychi", "illness", "disease"),
    *("missbruk", "addict", "substanceab", "beroendevard", "medicinsk", "medication", "patient"),
    *("sexual", "sexuell", "politisk", "political", "partitill", "fackfor", "tradeunion"),
    *("biometr", "genetic", "genetisk", "fingeravtr", "fingerprint"),
)


def is_sensitive(column: str) -> bool:
    """Whether a column's name says that it holds a sensitive trait."""
    parts = [fold(part).translate(PLAIN) for part in PARTS.findall(column)]
    joined = "".join(parts)
    return not WORDS.isdisjoint(parts) or any(stem in joined for stem in STEMS)
