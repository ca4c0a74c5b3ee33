"""A policy follows its file and the certificates that it names."""

from __future__ import annotations

import logging
import os
import ssl
from pathlib import Path

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy import files
from django_health_exporter.web.policy.current import INTERVAL, RETRY, CurrentPolicy
from django_health_exporter.web.policy.policy import Policy
from web_policies import Material, client_context, shake_hands
from web_policies.material import CANARY
from web_policies.other_cases import HASH
from web_policies.tls_cases import tls

USER = f"basic_auth_users: {{alice: {HASH}}}\n"
CHANGED = ", or a file that it names, has changed and is in force"
RATE = "rate_limit: {interval: 1s, burst: 5}\n"


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


class Following:
    """A policy of a file, and the time that goes by."""

    def __init__(self, material: Material, text: str) -> None:
        self.material = material
        self.path = material.web_file(text)
        self.clock = Clock()
        self.policies = CurrentPolicy(self.path, self.clock)

    def later(self) -> Policy:
        """Return what is in force after the file has been looked at again."""
        self.clock.now += INTERVAL
        return self.policies.now()

    def is_good(self) -> bool:
        """Whether the file was good when it was last looked at."""
        return self.policies.is_good

    def seen(self) -> bytes:
        """Return the certificate that a client sees now."""
        context = self.later().tls
        assert context is not None
        return shake_hands(context, client_context(self.material.authority)).seen

    def expected(self) -> bytes:
        """Return the certificate of the file."""
        return ssl.PEM_cert_to_DER_cert(self.material.read("server.crt").decode())


def test_without_a_file_nothing_is_demanded() -> None:
    """Nor is anything looked at."""
    policies = CurrentPolicy()
    policy = policies.now()
    assert (policy.tls, policy.users, policy.headers, policy.rate_limit) == (None, {}, {}, None)
    assert policies.now() is policy


def test_a_bad_file_at_the_start(tmp_path: Path) -> None:
    """It is refused."""
    with pytest.raises(InvalidDocument, match="cannot be read: No such file"):
        CurrentPolicy(tmp_path / "nowhere.yml")


def test_looked_at_once_in_a_while(material: Material) -> None:
    """A change comes into force when the time has come, and nothing is read before."""
    following = Following(material, USER)
    following.path.write_text(RATE)
    following.clock.now += INTERVAL * 0.9
    assert following.policies.now().users
    following.clock.now += INTERVAL * 0.2
    assert not following.policies.now().users
    assert following.policies.now().rate_limit


def test_who_wants_to_know_looks_at_once(material: Material) -> None:
    """Before the time has come, and is told what is wrong, as long as it is."""
    following = Following(material, USER)
    assert following.policies.look() is None
    following.path.write_text("{")
    for _ in range(2):
        assert "missing or out of place" in (following.policies.look() or "")
    following.path.write_text(RATE)
    assert following.policies.look() is None
    assert following.policies.now().rate_limit
    assert CurrentPolicy().look() is None


def test_the_same_file_is_the_same_policy(
    material: Material, caplog: pytest.LogCaptureFixture
) -> None:
    """No context is made anew, and nothing is told, for a file that was touched."""
    following = Following(material, tls())
    first = following.later()
    with caplog.at_level(logging.INFO):
        os.utime(following.path)
        os.utime(material.folder / "server.key")
        assert following.later() is first
    assert caplog.messages == []


def test_users_and_headers_follow(material: Material, caplog: pytest.LogCaptureFixture) -> None:
    """The log tells of it once."""
    following = Following(material, USER)
    with caplog.at_level(logging.INFO):
        following.path.write_text("http_server_config: {headers: {X-Frame-Options: deny}}")
        policy = following.later()
        following.later()
    assert policy.users == {}
    assert policy.headers == {"X-Frame-Options": "deny"}
    assert caplog.messages == [f"{following.path}{CHANGED}"]


def test_tls_comes_and_goes(material: Material) -> None:
    """For new connections."""
    following = Following(material, USER)
    assert following.later().tls is None
    following.path.write_text(tls() + USER)
    assert following.seen() == following.expected()
    following.path.write_text(USER)
    assert following.later().tls is None


@pytest.mark.parametrize("settled", [False, True])
def test_a_new_certificate_is_shown(
    material: Material, monkeypatch: pytest.MonkeyPatch, settled: bool
) -> None:
    """Without a change of the file that names it; the old context goes on as it was."""
    if settled:
        monkeypatch.setattr(files, "YOUNG", -3600.0)
    following = Following(material, tls())
    old, old_seen = following.policies.now().tls, following.seen()
    material.renew()
    assert following.seen() == following.expected() != old_seen
    assert old is not None
    assert shake_hands(old, client_context(material.authority)).seen == old_seen


def test_a_certificate_renamed_over_the_old_one(material: Material) -> None:
    """As those do who write atomically."""
    following = Following(material, tls())
    for kind in ("crt", "key"):
        fresh = material.folder / f"other.{kind}"
        fresh.replace(material.folder / f"server.{kind}")
    assert following.seen() == following.expected()


def test_a_folder_of_secrets_that_is_exchanged(material: Material) -> None:
    """As Kubernetes does: the names are links into a folder that is a link itself."""
    for number, name in enumerate(("server", "other")):
        (material.folder / f"..{number}").mkdir()
        for kind in ("crt", "key"):
            (material.folder / f"..{number}" / f"tls.{kind}").write_bytes(
                material.read(f"{name}.{kind}")
            )
    (material.folder / "..data").symlink_to("..0")
    for kind in ("crt", "key"):
        (material.folder / f"tls.{kind}").symlink_to(f"..data/tls.{kind}")
    following = Following(material, tls(pair="cert_file: tls.crt, key_file: tls.key"))
    assert following.seen() == following.expected()
    (material.folder / "..data_tmp").symlink_to("..1")
    (material.folder / "..data_tmp").replace(material.folder / "..data")
    other = ssl.PEM_cert_to_DER_cert(material.read("other.crt").decode())
    assert following.seen() == other


def test_half_a_pair(material: Material, caplog: pytest.LogCaptureFixture) -> None:
    """Until the key has come too, the old pair is shown; told once, and once when it is good."""
    following = Following(material, tls())
    old = following.seen()
    read_at = following.policies.read_at
    (material.folder / "server.crt").write_bytes(material.read("other.crt"))
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert following.seen() == old
        assert not following.is_good()
        assert following.policies.read_at == read_at
        (material.folder / "server.key").write_bytes(material.read("other.key"))
        assert following.seen() == following.expected() != old
    assert following.is_good()
    assert following.policies.read_at > read_at
    complaint, mended = caplog.messages
    assert "the private key is not that of the certificate" in complaint
    assert complaint.endswith("; what was read before stays in force")
    assert mended == f"{following.path}{CHANGED}"


def test_a_broken_file_keeps_the_old_one(
    material: Material, caplog: pytest.LogCaptureFixture
) -> None:
    """Each complaint is told once; what was in force stays."""
    following = Following(material, USER + RATE)
    before = following.later()
    for text in ("{", "{", f"basic_auth_users: {{alice: {CANARY}}}", "{"):
        following.path.write_text(text)
        assert following.later() is before
    following.path.unlink()
    assert following.later() is before
    assert len(caplog.records) == 4
    assert CANARY not in caplog.text
    following.path.write_text(RATE)
    after = following.later()
    assert after.users == {}
    assert after.rate_limit == before.rate_limit


@pytest.mark.parametrize("blank", ["", "\n", "# users: to come\n", "---\n"])
def test_a_file_that_is_emptied(
    material: Material, caplog: pytest.LogCaptureFixture, blank: str
) -> None:
    """It keeps the old one: who writes a file empties it first, and nobody may come in then."""
    following = Following(material, USER)
    before = following.later()
    following.path.write_text(blank)
    assert following.later() is before
    assert not following.is_good()
    assert "is empty" in caplog.text
    following.path.write_text("{}\n")
    assert following.later().is_empty
    following.path.write_text(blank)
    following.later()
    assert following.is_good()


def test_a_file_that_becomes_readable_without_a_change(material: Material) -> None:
    """A bad file is tried again each time: permissions come back without a new content."""
    following = Following(material, tls())
    hidden = material.folder / "server.key"
    hidden.rename(hidden.with_suffix(".away"))
    following.later()
    assert not following.is_good()
    hidden.with_suffix(".away").rename(hidden)
    following.later()
    assert following.is_good()


def test_a_bad_file_is_not_read_again_and_again(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading costs the loop its time: only after a change, or when a lack may be over."""
    following = Following(material, USER)
    tries = []

    def fail(*_: object) -> None:
        tries.append(following.clock.now)
        raise OSError

    monkeypatch.setattr("django_health_exporter.web.policy.reading.users_of", fail)
    following.path.write_text(RATE)
    for _ in range(3):
        following.later()
    assert len(tries) == 1
    following.path.write_text(USER + RATE)
    following.later()
    assert len(tries) == 2
    following.clock.now += RETRY
    following.later()
    assert len(tries) == 3
    assert not following.is_good()


def test_whatever_goes_wrong_keeps_the_old_one(
    material: Material, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Even an error of our own does not reach who asks, nor its text the log."""
    following = Following(material, USER)

    def fail(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("django_health_exporter.web.policy.reading.users_of", fail)
    following.path.write_text(RATE)
    assert following.later().users
    assert "cannot be used: RuntimeError" in caplog.text
    assert CANARY not in caplog.text


def test_nothing_secret_in_a_policy_s_looks(material: Material) -> None:
    """No hash, and no key: policies stand in tracebacks."""
    following = Following(material, USER + tls(pair="cert: @server.crt, key: @server.key"))
    looks = f"{following.policies.now()!r} {following.policies!r} {vars(following.policies)!r}"
    assert HASH[7:20] not in looks
    key = material.read("server.key").decode().splitlines()[1]
    assert key[:20] not in looks
