"""What was said at a meeting is recorded: the receivers see it, and no record opens for them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import alike
from agencies.actors import acting
from agencies.models import Disclosure, Round
from groups.models import Person, PersonGrant
from gvi.desk.deciding.actions import decide


@pytest.fixture
def begun(sign_in, cast) -> Round:
    person = cast.row(Person, code_name="Uggla")
    answer = sign_in("polis").post(
        reverse("desk:spoken_new"),
        {
            "people": [person.ref],
            "form": "shown",
            "said_on": timezone.localdate().isoformat(),
        },
    )
    assert answer.status_code == 302, answer.text
    with acting(cast.actor("polis")) as polis:
        found = Round.objects.visible_to(polis).drafts().get(form="shown")
        assert answer["Location"] == found.get_absolute_url()
        return found


def test_a_day_ahead_is_refused(sign_in, cast):
    person = cast.row(Person, code_name="Uggla")
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    typed = {"people": [person.ref], "form": "oral", "said_on": ahead}
    assert sign_in("polis").post(reverse("desk:spoken_new"), typed).status_code == 422


def test_it_goes_on_on_the_decision_page(sign_in, cast, begun):
    page = sign_in("polis").get(begun.get_absolute_url())
    assert page.status_code == 200
    assert "Uggla" in page.text


def test_decided_it_is_seen_with_its_day_and_opens_no_record(sign_in, cast, begun):
    person = cast.row(Person, code_name="Uggla")
    with acting(cast.actor("polis")) as polis:
        begun.receivers = [cast.receiver("kommun").pk]
        begun.purpose, begun.child_note = "Möte", "Är vuxen."
        begun.assessments = [
            {
                "part": each.part,
                "provision": each.provision,
                "ground": each.ground.code,
                "reasoning": each.reasoning,
                "answers": each.answers,
            }
            for each in alike(polis, ["code_name"], cast.ground(), "Ingen lider men.")
        ]
        begun.save()
        begun.lines.update(need="Sades vid mötet.")
        made = decide(actor=polis, round=begun)
        assert isinstance(made, Disclosure)
        assert not PersonGrant.objects.filter(item__disclosure=made).exists()
    page = sign_in("kommun").get(made.get_absolute_url()).text
    assert "Uggla" in page
    assert "Visat på ett möte" in page
    assert timezone.localdate().isoformat() in page
    assert sign_in("kommun").get(person.get_absolute_url()).status_code == 404
