"""In a browser: drafts, a lost session, a lost network, the lock, and a passkey."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PASSWORD, PHONE
from tests.browser.test_every_page import RULES, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEW = "/stod/kontakter/ny/"
TEXT = "Ringde och ville träffas redan i dag."
SAID = re.compile(r"Utkast sparat \d\d\.\d\d")


def is_whole(page) -> bool:
    """Green for axe, no sideways scrolling, no complaints but the answers we gave on purpose."""
    found = [each["id"] for each in Axe().run(page, options=RULES).response["violations"]]
    wrong = [said for said in page.complaints if "Failed to load resource" not in said]
    return (found, wrong, page.evaluate(TOO_WIDE)) == ([], [], False)


def kept_on_the_device(page) -> str:
    return page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}]) + document.cookie"
    )


def confirm(page) -> None:
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def test_a_draft_keeps_itself_and_waits_after_signing_out(visit):
    page = visit("avhopp2", PHONE)
    page.goto(NEW)
    page.fill("textarea[name=note]", TEXT)
    page.get_by_text(SAID).wait_for(timeout=5000)
    assert "Ringde" not in kept_on_the_device(page)
    assert page.evaluate("caches.keys()") == []
    page.context.clear_cookies(name="sessionid")  # signed out behind the page's back
    page.type("textarea[name=note]", " Mer.")
    page.get_by_text("Du har loggats ut. Inget är förlorat").wait_for(timeout=5000)
    assert "som utkast kl." in page.inner_text("#offline")
    assert page.input_value("textarea[name=note]") == f"{TEXT} Mer."
    assert is_whole(page)

    page.goto(page.get_attribute("#offline a", "href"))
    page.fill("input[name=login]", "avhopp2@malmo.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.get_by_text("Du har ett osparat utkast från").first.wait_for()
    assert is_whole(page)
    page.get_by_role("button", name="Fortsätt").first.click()
    page.get_by_text("Du fortsätter på ditt utkast").wait_for()
    assert page.input_value("textarea[name=note]") == TEXT
    assert is_whole(page)
    page.get_by_role("button", name="Kasta utkastet").click()
    page.get_by_text("Utkastet är kastat").wait_for()
    assert page.input_value("textarea[name=note]") == ""


def test_without_a_network_nothing_is_claimed_and_two_taps_save_once(visit):
    page = visit("avhopp2", PHONE)
    page.locator("main a", has_text="Logga").first.click()
    page.locator("main .gvi-large__label").first.click()
    page.context.set_offline(True)
    page.locator("main button[type=submit]", has_text="Spara").first.click()
    page.get_by_text("Ingen kontakt med servern").wait_for()
    assert page.locator("input[name=outcome]:checked").count() == 1
    page.context.set_offline(False)
    sent = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.url))
    save = page.locator("main button[type=submit]", has_text="Spara").first
    save.evaluate(
        "button => { button.form.requestSubmit(button); button.form.requestSubmit(button) }"
    )
    page.get_by_text(re.compile(r"Sparad \d\d\.\d\d")).first.wait_for()
    assert page.get_by_text(re.compile(r"Sparad \d\d\.\d\d")).count() >= 1
    page.locator("button", has_text="Ångra").first.click()
    page.get_by_text("Uppföljningen väntar igen").first.wait_for()


def test_the_session_says_when_it_ends_and_goes_on(visit):
    page = visit("avhopp2")
    page.clock.install()
    page.goto(NEW)
    page.fill("textarea[name=note]", TEXT)
    page.clock.run_for(3000)
    page.get_by_text(SAID).wait_for()
    page.clock.fast_forward("13:30")
    page.locator("#session").wait_for(state="visible")
    assert re.search(r"\d\d\.\d\d", page.inner_text("#session"))
    assert is_whole(page)
    page.locator("#session button").click()
    page.locator("#session").wait_for(state="hidden")
    assert page.input_value("textarea[name=note]") == TEXT


def test_a_passkey_is_added_signs_in_and_unlocks(browser, server):
    """One account that no other test signs in to: a key changes how that is done."""
    base = server.replace("127.0.0.1", "localhost")
    context = browser.new_context(viewport=PHONE, base_url=base, locale="sv-SE")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    page.goto("/konto/2fa/webauthn/add/")
    page.fill("input[name=login]", "dso@malmo.example")
    confirm(page)
    page.wait_for_url("**/reauthenticate/**")  # a change of keys asks once more
    confirm(page)
    page.locator("#add-key").wait_for()
    assert is_whole(page)
    page.click("#add-key")
    page.get_by_text("Nyckeln är ansluten").wait_for()
    page.goto("/konto/2fa/webauthn/")
    assert is_whole(page)

    page.goto("/hjalp/")
    page.locator("[data-gvi-lock] button").click()
    page.get_by_role("heading", name="Skärmen är låst").wait_for()
    assert page.title().startswith("Skärmen är låst")
    assert is_whole(page)
    page.go_back()
    assert "Skärmen är låst" in page.inner_text("main")
    page.click("#use-key")
    page.locator("[data-gvi-lock]").wait_for()
    assert page.url == f"{base}/hjalp/"

    context.clear_cookies()
    page.goto("/konto/login/")
    assert is_whole(page)
    page.click("#use-key")
    page.wait_for_url(f"{base}/")
    page.goto("/konto/2fa/webauthn/")
    page.get_by_role("link", name=re.compile("Ta bort")).click()
    confirm(page)
    page.get_by_role("button", name="Ta bort nyckeln").click()
    page.get_by_text("Nyckeln är borttagen").wait_for()
    context.close()


def test_the_lock_takes_the_other_tabs_with_it(visit):
    page = visit("avhopp2", DESKTOP)
    other = page.context.new_page()
    other.goto(NEW)
    other.fill("textarea[name=note]", TEXT)
    page.locator("[data-gvi-lock] button").click()
    other.get_by_role("heading", name="Skärmen är låst").wait_for()
    other.fill("input[name=password]", PASSWORD)
    other.get_by_role("button", name="Lås upp").click()
    other.wait_for_url(f"**{NEW}")
    other.get_by_text("Du har ett osparat utkast från").first.wait_for()
    other.get_by_role("button", name="Kasta").first.click()
    other.get_by_text("Utkastet är kastat").wait_for()
