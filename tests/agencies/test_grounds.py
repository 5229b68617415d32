"""Which ground can carry what: the configuration says, and nobody gets round it."""

import re
from datetime import date

import pytest

from agencies import founding
from agencies.grounds import (
    QUESTIONS,
    Ages,
    Crossing,
    age_limit,
    answers_missing,
    possible_grounds,
    shipped_grounds,
    why_not,
)
from agencies.models import Agency, LegalGround
from agencies.provisions import provisions, provisions_for

DAY = date(2026, 11, 20)
ADULT, CHILD, YOUNG, UNKNOWN = Ages(30, 30, DAY), Ages(16, 16, DAY), Ages(19, 20, DAY), Ages(on=DAY)


def crossing(giver="police", receivers=("probation",), provision="35:1", **values) -> Crossing:
    return Crossing(
        giver=giver,
        receivers=frozenset(receivers),
        provision=provision,
        ages=values.pop("ages", ADULT),
        on=values.pop("on", DAY),
        **values,
    )


def offered(*args, **values) -> set[str]:
    return {ground.code for ground in possible_grounds(crossing(*args, **values))}


# law.md part 4, whole.
EVERY_CODE = {
    "OFFENTLIG", "MENPROV", "AVIDENT", "SAMTYCKE", "SAMTYCKE-VH", "SJALV", "NODV", "TEKNIK",
    "FORBEHALL", "15A-1", "15A-2", "18A", "18B", "18C", "19", "20", "21", "22", "22A", "23", "24",
    "GEN", "UPL-4", "UPL-5", "UPL-6", "ORG-774", "ORO", "PBDL-2-8", "KV-REG", "SOC-26-9",
    "UO-26-9B", "UO-35-10B", "UO-35-15A", "TERR-35-10C", "PART", "NOD",
}  # fmt: skip
UNVERIFIED = {"15A-2", "21", "23", "24", "KV-REG", "ORG-774", "NOD"}
EXCLUDED_FROM_15A = {
    "24:2 a", "24:8", "25:1", "25:2", "25:3", "25:4", "25:5", "25:8",
    "26:1 a", "26:3", "26:4", "26:6",
}  # fmt: skip
SOCIAL = {"26:1", "26:2", "26:3", "26:4", "26:5", "26:6"}
OPERATION = {"18:1", "18:2", "18:7"}
HOMES = set(Agency.LegalHome.values)


def by_code() -> dict[str, dict]:
    return {row["code"]: row for row in shipped_grounds()}


# The configuration itself.


def test_every_code_of_the_law_is_there():
    assert set(by_code()) == EVERY_CODE
    assert {code for code, row in by_code().items() if not row["is_enabled"]} == UNVERIFIED


@pytest.mark.parametrize("row", shipped_grounds(), ids=lambda row: row["code"])
def test_each_has_two_sentences_of_guidance_and_one_of_example(row):
    assert len(sentences(row["guidance"])) == 2, row["guidance"]
    assert len(sentences(row["example"])) == 1, row["example"]
    assert bool(row.get("unverified_because")) is not row["is_enabled"]


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.?!]) (?=[A-ZÅÄÖ])", text) if each.endswith(".")]


@pytest.mark.parametrize("row", shipped_grounds(), ids=lambda row: row["code"])
def test_each_speaks_only_of_what_exists(row):
    assert set(row["givers"]) <= HOMES
    assert set(row["receivers"]) <= HOMES | set(LegalGround.Towards.values)
    assert set(row["lifts"]) <= set(provisions())
    assert set(row["asks"]) <= set(QUESTIONS)
    assert row["givers"]
    assert row["receivers"]
    assert row["lifts"]
    LegalGround(**row).clean_fields()


def test_no_question_is_left_over():
    assert {code for row in shipped_grounds() for code in row["asks"]} == set(QUESTIONS)


def test_consent_never_lifts_the_secrecy_of_the_work():
    for code in ("SAMTYCKE", "SAMTYCKE-VH"):
        assert OPERATION.isdisjoint(by_code()[code]["lifts"])


def test_10_15_a_never_lifts_the_work_nor_what_it_excludes():
    for code in ("15A-1", "15A-2"):
        assert (OPERATION | EXCLUDED_FROM_15A).isdisjoint(by_code()[code]["lifts"])


def test_the_general_clause_and_the_duties_never_lift_social_secrecy():
    for code in ("GEN", "UPL-5", "UPL-6"):
        assert SOCIAL.isdisjoint(by_code()[code]["lifts"])
        assert "social_board" not in by_code()[code]["givers"]


def test_only_six_grounds_reach_those_outside_the_act():
    outside = {code for code, row in by_code().items() if "private" in row["receivers"]}
    assert outside == {"SAMTYCKE", "SAMTYCKE-VH", "NODV", "FORBEHALL", "MENPROV", "AVIDENT"}


# Giver, receiver, provision.

PREVENTING = {"MENPROV", "15A-1", "AVIDENT", "NODV"}
OFFERS = [
    ("police", ["probation"], "35:1", {"UO-35-10B", "OFFENTLIG", "GEN"} | PREVENTING),
    ("police", ["social_board"], "35:1", {"TERR-35-10C", "OFFENTLIG", "GEN"} | PREVENTING),
    ("police", ["executive_board"], "18:1", {"MENPROV", "GEN", "OFFENTLIG", "AVIDENT", "NODV"}),
    ("police", ["executive_board"], "18:2", {"MENPROV", "GEN", "AVIDENT", "NODV"}),
    ("police", ["police"], "35:1", {"PBDL-2-8", "OFFENTLIG", "GEN"} | PREVENTING),
    ("probation", ["police"], "35:15", {"UPL-5", "UO-35-15A", "OFFENTLIG", "GEN"} | PREVENTING),
    ("probation", ["social_board"], "35:15", {"UO-35-15A", "OFFENTLIG", "GEN"} | PREVENTING),
    ("social_board", ["police"], "26:1", {"18B", "18C", "19", "22", "22A"} | PREVENTING),
    ("social_board", ["probation"], "26:1", {"UO-26-9B"} | PREVENTING),
    ("social_board", ["social_board"], "26:1", {"SOC-26-9"} | PREVENTING),
    ("social_board", ["police", "probation"], "26:1", PREVENTING),
    ("social_board", ["police"], "26:6", {"MENPROV", "AVIDENT", "NODV"}),
    ("executive_board", ["police"], "none", {"MENPROV", "OFFENTLIG", "AVIDENT", "UPL-6"}),
    ("executive_board", ["social_board"], "none", {"MENPROV", "OFFENTLIG", "AVIDENT"}),
    ("state", ["police"], "none", {"MENPROV", "OFFENTLIG", "AVIDENT"}),
    ("social_board", ["private"], "26:1", {"MENPROV", "AVIDENT", "NODV", "FORBEHALL"}),
    ("police", ["private"], "18:1", {"MENPROV", "AVIDENT", "NODV", "FORBEHALL"}),
    ("social_board", ["private", "probation"], "26:1", {"MENPROV", "AVIDENT", "NODV"}),
    ("private", ["police"], "SoL 17:11", {"AVIDENT"}),
    ("probation", ["police"], "18:1", {"MENPROV", "GEN", "OFFENTLIG", "AVIDENT", "NODV"}),
    ("social_board", ["probation"], "21:3", PREVENTING),
    ("social_board", ["probation"], "26:3", {"MENPROV", "AVIDENT", "NODV"}),
]


@pytest.mark.parametrize(("giver", "receivers", "provision", "expected"), OFFERS)
def test_what_is_offered_for_an_adult_on_ones_own_initiative(
    cast, giver, receivers, provision, expected
):
    assert offered(giver, receivers, provision) == expected


@pytest.mark.parametrize("code", sorted(UNVERIFIED))
def test_what_nobody_has_verified_is_refused(cast, code):
    ground = LegalGround.objects.get(code=code)
    anything = crossing(
        ground.givers[0],
        ground.receivers[:1],
        ground.lifts[0],
        on_request=True,
        is_emergency=True,
    )
    assert "switched off" in english(ground, anything)
    LegalGround.objects.using("owner").filter(code=code).update(is_enabled=True)
    assert english(LegalGround.objects.using("owner").get(code=code), anything) == ""


def english(ground: LegalGround, wanted: Crossing) -> str:
    from django.utils import translation

    with translation.override("en"):
        return why_not(ground, wanted)


def test_nobody_to_receive_is_no_crossing(cast):
    assert offered("police", [], "35:1") == set()


def test_contact_details_are_only_for_law_enforcement_that_asks(cast):
    assert "UPL-4" not in offered("social_board", ["police"], "26:1")
    assert "UPL-4" in offered("social_board", ["police"], "26:1", on_request=True)
    assert "UPL-4" in offered("executive_board", ["police"], "none", on_request=True)
    assert "UPL-4" not in offered("social_board", ["probation"], "26:1", on_request=True)
    assert "UPL-4" not in offered("police", ["executive_board"], "35:1", on_request=True)


def test_consent_is_offered_only_where_there_is_one(cast):
    assert "SAMTYCKE" not in offered("social_board", ["private"], "26:1")
    assert "SAMTYCKE" in offered("social_board", ["private"], "26:1", has_consent=True)
    assert "SAMTYCKE" not in offered("police", ["probation"], "18:1", has_consent=True)
    assert "SAMTYCKE" in offered("private", ["police"], "SoL 17:11", has_consent=True)


def test_need_is_only_for_an_emergency(cast):
    need = LegalGround.objects.get(code="NOD")
    need.is_enabled = True
    assert why_not(need, crossing())
    assert why_not(need, crossing(is_emergency=True)) == ""


def test_18_a_is_never_for_an_offence_already_committed(cast):
    wanted = ("social_board", ["police"], "26:1")
    assert "18A" in offered(*wanted, ages=YOUNG)
    assert "18A" not in offered(*wanted, ages=YOUNG, committed_crime=True)


# Age.


@pytest.mark.parametrize(
    ("ages", "with_consent"),
    [
        (ADULT, "SAMTYCKE"),
        (CHILD, "SAMTYCKE-VH"),
        (UNKNOWN, "SAMTYCKE-VH"),
        (Ages(17, 18, DAY), "SAMTYCKE-VH"),
        (Ages(18, 18, DAY), "SAMTYCKE"),
    ],
)
def test_a_child_and_one_who_may_be_consents_with_guardians(cast, ages, with_consent):
    found = offered("social_board", ["probation"], "26:1", ages=ages, has_consent=True)
    assert found & {"SAMTYCKE", "SAMTYCKE-VH"} == {with_consent}


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        (CHILD, {"18A", "20"}),
        (Ages(17, 18, DAY), {"18A"}),
        (YOUNG, {"18A"}),
        (Ages(20, 21, DAY), set()),
        (UNKNOWN, set()),
        (ADULT, set()),
    ],
)
def test_what_opens_for_the_young_opens_only_when_surely_young(cast, ages, expected):
    found = offered("social_board", ["police"], "26:1", ages=ages)
    assert found & {"18A", "20"} == expected


@pytest.mark.parametrize(
    ("ages", "is_owed"),
    [(CHILD, True), (UNKNOWN, True), (Ages(17, 18, DAY), True), (Ages(18, 18, DAY), False)],
)
def test_worry_for_a_child_is_told_in_doubt_too(cast, ages, is_owed):
    assert ("ORO" in offered("police", ["social_board"], "35:1", ages=ages)) is is_owed
    assert "ORO" not in offered("police", ["probation"], "35:1", ages=ages)


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (date(2026, 11, 19), 20),
        (date(2026, 11, 20), 21),
        (date(2005, 11, 20), 0),
        (date(2005, 11, 19), None),
    ],
)
def test_age_changes_on_the_birthday(on, age):
    assert Ages.of_personal_number("200511200000", on) == Ages(age, age, on)


def test_born_on_the_leap_day_one_turns_older_on_the_last_of_february():
    born = date(2008, 2, 29)
    assert Ages.of_birth_date(born, date(2026, 2, 27)).may_be_child
    assert not Ages.of_birth_date(born, date(2026, 2, 28)).may_be_child
    assert Ages.of_birth_date(born, date(2028, 2, 28)).most == 19


@pytest.mark.parametrize(
    ("on", "least", "most"),
    [
        (date(2026, 1, 1), 17, 18),
        (date(2026, 12, 30), 17, 18),
        (date(2026, 12, 31), 18, 18),
        (date(2025, 12, 31), 17, 17),
    ],
)
def test_a_birth_year_leaves_two_ages_open(on, least, most):
    assert Ages.of_birth_year(2008, on) == Ages(least, most, on)


@pytest.mark.parametrize("year", [None, 2030, 0])
def test_an_impossible_year_is_unknown(year):
    assert Ages.of_birth_year(year, DAY) == UNKNOWN


def test_a_coordination_number_need_not_show_the_day_of_birth():
    assert Ages.of_personal_number("200811830000", DAY) == Ages(17, 18, DAY)
    assert Ages.of_personal_number("200800830000", DAY) == Ages(17, 18, DAY)


@pytest.mark.parametrize("number", ["", "20081320", "200813200000", "0811200000"])
def test_a_number_that_is_no_number_says_nothing(number):
    assert Ages.of_personal_number(number, DAY) == UNKNOWN


def test_several_people_are_as_old_as_the_youngest_and_the_oldest():
    assert Ages.together([CHILD, ADULT]) == Ages(16, 30, DAY)
    assert Ages.together([CHILD, UNKNOWN]) == UNKNOWN
    assert Ages.together([]).may_be_child
    assert not Ages.together([CHILD, ADULT]).surely_under(21)


def test_who_is_a_child_is_dated():
    assert age_limit("child", DAY) == 18
    assert age_limit("young", DAY) == 21
    assert UNKNOWN.may_be_child
    assert not ADULT.may_be_child


# Time.


@pytest.mark.parametrize(
    ("on", "is_offered"), [(date(2025, 11, 30), False), (date(2025, 12, 1), True)]
)
def test_10_15_a_begins_on_its_day(cast, on, is_offered):
    assert ("15A-1" in offered(on=on)) is is_offered


@pytest.mark.parametrize(
    ("on", "is_offered"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)]
)
def test_the_duty_of_2025_begins_on_its_day(cast, on, is_offered):
    assert ("UPL-5" in offered("probation", ["police"], "35:15", on=on)) is is_offered


def test_a_changed_rule_is_a_new_row_and_the_old_decision_keeps_its_text(cast):
    old = LegalGround.objects.using("owner").get(code="GEN")
    values = {field.attname: getattr(old, field.attname) for field in old._meta.fields}
    new = LegalGround(**values | {"id": None, "from_on": date(2027, 1, 1), "guidance": "Ny. Text."})
    new.save(using="owner")
    LegalGround.objects.using("owner").filter(pk=old.pk).update(to_on=date(2026, 12, 31))
    rows = LegalGround.objects.using("owner").filter(code="GEN")
    assert rows.in_force(date(2026, 12, 31)).get() == old
    assert rows.in_force(date(2027, 1, 1)).get() == new


def test_laying_the_grounds_again_changes_nothing(cast):
    before = list(LegalGround.objects.using("owner").values())
    founding.lay_grounds(DAY)
    assert list(LegalGround.objects.using("owner").values()) == before
    assert len(before) == len(EVERY_CODE)


def test_laying_the_grounds_again_renews_a_text_in_its_row(cast):
    before = LegalGround.objects.using("owner").get(code="GEN")
    LegalGround.objects.using("owner").filter(code="GEN").update(guidance="Gammal.")
    founding.lay_grounds(DAY)
    assert LegalGround.objects.using("owner").get(code="GEN").guidance == before.guidance
    assert LegalGround.objects.using("owner").get(code="GEN").pk == before.pk


# Provisions.


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("police", ["18:1", "35:1"]),
        ("probation", ["35:15"]),
        ("social_board", ["26:1"]),
        ("executive_board", ["none"]),
        ("state", ["none"]),
        ("private", ["SoL 17:11"]),
    ],
)
def test_what_a_record_carries_from_the_start(home, expected):
    assert [each.code for each in provisions_for(home)] == expected
    protected = [each.code for each in provisions_for(home, protected=True)]
    assert protected == [*(code for code in expected if code != "none"), "21:3"]


def test_the_work_and_the_person_are_two_questions():
    assert {each.code for each in provisions().values() if each.is_operation} == OPERATION


@pytest.mark.parametrize("home", sorted(HOMES))
@pytest.mark.parametrize("receiver", sorted(HOMES))
def test_every_agency_has_some_way_to_every_other(cast, home, receiver):
    """Nobody is left with no ground to choose; at worst without a single person in it."""
    for provision in provisions_for(home, protected=True):
        assert offered(home, [receiver], provision.code)


# Questions.


def test_a_question_left_blank_is_missing():
    ground = LegalGround(asks=["need", "balancing"])
    assert answers_missing(ground, {"need": " ", "balancing": "Vägt."}) == ["need"]
    assert answers_missing(ground, {"need": "Behövs.", "balancing": "Vägt."}) == []
