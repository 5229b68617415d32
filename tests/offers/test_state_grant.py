import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.actions import take_consent, withdraw_consent
from agencies.actors import acting
from agencies.grounds import Ages
from agencies.models import Entry
from gvi.core import pdf
from offers import actions, state_grant
from offers.models import Case
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked


@pytest.fixture
def whole(cast, case, today) -> Case:
    """A case that lacks nothing."""
    with acting(cast.actor("avhopp")) as actor:
        rows = {"actor": actor, "case": case}
        case.police_status, case.social_status = "open", "decided"
        case.save(update_fields=["police_status", "social_status"])
        actions.judge_stage(**rows, stage="leaving", judged_on=today)
        actions.assess_threat(
            **rows, level="concrete", assessed_on=today, summary="Hot", threat_from="Hemlig krets"
        )
        actions.add_need(**rows, area="housing", text="Hemligt behov", seen_on=today)
        actions.sign_conditions(**rows, text="Hemliga villkor", signed_on=today)
        consent(cast, actor, case, today)
        hem = actions.add_provider(actor=actor, name="Hemliga hemmet")
        measure = actions.add_measure(
            **rows, kind="housing", starts_on=today, provider=hem, decision_reference="SN 14"
        )
        for kronor, reference in ((900, "F 1"), (12_100, "=2+3")):
            actions.add_cost(
                actor=actor, measure=measure, kronor=kronor, from_on=today, to_on=today,
                reference=reference,
            )  # fmt: skip
        actions.add_measure(**rows, kind="talks", starts_on=today)
    return case


def consent(cast, actor, case, today):
    return take_consent(
        actor=actor, about_kind="case", about=case.ref, label="Sidensvans",
        ages=Ages(24, 25, today), data="Att polisen får veta", parts=["case"],
        receivers=[cast.receiver("polis")], purpose="Ansökan", form="written",
        given_on=today, expires_on=today + timedelta(days=90),
    )  # fmt: skip


def page_of(case, name="case_state_grant") -> str:
    return reverse(f"offers:{name}", args=[case.ref])


def missing(cast, case, today) -> list[str]:
    with acting(cast.actor("avhopp")) as actor:
        case = Case.objects.visible_to(actor).get(pk=case.pk)
        return [line.page for line in state_grant.basis_of(actor, case, today).missing]


def test_a_new_case_lacks_all_but_its_setting_and_says_where_to_mend_it(cast, sign_in, case, today):
    pages = ["case_change", "case_stage", "case_threat", "consent_new", "case_condition"]
    assert missing(cast, case, today) == pages
    answer = sign_in("avhopp").get(page_of(case))
    assert "5 saker saknas." in text_of(answer)
    for name in pages:
        assert page_of(case, name) in answer.content.decode()


def test_a_case_with_everything_lacks_nothing(cast, sign_in, whole, today):
    assert missing(cast, whole, today) == []
    client = sign_in("avhopp")
    assert "Inget saknas." in text_of(client.get(page_of(whole)))
    assert page_of(whole) in client.get(page_of(whole, "case_plan")).content.decode()


@pytest.mark.parametrize("status", ["police_status", "social_status"])
def test_both_must_work_in_the_case(cast, whole, today, status):
    with acting(cast.actor("avhopp")):
        Case.objects.filter(pk=whole.pk).update(**{status: "none"})
    assert missing(cast, whole, today) == ["case_change"]


@pytest.mark.parametrize("stage", ["unmotivated", "returned"])
def test_the_latest_stage_says_whether_somebody_is_motivated(cast, whole, today, stage):
    with acting(cast.actor("avhopp")) as actor:
        actions.judge_stage(actor=actor, case=whole, stage=stage, judged_on=today)
    assert missing(cast, whole, today) == ["case_stage"]


def test_the_latest_threat_says_whether_somebody_needs_protection(cast, whole, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.assess_threat(
            actor=actor, case=whole, level="none", assessed_on=today, summary="Lugnt"
        )
    assert missing(cast, whole, today) == ["case_threat"]


def test_without_needs_and_measures_there_is_no_need_of_support(cast, whole, today):
    with acting(cast.actor("avhopp")) as actor:
        case = Case.objects.visible_to(actor).get(pk=whole.pk)
        for need in case.needs.all():
            actions.meet_need(actor=actor, need=need, met_on=today)
        assert missing(cast, whole, today) == []
        for measure in case.measures.all():
            actions.end_measure(actor=actor, measure=measure, ends_on=today)
    assert missing(cast, whole, today) == ["case_need"]


def test_a_consent_counts_while_it_is_in_force(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        given = consent(cast, actor, case, today)
    assert "consent_new" not in missing(cast, case, today)
    assert "consent_new" in missing(cast, case, today + timedelta(days=91))
    with acting(cast.actor("avhopp")) as actor:
        withdraw_consent(actor=actor, consent=given, withdrawn_on=today)
    assert "consent_new" in missing(cast, case, today)


def test_the_table_carries_the_number_of_the_case_and_nothing_of_whom(sign_in, whole):
    answer = sign_in("avhopp").get(page_of(whole, "case_state_grant_csv"))
    assert answer["Content-Disposition"] == 'attachment; filename="statsbidrag.csv"'
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["Kronor utan moms"] for line in lines] == ["", "12100", "900"]
    assert {line["Ärende"] for line in lines} == {whole.number}
    assert lines[1]["Beslut"] == "SN 14"
    assert lines[1]["Referens"] == "'=2+3"
    assert_nobody(text, whole)


def assert_nobody(text: str, case: Case) -> None:
    for word in ("Sidensvans", "Hemlig", str(case.ref), "avhopp@", "Avhopp "):
        assert word not in text


def test_the_paper_carries_the_number_of_the_case_and_nothing_of_whom(
    cast, sign_in, whole, today, monkeypatch
):
    drawn = {}

    def render(html, *, title):
        drawn.update(html=html, title=title)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", render)
    answer = sign_in("avhopp").get(page_of(whole, "case_state_grant_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert drawn["title"] == f"Underlag för statsbidrag, ärende {whole.number}"
    assert "13\u202f000" in drawn["html"]
    assert "Konkret hot" in drawn["html"]
    assert "Sekretess:" in drawn["html"]
    assert_nobody(drawn["html"], whole)


@pytest.mark.skipif(not pdf.is_available(), reason="No library that sets text on this machine.")
def test_the_paper_is_a_tagged_pdf(sign_in, whole):
    file = sign_in("avhopp").get(page_of(whole, "case_state_grant_pdf")).content
    assert file.startswith(b"%PDF-")
    assert b"pdfuaid" in file


def test_every_file_taken_out_is_recorded(cast, sign_in, whole):
    client = sign_in("avhopp")
    client.get(page_of(whole, "case_state_grant_csv"))
    with acting(cast.actor("avhopp")) as actor:
        entry = Entry.objects.visible_to(actor).filter(action="case.exported").latest("pk")
    assert (entry.ref, entry.context) == (whole.ref, "csv")


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "admin", "dso"])
def test_nobody_else_gets_a_file(sign_in, whole, who):
    client = sign_in(who)
    for name in ("case_state_grant", "case_state_grant_pdf", "case_state_grant_csv"):
        assert client.get(page_of(whole, name)).status_code in (403, 404)


def test_the_list_costs_the_same_with_more_in_the_case(cast, sign_in, whole, today):
    client = sign_in("avhopp")
    client.get(page_of(whole))
    few = asked(client, page_of(whole))
    with acting(cast.actor("avhopp")) as actor:
        for _each in range(6):
            actions.add_measure(actor=actor, case=whole, kind="care", starts_on=today)
            actions.add_need(actor=actor, case=whole, area="debts", seen_on=today)
    assert asked(client, page_of(whole)) == few
    assert few <= 30
