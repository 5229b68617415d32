"""Signing in: e-mail and password, a second factor outside the demo, limits, tokens, switching."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agencies import founding
from agencies.actors import actor_for
from agencies.models import Participation, Token, User
from agencies.scoping import NOBODY, Function
from tests.cast import PASSWORD


def sign_in_with(client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_e_mail_and_password_open_my_day(client, cast):
    page = sign_in_with(client, "polis@cast.example")
    assert page["Location"] == "/"


@pytest.mark.parametrize("email", ["polis@cast.example", "nobody@cast.example"])
def test_a_wrong_password_and_an_unknown_address_answer_alike(client, cast, email):
    page = sign_in_with(client, email, "fel-losenord")
    assert "Lösenordet eller e-postadressen" in page.content.decode() or page.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_no_account_makes_itself(client, cast):
    assert client.get("/konto/signup/").status_code == 404
    assert client.get("/konto/email/").status_code == 404


def test_outside_the_demo_nobody_gets_past_setting_up_a_second_factor(client, cast, settings):
    settings.DEMO_MODE = False
    client.force_login(cast.user("polis"))
    assert client.get("/grupper/")["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    Authenticator.objects.create(user=cast.user("polis"), type="totp", data={"secret": "x"})
    assert client.get("/grupper/").status_code == 200


def test_a_second_factor_is_asked_for_when_there_is_one(client, cast):
    Authenticator.objects.create(user=cast.user("polis"), type="totp", data={"secret": "x"})
    page = sign_in_with(client, "polis@cast.example")
    assert page["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/grupper/").status_code == 302


def test_a_session_left_alone_is_over(sign_in, cast, settings):
    client = sign_in("polis")
    assert client.get("/grupper/").status_code == 200
    session = client.session
    session["last_seen"] = int(timezone.now().timestamp()) - settings.SESSION_IDLE_SECONDS - 5
    session.save()
    assert client.get("/grupper/").status_code == 302


def test_locking_shows_nothing_more(sign_in, cast):
    client = sign_in("polis")
    client.post(reverse("lock"))
    assert client.get("/grupper/").status_code == 423


def test_signed_in_pages_are_never_kept_by_the_browser(sign_in, cast):
    assert "no-store" in sign_in("polis").get("/grupper/")["Cache-Control"]


def test_someone_without_a_function_sees_nothing_but_whom_to_ask(client, fresh):
    founding.hire(email="ny@cast.example", name="Ny", password=PASSWORD)
    user = fresh.user("ny")
    assert actor_for(user) == NOBODY
    client.force_login(user)
    assert "administratör" in client.get("/").content.decode()
    assert client.get("/grupper/")["Location"] == "/"
    assert client.get("/api/v1/people/").status_code == 403


def test_one_acts_only_where_one_is_posted(sign_in, cast):
    client = sign_in("polis")
    client.post(reverse("agencies:switch"), {"participation": cast.participation("polis_soder").pk})
    session = client.session
    session["participation"] = cast.participation("polis_soder").pk
    session.save()
    assert "Tärna" not in client.get("/grupper/personer/").content.decode()


def test_a_user_with_two_postings_switches(client, fresh):
    south = fresh.participation("polis_soder")
    founding.post(
        User.objects.using("owner").get(email="polis@cast.example"),
        Participation.objects.using("owner").get(pk=south.pk),
        [Function.ANALYSIS],
        approved_by=founding.founder(),
        from_on=timezone.localdate(),
        years=1,
    )
    client.force_login(fresh.user("polis"))
    client.post(reverse("agencies:switch"), {"participation": fresh.participation("polis").pk})
    assert "Kråka" in client.get("/grupper/personer/").content.decode()
    client.post(reverse("agencies:switch"), {"participation": south.pk})
    said = client.get("/grupper/personer/").content.decode()
    assert "Tärna" in said
    assert "Kråka" not in said


def test_a_token_opens_the_interface_for_its_own_participation(client, cast, capsys):
    call_command("issue_token", "polis@cast.example")
    key = capsys.readouterr().out.split()[-1]
    answer = client.get("/api/v1/people/", headers={"Authorization": f"Token {key}"})
    names = {row["code_name"] for row in answer.json()["results"]}
    assert names == {"Kråka", "Skata", "Uggla"}
    assert set(answer.json()) == {"count", "next", "previous", "results"}
    assert not Token.objects.filter(digest=key).exists()


@pytest.mark.parametrize("header", ["Token fel", "Token", "Bearer x", ""])
def test_without_a_live_token_the_interface_answers_401(client, cast, header):
    answer = client.get("/api/v1/people/", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.json()["detail"]


def test_a_token_past_its_day_opens_nothing(client, fresh, capsys):
    call_command("issue_token", "polis@cast.example")
    key = capsys.readouterr().out.split()[-1]
    Token.objects.using("owner").update(expires_at=timezone.now())
    headers = {"Authorization": f"Token {key}"}
    assert client.get("/api/v1/people/", headers=headers).status_code == 401


@pytest.mark.parametrize("email", ["nobody@cast.example", "system.norr.polis-norr@localhost"])
def test_no_token_is_issued_to_nobody_or_to_the_system(cast, email):
    with pytest.raises(CommandError):
        call_command("issue_token", email)


def test_a_session_posts_to_the_interface_only_with_its_csrf_token(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("polis"))
    answer = client.post("/api/v1/groups/", {"name": "x"}, content_type="application/json")
    assert answer.status_code == 403
