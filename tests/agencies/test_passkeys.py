"""Passkeys: added after a confirmation, they sign in and unlock their own account and no other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.cast import PASSWORD

HERE = "testserver"
KEYS = "/konto/2fa/webauthn/"
CONFIRM = "/konto/reauthenticate/"


@dataclass
class Device:
    """A phone with a fingerprint reader, as far as the server can tell."""

    user_handle: str
    secret: object = field(default_factory=lambda: generate_private_key(SECP256R1()))
    name: bytes = field(default_factory=lambda: urandom(16))

    def answer(self, kind: str, challenge: str, **response: str) -> str:
        said = CollectedClientData.create(kind, websafe_decode(challenge), f"https://{HERE}")
        parts = {"clientDataJSON": websafe_encode(said)} | response
        key = websafe_encode(self.name)
        return json.dumps(
            {
                "id": key, "rawId": key, "type": "public-key", "response": parts,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )  # fmt: skip

    def made(self, challenge: str) -> str:
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        data = AuthenticatorData.create(sha256(HERE.encode()).digest(), 0x45, 0, credential)
        told = AttestationObject.create("none", data, {})
        return self.answer("webauthn.create", challenge, attestationObject=websafe_encode(told))

    def touched(self, challenge: str) -> str:
        data = AuthenticatorData.create(sha256(HERE.encode()).digest(), 0x05, 1)
        said = CollectedClientData.create(
            "webauthn.get", websafe_decode(challenge), f"https://{HERE}"
        )
        signed = self.secret.sign(data + said.hash, ECDSA(SHA256()))
        return self.answer(
            "webauthn.get",
            challenge,
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signed),
            userHandle=self.user_handle,
        )


@pytest.fixture(autouse=True)
def _uncounted():
    cache.clear()


def with_key(client: Client, cast, name: str) -> Device:
    """Sign in, confirm and add a passkey by the pages."""
    client.force_login(cast.user(name))
    assert client.get(f"{KEYS}add/")["Location"].startswith(CONFIRM)
    client.post(CONFIRM, {"password": PASSWORD})
    page = client.get(f"{KEYS}add/")
    options = page.context["js_data"]["creation_options"]["publicKey"]
    device = Device(options["user"]["id"])
    credential = device.made(options["challenge"])
    added = client.post(
        f"{KEYS}add/", {"name": "Mobilen", "passwordless": "on", "credential": credential}
    )
    assert added.status_code == 302, added.context["form"].errors
    return device


def challenge_of(page) -> str:
    return page.context["js_data"]["request_options"]["publicKey"]["challenge"]


def test_a_key_is_added_named_and_removed(cast, client):
    with_key(client, cast, "polis")
    said = client.get(KEYS).content.decode()
    assert "Mobilen" in said
    assert "Loggar in och låser upp på egen hand" in said
    key = Authenticator.objects.get(user=cast.user("polis"), type="webauthn")
    client.post(f"{KEYS}keys/{key.pk}/edit/", {"name": "Telefonen"})
    assert "Telefonen" in client.get(KEYS).content.decode()
    assert "Ta bort nyckeln" in client.get(f"{KEYS}keys/{key.pk}/remove/").content.decode()
    client.post(f"{KEYS}keys/{key.pk}/remove/")
    assert "Ingen nyckel är ansluten än" in client.get(KEYS).content.decode()


def test_a_key_is_ones_own(cast, client, sign_in):
    with_key(client, cast, "polis")
    key = Authenticator.objects.get(user=cast.user("polis"), type="webauthn")
    other = sign_in("koordinator")
    other.post(CONFIRM, {"password": PASSWORD})
    for page in ("edit", "remove"):
        assert other.get(f"{KEYS}keys/{key.pk}/{page}/").status_code == 404
    assert "Mobilen" not in other.get(KEYS).content.decode()


def test_it_signs_in_alone_and_leads_on(cast, client):
    device = with_key(client, cast, "polis")
    client.post("/konto/logout/")
    assert "Logga in med nyckel" in client.get("/konto/login/").content.decode()
    asked = client.get(f"{KEYS}login/", headers={"Accept": "application/json"}).json()
    credential = device.touched(asked["request_options"]["publicKey"]["challenge"])
    answer = client.post(f"{KEYS}login/", {"credential": credential, "next": "/grupper/"})
    assert answer["Location"] == "/grupper/"
    assert client.session["_auth_user_id"] == str(cast.user("polis").pk)


def test_it_is_a_second_factor_outside_the_demo(cast, client, settings):
    with_key(client, cast, "polis")
    settings.DEMO_MODE = False
    assert client.get("/grupper/").status_code == 200


def test_one_touch_unlocks_where_one_was(cast, client):
    device = with_key(client, cast, "polis")
    client.post("/las/", {"next": "/grupper/"})
    page = client.get("/las/")
    assert "Lås upp med nyckel" in page.content.decode()
    answer = client.post("/las/oppna/", {"credential": device.touched(challenge_of(page))})
    assert answer["Location"] == "/grupper/"
    assert client.get("/grupper/").status_code == 200


def test_an_answer_is_good_once(cast, client):
    device = with_key(client, cast, "polis")
    client.post("/las/")
    credential = device.touched(challenge_of(client.get("/las/")))
    client.post("/las/oppna/", {"credential": credential})
    client.post("/las/")
    assert client.post("/las/oppna/", {"credential": credential}).status_code == 422


def test_somebody_elses_key_does_not_unlock(cast, client):
    theirs = with_key(Client(), cast, "koordinator")
    with_key(client, cast, "polis")
    client.post("/las/")
    credential = theirs.touched(challenge_of(client.get("/las/")))
    answer = client.post("/las/oppna/", {"credential": credential})
    assert answer.status_code == 422
    assert "Nyckeln kändes inte igen" in answer.content.decode()
    assert client.get("/grupper/").status_code == 423


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": "x"}', "not json"])
def test_nonsense_neither_unlocks_nor_breaks(cast, client, credential):
    with_key(client, cast, "polis")
    client.post("/las/")
    client.get("/las/")
    assert client.post("/las/oppna/", {"credential": credential}).status_code == 422
    client.post("/konto/logout/")
    client.get(f"{KEYS}login/", headers={"Accept": "application/json"})
    assert client.post(f"{KEYS}login/", {"credential": credential}).status_code in (302, 200)
    assert "_auth_user_id" not in client.session
