"""Two who change one case or one contact: the second sees both texts, and nothing is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Draft
from offers.models import Case, FollowUp, Intake


def as_browser(client: Client, url: str, **changes: object) -> dict[str, object]:
    """What a browser would send back of the form, with some fields changed."""
    page = client.get(url)
    form, writing = page.context["form"], page.context["writing"]
    fields = {field.html_name: field.value() for field in form}
    marks = {"once": writing.tab, "tab": writing.tab, "seen": writing.seen}
    marks["draft_path"] = writing.path
    told = {name: value for name, value in fields.items() if value not in (None, False)}
    return told | marks | changes


@pytest.mark.parametrize(
    ("model", "page", "field"),
    [(Case, "case_change", "called"), (Intake, "intake_change", "called")],
)
def test_the_second_to_save_sees_both_texts_and_chooses(cast, sign_in, request, model, page, field):
    row = request.getfixturevalue(model.__name__.lower())
    url = reverse(f"offers:{page}", args=[row.ref])
    client = sign_in("avhopp")
    mine = as_browser(client, url, **{field: "Min text"})
    theirs = as_browser(client, url, **{field: "Deras text"})
    assert client.post(url, theirs).status_code == 302

    answer = client.post(url, mine)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon hann spara före dig" in said
    assert "Deras text" in said
    assert 'value="Min text"' in said
    assert "Använd min" in said
    assert "Behåll deras" in said
    assert stored(cast, row, field) == "Deras text"

    again = mine | {"seen": answer.context["writing"].seen}
    assert client.post(url, again).status_code == 302
    assert stored(cast, row, field) == "Min text"


def stored(cast, row, field: str) -> str:
    with acting(cast.actor("avhopp")) as actor:
        fresh = type(row).objects.visible_to(actor).get(pk=row.pk)
        return getattr(fresh, field)


def test_a_draft_begun_before_the_other_saved_does_not_write_over_unseen(cast, sign_in, case):
    url = reverse("offers:case_change", args=[case.ref])
    client = sign_in("avhopp")
    mine = as_browser(client, url, called="Min text")
    client.post("/utkast/", mine, headers={"Accept": "application/json"})
    client.post(url, as_browser(client, url, called="Deras text"))
    resumed = as_browser(client, f"{url}?utkast={mine['tab']}")
    assert resumed["called"] == "Min text"
    assert client.post(url, resumed).status_code == 409
    assert stored(cast, case, "called") == "Deras text"


def test_the_quick_follow_up_keeps_a_draft_until_it_is_logged(cast, sign_in, case):
    client = sign_in("avhopp")
    with acting(cast.actor("avhopp")) as actor:
        waiting = FollowUp.objects.visible_to(actor).filter(case=case).waiting().first()
    url = waiting.get_absolute_url()
    typed = as_browser(client, url, note="Ringde, men ingen svarade.")
    client.post("/utkast/", typed, headers={"Accept": "application/json"})
    page = client.get(url)
    assert "Du har ett osparat utkast" in page.content.decode()
    ((draft, way),) = page.context["writing"].offered
    on = client.get(way)
    assert on.context["form"]["note"].value() == "Ringde, men ingen svarade."
    assert on.context["is_unfolded"]
    sent = as_browser(client, way, outcome="met")
    assert sent["tab"] == draft.tab
    assert client.post(url, sent).status_code == 302
    assert "osparat utkast" not in client.get("/").content.decode()
    with acting(cast.actor("avhopp")) as actor:
        assert not Draft.objects.visible_to(actor).exists()
