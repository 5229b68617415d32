"""The demo's partnerships, agencies and accounts (password in README)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from agencies import founding
from agencies.actors import actor_for, system_actor
from agencies.models import Participation, User
from agencies.scoping import Actor, Function
from gvi.desk.demo import papers

PASSWORD = "samverkan-demo"  # noqa: S105 - the demo's public password


@dataclass(frozen=True)
class Place:
    """One practice partnership."""

    slug: str
    name: str
    state: str
    municipalities: tuple[str, ...]
    signed_on: date | None
    valid_to: date | None
    agencies: tuple[tuple[str, str, str, str], ...]
    need: str = ""
    is_national: bool = False


@dataclass(frozen=True)
class Account:
    """One account: name, e-mail, agency slug, functions."""

    name: str
    email: str
    place: str
    agency: str
    functions: tuple[str, ...] = field(default=())


PLACES = (
    Place(
        "malmo",
        "Malmö",
        "operative",
        ("1280",),
        date(2018, 2, 1),
        date(2030, 12, 31),
        (
            ("polis-malmo", "Polisområde Malmö", "police", "police"),
            ("kriminalvarden-malmo", "Kriminalvården Malmö", "probation", "probation"),
            ("malmo-kommunstyrelse", "Malmö kommunstyrelse", "municipality", "executive_board"),
            ("malmo-socialnamnd", "Malmö socialnämnd", "municipality", "social_board"),
            ("konsultationsteamet", "Konsultationsteamet", "exit_service", "social_board"),
        ),
    ),
    Place(
        "jarfalla",
        "Järfälla och Upplands-Bro",
        "ordinary",
        ("0123", "0139"),
        date(2023, 1, 15),
        date(2029, 12, 31),
        (
            ("polis-jarfalla", "Lokalpolisområde Järfälla", "police", "police"),
            ("kriminalvarden-stockholm", "Frivården Stockholm", "probation", "probation"),
            ("jarfalla-kommun", "Järfälla kommunstyrelse", "municipality", "executive_board"),
            (
                "upplands-bro-kommun",
                "Upplands-Bro kommunstyrelse",
                "municipality",
                "executive_board",
            ),
            ("avhopp-jarfalla", "Järfälla avhopparstöd", "exit_service", "social_board"),
            ("avhopp-upplands-bro", "Upplands-Bro avhopparstöd", "exit_service", "social_board"),
        ),
    ),
    Place(
        "orebro",
        "Örebro",
        "preparing",
        ("1880",),
        date(2021, 9, 28),
        date(2027, 9, 28),
        (
            ("polis-orebro", "Lokalpolisområde Örebro", "police", "police"),
            ("kriminalvarden-orebro", "Frivården Örebro", "probation", "probation"),
            ("orebro-kommun", "Örebro kommunstyrelse", "municipality", "executive_board"),
        ),
    ),
    Place(
        "norrkoping",
        "Norrköping",
        "inquiry",
        ("0581",),
        None,
        None,
        (
            ("norrkoping-kommun", "Norrköpings kommunstyrelse", "municipality", "executive_board"),
            ("polis-norrkoping", "Lokalpolisområde Norrköping", "police", "police"),
            ("kriminalvarden-norrkoping", "Frivården Norrköping", "probation", "probation"),
        ),
        need=papers.NEED,
    ),
    Place(
        "nationell",
        "Nationell samverkan",
        "ordinary",
        (),
        date(2021, 9, 28),
        date(2030, 12, 31),
        (
            ("bra", "Brottsförebyggande rådet", "national", "state"),
            ("polismyndigheten", "Polismyndigheten", "police", "police"),
            ("kriminalvarden", "Kriminalvården", "probation", "probation"),
        ),
        is_national=True,
    ),
)
COORDINATING = {
    "malmo": "malmo-kommunstyrelse",
    "jarfalla": "jarfalla-kommun",
    "orebro": "orebro-kommun",
    "norrkoping": "norrkoping-kommun",
    "nationell": "bra",
}
POLICE = (Function.ANALYSIS, Function.DECISION)
ACCOUNTS = (
    Account("Petra Polis", "polis@malmo.example", "malmo", "polis-malmo", POLICE),
    Account("Pelle Polis", "polis2@malmo.example", "malmo", "polis-malmo", (Function.ANALYSIS,)),
    Account(
        "Piroska Polis",
        "polisavhopp@malmo.example",
        "malmo",
        "polis-malmo",
        (Function.POLICE_EXIT,),
    ),
    Account(
        "Frida Frivård",
        "frivard@malmo.example",
        "malmo",
        "kriminalvarden-malmo",
        (Function.CASEWORK,),
    ),
    Account(
        "Frans Frivård",
        "frivard2@malmo.example",
        "malmo",
        "kriminalvarden-malmo",
        (Function.CASEWORK, Function.DECISION),
    ),
    Account(
        "Rut Registrator",
        "registrator@malmo.example",
        "malmo",
        "kriminalvarden-malmo",
        (Function.REGISTRY,),
    ),
    Account(
        "Kim Koordinator",
        "koordinator@malmo.example",
        "malmo",
        "malmo-kommunstyrelse",
        (Function.COORDINATION,),
    ),
    Account(
        "Ada Administratör",
        "admin@malmo.example",
        "malmo",
        "malmo-kommunstyrelse",
        (Function.ADMINISTRATION,),
    ),
    Account(
        "Sam Socialsekreterare",
        "kommun@malmo.example",
        "malmo",
        "malmo-socialnamnd",
        (Function.CASEWORK,),
    ),
    Account(
        "Alva Avhopparstöd",
        "avhopp@malmo.example",
        "malmo",
        "konsultationsteamet",
        (Function.EXIT,),
    ),
    Account(
        "Olle Avhopparstöd",
        "avhopp2@malmo.example",
        "malmo",
        "konsultationsteamet",
        (Function.EXIT,),
    ),
    Account(
        "Agnes Administratör",
        "avhoppadmin@malmo.example",
        "malmo",
        "konsultationsteamet",
        (Function.ADMINISTRATION,),
    ),
    Account(
        "Stina Styrgrupp", "styrgrupp@malmo.example", "malmo", "polis-malmo", (Function.STEERING,)
    ),
    Account(
        "Dan Dataskydd", "dso@malmo.example", "malmo", "konsultationsteamet", (Function.AUDIT,)
    ),
    Account(
        "Kaj Koordinator",
        "koordinator@jarfalla.example",
        "jarfalla",
        "jarfalla-kommun",
        (Function.COORDINATION,),
    ),
    Account("Paula Polis", "polis@jarfalla.example", "jarfalla", "polis-jarfalla", POLICE),
    Account(
        "Jenny Avhopparstöd",
        "avhopp@jarfalla.example",
        "jarfalla",
        "avhopp-jarfalla",
        (Function.EXIT,),
    ),
    Account(
        "Ulla Avhopparstöd",
        "avhopp@upplands-bro.example",
        "jarfalla",
        "avhopp-upplands-bro",
        (Function.EXIT,),
    ),
    Account(
        "Ulf Avhopparchef",
        "avhopp2@upplands-bro.example",
        "jarfalla",
        "avhopp-upplands-bro",
        (Function.EXIT, Function.DECISION),
    ),
    Account(
        "Örjan Örebro",
        "koordinator@orebro.example",
        "orebro",
        "orebro-kommun",
        (Function.COORDINATION,),
    ),
    Account("Petter Polis", "polis@orebro.example", "orebro", "polis-orebro", POLICE),
    Account(
        "Nora Norrköping",
        "admin@norrkoping.example",
        "norrkoping",
        "norrkoping-kommun",
        (Function.COORDINATION, Function.ADMINISTRATION),
    ),
    Account("Brita Brå", "bra@nationell.example", "nationell", "bra", (Function.STEERING,)),
)
FIRST_DAY = date(2018, 1, 1)


def found() -> None:
    """Partnerships, agencies, agreements and accounts."""
    founding.lay_grounds(FIRST_DAY)
    scopes: dict[tuple[str, str], Participation] = {}
    for place in PLACES:
        partnership = founding.found_partnership(
            slug=place.slug,
            name=place.name,
            state=place.state,
            municipalities=list(place.municipalities),
            need=place.need,
            is_national=place.is_national,
            is_practice=True,
            issues_without_approval=True,
        )
        if place.signed_on and place.valid_to and place.slug not in papers.SIGNED_HERE:
            founding.sign_agreement(partnership, signed_on=place.signed_on, valid_to=place.valid_to)
        for slug, name, kind, home in place.agencies:
            scopes[place.slug, slug] = founding.join(
                partnership,
                slug=slug,
                name=name,
                kind=kind,
                legal_home=home,
                from_on=place.signed_on or FIRST_DAY,
                is_coordinating=COORDINATING[place.slug] == slug,
            )
    for account in ACCOUNTS:
        user = founding.hire(email=account.email, name=account.name, password=PASSWORD)
        founding.post(
            user,
            scopes[account.place, account.agency],
            account.functions,
            approved_by=founding.founder(),
            from_on=FIRST_DAY,
            years=20,
        )
    papers.lay()


def actor(email: str) -> Actor:
    """One of the demo's accounts, acting."""
    return actor_for(User.objects.get(email=email))


def system(agency: str, place: str = "malmo") -> Actor:
    """The system actor of one agency in one place."""
    return system_actor(Participation.objects.get(agency__slug=agency, partnership__slug=place))
