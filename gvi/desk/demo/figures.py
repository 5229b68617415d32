"""The published figures the demo stands on, and who published them.

Split over days and groups is invented: only totals were published. Sources: police figures as
told by NRK (2016-2019), Kriminalvården 9 Dec 2019, the police's press release Feb 2020, and
reporting of Nov 2019 on the help accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Year: (shootings, dead, injured). For 2020 only the number of shootings was published.
SHOOTINGS = {
    2016: (59, 7, 31),
    2017: (65, 7, 35),
    2018: (47, 12, 14),
    2019: (34, 6, 11),
    2020: (20, 0, 0),
}
DETONATIONS = {2017: 58, 2018: 45, 2019: 28}

# 2019 by the day it was told: (last day, shootings so far, dead so far, injured so far).
YEAR_2019 = (
    (date(2019, 11, 11), 24, 5, 11),
    (date(2019, 11, 24), 26, 5, 11),
    (date(2019, 11, 30), 27, 6, 11),
    (date(2019, 12, 31), 34, 6, 11),
)

TALKS, TALKED_TO = 49, 44
LAST_TALK = date(2020, 1, 31)


@dataclass(frozen=True)
class Held:
    """A call-in that was held. The first two's split of seventeen is invented."""

    number: int
    day: date
    called: int
    arrived: int
    took_part: int


CALLINS = (
    Held(1, date(2018, 10, 18), 11, 9, 9),
    Held(2, date(2019, 4, 10), 10, 8, 8),
    Held(3, date(2019, 11, 12), 12, 9, 8),
)

# About thirty accepted some help from October 2018 to November 2019, over these kinds.
ACCEPTED = 30
ACCEPTED_DIRECTLY = 6
KINDS = {
    "talks": 12,
    "move": 5,
    "income": 6,
    "sig": 5,
    "substance": 5,
    "full_package": 5,
}
RELEASED_MONTH, RELEASED_ON = date(2019, 10, 1), date(2019, 11, 4)
RELEASE_SOURCE = "Publicerade uppgifter, november 2019"

GROUPS = (
    ("Granit", "Öster"),
    ("Kvarts", "Söder"),
    ("Flinta", "Väster"),
    ("Basalt", "Norr"),
    ("Skiffer", "Innerstaden"),
    ("Marmor", "Hyllie"),
)
CONFLICTS = ((0, 1), (2, 3))
ALLIANCES = ((0, 4),)

CODE_NAMES = (
    "Kråka", "Skata", "Kaja", "Råka", "Korp", "Nötskrika", "Sidensvans", "Bofink", "Bergfink",
    "Grönfink", "Steglits", "Hämpling", "Gråsiska", "Domherre", "Stenknäck", "Gulsparv",
    "Sävsparv", "Talgoxe", "Blåmes", "Svartmes", "Talltita", "Entita", "Nötväcka", "Trädkrypare",
    "Gärdsmyg", "Järnsparv", "Rödhake", "Blåhake", "Rödstjärt", "Stenskvätta", "Koltrast",
    "Björktrast", "Taltrast", "Rödvingetrast", "Dubbeltrast", "Kungsfågel", "Lövsångare",
    "Gransångare", "Ärtsångare", "Törnsångare", "Näktergal", "Hussvala", "Ladusvala", "Backsvala",
    "Tornseglare", "Sädesärla", "Gulärla", "Forsärla", "Ängspiplärka", "Trädpiplärka", "Sånglärka",
    "Trädlärka", "Gröngöling", "Spillkråka", "Göktyta", "Gök", "Ringduva", "Skogsduva",
    "Turkduva", "Tofsvipa", "Storspov", "Rödbena", "Enkelbeckasin", "Morkulla", "Fiskmås",
    "Gråtrut", "Havstrut", "Fisktärna", "Silvertärna", "Gråhäger",
)  # fmt: skip
GIVEN = ("Alex", "Bo", "Charlie", "Dani", "Eli", "Freja", "Gry", "Hedvig", "Ivar", "Joar")
FAMILY = ("Påhittsson", "Övningsdotter", "Exempelius", "Testberg", "Provkvist", "Låtsaslund")
