"""A decision to disclose in a browser: with and without script, all the way."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PROVISIONS = ("18_1", "35_1")


def begin(page, number: int) -> None:
    page.goto("/utlamnanden/omgangar/ny/")
    page.locator("input[name=about]").nth(number).check()
    page.get_by_role("button", name="Gå vidare till utkastet").click()
    page.locator("textarea[name^=need-]").first.fill("Behövs för planeringen.")
    page.get_by_label(re.compile("Malmö kommunstyrelse – Samordning")).check()
    page.fill("input[name=purpose]", "Planering")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "320"])
def test_a_decision_is_made_without_script(visit, size):
    page = visit("polis", size, java_script_enabled=False)
    begin(page, 5 if size == DESKTOP else 6)
    page.get_by_role("button", name="Uppdatera").click()
    for code in PROVISIONS:
        page.locator(f"input[name='ground-code_name-{code}'][value=MENPROV]").check()
    page.get_by_role("button", name="Uppdatera").click()
    for code in PROVISIONS:
        page.fill(f"textarea[name='reasoning-code_name-{code}']", "Ingen lider men.")
        page.fill(f"textarea[name='answer-code_name-{code}-who_could_be_harmed']", "Ingen.")
    page.get_by_role("button", name="Granska beslutet").click()
    assert "1 person" in page.inner_text("main")
    page.get_by_role("button", name="Besluta och lämna ut").click()
    page.get_by_text("Beslutet är fattat och gäller.").wait_for()


def test_choices_bring_their_questions_and_keep_what_is_typed(visit):
    page = visit("polis")
    begin(page, 7)
    ground = page.locator("input[name='ground-code_name-18_1'][value=MENPROV]")
    ground.check()
    asked = page.locator("textarea[name='answer-code_name-18_1-who_could_be_harmed']")
    asked.wait_for()
    assert page.evaluate("document.activeElement.closest('main') !== null")
    asked.fill("Ingen.")
    page.get_by_label("Namn och födelseår").check()
    page.locator("input[name='ground-identity-18_1']").first.wait_for()
    assert asked.input_value() == "Ingen."
    page.reload()
    assert asked.input_value() == "Ingen."
    page.get_by_role("button", name="Granska beslutet").click()
    assert page.title().startswith("Fel:")
    assert page.evaluate("document.activeElement.className").find("error-summary") >= 0
