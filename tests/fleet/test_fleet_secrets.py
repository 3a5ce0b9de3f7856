"""Secrets come from where netops.yaml says, say by name what is missing, and show up nowhere."""

from __future__ import annotations

import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from netops.drivers.base import Access
from netops.errors import DeadlineExceeded, DeviceError, HalfChanged, LineRefused, MissingSecret, Origin
from netops.fleet.secret_injection import SecretInjectingDriver, redact_error
from netops.fleet.secrets import SecretStore
from netops.fleet.threads import DriversByThread

VALUE = "S3cret-of-the-test"
BY_HAND = "run it by hand in {root}: it has to print the value and to end with 0"


def place(name: str) -> Origin:
    return Origin("netops.yaml", 7, 3)


def missing(secrets: SecretStore, name: str) -> str:
    with pytest.raises(MissingSecret) as caught:
        secrets.value(name)
    return str(caught.value)


def test_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_TEST_SECRET", VALUE)
    (tmp_path / "file").write_text(f"{VALUE}\n")
    sources = {
        "by_env": {"env": "NETOPS_TEST_SECRET"},
        "by_file": {"file": str(tmp_path / "file")},
        "by_file_of_project": {"file": "file"},
        "by_cmd": {"cmd": [sys.executable, "-c", f"print({VALUE!r})"]},
    }
    secrets = SecretStore(sources, tmp_path)
    assert {name: secrets.value(name) for name in sources} == dict.fromkeys(sources, VALUE)
    assert VALUE not in repr(secrets)


@pytest.mark.parametrize(
    ("source", "found", "hint"),
    [
        ({"env": "NETOPS_TEST_NONE"}, "the variable is not set, or empty", "export NETOPS_TEST_NONE=..."),
        ({"file": "/nowhere/secret"}, "No such file or directory", "write the value, and nothing else, into /nowhere/secret"),
        ({"cmd": ["false"]}, "it ended with 1", BY_HAND),
        ({"cmd": ["true"]}, "it printed nothing", BY_HAND),
        ({"cmd": ["no-such-program", "--token", VALUE]}, "No such file or directory", BY_HAND),
    ],
)
def test_source_gives_nothing(tmp_path: Path, source: dict[str, object], found: str, hint: str) -> None:
    kind, where = next(iter(source.items()))
    shown = where[0] if isinstance(where, list) else where
    assert missing(SecretStore({"snmp_ro": source}, tmp_path, place), "snmp_ro") == (
        f"netops.yaml:7:3: error SEC001: secret 'snmp_ro' cannot be read (at secrets.snmp_ro)\n"
        f"    expected: a value from {kind}: {shown}\n"
        f"    found: {found}\n"
        f"    hint: {hint.format(root=tmp_path)}"
    )


def test_secret_without_source(tmp_path: Path) -> None:
    assert missing(SecretStore({"device_password": {"env": "X"}}, tmp_path), "device_pasword").endswith(
        "hint: did you mean 'device_password'?"
    )
    assert "add it to netops.yaml: secrets: {snmp_ro: {env: NETOPS_SNMP_RO}}" in missing(SecretStore({}, tmp_path), "snmp_ro")


def test_lab_replaces_every_source(tmp_path: Path) -> None:
    secrets = SecretStore({"a": {"env": "NETOPS_TEST_NONE"}, "b": {"cmd": ["false"]}}, tmp_path, given={"a": VALUE})
    assert secrets.value("a") == VALUE
    assert "the lab has no secret 'b'" in missing(secrets, "b")


def test_all_missing_secrets_of_a_text_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(MissingSecret) as caught:
        SecretStore({}, tmp_path).fill("a ⟦secret:one⟧\nb ⟦secret:two⟧ ⟦secret:one⟧")
    assert [diagnostic.path for diagnostic in caught.value.diagnostics] == ["secrets.one", "secrets.two"]


def test_command_runs_once_for_all_threads(tmp_path: Path) -> None:
    script = "open('runs', 'a').write('x'); print('value-of-cmd')"
    secrets = SecretStore({"a": {"cmd": [sys.executable, "-c", script]}}, tmp_path)
    threads = [threading.Thread(target=secrets.value, args=("a",)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "runs").read_text() == "x"


class Device:
    """A driver that refuses what it is given, in its own words."""

    def __init__(self) -> None:
        self.loaded = ""
        self.typed: list[str] = []

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self.loaded = config or ""
        raise LineRefused("sw1", f"invalid: {config}")

    def commit_config(self) -> None:
        raise HalfChanged("sw1", "stopped", commands=[f"snmp-server community {VALUE}"])

    def confirm_commit(self) -> None:
        try:
            raise RuntimeError(f"library: {VALUE}")
        except RuntimeError as error:
            raise DeviceError("sw1", "no") from error

    def rollback(self) -> None:
        raise KeyError(VALUE)

    def cli(self, commands: list[str]) -> dict[str, str]:
        self.typed = commands
        return {}


def test_driver_gets_the_value_and_no_error_shows_it(tmp_path: Path) -> None:
    device = Device()
    driver = SecretInjectingDriver("sw1", device, SecretStore({}, tmp_path, given={"snmp_ro": VALUE}))
    errors: list[BaseException] = []
    load = partial(driver.load_replace_candidate, config="community ⟦secret:snmp_ro⟧")
    for verb in (load, driver.commit_config, driver.confirm_commit, driver.rollback):
        with pytest.raises(DeviceError) as caught:
            verb()
        errors.append(caught.value)
    driver.cli(["snmp ⟦secret:snmp_ro⟧"])
    assert device.loaded == f"community {VALUE}" and device.typed == [f"snmp {VALUE}"]
    assert str(errors[0]) == "sw1: invalid: community ⟦secret:snmp_ro⟧"
    assert errors[1].commands == ("snmp-server community ⟦secret:snmp_ro⟧",)
    shown = [f"{error} {error!r} {error.__cause__!r} {error.__context__!r} {error.args}" for error in errors]
    assert [text for text in shown if VALUE in text] == []


def test_nothing_is_sent_once_the_deadline_is_over(tmp_path: Path) -> None:
    device, drivers = Device(), DriversByThread()
    drivers.expire(threading.current_thread())
    driver = SecretInjectingDriver("sw1", device, SecretStore({}, tmp_path), lambda: drivers.check("sw1"))
    with pytest.raises(DeadlineExceeded):
        driver.load_replace_candidate(config="x")
    assert device.loaded == ""


def test_error_without_secret_stays_as_it_is() -> None:
    error = LineRefused("sw1", "no")
    assert redact_error("sw1", error, lambda text: text.replace(VALUE, "x")) is error


def test_repr_of_access_shows_no_secret() -> None:
    access = Access("sw1", "::1", 22, "netops", VALUE, enable=VALUE, optional_args={"community": VALUE})
    assert VALUE not in repr(access) and VALUE not in str(access)
    assert "optional_args=['community']" in repr(access)
