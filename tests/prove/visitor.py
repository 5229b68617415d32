"""A member of staff with a plain browser: signs in, looks at Min dag, logs follow-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener
from uuid import UUID, uuid4

from gvi.desk.demo.tenants import PASSWORD

LOG = re.compile(r"/stod/uppfoljningar/[0-9a-f-]{36}/logga/")


class StayHere(HTTPRedirectHandler):
    """A redirect is an answer too."""

    def redirect_request(self, *_request: object) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    retry_after: str | None

    @property
    def is_a_plain_not_now(self) -> bool:
        """503 that says so in Swedish and when to come back."""
        return (
            self.status == 503
            and "Tjänsten är borta en stund" in self.text
            and self.retry_after == "30"
        )


class Visitor:
    def __init__(self, address: str, email: str) -> None:
        self.address, self.email = address, email
        self.cookies = CookieJar()
        self.browser = build_opener(HTTPCookieProcessor(self.cookies), StayHere)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        data = None
        if fields is not None:
            token = next(each.value for each in self.cookies if each.name == "csrftoken")
            data = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        try:
            reply = self.browser.open(f"{self.address}{path}", data, timeout=30)
        except HTTPError as refusal:
            reply = refusal
        with reply:
            text = reply.read().decode()
            return Answer(reply.status, text, reply.headers["Retry-After"])

    def sign_in(self) -> Answer:
        self.ask("/konto/login/")
        return self.ask("/konto/login/", {"login": self.email, "password": PASSWORD})

    def my_day(self) -> Answer:
        return self.ask("/")

    def log(self, form: str, note: str, key: UUID | None = None) -> Answer:
        """Quick follow-up: how it went, and save."""
        fields = {"key": str(key or uuid4()), "outcome": "talked", "note": note}
        return self.ask(form, fields)

    def form_on(self, case: str) -> tuple[Answer, str]:
        """Open the case and find the one follow-up that waits to be logged."""
        page = self.ask(case)
        found = LOG.search(page.text)
        return page, found.group() if found else ""
