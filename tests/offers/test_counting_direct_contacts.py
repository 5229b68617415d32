import pytest
from django.urls import reverse

from agencies.actors import acting
from offers.models import DirectContact
from tests.offers.test_logging_in_three_taps import text_of

PAGE = reverse("offers:direct_contacts")


def counted(cast) -> list[tuple[int, int]]:
    with acting(cast.actor("kommun")) as actor:
        rows = DirectContact.objects.visible_to(actor)
        return list(rows.values_list("count", "accepted"))


def form(today, **values) -> dict:
    return {"month": today.replace(day=1).isoformat(), "count": 4, "accepted": 1, **values}


def test_social_services_give_a_number_a_month_and_no_name(cast, sign_in, today):
    client = sign_in("kommun")
    assert client.post(PAGE, form(today)).status_code == 302
    assert counted(cast) == [(4, 1)]
    page = client.get(PAGE).content.decode()
    assert f"{today:%Y-%m}" in page
    assert 'type="text"' not in page.split('class="gvi-form"')[1].split("</form>")[0]


def test_saying_a_month_again_corrects_it(cast, sign_in, today):
    client = sign_in("kommun")
    client.post(PAGE, form(today))
    client.post(PAGE, form(today, count=6, accepted=2))
    assert counted(cast) == [(6, 2)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"accepted": 9}, "Fler kan inte ha tackat ja än som tog kontakt."),
        ({"count": ""}, "Fyll i ”Så många tog kontakt”."),
        ({"count": -1}, "0"),
        ({"month": "2001-01-01"}, "Månad"),
    ],
)
def test_bad_numbers_are_told_in_swedish(cast, sign_in, today, values, sentence):
    answer = sign_in("kommun").post(PAGE, form(today, **values))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert counted(cast) == []


@pytest.mark.parametrize("who", ["frivard", "avhopp", "polis", "koordinator", "styrgrupp", "admin"])
def test_nobody_else_counts_or_reads_the_count(cast, sign_in, today, who):
    sign_in("kommun").post(PAGE, form(today))
    client = sign_in(who)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, form(today)).status_code == 403
    with acting(cast.actor(who)):
        assert not DirectContact.objects.exists()


def test_counting_stands_in_the_ledger(sign_in, today, entries):
    sign_in("kommun").post(PAGE, form(today))
    assert entries("kommun")[-2:] == ["directcontact.listed", "directcontact.counted"]
