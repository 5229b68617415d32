import io
import re

import page
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies import founding
from agencies.actors import acting
from agencies.models import Agency, Entry, Participation
from agencies.scoping import Function
from gvi.core.refusals import Refused
from offers import actions, letters
from offers.languages import LANGUAGES
from offers.models import Letter
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked

LIST, NEW = reverse("offers:letter_list"), reverse("offers:letter_new")
SWEDISH = {
    "kind": "letter",
    "language": "sv",
    "heading": "Vill du lämna? Vi hjälper dig.",
    "text": "Du kan ringa oss.\n\nDu behöver inte säga vad du heter.",
    "telephone": "020-000 00 00",
}
ARABIC = {
    "kind": "card",
    "language": "ar",
    "heading": "هل تريد الخروج؟",
    "text": "اتصل بنا. لا تحتاج أن تقول اسمك.",
    "telephone": "020-000 00 00",
}


@pytest.fixture
def clean_slate() -> None:
    """No test here needs it: each has a database of its own, or none."""


@pytest.fixture
def service(fresh):
    """The cast, with an administrator at the exit service."""
    chief = founding.hire(email="chef@cast.example", name="Chef", password="x")
    founding.post(
        chief,
        Participation.objects.using("owner").get(agency__slug="avhopp-norr"),
        [Function.ADMINISTRATION],
        approved_by=founding.founder(),
        from_on=timezone.localdate(),
    )
    with acting(fresh.actor("chef")) as actor:
        Letter.objects.writable_by(actor).delete()
    return fresh


def signed_in(cast, name) -> Client:
    client = Client()
    client.force_login(cast.user(name))
    return client


def written(cast, **values) -> Letter:
    with acting(cast.actor("chef")) as actor:
        return actions.write_letter(actor=actor, **{**SWEDISH, **values})


def test_the_administrator_writes_and_the_exit_group_prints(service):
    chief, worker = signed_in(service, "chef"), signed_in(service, "avhopp")
    key = re.search(r'name="key" value="([^"]+)"', chief.get(NEW).content.decode())[1]
    form = {**SWEDISH, "key": key, "is_in_use": "on"}
    assert chief.post(NEW, form).url == chief.post(NEW, form).url
    shown = text_of(worker.get(LIST))
    assert "020-000 00 00" in shown
    assert "Nytt brev eller kort" not in shown
    (letter,) = Letter.objects.using("owner").all()
    paper = worker.get(reverse("offers:letter_print", args=[letter.ref]))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_nobody_else_writes(service):
    letter = written(service)
    change = reverse("offers:letter_change", args=[letter.ref])
    for name in ("avhopp", "admin", "polis", "kommun"):
        client = signed_in(service, name)
        assert client.get(NEW).status_code == 403
        assert client.get(change).status_code == 403
        with acting(service.actor(name)) as actor, pytest.raises(PermissionDenied):
            actions.write_letter(actor=actor, **ARABIC)


def test_other_agencies_never_see_them(service):
    letter = written(service)
    addresses = [
        reverse(f"offers:letter_{name}", args=[letter.ref]) for name in ("detail", "print")
    ]
    for name in ("polis", "frivard", "kommun", "koordinator", "admin", "dso"):
        client = signed_in(service, name)
        for address in (LIST, *addresses):
            assert client.get(address).status_code == 403
        assert client.get("/api/v1/letters/").json()["count"] == 0


def test_one_text_of_a_kind_in_a_language(service):
    written(service)
    with pytest.raises(Refused) as refusal:
        written(service, heading="En till")
    assert refusal.value.field == "language"
    written(service, kind="card")
    written(service, language="en")


def test_a_language_is_one_of_the_list(service):
    for language in ("xx", ""):
        with pytest.raises(Refused) as refusal:
            written(service, language=language)
        assert refusal.value.field == "language"


def test_a_card_is_small_and_nothing_typed_is_lost(service):
    client = signed_in(service, "chef")
    form = {**ARABIC, "language": "so", "text": "Ku soo wac. " * 30}
    answer = client.post(NEW, form)
    assert answer.status_code == 422
    assert "Ett kort rymmer 240 tecken" in text_of(answer)
    assert "Ku soo wac." in answer.content.decode()


def test_it_is_changed_and_taken_out_of_use(service):
    letter, client = written(service), signed_in(service, "chef")
    change = reverse("offers:letter_change", args=[letter.ref])
    assert "Vill du lämna?" in client.get(change).content.decode()
    new = {"heading": "Ring oss", "text": "När du vill.", "telephone": "020-111 11 11"}
    assert client.post(change, new).url == letter.get_absolute_url()
    worker = signed_in(service, "avhopp")
    shown = text_of(worker.get(letter.get_absolute_url()))
    assert "Ring oss" in shown
    assert "Texten används inte" in shown
    paper = reverse("offers:letter_print", args=[letter.ref])
    assert worker.get(paper).status_code == 404


def test_the_page_says_how_it_reaches_someone_with_protected_data(service):
    letter = written(service)
    shown = text_of(signed_in(service, "avhopp").get(letter.get_absolute_url()))
    assert "Skatteverkets förmedling" in shown
    assert "ingen mottagare" in shown


def test_what_is_written_from_right_to_left_is_shown_so(service):
    letter = written(service, **ARABIC)
    shown = signed_in(service, "avhopp").get(letter.get_absolute_url()).content.decode()
    assert re.search(r'<h1[^>]*lang="ar"[^>]*dir="rtl"', shown)


def on_paper(**values) -> bytes:
    """A letter that is in no database: what is printed is only its words and the agency's name."""
    service = Participation(agency=Agency(name="Norrstad avhoppargrupp"))
    return letters.as_pdf(Letter(scope=service, **values))


@pytest.mark.parametrize("values", [SWEDISH, {**SWEDISH, "kind": "card"}, ARABIC])
def test_the_paper_is_pdf_ua_in_its_own_language_and_names_nobody(values):
    made = on_paper(**values)
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.Root.Lang) == values["language"]
        assert str(document.docinfo["/Title"]) == values["heading"]
        assert "/Author" not in document.docinfo
        assert len(document.pages) == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_of_the_list_has_letters_on_this_machine(code):
    """An empty box in place of a letter is not PDF/UA."""
    own = LANGUAGES[code].own
    made = on_paper(**SWEDISH | {"language": code, "heading": own, "text": own})
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)


def test_that_it_was_taken_out_stands_in_the_ledger(service):
    letter = written(service)
    client = signed_in(service, "avhopp")
    client.get(reverse("offers:letter_print", args=[letter.ref]))
    acts = Entry.objects.using("owner").filter(ref=letter.ref).order_by("pk")
    assert [each.action for each in acts] == ["letter.written", "letter.exported"]


def test_other_systems_read_write_and_take_it_out(service):
    client = signed_in(service, "chef")
    made = client.post("/api/v1/letters/", SWEDISH, "application/json")
    assert made.status_code == 201, made.content
    url = f"/api/v1/letters/{made.json()['ref']}"
    new = {"heading": "Ring", "text": "Hej", "telephone": "1"}
    assert client.post(f"{url}/change/", new, "application/json").json()["heading"] == "Ring"
    worker = signed_in(service, "avhopp")
    assert worker.post("/api/v1/letters/", ARABIC, "application/json").status_code == 403
    paper = worker.get(f"{url}/pdf/", headers={"accept": "application/pdf"})
    assert paper.content.startswith(b"%PDF")


def test_the_list_costs_the_same_with_more_rows(service):
    written(service)
    client = signed_in(service, "avhopp")
    client.get(LIST)
    few = asked(client, LIST), asked(client, "/api/v1/letters/")
    for code in ("en", "ar", "so", "fa"):
        written(service, language=code)
    assert (asked(client, LIST), asked(client, "/api/v1/letters/")) == few
