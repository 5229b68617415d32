"""Draws the picture in the README from a running demo: `make run`, and beside it `make picture`.

A person as the police see it, with who else may read and on what ground; and on a phone, what the
exit service logs of its own, which the police cannot know of.
"""

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

PICTURE = Path(__file__).with_suffix(".png")
PASSWORD = "samverkan-demo"  # noqa: S105 - the demo's public password
FRAME = """
<body style="margin:0;padding:24px;display:flex;gap:24px;align-items:start;background:#e8ebef">
  <img src="data:image/png;base64,{wide}" width="720">
  <img src="data:image/png;base64,{narrow}" width="300">
</body>
"""


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        try:
            wide = shot(browser, address, "polis", (1000, 1480), "Grupper", "Granit", "Kråka")
            narrow = shot(browser, address, "avhopp", (390, 900), "Logga")
        except Error as problem:
            raise SystemExit(f"Demon på {address} svarar inte som väntat: {problem}") from None
        page = browser.new_page(viewport={"width": 1092, "height": 1114})
        page.set_content(FRAME.format(wide=wide, narrow=narrow))
        page.screenshot(path=PICTURE)
        browser.close()


def shot(browser: Browser, address: str, who: str, size: tuple[int, int], *links: str) -> str:
    """What one demo account sees after following these links."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="sv-SE")
    page.goto(f"{address}/konto/login/")
    page.fill("input[name=login]", f"{who}@malmo.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    for link in links:
        where = page.locator("nav, main")
        target = where.get_by_role("link", name=link).or_(where.get_by_role("button", name=link))
        with page.expect_navigation():
            target.first.click()
    return base64.b64encode(page.screenshot()).decode()


if __name__ == "__main__":
    main((sys.argv[1:] or ["http://127.0.0.1:8000"])[0].rstrip("/"))
