"""What ends soon is said in time: to the holder, to the administration, over every page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agreement, Posting
from gvi.desk import lapsing

TODAY = timezone.localdate


def ends_in(cast, name: str, days: int) -> None:
    rows = Posting.objects.using("owner").filter(user__email=f"{name}@cast.example")
    rows.update(to_on=TODAY() + timedelta(days=days))


@pytest.mark.parametrize(("days", "told"), [(14, True), (15, False)])
def test_the_holder_and_the_administration_are_told_a_fortnight_ahead(fresh, sign_in, days, told):
    ends_in(fresh, "koordinator", days)
    assert ("Din funktion går ut" in sign_in("koordinator").get("/").content.decode()) == told
    client = sign_in("admin")
    assert ("Förnya funktionen" in client.get("/").content.decode()) == told
    assert (
        "Förnya ett år" in client.get(reverse("agencies:account_list")).content.decode()
    ) == told


def test_a_renewed_function_is_no_longer_waited_for(fresh, sign_in):
    ends_in(fresh, "koordinator", 5)
    client = sign_in("admin")
    posting = Posting.objects.get(user=fresh.user("koordinator"))
    assert client.post(reverse("agencies:posting_renew", args=[posting.ref])).status_code == 302
    assert "Förnya funktionen" not in client.get("/").content.decode()
    assert "Din funktion går ut" not in sign_in("koordinator").get("/").content.decode()


@pytest.mark.parametrize(
    ("days", "said"), [(61, ""), (60, "Avtalet löper ut"), (-1, "Inget avtal gäller")]
)
def test_the_agreement_is_said_over_every_page(fresh, sign_in, days, said):
    last = TODAY() + timedelta(days=days)
    Agreement.objects.using("owner").filter(signed_on__isnull=False).update(valid_to=last)
    for who, page in (("polis", "groups:group_list"), ("dso", "desk:day")):
        text = sign_in(who).get(reverse(page)).content.decode()
        assert said in text
        assert bool(said) == ("Avtalet löper ut" in text or "Inget avtal gäller" in text)


def test_nothing_is_said_where_nothing_could_cross(fresh):
    actor = fresh.actor("polis")
    assert lapsing.agreement_banner(actor) is None
