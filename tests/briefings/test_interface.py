"""Briefings for other systems: the same door, the same rows, the same acts."""

import pytest

from gvi.briefings import issuing

LIST = "/api/v1/briefings/"


def address(row, action: str = "") -> str:
    return f"{LIST}{row.ref}/{action}"


def test_the_list_holds_no_content_and_the_issue_does(sign_in, issue):
    row = issue()
    client = sign_in("styrgrupp")
    listed = client.get(LIST).json()
    (found,) = [each for each in listed["results"] if each["ref"] == str(row.ref)]
    assert found == {
        "ref": str(row.ref),
        "partnership": "norr",
        "week": "2019-W47",
        "audience": "steering",
        "version": 1,
        "state": "issued",
        "issued_at": found["issued_at"],
        "digest": row.digest,
    }
    assert client.get(address(row)).json()["content"] == row.content


def test_the_file_is_the_stored_one(sign_in, issue):
    row = issue()
    client = sign_in("polis")
    for accept in ("*/*", "application/pdf", "application/json"):
        answer = client.get(address(row, "pdf/"), headers={"accept": accept})
        assert answer.content == bytes(row.pdf)
        assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("who", ["polis_soder", "admin", "dso"])
def test_an_outsider_gets_nothing(sign_in, issue, who):
    row = issue()
    client = sign_in(who)
    assert str(row.ref) not in client.get(LIST).content.decode()
    for action in ("", "pdf/"):
        assert client.get(address(row, action)).status_code == 404
    for action in ("narrate/", "approve/"):
        answer = client.post(
            address(row, action), {"narrative": "x"}, content_type="application/json"
        )
        assert answer.status_code == 404


def test_the_coordinator_writes_a_new_version(sign_in, norr, issue, week):
    row = issue()
    client = sign_in("koordinator")
    wanted = {"narrative": "Läget är lugnare."}
    made = client.post(address(row, "narrate/"), wanted, content_type="application/json")
    assert (made.status_code, made.json()["version"], made.json()["state"]) == (201, 2, "due")
    refused = client.post(
        address(row, "narrate/"), {"narrative": "Kråka."}, content_type="application/json"
    )
    assert refused.status_code == 409
    assert refused.json()["field"] == "narrative"
    assert [each.version for each in issuing.issue_week(norr, week)] == [2]
    again = client.post(address(row, "approve/"), content_type="application/json")
    assert again.status_code == 409


@pytest.mark.parametrize("who", ["polis", "styrgrupp", "avhopp"])
@pytest.mark.parametrize("action", ["narrate/", "approve/"])
def test_readers_do_not_write(sign_in, issue, who, action):
    answer = sign_in(who).post(
        address(issue(), action), {"narrative": "x"}, content_type="application/json"
    )
    assert answer.status_code == 403
