import pytest

from groups.imports.places import is_county, municipalities, read_municipality
from gvi.core.tables import Misread


def test_all_municipalities_are_there_with_four_digits():
    assert len(municipalities()) == 290
    assert all(len(code) == 4 and code.isdigit() for code in municipalities())
    assert len({place.county for place in municipalities().values()}) == 21


@pytest.mark.parametrize(
    ("text", "code"),
    [("Malmö", "1280"), ("malmö", "1280"), ("1280", "1280"), ("Upplands-Bro", "0139")],
)
def test_a_municipality_is_known_by_name_or_code(text, code):
    assert read_municipality(text) == code


@pytest.mark.parametrize("text", ["", "Malmo", "128", "9999", "Skåne län", "١٢٨٠"])
def test_anything_else_is_not_guessed_at(text):
    with pytest.raises(Misread):
        read_municipality(text)


def test_a_county_is_not_a_municipality():
    assert is_county("Västra Götalands län")
    assert not is_county("Malmö")
    with pytest.raises(Misread):
        read_municipality("Malmö", county="Stockholms län")
