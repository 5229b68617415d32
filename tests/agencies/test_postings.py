"""Accounts and postings: proposed, approved by another, renewed in one step, ended the same day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies import founding
from agencies.actions import postings
from agencies.actors import acting, actor_for
from agencies.models import Entry, Participation, Posting, User
from agencies.rights import kinds, rights_of
from agencies.scoping import NOBODY, Actor, Function
from gvi.core.refusals import Refused
from tests.house.test_texts import translated
from tests.wall.test_outsiders import INSIDERS

TODAY = timezone.localdate


def give(actor: Actor, user: User, function: str = "casework", **values: object) -> Posting:
    about = {"need": "Uppdraget", "from_on": TODAY(), "to_on": TODAY() + timedelta(days=90)}
    return postings.propose_posting(actor=actor, user=user, function=function, **about | values)


@pytest.fixture
def newcomer(cast) -> User:
    return User.objects.create(email="ny@cast.example", name="Nils Ny", password="!")


@pytest.fixture
def second(fresh) -> User:
    """A second administrator in the same agency."""
    user = founding.hire(email="admin2@cast.example", name="Alva", password="x")
    founding.post(
        user,
        Participation.objects.using("owner").get(agency__slug="styrelse-norr"),
        [Function.ADMINISTRATION],
        approved_by=founding.founder(),
        from_on=TODAY(),
    )
    return user


def test_a_posting_by_an_administrator_is_in_force_at_once(cast, newcomer):
    assert actor_for(newcomer) == NOBODY
    with acting(cast.actor("admin")) as admin:
        posting = give(admin, newcomer)
        assert posting.is_approved
        acts = Entry.objects.visible_to(admin).filter(ref=posting.ref)
        assert {each.action for each in acts} == {"posting.proposed", "posting.approved"}
    assert actor_for(newcomer).functions == {"casework"}


@pytest.mark.parametrize("function", ["administration", "decision"])
def test_power_over_others_takes_two_administrators(fresh, second, function):
    user = founding.hire(email="ny@cast.example", name="Nils Ny", password="x")
    with acting(fresh.actor("admin")) as admin:
        posting = give(admin, user, function)
        assert not posting.is_approved
        with pytest.raises(Refused):
            postings.approve_posting(actor=admin, posting=posting)
    assert actor_for(user) == NOBODY
    with acting(actor_for(second)) as other:
        postings.approve_posting(actor=other, posting=posting)
    assert actor_for(user).functions == {function}


def test_nobody_gives_themselves_a_function(fresh, second):
    with acting(fresh.actor("admin")) as admin:
        posting = give(admin, fresh.user("admin"))
        assert not posting.is_approved
        with pytest.raises(Refused):
            postings.approve_posting(actor=admin, posting=posting)
    with acting(actor_for(second)) as other:
        postings.approve_posting(actor=other, posting=posting)
    assert "casework" in fresh.actor("admin").functions


@pytest.mark.parametrize("who", sorted({*INSIDERS, "polis_soder"} - {"admin", "avhopp_admin"}))
def test_only_the_administration_posts(cast, newcomer, who):
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        give(actor, newcomer)


@pytest.mark.parametrize(
    "values",
    [
        {"to_on": "2099-01-01"},
        {"from_on": "2001-01-01"},
        {"function": "figures"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(sign_in, cast, values):
    typed = {
        "email": "ny@cast.example",
        "name": "Nils Ny",
        "function": "casework",
        "need": "Uppdraget",
        "from_on": str(TODAY()),
        "to_on": str(TODAY() + timedelta(days=30)),
    }
    answer = sign_in("admin").post(reverse("agencies:account_new"), typed | values)
    assert answer.status_code == 422
    assert "Nils Ny" in answer.content.decode()
    assert not User.objects.filter(email="ny@cast.example").exists()


def test_an_invitation_mails_a_link_and_nothing_else(
    sign_in, cast, django_capture_on_commit_callbacks
):
    typed = {
        "email": "ny@cast.example",
        "name": "Nils Ny",
        "function": "casework",
        "need": "Hemligt uppdrag",
        "from_on": str(TODAY()),
        "to_on": str(TODAY() + timedelta(days=30)),
    }
    client = sign_in("admin")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("agencies:account_new"), typed)
    assert answer.status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["ny@cast.example"]
    assert "http" in sent.body
    for word in ("Hemligt", "casework", "Norr", "Handläggning"):
        assert word not in sent.body + sent.subject


def test_a_renewal_is_one_step_and_a_year(fresh):
    with acting(fresh.actor("admin")) as admin:
        posting = Posting.objects.get(user=fresh.user("koordinator"))
    Posting.objects.using("owner").filter(pk=posting.pk).update(to_on=TODAY() + timedelta(days=5))
    with acting(admin):
        posting.refresh_from_db()
        renewed = postings.renew_posting(actor=admin, posting=posting)
        assert renewed.from_on == TODAY() + timedelta(days=6)
        assert renewed.to_on - renewed.from_on == timedelta(days=365)
        assert renewed.is_approved
        with pytest.raises(Refused):
            postings.renew_posting(actor=admin, posting=posting)
        mine = Posting.objects.get(user_id=admin.user_id)
        with pytest.raises(Refused):
            postings.renew_posting(actor=admin, posting=mine)


def test_an_overdue_posting_is_simply_not_in_force(fresh):
    user = fresh.user("koordinator")
    Posting.objects.using("owner").filter(user=user).update(to_on=TODAY() - timedelta(days=1))
    assert actor_for(user) == NOBODY


def test_a_leaver_is_out_the_same_day(fresh):
    user = fresh.user("koordinator")
    with acting(fresh.actor("admin")) as admin:
        give(admin, user, "registry")
        assert postings.remove_leaver(actor=admin, user=user) == 2
        with pytest.raises(Refused):
            postings.remove_leaver(actor=admin, user=fresh.user("admin"))
    assert actor_for(user) == NOBODY


def test_other_agencies_people_are_not_there(sign_in, cast):
    client = sign_in("admin")
    theirs = Posting.objects.filter(participation=cast.participation("polis"))[0]
    for page in ("posting_renew", "posting_approve", "posting_end"):
        assert client.post(reverse(f"agencies:{page}", args=[theirs.ref])).status_code == 404
    for page in ("account_detail", "account_remove"):
        address = reverse(f"agencies:{page}", args=[cast.user("polis").ref])
        assert client.get(address).status_code == 404


def test_the_pages_cost_the_same_with_many_accounts(sign_in, fresh):
    client = sign_in("admin")
    client.get(reverse("agencies:account_list"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("agencies:account_list")).status_code == 200
        return len(queries)

    few = cost()
    with acting(fresh.actor("admin")) as admin:
        for number in range(12):
            user = User.objects.create(email=f"n{number}@cast.example", name="N", password="!")
            give(admin, user)
    assert cost() == few


def test_rights_come_from_the_rules(cast):
    analyst, exit_group = rights_of([Function.ANALYSIS]), rights_of([Function.EXIT])
    administration = rights_of([Function.ADMINISTRATION])
    assert "ärende" in exit_group.writes
    assert "ärende" not in analyst.reads_own
    assert administration.reads_crossed == []
    assert "person" not in administration.reads_own
    assert "person" in analyst.writes


def test_every_kind_of_row_has_a_word(cast):
    known = translated()
    missing = {
        str(model._meta.verbose_name_raw)
        for model in kinds()
        if f"kind\x04{model._meta.verbose_name_raw}" not in known
    }
    assert missing == set()


@pytest.mark.parametrize("page", ["account_list", "account_new", "rights", "decision_list"])
def test_the_pages_are_the_administrations_alone(sign_in, cast, page):
    for who in INSIDERS:
        status = sign_in(who).get(reverse(f"agencies:{page}")).status_code
        assert status == (200 if who in ("admin", "avhopp_admin") else 403), who
