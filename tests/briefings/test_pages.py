"""The archive, the issue on the page, its file and the coordinator's acts."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.actors import acting, system_actor
from agencies.models import Entry
from gvi.briefings import issuing
from gvi.briefings.models import Issue
from gvi.core.week import Week
from tests.briefings.conftest import violence

ARCHIVE = "/lagesbilder/"
READERS = ["polis", "koordinator", "frivard", "kommun", "avhopp", "styrgrupp"]
OTHERS = ["admin", "dso", "polis_soder", "koordinator_soder"]


@pytest.fixture
def due(norr, week) -> Issue:
    """An issue that waits for approval."""
    norr.partnership.issues_without_approval = False
    issuing.make_due(norr, week)
    issuing.issue_week(norr, week)
    with acting(system_actor(norr)) as actor:
        return Issue.objects.visible_to(actor).get(monday=week.monday, audience="steering")


def entries(cast, who: str, action: str) -> list[Entry]:
    with acting(cast.actor(who)) as actor:
        return list(Entry.objects.filter(action=action, user_id=actor.user_id))


def words(page: bytes) -> str:
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


@pytest.mark.parametrize("who", READERS)
def test_the_partnership_reads_the_issue_and_its_file(sign_in, issue, who):
    row = issue()
    client = sign_in(who)
    assert "v. 47 2019" in client.get(ARCHIVE).content.decode()
    assert client.get(row.get_absolute_url()).status_code == 200
    file = client.get(reverse("briefings:issue_pdf", args=[row.ref]))
    assert file.content == bytes(row.pdf)


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("name", ["issue_detail", "issue_pdf"])
def test_nobody_else_learns_that_it_exists(sign_in, issue, who, name):
    row = issue()
    client = sign_in(who)
    assert client.get(reverse(f"briefings:{name}", args=[row.ref])).status_code == 404
    assert "v. 47 2019" not in client.get(ARCHIVE).content.decode()


def test_the_page_says_what_the_file_says(cast, sign_in, issue):
    violence(cast, date(2019, 11, 20), group="Ask", link="confirmed", injured=2)
    row = issue()
    page = words(sign_in("styrgrupp").get(row.get_absolute_url()).content)
    for section in row.content["sections"]:
        for text in section["texts"]:
            assert text in page
        for table in section["tables"]:
            for line in table["rows"]:
                said = " ".join("–" if value is None else str(value) for value in line["values"])
                assert f"{line['label']} {said}" in page


def test_an_issue_stays_swedish_for_an_english_reader(sign_in, issue):
    client = sign_in("styrgrupp")
    page = client.get(issue().get_absolute_url(), headers={"accept-language": "en"})
    article = re.search(r'<article lang="sv">.*</article>', page.content.decode(), re.DOTALL)
    assert "Download as PDF" in page.content.decode()
    assert article
    assert "0 betyder räknat och noll" in article[0]
    assert " means " not in article[0]


def test_no_name_stands_in_title_address_or_file_name(sign_in, issue):
    row = issue()
    client = sign_in("koordinator")
    page = client.get(row.get_absolute_url()).content.decode()
    assert "<title>Lägesbild v. 47 2019 – Lägesbilder – Samverkan</title>" in re.sub(
        r"\s+", " ", page
    ).replace("<title> ", "<title>")
    file = client.get(reverse("briefings:issue_pdf", args=[row.ref]))
    assert file["Content-Disposition"] == (
        'attachment; filename="lagesbild-2019-w47-steering-1.pdf"'
    )
    assert file["Cache-Control"] == "no-store"


def test_every_reading_is_in_the_ledger(cast, sign_in, issue):
    row = issue()
    client = sign_in("styrgrupp")
    for address in (ARCHIVE, row.get_absolute_url(), f"{row.get_absolute_url()}pdf/"):
        client.get(address)
    (listed,) = entries(cast, "styrgrupp", "issue.listed")
    assert str(row.ref) in listed.refs
    for action in ("issue.read", "issue.downloaded"):
        assert [entry.ref for entry in entries(cast, "styrgrupp", action)] == [row.ref]


def test_what_is_due_is_read_by_the_coordinator_alone(sign_in, due):
    page = sign_in("koordinator").get(due.get_absolute_url())
    assert page.status_code == 200
    assert "Godkänn lägesbilden" in page.content.decode()
    assert "Bekräftade skjutningar" in page.content.decode()
    for who in ("polis", "styrgrupp", "avhopp"):
        assert sign_in(who).get(due.get_absolute_url()).status_code == 404


def test_there_is_no_file_of_what_is_due(sign_in, due):
    address = reverse("briefings:issue_pdf", args=[due.ref])
    refused = sign_in("koordinator").get(address)
    assert refused.status_code == 409
    assert "Lägesbilden är inte utfärdad än" in refused.content.decode()
    assert sign_in("polis").get(address).status_code == 404


def test_the_reason_for_a_delay_stands_on_the_page(sign_in, norr, due):
    with acting(system_actor(norr)):
        Issue.objects.filter(pk=due.pk).update(hindrance="Datorn kan inte göra PDF-filer än.")
    page = sign_in("koordinator").get(due.get_absolute_url()).content.decode()
    assert "Datorn kan inte göra PDF-filer än." in page


def test_the_coordinator_approves_with_one_press(cast, sign_in, norr, due, week):
    client = sign_in("koordinator")
    answer = client.post(reverse("briefings:issue_approve", args=[due.ref]))
    assert (answer.status_code, answer["Location"]) == (302, due.get_absolute_url())
    assert [row.audience for row in issuing.issue_week(norr, week)] == ["steering"]
    again = client.post(reverse("briefings:issue_approve", args=[due.ref]))
    assert again.status_code == 409


@pytest.mark.parametrize(("who", "status"), [("polis", 403), ("styrgrupp", 403), ("admin", 404)])
@pytest.mark.parametrize("name", ["issue_narrate", "issue_approve"])
def test_others_neither_write_nor_approve(sign_in, issue, who, status, name):
    address = reverse(f"briefings:{name}", args=[issue().ref])
    assert sign_in(who).post(address, {"narrative": "Lugnt."}).status_code == status


def test_a_text_is_written_and_the_new_version_shown(sign_in, norr, issue, week):
    client = sign_in("koordinator")
    address = reverse("briefings:issue_narrate", args=[issue().ref])
    page = client.get(address).content.decode()
    assert page.index("Sparas för") < page.index("Spara texten")
    answer = client.post(address, {"narrative": "Läget är lugnare."})
    assert answer.status_code == 302
    issuing.issue_week(norr, week)
    page = client.get(answer["Location"]).content.decode()
    assert "Läget är lugnare." in page
    assert "Version 2" in page
    assert "Ersatt" in client.get(ARCHIVE).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kråka sågs igår.", "Texten innehåller kodnamnet Kråka."),
        ("", "Fyll i"),
        ("ä" * 6001, "6000"),
    ],
)
def test_a_text_that_will_not_do_is_kept_and_told_why(sign_in, issue, text, sentence):
    address = reverse("briefings:issue_narrate", args=[issue().ref])
    answer = sign_in("koordinator").post(address, {"narrative": text})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.content.decode())
    assert text in html.unescape(answer.content.decode())


def test_the_exit_service_states_its_capacity(cast, sign_in):
    address = reverse("briefings:capacity")
    client = sign_in("avhopp")
    assert address in client.get(ARCHIVE).content.decode()
    assert client.post(address, {"phone_staffed": "yes"}).status_code == 422
    answer = client.post(address, {"phone_staffed": "yes", "takes_cases": "no"})
    assert (answer.status_code, answer["Location"]) == (302, ARCHIVE)
    assert len(entries(cast, "avhopp", "capacity.stated")) == 1


@pytest.mark.parametrize("who", ["koordinator", "polis", "kommun", "styrgrupp"])
def test_nobody_else_states_it(sign_in, who):
    client = sign_in(who)
    assert client.get(reverse("briefings:capacity")).status_code == 403
    assert reverse("briefings:capacity") not in client.get(ARCHIVE).content.decode()


def test_the_archive_is_filtered_by_audience_and_year(sign_in, issue):
    issue()
    issue(of=Week.from_iso("2018-W47"))
    client = sign_in("styrgrupp")
    page = words(client.get(ARCHIVE, {"year": 2018, "audience": "public"}).content)
    assert "v. 47 2018" in page
    assert "v. 47 2019" not in page
    assert page.count("v. 47 2018") == 1


def test_an_empty_archive_says_when_the_first_one_comes(sign_in):
    page = sign_in("styrgrupp").get(ARCHIVE, {"year": 1999}).content.decode()
    assert "Den första kommer på måndag morgon." in page


def test_reading_costs_the_same_for_few_and_many(cast, sign_in, issue, week):
    client = sign_in("styrgrupp")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    first = issue()
    few = cost(ARCHIVE), cost(first.get_absolute_url())
    for number in range(1, 6):
        issue(of=Week(week.monday - timedelta(weeks=number)))
        violence(cast, date(2019, 11, number))
    assert (cost(ARCHIVE), cost(first.get_absolute_url())) == few
