"""Each key of netops.yaml changes what netops does, or is on the one list of what is not supported yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from companies import Company
from netops import validation
from netops.commands._shared import report_context
from netops.deploy.capture import make_capture_store
from netops.errors import NetopsError
from netops.fleet.access import AccessResolver
from netops.fleet.context import make_context
from netops.graph.graph import graph_of
from netops.graph.reach import ManagementStation
from netops.jobs.deploying import load_health_checks
from netops.jobs.guarding import limits_of, policy_of
from netops.jobs.operation import DeviceFleet
from netops.jobs.selection import Selection
from netops.model.target import ConfigTarget
from netops.model.unobeyed import ACCEPT, ANY, BY_NAME, SETTINGS, SETTINGS_NOT_OBEYED
from netops.plan import wave_policy
from netops.project import Project, bundled_folder
from netops.schema import load

TODAY = date(2027, 1, 1)
SECRET, OTHER = "!secret first", "!secret second"
OF_STARTER = {"snmp_ro": {"env": "NETOPS_SNMP_RO"}, "netops_hash": {"env": "NETOPS_USER_HASH"}}

ACCESS: dict[str, Any] = {
    "match": "platform=arista_eos",
    "username": "netops",
    "password": SECRET,
    "enable": SECRET,
    "transport": "eapi",
    "port": 8443,
    "tls": True,
    "community": SECRET,
}
BASE: dict[str, Any] = {
    "name": "Acme",
    "schema": 2,
    "access": [ACCESS],
    "secrets": {"first": {"env": "NETOPS_FIRST"}, "second": {"env": "NETOPS_SECOND"}, **OF_STARTER},
    "workers": 3,
    "timeout_s": 60,
    "rules": {"ORG003": {"keys": []}},
    "plans": {"signers": ["it"]},
}


def entry(**changed: Any) -> dict[str, Any]:
    return {"access": [ACCESS | changed]}


def source(**one: Any) -> dict[str, Any]:
    return {"secrets": BASE["secrets"] | {"first": one}}


GUARDS = ("max_devices", "max_sites", "removed_devices", "removed_devices_percent", "removed_lines", "removed_lines_percent")
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx3b2Z1bGxleGFtcGxla2V5bm90cmVhbGx5dXNlZA"

CHANGES: dict[str, dict[str, Any]] = {
    "name": {"name": "Other"},
    "schema": {"schema": 1},
    "access": {"access": []},
    "access.*.match": entry(match="platform=linux"),
    "access.*.username": entry(username="other"),
    "access.*.password": entry(password=OTHER),
    "access.*.key": entry(key=OTHER),
    "access.*.enable": entry(enable=OTHER),
    "access.*.transport": entry(transport="ssh"),
    "access.*.port": entry(port=9443),
    "access.*.tls": entry(tls=False),
    "access.*.legacy": entry(legacy=True),
    "access.*.agent": entry(agent=True),
    "access.*.ssh_config": entry(ssh_config=True, transport="ssh"),
    "access.*.console": entry(console={"server": "10.9.9.9", "port": 2005}),
    "access.*.console.server": entry(console={"server": "10.9.9.8", "port": 2005}),
    "access.*.console.port": entry(console={"server": "10.9.9.9", "port": 2006}),
    "access.*.community": entry(community=OTHER),
    "secrets": {"secrets": {}},
    "secrets.*.env": source(env="NETOPS_SECOND"),
    "secrets.*.file": source(file="one"),
    "secrets.*.key": source(key="first") | {"secrets_file": "all.yaml"},
    "secrets_file": source(key="first") | {"secrets_file": "all.yaml"},
    "secrets.*.cmd": source(cmd=["echo", "from a command"]),
    "capture": {"capture": {"recipients": ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]}},
    "capture.recipients": {"capture": {"recipients": ["age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z"]}},
    "health": {"health": {"wait_s": 5}},
    "health.wait_s": {"health": {"wait_s": 6}},
    "health.skip": {"health": {"skip": ["lldp"]}},
    "workers": {"workers": 4},
    "timeout_s": {"timeout_s": 61},
    "rules": {"rules": {"ORG003": {"keys": ["asset_tag"]}}},
    ACCEPT: {ACCEPT: ["state"]},
    "runner": {"runner": {"via": "hq-sw-1"}},
    "guards": {"guards": {"max_devices": 5}},
    **{f"guards.{name}": {"guards": {name: 5}} for name in GUARDS},
    "deploy": {"deploy": {"branch": "main"}},
    "deploy.branch": {"deploy": {"branch": "other"}},
    "deploy.require": {"deploy": {"require": ["ticket"]}},
    "deploy.ticket_pattern": {"deploy": {"ticket_pattern": "CHG[0-9]+"}},
    "deploy.emergency": {"deploy": {"emergency": ["signatures"]}},
    "deploy.waves": {"deploy": {"waves": {"sizes": [2]}}},
    "deploy.waves.sizes": {"deploy": {"waves": {"sizes": [3, 9]}}},
    "deploy.waves.factor": {"deploy": {"waves": {"factor": 1.5}}},
    "deploy.waves.soak_s": {"deploy": {"waves": {"soak_s": 60}}},
    "deploy.waves.pause": {"deploy": {"waves": {"pause": "each"}}},
    "plans": {"plans": {}},
    "plans.valid_for": {"plans": {"signers": ["it"], "valid_for": "24h"}},
    "plans.signers": {"plans": {"signers": ["nobody"]}},
    "plans.signatures": {"plans": {"signers": ["it"], "signatures": 2}},
    "plans.self_approval": {"plans": {"signers": ["it"], "self_approval": True}},
}
"""By key: a change of it to another valid value."""

NOT_OBEYED: dict[str, dict[str, Any]] = {
    "state": {"state": "postgresql://db.example/netops"},
    "access.*.jump": entry(jump="jump.example"),
    "access.*.host_keys": entry(host_keys="first-use"),
    "secrets.*.vault": source(vault="network/device#password"),
}
"""By key: a value that promises what netops does not do."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, untouched_starter: Company) -> Company:
    root = shutil.copytree(untouched_starter.root, tmp_path_factory.mktemp("settings") / "company")
    (root / "inventory/org").mkdir()
    (root / "inventory/org/contacts.yaml").write_text(f"contacts:\n  it: {{role: IT, ssh_keys: [{KEY}]}}\n")
    (root / "one").write_text("from a file\n")
    (root / "all.yaml").write_text("first: from the file of all\n")
    (root / "all.yaml").chmod(0o600)
    return Company(root)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_FIRST", "value-first")
    monkeypatch.setenv("NETOPS_SECOND", "value-second")


@pytest.fixture(scope="module")
def before(company: Company) -> list[str]:
    """What is seen of the settings that are changed; it is the same each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETOPS_FIRST", "value-first")
        patch.setenv("NETOPS_SECOND", "value-second")
        found = observed(company, BASE)
        assert observed(company, BASE) == found
    assert not [line for line in found if "error" in line and "ACC" not in line], found
    return found


def write(company: Company, settings: Mapping[str, Any]) -> None:
    text = yaml.safe_dump(settings, sort_keys=False)
    for reference in (SECRET, OTHER):
        text = text.replace(f"'{reference}'", reference)
    (company.root / "netops.yaml").write_text(text)


def observed(company: Company, settings: Mapping[str, Any]) -> list[str]:
    """What netops finds and does with these settings: findings, how each target is reached, and by how many at once."""
    write(company, settings)
    found, result = validation.open_company(Project(company.root), TODAY)
    seen = [str(problem) for problem in result.problems]
    if found is None:
        return seen
    lookup = make_context(found).lookup
    seen += [reached(lookup, target) for target in found.targets.values()]
    runner: Any = DeviceFleet(found).open(list(found.targets.values()), lambda name: {}).runner
    report = report_context(Selection(found, ()))
    capture = make_capture_store(company.root / "captures", found.settings.get("capture"))
    readers = [str(recipient) for recipient in capture.recipients] if capture else []
    guarded = (limits_of(found.settings), policy_of(found.settings), wave_policy(found.settings))
    health = load_health_checks(found)
    checks = [check.name for check in health.checks]
    start = ManagementStation(graph_of(found)).start
    return [*seen, str(start), str((runner.num_workers, runner.deadline_s, report.company, readers, checks, health.wait_s, guarded))]


def reached(lookup: AccessResolver, target: ConfigTarget) -> str:
    """How a target is reached, or why it is not; a file of a key by its name, since it is new each time."""
    try:
        access = lookup.access(target)
    except NetopsError as error:
        return str(error)
    return str({name: Path(access.key_file).name if name == "key_file" else getattr(access, name) for name in access.__slots__})


def keys(schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The keys of netops.yaml with their paths; a list of maps and a map with free keys have `*` for each of theirs."""
    for name, inner in schema.get("properties", {}).items():
        here = f"{path}.{name}".removeprefix(".")
        yield here
        yield from keys(inner, here)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from keys(schema[name], f"{path}.{ANY}")


def test_every_key_is_obeyed_or_on_the_list() -> None:
    schema = load(Project(bundled_folder())).whole("netops").contents
    assert set(keys(schema)) == {*CHANGES, *NOT_OBEYED}
    listed = {".".join(one.path) for one in SETTINGS_NOT_OBEYED if one.noun == SETTINGS}
    assert listed == set(NOT_OBEYED)


def test_the_page_has_the_whole_list() -> None:
    page = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text()
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    assert [(row[1].split("`")[1], row[3].strip().replace("`", "")) for row in rows] == [
        (one.name, one.effect) for one in SETTINGS_NOT_OBEYED
    ]


@pytest.mark.parametrize("key", CHANGES)
def test_another_value_changes_what_netops_does(company: Company, before: list[str], key: str) -> None:
    assert observed(company, BASE | CHANGES[key]) != before


def test_ssh_config_is_read_beside_the_transport(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/config").write_text("Host hq-sw-1\n  HostName 192.0.2.9\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    without, with_it = (observed(company, BASE | entry(transport="ssh", **more)) for more in ({}, {"ssh_config": True}))
    assert [("192.0.2.9" in "".join(found)) for found in (without, with_it)] == [False, True]


@pytest.mark.parametrize("key", NOT_OBEYED)
def test_what_is_not_obeyed_is_refused_at_its_place_and_can_be_accepted(company: Company, key: str) -> None:
    settings = BASE | NOT_OBEYED[key]
    name = next(one.name for one in BY_NAME.values() if ".".join(one.path) == key)
    found = [line for line in observed(company, settings) if "SET001" in line]
    assert len(found) == 1
    last = key.rpartition(".")[2]
    place = found[0].partition(" ")[0].split(":")
    assert (company.root / "netops.yaml").read_text().splitlines()[int(place[1]) - 1][int(place[2]) - 1 :].startswith(f"{last}:")
    assert f"error SET001: not supported yet: {name}: " in found[0]
    assert "SET00" not in "".join(observed(company, settings | {ACCEPT: [name]}))
