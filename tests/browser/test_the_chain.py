"""What people do, in a browser: three taps, no script, languages, faults in forms."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_follow_up_is_logged_in_three_taps_and_undone(visit, script):
    page = visit("avhopp", PHONE, java_script_enabled=script)
    page.locator("main a", has_text="Logga").first.click()  # one
    assert "Sparas för" in page.inner_text("main")
    page.locator("main label", has_text="Träffades").first.click()  # two
    page.locator("main button", has_text="Spara").first.click()  # three
    page.get_by_text(re.compile(r"Sparad \d\d\.\d\d")).first.wait_for()
    page.locator("button", has_text="Ångra").first.click()
    page.get_by_text("Uppföljningen väntar igen").first.wait_for()


def test_a_form_with_a_fault_moves_focus_to_the_summary(visit):
    page = visit("koordinator")
    page.goto("/grupper/ny/")
    page.fill("input[name=area]", "Står kvar")
    page.locator("main button[type=submit]").last.click()
    assert page.title().startswith("Fel:")
    assert page.evaluate("document.activeElement.className").find("error-summary") >= 0
    assert page.input_value("input[name=area]") == "Står kvar"


def test_the_language_can_be_switched_and_swedish_is_first(visit):
    page = visit("koordinator")
    assert page.get_attribute("html", "lang") == "sv"
    page.locator("form[action*=setlang] button").first.click()
    assert page.get_attribute("html", "lang") == "en"


def test_locking_the_screen_leaves_nothing_behind(visit):
    page = visit("avhopp")
    answer = page.goto("/stod/")
    assert "no-store" in answer.headers["cache-control"]
    page.locator("form[action='/las/'] button").first.click()
    assert page.url.endswith("/las/")
    page.go_back()
    assert "Skärmen är låst" in page.content()
    assert "Klient" not in page.content()


def test_the_map_walks_by_keyboard_and_links(visit):
    page = visit("polis")
    page.goto("/grupper/karta/")
    links = page.locator("svg a")
    assert links.count() > 10
    links.first.focus()
    page.keyboard.press("Enter")
    assert "/grupper/" in page.url


def test_attendance_is_ticked_by_two_at_once_and_both_are_saved(visit):
    first, second = visit("koordinator", PHONE), visit("frivard", PHONE)
    first.goto("/call-in/")
    first.locator("main a[href^='/call-in/']", has_text=re.compile("Call-in 4")).first.click()
    address = first.url
    answer = second.goto(f"{address}narvaro/")
    assert answer.status == 200
