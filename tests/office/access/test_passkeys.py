"""A passkey lets its owner in here and nowhere else, once for each question, beside the codes of a telephone."""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import NARROW, looks_well
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone
from test_second_factor import code_of, set_up

from jaring.office.access import passkey_views, second_factor, services, webauthn
from jaring.office.access.errors import PasskeyInvalidError, PasskeyKnownError, PasskeyNeedsCodesError
from jaring.office.access.models import Passkey
from jaring.office.audit.models import AuditEntry

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
HERE = webauthn.Party("http://localhost:8000", "localhost")
CHALLENGE = webauthn.new_challenge()

pytestmark = pytest.mark.django_db


class Device:
    """A device that behaves, unless a test tells it otherwise."""

    def __init__(self, number: int = 1) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = bytes([number]) * 16
        self.count = 0

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def client_data(self, kind: str, **changes: object) -> bytes:
        said = {"type": kind, "challenge": CHALLENGE, "origin": HERE.origin, "crossOrigin": False}
        return json.dumps(said | changes).encode()

    def data(self, host: str = HERE.host, flags: int = 0x05, more: bytes = b"") -> bytes:
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count) + more

    def made(self, **changes: object) -> webauthn.Registered:
        more = b"\0" * 16 + struct.pack(">H", len(self.credential_id)) + self.credential_id
        data = self.data(flags=0x45, more=more)
        said = self.client_data(webauthn.CREATE, **changes)
        return webauthn.registered(said, data, self.public_key, challenge=CHALLENGE, party=HERE)

    def answer(self, *, host: str = HERE.host, flags: int = 0x05, **changes: object) -> dict[str, bytes]:
        client_data, data = self.client_data(webauthn.GET, **changes), self.data(host, flags)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "credential_id": self.credential_id,
            "client_data": client_data,
            "authenticator_data": data,
            "signature": signature,
        }


def check(answer: dict[str, bytes], challenge: str = CHALLENGE) -> Any:
    return services.check_passkey(answer, challenge=challenge, party=HERE, now=NOW)


@pytest.fixture
def device(users) -> Device:
    """A device of the officer."""
    set_up(users.officer)
    device = Device()
    services.add_passkey(users.officer, "telepon saya", device.made(), now=NOW)
    return device


def test_a_passkey_says_who_its_owner_is_and_its_making_is_written_down(device, users) -> None:
    assert check(device.answer()) == users.officer
    assert AuditEntry.objects.filter(event="access.passkey_added").count() == 1
    assert Passkey.objects.get().used_at == NOW


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://localhost.example.com"},
        {"challenge": webauthn.new_challenge()},
        {"type": webauthn.CREATE},
        {"crossOrigin": True},
        {"host": "example.com"},
        {"flags": 0x01},
        {"flags": 0x04},
    ],
    ids=["origin", "challenge", "kind", "in a frame", "bound elsewhere", "owner not verified", "owner absent"],
)
def test_an_answer_given_elsewhere_or_without_the_owner_is_refused(device, changes) -> None:
    with pytest.raises(PasskeyInvalidError):
        check(device.answer(**changes))


def test_an_answer_that_another_key_signed_is_refused(device) -> None:
    impostor = Device()

    with pytest.raises(PasskeyInvalidError):
        check(impostor.answer())
    with pytest.raises(PasskeyInvalidError):
        check(device.answer() | {"authenticator_data": device.data(flags=0x0D)})
    with pytest.raises(PasskeyInvalidError):
        check(device.answer(challenge=""), challenge="")


def test_a_copy_of_a_passkey_that_counts_is_noticed(device) -> None:
    device.count = 7
    check(device.answer())

    with pytest.raises(PasskeyInvalidError):
        check(device.answer())
    device.count = 8
    check(device.answer())


def test_a_passkey_comes_after_the_codes_and_once(device, users) -> None:
    with pytest.raises(PasskeyNeedsCodesError):
        services.add_passkey(users.head, "telepon", Device(2).made(), now=NOW)
    set_up(users.head)
    with pytest.raises(PasskeyKnownError):
        services.add_passkey(users.head, "telepon", device.made(), now=NOW)


@pytest.mark.parametrize("changes", [{"origin": "https://localhost:8000"}, {"type": webauthn.GET}])
def test_a_passkey_made_for_elsewhere_is_not_kept(changes) -> None:
    with pytest.raises(PasskeyInvalidError):
        Device().made(**changes)


def test_a_key_of_another_kind_is_not_kept(monkeypatch) -> None:
    device = Device()
    device.key = ec.generate_private_key(ec.SECP384R1())

    with pytest.raises(PasskeyInvalidError):
        device.made()


def test_a_closed_account_and_a_removed_passkey_let_nobody_in(device, users) -> None:
    users.officer.is_active = False
    users.officer.save()
    with pytest.raises(PasskeyInvalidError):
        check(device.answer())
    users.officer.is_active = True
    users.officer.save()

    services.remove_passkey(Passkey.objects.get(), now=NOW)

    with pytest.raises(PasskeyInvalidError):
        check(device.answer())


def test_a_new_start_of_the_second_factor_takes_passkeys_away(device, users) -> None:
    proposal = services.propose_reset(
        users.officer, "53.03", reason="Telepon hilang", actor=users.administrator, now=NOW
    )

    services.decide(proposal, confirms=True, actor=users.head, now=NOW)

    assert not Passkey.objects.exists()


def posted(device: Device, client: Client, address: str, **changes: object) -> Any:
    """Answer what the page asks, as its script does."""
    client.get(address)
    challenge = client.session[passkey_views.CHALLENGE][0]
    answer = device.answer(**{"challenge": challenge, "origin": "http://localhost"} | changes)
    return client.post(address, {name: webauthn.encode(raw) for name, raw in answer.items()})


def test_a_passkey_logs_in_with_both_factors_shown_and_an_answer_works_once(device, users) -> None:
    client = Client(SERVER_NAME="localhost")

    response = posted(device, client, "/masuk/kunci/")

    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(users.officer.pk)
    assert second_factor.is_shown(client.session)
    assert passkey_views.CHALLENGE not in client.session


def test_an_answer_to_an_older_question_logs_nobody_in(device) -> None:
    client = Client(SERVER_NAME="localhost")

    response = posted(device, client, "/masuk/kunci/", challenge=CHALLENGE)

    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_passkey_confirms_a_weighty_act_for_its_owner_only(device, users) -> None:
    for user, status in ((users.officer, 302), (users.head, 422)):
        client = Client(SERVER_NAME="localhost")
        if user == users.head:
            set_up(user)
            services.add_passkey(user, "telepon", Device(2).made(), now=NOW)
        client.force_login(user)
        assert posted(device, client, "/akun/konfirmasi/").status_code == status


def test_passkeys_are_offered_over_https_and_at_localhost_only(settings) -> None:
    def party(host: str) -> webauthn.Party | None:
        return passkey_views.party_of(SimpleNamespace(get_host=lambda: host))  # type: ignore[arg-type]  # All it asks.

    assert party("127.0.0.1:8000") is None
    assert party("jaring.contoh.go.id") is None
    assert party("localhost:8000") == HERE
    settings.HTTPS = True
    assert party("jaring.contoh.go.id") == webauthn.Party("https://jaring.contoh.go.id", "jaring.contoh.go.id")


def test_nobody_removes_the_passkey_of_another(device, users, client_of) -> None:
    address = f"/akun/kunci-sandi/{Passkey.objects.get().public_id}/hapus/"

    assert client_of(users.head).post(address).status_code == 404
    assert client_of(users.officer).post(address).status_code == 302
    assert not Passkey.objects.exists()


@pytest.mark.browser
def test_a_passkey_is_made_and_lets_its_owner_in_without_password(users, browser, address, client_of) -> None:
    now = timezone.now()
    set_up(users.officer, now - timedelta(hours=1))
    here = address.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=here, viewport={"width": NARROW[0], "height": NARROW[1]})
    context.set_default_timeout(90_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    cookie = client_of(users.officer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": here}])

    page.goto("/akun/kunci-sandi/")
    page.get_by_label("Kode").fill(code_of(users.officer, now))
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Nama").fill("Telepon saya")
    looks_well(page, "akses-kunci-sandi")
    page.get_by_role("button", name="Pasang", exact=True).click()
    page.get_by_text("Kunci sandi terpasang.").wait_for()
    looks_well(page, "akses-akun-dengan-kunci")
    context.clear_cookies()

    page.goto("/masuk/")
    page.get_by_role("link", name="Masuk dengan kunci sandi").click()
    looks_well(page, "akses-masuk-kunci")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.get_by_role("heading", name="Yang perlu dikerjakan").wait_for()

    context.close()
    assert complaints == []
