"""Day-0 configs: what a new device needs to be reached, with its secrets, and nowhere that a log or a commit could take them from."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

import netops
from companies import Company
from netops.jobs import IntendedConfigs
from netops.jobs.selection import platform_of
from netops.platforms import get, names
from netops.project import bundled_folder
from netops.render.bootstrap import bootstrap_text

EXAMPLE = bundled_folder()
SWITCH = "hq-sw-1"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "company")
    Company(tmp_path).netops("init", str(made.root))
    return made


def texts() -> dict[str, str]:
    loaded = netops.load(EXAMPLE)
    intended = IntendedConfigs(loaded)
    return {
        name: bootstrap_text(platform_of(loaded, name), intended(name).text, loaded.view(name), loaded.target(name).address)
        for name in ("ber-acc-1", "ber-core-1", "ber-fw-1")
    }


def test_the_address_and_the_way_to_it_are_there_and_services_are_not() -> None:
    """A switch that is managed in a VLAN has the VLAN and the ports that carry it; a filter that a line names comes along."""
    found = texts()
    switch = found["ber-acc-1"]
    wanted = ("hostname ber-acc-1", " ip address 10.1.0.31 255.255.255.0", "vlan 100", "ip default-gateway 10.1.0.1", "line vty 0 4")
    assert [line for line in wanted if line not in switch.splitlines()] == []
    assert "interface TenGigabitEthernet1/1/1\n" in switch and "ip access-list extended MGMT-IN\n" in switch
    assert [word for word in ("ntp", "vlan 110", "GigabitEthernet1/0/1\n", "logging host") if word in switch] == []
    core = found["ber-core-1"]
    assert "management api http-commands\n   no shutdown\n" in core and "   ip address 10.1.0.11/24\n" in core
    assert "ip access-list" not in core and "Ethernet11\n" not in core
    assert "netconf {" in found["ber-fw-1"] and "filter TO-MGMT {" in found["ber-fw-1"] and "ospf" not in found["ber-fw-1"]


JUNOS = "interfaces {\n    Gi0/1 {\n        unit 0 {\n            family inet {\n                address 10.0.0.1/30;\n" + "".join(
    f"{' ' * 4 * depth}}}\n" for depth in range(3, -1, -1)
)
JUNOS_ROUTE = "routing-options {\n    static {\n        route 10.9.0.0/16 next-hop 10.0.0.2;\n    }\n}\n"
ROUTED = {
    "cisco_ios": ("interface Gi0/1\n ip address 10.0.0.1 255.255.255.252\n", "ip route 10.9.0.0 255.255.0.0 10.0.0.2\n"),
    "arista_eos": ("interface Gi0/1\n   ip address 10.0.0.1/30\n", "ip route 10.9.0.0/16 10.0.0.2\n"),
    "cisco_nxos": ("interface Gi0/1\n  ip address 10.0.0.1/30\n", "ip route 10.9.0.0/16 10.0.0.2\n"),
    "juniper_junos": (JUNOS, JUNOS_ROUTE),
}


@pytest.mark.parametrize("platform", ROUTED)
def test_the_way_back_is_there_also_where_it_is_no_default_route(platform: str) -> None:
    interface, route = ROUTED[platform]
    view = {
        "interfaces": {"Gi0/1": {"type": "other", "addresses": ["10.0.0.1/30"]}},
        "static_routes": [{"prefix": "10.9.0.0/16"}, {"prefix": "10.8.0.0/16", "vrf": "other"}],
    }
    found = bootstrap_text(get(platform), f"{interface}{route}", view, "10.0.0.1")
    assert route.strip().splitlines()[-1 if platform != "juniper_junos" else 2] in found


def test_the_port_of_netops_and_its_gateway_are_there() -> None:
    """netops is at a port of the device itself: without the port and the VLAN interface nothing gets in."""
    own = "interface Gi0/1\n ip address 10.0.0.1 255.255.255.252\n"
    way = "vlan 99\n name mgmt\ninterface Gi0/3\n switchport access vlan 99\ninterface Vlan99\n ip address 10.9.0.1 255.255.255.0\n"
    ports = {"Gi0/1": {"type": "other", "addresses": ["10.0.0.1/30"]}, "Gi0/3": {"type": "other", "vid": 99}, "Vlan99": {}}
    view = {"interfaces": ports, "vlans": [{"vid": 99, "name": "mgmt"}]}
    alone, attached = (bootstrap_text(get("cisco_ios"), way + own, view, "10.0.0.1", port) for port in ("", "Gi0/3"))
    assert [line for line in way.splitlines() if line in alone.splitlines()] == []
    assert [line for line in way.splitlines() if line not in attached.splitlines()] == []


def test_every_platform_with_a_driver_and_a_simulator_of_a_network_device_has_one_or_says_why() -> None:
    without = {name for name in names() if not get(name).bootstrap}
    assert without == {"cups", "frr", "inventory_only", "linux", "printer"}


def test_a_file_has_the_secrets_and_only_this_user_reads_it(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_USER_HASH", "$6$canary")
    said = company.netops("render", "--bootstrap", SWITCH, "-o", str(tmp_path / "out"))
    file = tmp_path / "out" / f"{SWITCH}.cfg"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "$6$canary" in file.read_text() and "⟦" not in file.read_text()
    assert "$6$canary" not in said.out + said.err


def test_no_log_and_no_commit_gets_it(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_USER_HASH", "$6$canary")
    said = company.netops("render", "--bootstrap", SWITCH, expect=2)
    assert "the output is no terminal: it could be a log" in said.err and "$6$canary" not in said.out + said.err
    subprocess.run(["git", "init", "-q", str(company.root)], check=True)
    for folder in (company.root / "build", company.root / "new" / "build"):
        said = company.netops("render", "--bootstrap", SWITCH, "-o", str(folder), expect=2)
        assert "git would take it into a commit" in said.err and not folder.exists()
    (company.root / ".gitignore").write_text(".netops/\n")
    company.netops("render", "--bootstrap", SWITCH, "-o", str(company.root / ".netops/bootstrap"))


def test_it_is_for_devices_by_name_that_have_one(company: Company, tmp_path: Path) -> None:
    assert "devices by name" in company.netops("render", "--bootstrap", "-o", str(tmp_path / "out"), expect=2).err
    assert "linux has no day-0 config" in company.netops("render", "--bootstrap", "hq-srv-1", "-o", str(tmp_path / "out"), expect=2).err
