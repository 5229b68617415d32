import json

import pytest
from django.utils import translation

from groups.imports.columns import ColumnMap, UnusableMap
from groups.imports.traits import is_sensitive

SAID = {
    "key": "INCIDENT_KEY",
    "date": "OCCUR_DATE",
    "kind": "=shooting",
    "kind.Bomb": "detonation",
    "date_format": "%m/%d/%Y",
}
PAIRS = "key=INCIDENT_KEY,date=OCCUR_DATE,kind==shooting,kind.Bomb=detonation,date_format=%m/%d/%Y"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "text",
    [
        PAIRS,
        PAIRS.replace(",", ", "),
        PAIRS.replace(",", "\n"),
        PAIRS.replace(",", " "),
        PAIRS.replace(",", "; "),
        json.dumps(SAID),
        json.dumps(SAID, indent=2),
    ],
)
def test_a_map_is_said_in_pairs_or_in_json(text, tmp_path):
    assert ColumnMap.parse(text).said == SAID
    (tmp_path / "map").write_text(text, encoding="utf-8")
    assert ColumnMap.parse(str(tmp_path / "map")).said == SAID


def test_a_column_may_have_spaces():
    assert ColumnMap.parse("area=City Council Districts, key=n").said == {
        "area": "City Council Districts",
        "key": "n",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no-such-file", "is neither a column map nor a file that holds one."),
        ("key=", "“key=” does not say field=column, once."),
        ("=a", "does not say field=column, once."),
        ("key=a,key=b", "“key=b” does not say field=column, once."),
        ('{"key": 1}', "every value must be text in quotation marks."),
        ('{"key": ', "The column map is not correct JSON."),
        ('{"a":' * 100_000, "The column map is not correct JSON."),
    ],
)
def test_what_is_not_a_map_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(UnusableMap) as refused:
        ColumnMap.parse(text)
    assert sentence in str(refused.value)


def test_a_file_too_long_to_be_a_map_is_not_read(tmp_path):
    path = tmp_path / "large"
    path.write_text("a" * 30_000)
    with pytest.raises(UnusableMap, match="too long"):
        ColumnMap.parse(str(path))


@pytest.mark.parametrize(
    "column",
    [
        *("Birthplace", "birth_place", "Birth Country", "country of birth", "BORN_IN", "PERP_RACE"),
        *("VIC_RACE", "vicRace", "Ethnicity", "ethnic_group", "Religion", "religious-belief"),
        *("Health", "health status", "Diagnosis", "disability", "Nationality", "citizenship"),
        *("födelseort", "Födelseland", "FODELSEORT", "etnicitet", "Etnisk bakgrund", "ras"),
        *("hälsa", "Hälsotillstånd", "sjukdomar", "funktionsnedsättning", "medborgarskap"),
        *("modersmål", "trosuppfattning", "hudfärg", "klan", "sexuell läggning", "Ursprung"),
        *("fackförening", "politisk åsikt", "DNA", "fingeravtryck", "missbruk", "psykisk_ohälsa"),
    ],
)
def test_a_column_that_names_a_sensitive_trait_is_known(column):
    assert is_sensitive(column)


@pytest.mark.parametrize(
    "column",
    [
        *("ID", "Age", "Residence", "Arrests", "Convictions", "Prison", "Music", "Ranking"),
        *("INCIDENT_KEY", "OCCUR_DATE", "BORO", "LOCATION_DESC", "STATISTICAL_MURDER_FLAG"),
        *("id", "published", "type", "title", "kommunkod", "lanskod", "polisregion", "lat"),
        *("person_id", "meeting_id", "birth_year", "födelseår", "adress", "source", "target"),
        *("trace", "brass", "grade", "street", "member", "original_id", "klass", "since"),
    ],
)
def test_an_ordinary_column_is_not_taken_for_one(column):
    assert not is_sensitive(column)
