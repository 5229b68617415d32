"""A sealed group or incident is its own agency's alone, whatever the standing decision says."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from groups.actions.sealing import set_seal
from groups.models import Incident, StreetGroup
from gvi.core.refusals import Refused

ROWS = [("koordinator", StreetGroup, "group_seal"), ("polis", Incident, "incident_seal")]


@pytest.mark.parametrize(("who", "model", "page"), ROWS)
def test_partners_stop_reading_at_once_and_start_again(cast, who, model, page):
    with acting(cast.actor(who)) as owner:
        row = model.objects.writable_by(owner)[0]
        set_seal(actor=owner, row=row, sealed=True)
        assert Entry.objects.visible_to(owner).filter(action="seal.set", ref=row.ref).exists()
        with pytest.raises(Refused):
            set_seal(actor=owner, row=row, sealed=True)
    with acting(cast.actor("avhopp")) as avhopp:
        assert not model.objects.visible_to(avhopp).filter(pk=row.pk).exists()
    with acting(cast.actor(who)) as owner:
        set_seal(actor=owner, row=row, sealed=False)
    with acting(cast.actor("avhopp")) as avhopp:
        assert model.objects.visible_to(avhopp).filter(pk=row.pk).exists()


@pytest.mark.parametrize(("who", "model", "page"), ROWS)
def test_only_the_owner_seals(sign_in, cast, who, model, page):
    with acting(cast.actor(who)) as owner:
        row = model.objects.writable_by(owner)[0]
    address = reverse(f"groups:{page}", args=[row.ref])
    assert sign_in("frivard").post(address).status_code == 404
    with acting(cast.actor("avhopp")) as avhopp, pytest.raises(PermissionDenied):
        set_seal(actor=avhopp, row=row, sealed=True)
    client = sign_in(who)
    assert client.post(address).status_code == 302
    assert "Bryt förseglingen" in client.get(row.get_absolute_url()).content.decode()
    assert client.post(address, {"open": "1"}).status_code == 302
