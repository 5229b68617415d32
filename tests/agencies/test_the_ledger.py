"""The ledger: every reading and writing is an entry; seals notice what was changed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from time import sleep

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from agencies import ledger
from agencies.actors import acting, system_actor
from agencies.ledger import broken_seals, record, seal
from agencies.models import Entry, Seal
from agencies.tasks import seal_ledgers
from groups.models import Person

PAGES = [
    ("polis", "/grupper/", "street_group.listed"),
    ("polis", "/grupper/personer/", "person.listed"),
    ("polis", "/grupper/handelser/", "incident.listed"),
    ("polis", "/grupper/karta/", "map.read"),
    ("polis", "/utlamnanden/", "disclosure.listed"),
    ("polis", "/api/v1/people/", "person.listed"),
    ("avhopp", "/api/v1/cases/", "case.listed"),
    ("dso", "/utlamnanden/granskning/", "ledger.read"),
    ("admin", "/utlamnanden/administration/konton/", "posting.listed"),
    ("polis", "/", "day.read"),
]


def settle() -> None:
    """Let what is not yet sealed grow old, past the append-only trigger."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table agencies_entry disable trigger agencies_entry_append_only")
        cursor.execute(
            "update agencies_entry e set at = at - interval '1 day' where not exists"
            " (select from agencies_seal s where s.scope_id = e.scope_id and s.last >= e.id)"
        )
        cursor.execute("alter table agencies_entry enable trigger agencies_entry_append_only")


@pytest.mark.parametrize(("who", "path", "action"), PAGES)
def test_reading_a_page_is_one_entry(sign_in, cast, who, path, action):
    client, actor = sign_in(who), cast.actor(who)
    with acting(actor):
        before = Entry.objects.visible_to(actor).filter(action=action).count()
    assert client.get(path).status_code == 200
    with acting(actor):
        entries = Entry.objects.visible_to(actor).filter(action=action, user_id=actor.user_id)
        assert entries.count() >= 1
        assert Entry.objects.visible_to(actor).filter(action=action).count() == before + 1
        assert entries.first().channel == ("api" if "/api/" in path else "web")


def test_a_list_says_by_reference_what_it_showed(sign_in, cast):
    sign_in("avhopp").get("/grupper/personer/")
    with acting(cast.actor("avhopp")) as avhopp:
        entry = Entry.objects.visible_to(avhopp).filter(action="person.listed").first()
        shown = {
            str(ref) for ref in Person.objects.visible_to(avhopp).values_list("ref", flat=True)
        }
    assert set(entry.refs) == shown


def test_the_owner_of_a_record_sees_who_read_it(sign_in, cast):
    kraka = cast.row(Person, code_name="Kråka")
    sign_in("frivard").get(kraka.get_absolute_url())
    with acting(system_actor(cast.participation("polis"))) as police:
        entry = Entry.objects.visible_to(police).filter(action="person.read", ref=kraka.ref).first()
    assert entry.user == cast.user("frivard")


@pytest.mark.parametrize("who", ["avhopp", "kommun"])
def test_nobody_elses_audit_hears_whom_the_exit_side_reads_about(sign_in, cast, who):
    kraka = cast.row(Person, code_name="Kråka")
    sign_in(who).get(kraka.get_absolute_url())
    with acting(system_actor(cast.participation("polis"))) as police:
        theirs = Entry.objects.visible_to(police).filter(user=cast.user(who))
        assert not theirs.exists()


def test_staff_see_their_own_acts_and_no_one_elses(cast):
    with acting(cast.actor("polis")) as polis:
        record(polis, "tried")
    with acting(cast.actor("polis2")) as colleague:
        assert not Entry.objects.visible_to(colleague).filter(action="tried").exists()
    with acting(cast.actor("dso")) as other_agencys_audit:
        assert not Entry.objects.visible_to(other_agencys_audit).filter(action="tried").exists()


def test_seals_close_settled_entries_and_chain(fresh):
    settle()
    with acting(system_actor(fresh.participation("polis"))) as police:
        first = seal(police)
        assert first.count > 5
        assert seal(police) is None
        record(police, "later")
    settle()
    with acting(system_actor(fresh.participation("polis"))) as police:
        second = seal(police)
        assert (second.count, second.digest == first.digest) == (1, False)
        assert broken_seals(police) == []
    call_command("verify_audit")


@pytest.mark.parametrize("tampering", ["update", "delete"])
def test_a_changed_ledger_is_noticed(fresh, tampering):
    settle()
    seal_ledgers()
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table agencies_entry disable trigger agencies_entry_append_only")
        if tampering == "update":
            cursor.execute("update agencies_entry set action = 'x' where action = 'person.mapped'")
        else:
            cursor.execute("delete from agencies_entry where action = 'person.mapped'")
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_young_entries_wait_for_the_next_seal(fresh, monkeypatch):
    monkeypatch.setattr(ledger, "SETTLED", timedelta(hours=9))  # the cast is as old as the run
    with acting(system_actor(fresh.participation("polis"))) as police:
        assert seal(police) is None


def test_a_real_worker_seals_over_a_real_broker(fresh, settings):
    """The task goes through the queue and acts as each participation's own system actor."""
    settle()
    name = connections["default"].settings_dict["NAME"]
    environment = os.environ | {
        variable: f"{os.environ[variable].rsplit('/', 1)[0]}/{name}"
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    command = [sys.executable, "-m", "celery", "-A", "gvi.celery", "worker", "-P", "solo"]
    command += ["-Q", name, "--without-gossip", "--without-mingle", "-l", "warning"]
    worker = subprocess.Popen(command, env=environment)  # noqa: S603
    try:
        seal_ledgers.apply_async(queue=name)
        deadline = timezone.now() + timedelta(seconds=60)
        while timezone.now() < deadline:
            with acting(system_actor(fresh.participation("avhopp"))) as exit_side:
                if Seal.objects.visible_to(exit_side).exists():
                    break
            sleep(0.2)
        else:
            pytest.fail("The worker sealed nothing within a minute.")
    finally:
        worker.terminate()
        worker.wait(timeout=20)
