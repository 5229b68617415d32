"""Monday's work: what is written down as due is issued once, and what is issued stays."""

import io
import json
from datetime import date
from hashlib import sha256

import page
import pikepdf
import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from agencies.actors import acting, system_actor
from agencies.models import Entry, StandingDecision
from gvi.briefings import actions, issuing, printing
from gvi.briefings.models import AgencyFigures, Issue, Release
from gvi.briefings.releasing import store_release
from gvi.core import pdf
from gvi.core.week import Week
from tests.briefings.conftest import held_callin, issuer, talk, violence


def released(cast, month: date, released_on: date, accepted: int = 28) -> None:
    with acting(system_actor(cast.participation("avhopp"))) as actor:
        store_release(
            actor=actor,
            month=month,
            accepted=accepted,
            measures={"talks": 12},
            released_on=released_on,
        )


@pytest.fixture
def autumn(cast):
    """Something of every kind, with names that must not go out."""
    for day in (date(2019, 11, 20), date(2019, 3, 1), date(2018, 11, 1)):
        violence(cast, day, group="Ask", link="confirmed", injured=1)
    violence(cast, date(2019, 11, 19), kind="detonation")
    held_callin(cast, 91, date(2019, 11, 12), {"Kråka": ["took_part"], "Skata": ["left"]})
    talk(cast, "Kråka", date(2019, 11, 20))
    released(cast, date(2019, 10, 1), date(2019, 11, 4))


def rows_of(content: dict) -> dict[str, list]:
    """Every row of every table, by its label."""
    return {
        row["label"]: row["values"]
        for section in content["sections"]
        for table in section["tables"]
        for row in table["rows"]
    }


def test_a_week_has_one_issue_for_each_audience(norr, issue, week):
    issue()
    issuing.make_due(norr, week)
    assert issuing.issue_week(norr, week) == []
    with acting(system_actor(norr)) as actor:
        issues = Issue.objects.visible_to(actor).filter(monday=week.monday)
        assert sorted(issues.values_list("audience", "version", "state")) == [
            ("public", 1, "issued"),
            ("steering", 1, "issued"),
        ]


def test_an_issue_says_what_the_agencies_counted(autumn, issue):
    rows = rows_of(issue().content)
    assert rows["Bekräftade skjutningar"] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]  # each month
    assert rows["Skadade vid skjutningar"] == [1, 2, 1, 1]
    assert rows["varav kopplade till en gruppering"] == [1, 2, 1, 1]
    assert rows["Ask"] == [1, 2]
    assert rows["Ask – Bok"] == ["2018-01-01"]
    assert rows["Genomförda call-in"] == [0, 1, 1]
    assert rows["Personer som deltog i en call-in"] == [0, 1, 1]
    assert rows["Genomförda enskilda samtal"] == [1, 1, 1]
    assert rows["Personer som tog emot hjälp"] == [30]


def test_no_person_stands_in_an_issue(autumn, issue):
    for audience in ("steering", "public"):
        said = json.dumps(issue(audience).content, ensure_ascii=False)
        for name in ("Kråka", "Skata", "Uggla", "Kanarie", "Hemliga gatan"):
            assert name not in said


def test_the_public_version_tells_no_group_and_no_few_people(autumn, issue):
    content = issue("public").content
    rows = rows_of(content)
    said = json.dumps(content, ensure_ascii=False)
    assert not any(name in said for name in ("Ask", "Bok", "Öster", "gruppering"))
    assert rows["Personer som deltog i en call-in"] == ["färre än 5", "färre än 5"]
    assert rows["Genomförda enskilda samtal"] == ["färre än 5", "färre än 5"]
    assert rows["Skadade vid skjutningar"] == [1, 2, 1, 1]


def test_both_versions_say_the_same_of_what_both_say(autumn, issue):
    steering, public = rows_of(issue().content), rows_of(issue("public").content)
    assert steering["Detonationer"] == public["Detonationer"]
    assert steering["Personer som tog emot hjälp"] == public["Personer som tog emot hjälp"]


def test_the_file_is_made_of_the_content_that_is_kept(real_pdf, autumn, issue):
    row = issue()
    with translation.override("sv"):
        assert printing.as_pdf(row.content) == bytes(row.pdf)
    assert row.digest == sha256(row.pdf).hexdigest()


@pytest.mark.parametrize("audience", ["steering", "public"])
def test_the_file_is_a_tagged_pdf_of_few_pages(real_pdf, autumn, issue, audience):
    made = bytes(issue(audience).pdf)
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) <= 4
        assert str(document.docinfo["/Title"]) == "Lägesbild v. 47 2019 – Norr"
        assert str(document.Root.Lang) == "sv"
        assert document.Root.Outlines.Count > 3


def test_the_fullest_week_still_fits_on_four_pages(real_pdf, norr, autumn, issue, week, cast):
    issuing.make_due(norr, week)
    with acting(cast.actor("koordinator")) as koordinator:
        due = Issue.objects.visible_to(koordinator).get(monday=week.monday, audience="steering")
        actions.new_version(actor=koordinator, issue=due, narrative="Läget är spänt. " * 150)
    with pikepdf.open(io.BytesIO(bytes(issue().pdf))) as document:
        assert len(document.pages) <= 4


def test_without_built_assets_the_machines_own_font_is_used(
    real_pdf, autumn, issue, tmp_path, monkeypatch
):
    content = issue().content
    monkeypatch.setattr(pdf, "STATIC", tmp_path)
    assert printing.as_pdf(content).startswith(b"%PDF")


def test_practice_is_marked_as_practice(issue):
    content = issue().content
    assert "Övning" not in printing.as_pdf(content).decode()
    assert printing.as_pdf(content | {"practice": True}).decode().count("Övning") == 2


def test_each_agency_computes_behind_its_own_wall(cast, norr, issue, week):
    issue()
    for name in ("polis", "koordinator"):
        participation = cast.participation(name)
        with acting(system_actor(participation)) as actor:
            own = AgencyFigures.objects.get(scope=participation, monday=week.monday)
            entry = Entry.objects.get(action="figures.computed", ref=own.ref)
            assert (entry.scope_id, entry.user_id) == (participation.pk, actor.user_id)
            assert "figures" in entry.functions.split(",")


def test_what_an_agency_does_not_share_is_said_to_be_missing(fresh, week):
    StandingDecision.objects.using("owner").filter(
        participation=fresh.participation("polis"), kind="figures"
    ).delete()
    norr = issuer("norr")
    issuing.make_due(norr, week)
    steering = {row.audience: row for row in issuing.issue_week(norr, week)}["steering"]
    section = steering.content["sections"][0]
    assert section["texts"] == ["Polisområde Norr: ej delat."]
    assert section["tables"] == []


def test_another_partnerships_figures_never_come_in(cast, week):
    soder = issuer("soder")
    issuing.make_due(soder, week)
    issued = issuing.issue_week(soder, week)
    said = json.dumps([row.content for row in issued], ensure_ascii=False)
    assert "Polisområde Söder" in said
    assert "Norr" not in said


def test_the_last_release_is_repeated_until_the_next(cast, issue):
    released(cast, date(2019, 10, 1), date(2019, 11, 4), accepted=28)
    released(cast, date(2019, 11, 1), date(2019, 12, 2), accepted=31)
    before = issue(of=Week.from_iso("2019-W47"))
    after = issue(of=Week.from_iso("2019-W48"))
    table = [
        section["tables"]
        for section in (before.content["sections"][2], after.content["sections"][2])
    ]
    assert [each[0]["columns"] for each in table] == [["per 2019-10-31"], ["per 2019-11-30"]]
    assert rows_of(after.content)["Personer som tog emot hjälp"] == [30]


def test_a_week_long_gone_makes_no_release(cast, issue):
    issue()
    for name in ("avhopp", "kommun"):
        with acting(system_actor(cast.participation(name))) as actor:
            assert not Release.objects.filter(
                month=date(2019, 10, 1), scope_id=actor.scope
            ).exists()


def test_the_first_briefing_after_a_month_releases_it(cast, norr):
    with acting(system_actor(cast.participation("kommun"))) as actor:
        assert not Release.objects.filter(scope_id=actor.scope).exists()
    week = Week.before(timezone.localdate())
    issuing.make_due(norr, week)
    issuing.issue_week(norr, week)
    with acting(system_actor(cast.participation("kommun"))) as actor:
        release = Release.objects.get(scope_id=actor.scope)
    assert release.month < week.next.monday.replace(day=1)


def test_what_is_issued_cannot_be_changed(norr, issue):
    row = issue()
    with acting(system_actor(norr)):
        changes: list[dict[str, object]] = [{"pdf": b"other"}, {"content": {}}, {"state": "due"}]
        for change in changes:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                Issue.objects.filter(pk=row.pk).update(**change)


def test_it_waits_for_approval_where_the_partnership_wants_that(cast, norr, week):
    norr.partnership.issues_without_approval = False
    issuing.make_due(norr, week)
    assert issuing.issue_week(norr, week) == []
    with acting(cast.actor("koordinator")) as koordinator:
        due = Issue.objects.visible_to(koordinator).get(monday=week.monday, audience="steering")
        actions.approve(actor=koordinator, issue=due)
    assert [row.audience for row in issuing.issue_week(norr, week)] == ["steering"]


def test_figures_stay_as_approved_while_the_issue_waits(cast, norr, week):
    norr.partnership.issues_without_approval = False
    issuing.make_due(norr, week)
    issuing.issue_week(norr, week)
    violence(cast, date(2019, 11, 20))
    norr.partnership.issues_without_approval = True
    issued = issuing.issue_week(norr, week)
    assert [rows_of(row.content)["Skadade vid skjutningar"] for row in issued] == [[0] * 4] * 2


def test_a_machine_without_pango_leaves_it_due_and_says_why(norr, week, issue, monkeypatch):
    def missing(_html, *, title):
        raise pdf.PdfUnavailable(f"Sätt upp Pango för {title}.")

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", missing)
        row = issue()
    assert not row.is_issued
    assert row.hindrance.startswith("Sätt upp Pango")
    again = issue()
    assert again.pk == row.pk
    assert again.is_issued
    assert again.hindrance == ""


def test_a_mail_says_that_it_is_ready_and_nothing_else(
    norr, autumn, issue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        issue()
    told = {message.to[0].split("@")[0] for message in mail.outbox}
    assert told == {"polis", "frivard2", "koordinator", "styrgrupp"}
    for message in mail.outbox:
        assert message.subject == "En ny lägesbild är klar"
        assert message.body == ("Logga in för att läsa den:\nhttp://127.0.0.1:8000/lagesbilder/")


def test_a_mail_server_that_is_away_holds_nothing_up(
    norr, issue, settings, django_capture_on_commit_callbacks, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert issue().is_issued
    assert "A mail could not be sent: ConnectionRefusedError." in caplog.text
    assert "@" not in caplog.text
