"""`manage.py issue_briefing`: Monday's work by hand, for any week that is over."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.actors import acting, system_actor
from agencies.models import Participation, Partnership
from gvi.briefings import issuing
from gvi.briefings.models import Issue
from gvi.core import pdf
from gvi.core.week import Week


def issue_briefing(capsys, **options) -> list[str]:
    call_command("issue_briefing", **{"partnership": "norr", "week": "2019-W47"} | options)
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def north(fresh) -> None:
    """North issues when nobody acts."""
    Partnership.objects.using("owner").filter(slug="norr").update(issues_without_approval=True)


def test_it_issues_says_what_and_writes_the_file(north, real_pdf, capsys, tmp_path):
    lines = issue_briefing(capsys, output=tmp_path / "a.pdf")
    assert [line.split(": ")[0] for line in lines] == [
        "Lägesbild v. 47 2019, Offentlig version, version 1",
        "Lägesbild v. 47 2019, Styrgrupp, version 1",
        "Skriven",
    ]
    norr = issuing.coordinating().get(partnership__slug="norr")
    with acting(system_actor(norr)) as actor:
        kept = Issue.objects.visible_to(actor).get(
            monday=Week.from_iso("2019-W47").monday, audience="steering"
        )
    assert (tmp_path / "a.pdf").read_bytes() == bytes(kept.pdf)
    assert bytes(kept.pdf).startswith(b"%PDF")


def test_a_second_time_it_issues_nothing_and_says_the_same(north, capsys, tmp_path):
    first = issue_briefing(capsys, output=tmp_path / "a.pdf")
    second = issue_briefing(capsys, output=tmp_path / "b.pdf")
    assert first[:2] == second[:2]
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_where_approval_is_wanted_it_waits(cast, capsys):
    assert issue_briefing(capsys) == [
        "Lägesbild v. 47 2019, Offentlig version, version 1: väntar på godkännande.",
        "Lägesbild v. 47 2019, Styrgrupp, version 1: väntar på godkännande.",
    ]


def test_a_machine_without_pango_says_why(north, capsys, monkeypatch):
    def missing(_html, *, title):
        raise pdf.PdfUnavailable("Sätt upp Pango.")

    monkeypatch.setattr(pdf, "render", missing)
    lines = issue_briefing(capsys)
    assert all(line.endswith("väntar. Sätt upp Pango.") for line in lines)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"partnership": "nowhere"}, "Det finns ingen samverkan som heter ”nowhere”."),
        ({"week": "47"}, "”47” är ingen vecka. Skriv som 2019-W47."),
        ({"week": "2019-W54"}, "”2019-W54” är ingen vecka. Skriv som 2019-W47."),
        ({"week": Week.of(timezone.localdate()).iso}, "är inte slut än."),
        ({"week": "2990-W01"}, "är inte slut än."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(cast, capsys, options, sentence):
    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        issue_briefing(capsys, **options)


def test_a_partnership_without_a_coordinator_cannot_issue(fresh, capsys):
    Participation.objects.using("owner").update(is_coordinating=False)
    with pytest.raises(CommandError, match="Ingen myndighet samordnar"):
        issue_briefing(capsys)


def test_a_file_that_cannot_be_written_is_told_of(north, capsys, tmp_path):
    with pytest.raises(CommandError, match="kunde inte skrivas"):
        issue_briefing(capsys, output=tmp_path / "no" / "a.pdf")


def test_without_a_file_to_write_it_says_so(cast, capsys, tmp_path):
    with pytest.raises(CommandError, match="Det finns ingen PDF att skriva än"):
        issue_briefing(capsys, output=tmp_path / "a.pdf")
