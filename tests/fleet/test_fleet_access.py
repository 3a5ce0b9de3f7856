"""Who a target is reached as, where, and which key it has to prove."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asyncssh
import pytest
from fleet_servers import Company, Lab, Target

from netops.errors import DataError, MissingSecret, UsageError
from netops.events import Outcome
from netops.fleet import open_fleet, resolve_all_access, run_task
from netops.fleet.access import split_endpoint
from netops.fleet.context import KEY, make_context
from netops.fleet.hostkeys import HostKeys
from netops.model.index import Index
from netops.secrets import SecretRef

KEY_LINE = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
PIN = "ab" * 32


@pytest.fixture
def filled(company: Company) -> Company:
    """Three platforms, an entry of `access:` each, the last one for all that is left."""
    company.targets = {
        "sw1": Target("sw1", "arista_eos", "10.1.0.1/24"),
        "sw2": Target("sw2", "cisco_ios", "2001:db8::2", site="ham"),
        "fw1": Target("fw1", "juniper_junos", "10.1.0.3"),
    }
    company.objects = {"site": {}}
    company.devices = {name: {} for name in company.targets}
    company.settings = {
        "access": [
            {"match": "platform=arista_eos", "username": "eos", "password": SecretRef("one"), "port": 8443},
            {"match": "site=ham", "username": "ham", "password": SecretRef("two"), "enable": SecretRef("one")},
            {"username": "rest", "password": SecretRef("two")},
        ],
        "secrets": {"one": {"env": "NETOPS_TEST_ONE"}, "two": {"env": "NETOPS_TEST_TWO"}},
    }
    return company


def shown(company: Company, name: str) -> tuple[Any, ...]:
    access = make_context(company).lookup.access(company.targets[name])
    return access.hostname, access.port, access.username, access.password, access.enable, access.transport, access.host_key


def test_first_match_wins_and_is_used_whole(filled: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_TEST_ONE", "value-one")
    monkeypatch.setenv("NETOPS_TEST_TWO", "value-two")
    (filled.project.root / "inventory/known_hosts").write_text(
        f"# keys\n2001:db8::2 {KEY_LINE}\n[10.1.0.1]:8443 tls-sha256 {PIN.upper()}\n[10.1.0.3]:830,fw1 {KEY_LINE}\n"
    )
    key = " ".join(KEY_LINE.split()[:2])
    assert shown(filled, "sw1") == ("10.1.0.1", 8443, "eos", "value-one", "", "https", f"sha256:{PIN}")
    assert shown(filled, "sw2") == ("2001:db8::2", 22, "ham", "value-two", "value-one", "ssh", key)
    assert shown(filled, "fw1") == ("10.1.0.3", 830, "rest", "value-two", "", "netconf", key)


def test_a_console_is_reached_at_its_server(filled: Company) -> None:
    filled.settings["access"] = [{"username": "x", "console": {"server": "10.9.9.9", "port": 2005}}]
    filled.targets["sw2"] = Target("sw2", "cisco_ios", "")
    assert shown(filled, "sw2") == ("10.9.9.9", 2005, "x", "", "", "telnet", "")


def test_a_console_is_reached_at_the_server_that_its_cable_leads_to(filled: Company) -> None:
    ends = {"a": {"device": "fw1", "interface": "port-7"}, "b": {"device": "sw2", "interface": "Console"}}
    filled.index = Index({"cable": {"c1": {**ends, "console": True}}}, filled.devices)
    filled.settings["access"] = [{"username": "x", "transport": "console"}]
    assert shown(filled, "sw2") == ("10.1.0.3", 2007, "x", "", "", "telnet", "")
    with pytest.raises(DataError, match="no console cable ends on sw1"):
        shown(filled, "sw1")


def test_settings_for_old_devices_and_the_agent_arrive(filled: Company) -> None:
    filled.settings["access"] = [{"username": "x", "legacy": True, "agent": True}]
    access = make_context(filled).lookup.access(filled.targets["sw2"])
    assert (access.legacy, access.agent) == (True, True)


def test_key_as_text_becomes_a_private_file_that_goes_away(filled: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    monkeypatch.setenv("NETOPS_TEST_ONE", pem)
    filled.settings["access"] = [{"username": "root", "key": SecretRef("one")}]
    made = make_context(filled)
    path = Path(made.lookup.access(filled.targets["sw2"]).key_file)
    assert path.read_text() == pem
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    del made
    assert not path.parent.exists()
    monkeypatch.setenv("NETOPS_TEST_ONE", "/etc/ssh/id")
    assert make_context(filled).lookup.access(filled.targets["sw2"]).key_file == "/etc/ssh/id"


def test_setting_that_is_not_built_is_no_silence(filled: Company) -> None:
    filled.settings["access"] = [{"username": "root", "jump": "bastion"}]
    with pytest.raises(DataError) as caught:
        make_context(filled).lookup.access(filled.targets["sw2"])
    assert str(caught.value) == (
        "netops.yaml:1:1: error ACC003: not supported yet: jump: devices are reached directly or not at all (at access.jump)\n"
        "    hint: run netops on the jump host itself"
    )


def test_hashed_names_are_found(filled: Company) -> None:
    from paramiko import HostKeys as Keys

    (filled.project.root / "inventory/known_hosts").write_text(f"{Keys.hash_host('[10.1.0.9]:2222')} {KEY_LINE}\n")
    keys = HostKeys.read(filled.project)
    assert keys.ssh("10.1.0.9", 2222) == " ".join(KEY_LINE.split()[:2])
    assert keys.ssh("10.1.0.9", 22) == ""


def test_bad_lines_of_known_hosts_are_told(filled: Company) -> None:
    (filled.project.root / "inventory/known_hosts").write_text(f"sw1 {KEY_LINE}\nsw2\n\nsw3 ssh-ed25519 !!!\n")
    with pytest.raises(DataError) as caught:
        HostKeys.read(filled.project)
    assert [str(diagnostic.origin) for diagnostic in caught.value.diagnostics] == ["inventory/known_hosts:2:1", "inventory/known_hosts:4:1"]


def test_no_entry_names_file_and_target(filled: Company) -> None:
    filled.settings["access"] = filled.settings["access"][:2]
    with pytest.raises(DataError) as caught:
        shown(filled, "fw1")
    assert str(caught.value) == (
        "netops.yaml:1:1: error ACC001: no entry of `access:` matches target fw1 (at access)\n"
        "    expected: an entry whose `match` selects it (platform=juniper_junos, site=ber, role=access)\n"
        "    found: platform=arista_eos, site=ham\n"
        "    hint: add: access: [{match: platform=juniper_junos, username: netops, password: !secret device_password}]"
    )


def test_preflight_tells_every_problem_once(filled: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETOPS_TEST_ONE", raising=False)
    monkeypatch.delenv("NETOPS_TEST_TWO", raising=False)
    nornir = open_fleet(filled, list(filled.targets.values()))
    with pytest.raises(MissingSecret) as caught:
        resolve_all_access(nornir)
    assert [diagnostic.path for diagnostic in caught.value.diagnostics] == ["secrets.two", "secrets.one"]


def test_lab_replaces_access_and_skips_what_it_does_not_hold(filled: Company) -> None:
    entry = {
        "hostname": "127.11.0.1",
        "port": 8080,
        "username": "lab",
        "password": "pw",
        "transport": "eapi-http",
        "optional_args": {"a": 1},
    }
    targets = list(filled.targets.values())
    nornir = open_fleet(filled, targets, Lab({"sw1": entry}), actions=lambda name: {"b": name})
    access = nornir.config.user_defined[KEY].lookup.access(filled.targets["sw1"])
    assert (access.hostname, access.port, access.transport, dict(access.optional_args)) == (
        "127.11.0.1",
        8080,
        "http",
        {"a": 1, "b": "sw1"},
    )
    answers = run_task(nornir, lambda task: "did", name="named")
    assert {name: (answer.value, answer.outcome, answer.ok) for name, answer in answers.items()} == {
        "fw1": ("not in this lab", Outcome.SKIPPED, True),
        "sw1": ("did", None, True),
        "sw2": ("not in this lab", Outcome.SKIPPED, True),
    }
    with pytest.raises(UsageError, match="the lab holds none of the 2 selected targets"):
        open_fleet(filled, targets[1:], Lab({"sw1": entry}))


def test_second_fleet_knows_what_the_first_learned(filled: Company) -> None:
    first = open_fleet(filled, [filled.targets["sw1"]])
    second = open_fleet(filled, [filled.targets["sw2"]], after=first)
    one, two = (nornir.config.user_defined[KEY] for nornir in (first, second))
    assert one.gate is two.gate and one.secrets is two.secrets


@pytest.mark.parametrize(
    ("text", "port", "expected"),
    [
        ("10.1.0.1", None, ("10.1.0.1", None)),
        ("10.1.0.1/24", 22, ("10.1.0.1", 22)),
        ("sw1.example:2222", None, ("sw1.example", 2222)),
        ("sw1.example:2222", 22, ("sw1.example", 22)),
        ("2001:db8::1", None, ("2001:db8::1", None)),
        ("2001:db8::1/64", 830, ("2001:db8::1", 830)),
        ("[2001:db8::1]:2222", None, ("2001:db8::1", 2222)),
        ("[2001:db8::1]", None, ("2001:db8::1", None)),
        ("fe80::1%eth0", 22, ("fe80::1%eth0", 22)),
        ("[fe80::1%eth0]:2222", None, ("fe80::1%eth0", 2222)),
    ],
)
def test_endpoint(text: str, port: int | None, expected: tuple[str, int | None]) -> None:
    assert split_endpoint(text, port) == expected


def test_inventory_holds_plain_data_and_no_secret(filled: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_TEST_ONE", "value-one")
    monkeypatch.setenv("NETOPS_TEST_TWO", "value-two")
    nornir = open_fleet(filled, list(filled.targets.values()))
    resolve_all_access(nornir)
    assert "value-" not in repr(nornir.inventory.dict())
    host = nornir.inventory.hosts["sw2"]
    assert host.data == {
        "netops": {"project": str(filled.project.root)}
        | {"name": "sw2", "device": "sw2", "platform": "cisco_ios", "site": "ham", "role": "access", "kind": "device", "status": "active"}
    }
    assert [group.name for group in host.groups] == ["platform=cisco_ios", "role=access", "site=ham"]


SSH_CONFIG = """\
Host fw1
  HostName 192.0.2.9
  Port 2222
  User ann
  IdentityFile {key}
  IdentityFile ~/.ssh/none
Host sw2
  ProxyJump bastion
Host *
  User everybody
"""


@pytest.fixture
def with_ssh_config(filled: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh/id").write_text("")
    (home / ".ssh/config").write_text(SSH_CONFIG.format(key="~/.ssh/id"))
    monkeypatch.setenv("HOME", str(home))
    filled.settings["access"] = [
        {"match": "platform=arista_eos", "ssh_config": True},
        {"match": "site=ham", "ssh_config": True},
        {"ssh_config": True},
    ]
    (filled.project.root / "inventory/known_hosts").write_text(f"[192.0.2.9]:2222 {KEY_LINE}\n10.1.0.1 tls-sha256 {PIN}\n")
    return filled


def test_ssh_config_gives_what_the_entry_does_not(with_ssh_config: Company, tmp_path: Path) -> None:
    access = make_context(with_ssh_config).lookup.access(with_ssh_config.targets["fw1"])
    assert (access.hostname, access.port, access.username, access.key_file) == ("192.0.2.9", 2222, "ann", str(tmp_path / "home/.ssh/id"))
    with_ssh_config.settings["access"][2] |= {"username": "bob", "port": 830}
    (with_ssh_config.project.root / "inventory/known_hosts").write_text(f"[192.0.2.9]:830 {KEY_LINE}\n")
    assert shown(with_ssh_config, "fw1")[:3] == ("192.0.2.9", 830, "bob")


def test_ssh_config_is_not_for_other_transports(with_ssh_config: Company) -> None:
    assert shown(with_ssh_config, "sw1")[:3] == ("10.1.0.1", 443, "")


def test_a_jump_host_of_ssh_config_is_refused(with_ssh_config: Company) -> None:
    with pytest.raises(DataError, match=r"not supported yet: proxyjump of sw2 in .*/.ssh/config"):
        shown(with_ssh_config, "sw2")
