"""Every form with a free text says, before it is sent, who will read what is written."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.wall.walking import addresses, seen_refs

LATER = ("polis", "koordinator", "frivard", "kommun", "admin")
WHO = ["avhopp", *(pytest.param(who, marks=pytest.mark.prove) for who in LATER)]
MAIN = re.compile(r'<form class="gvi-form".*?</form>', re.DOTALL)


@pytest.mark.parametrize("who", WHO)
def test_a_form_with_free_text_says_who_will_read_it(cast, sign_in, who):
    client, silent = sign_in(who), []
    for address in addresses(seen_refs(who)):
        if "/api/" in address or address == reverse("desk:components"):  # samples, sent nowhere
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        for form in MAIN.findall(answer.content.decode(errors="replace")):
            before, text, after = form.partition("<textarea")
            if text and "gvi-saved-for" not in after.split('type="submit"')[0] + before:
                silent.append(address)
    assert silent == []
