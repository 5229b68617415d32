"""Every page, as those who may open it, wide and narrow: axe green, no sideways scrolling."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Pages from which the walk starts; it goes on by the links in the content.
STARTS = [
    "/", "/sok/", "/grupper/", "/grupper/personer/", "/grupper/karta/", "/grupper/handelser/",
    "/utlamnanden/samtycken/", "/utlamnanden/lagrum/", "/utlamnanden/lagrum/UPL-4/",
    "/call-in/", "/stod/", "/utlamnanden/",
    "/utlamnanden/utkast/", "/utlamnanden/mallar/",
    "/utlamnanden/omgangar/ny/", "/lagesbilder/", "/hjalp/",
    "/tillganglighet/", "/personuppgifter/", "/grupper/ny/", "/grupper/personer/ny/",
    "/grupper/handelser/ny/",
    "/utlamnanden/administration/", "/utlamnanden/administration/konton/",
    "/utlamnanden/administration/avtal/",
    "/utlamnanden/begaran/", "/utlamnanden/begaran/?ko=mina", "/utlamnanden/aviseringar/",
    "/utlamnanden/arkiv/", "/utlamnanden/att-granska/",
]  # fmt: skip
ALWAYS = ["polis"]
# A walk takes half a minute; those who see the same pages as others are walked by `make prove`.
ACCOUNTS = [
    *ALWAYS,
    *(
        pytest.param(who, marks=pytest.mark.prove)
        for who in (
            "avhopp", "koordinator", "admin", "frivard", "kommun", "styrgrupp", "dso",
            "registrator", "koordinator@jarfalla.example", "bra@nationell.example",
            "admin@norrkoping.example",
        )
    ),
]  # fmt: skip
ON_THE_PHONE = [
    "avhopp",
    *(pytest.param(who, marks=pytest.mark.prove) for who in ("koordinator", "polis", "frivard")),
]  # fmt: skip
TOO_WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


def kind_of(path: str) -> str:
    """A page's kind: its address without what tells two rows apart."""
    parts = path.split("?")[0].split("/")
    return "/".join(
        "*" if len(part) == 36 or before == "lagrum" else part
        for before, part in zip(["", *parts], parts, strict=False)
    )


def pages_for(page) -> list[str]:
    """The start pages that open, and one page of each kind that they link to."""
    found: dict[str, str] = {}
    for start in STARTS:
        answer = page.goto(start)
        if answer.status != 200:
            continue
        found.setdefault(kind_of(start), start)
        for path in page.eval_on_selector_all(
            "main a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
        ):
            if not path.endswith((".pdf", "/pdf/")):
                found.setdefault(kind_of(path), path)
    page.complaints.clear()  # doors that are closed to this account answered 403
    return list(found.values())


def faults(page, path: str) -> list[str]:
    """What is wrong with a page: status, title, headings, axe, width, complaints."""
    answer = page.goto(path)
    if answer.status in (302, 403):
        return []
    found = [] if answer.status == 200 else [f"status {answer.status}"]
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if page.evaluate(TOO_WIDE):
        found.append("scrolls sideways")
    for violation in Axe().run(page, options=RULES).response["violations"]:
        targets = [str(node["target"]) for node in violation["nodes"][:2]]
        found.append(f"{violation['id']}: {', '.join(targets)}")
    found += page.complaints
    page.complaints.clear()
    return [f"{kind_of(path)}: {fault}" for fault in found]


@pytest.mark.parametrize("who", ACCOUNTS)
def test_every_page_is_whole_on_a_desk(visit, who):
    page = visit(who, DESKTOP)
    paths = pages_for(page)
    assert len(paths) >= 5
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("who", ON_THE_PHONE)
def test_every_page_is_whole_on_a_phone(visit, who):
    page = visit(who, PHONE)
    paths = pages_for(page)
    assert len(paths) >= 5
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "320"])
def test_pages_before_signing_in_are_whole(browser, server, size):
    page = browser.new_page(viewport=size, base_url=server)
    page.complaints = []
    for path in ("/konto/login/", "/konto/password/reset/", "/komponenter/", "/hjalp/"):
        assert faults(page, path) == []
    page.close()
