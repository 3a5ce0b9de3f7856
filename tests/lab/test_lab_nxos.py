"""The simulated NX-OS device alone, without sockets: what it does with lines, in its own words and its own form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from netops import config
from netops.lab.sim.cisco_cli import execute
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import Refused
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.nxos import NxosDevice
from netops.lab.sim.nxos_cli import NxosCli

TESTS = Path(__file__).parents[1]
FEATURES = "".join(f"feature {name}\n" for name in ("bgp", "hsrp", "interface-vlan", "lacp", "lldp", "ospf", "tacacs+", "vrrp"))
PORTS = ("Ethernet1/1", "Ethernet1/2", "Ethernet1/10")


def made(initial: str = "", ports: tuple[str, ...] = PORTS) -> NxosDevice:
    return NxosDevice(TargetSpec("sw1", "cisco_nxos", "sw1", "N9K", "S1", "10.2(3)", ports, initial=initial), Clock(source=lambda: 1.8e9))


def with_ports_of(text: str, features: str = "") -> NxosDevice:
    """A device that runs a text, with the ports that it names."""
    found = sorted(set(re.findall(r"^interface (Ethernet\d+/\d+)$", text, re.MULTILINE)))
    return made(features + text, tuple(found))


def typed(device: NxosDevice, *commands: str) -> str:
    """What the device answers to lines in config mode."""
    shown = execute(NxosCli(device, "console"), ["configure terminal", *commands]).output
    return shown.removeprefix("Enter configuration commands, one per line. End with CNTL/Z.").removeprefix("\n")


def port(device: NxosDevice, name: str) -> list[str]:
    """The lines of an interface, as the device prints them."""
    sections = (part.splitlines() for part in device.text(device.running).split("\n\n"))
    return next(lines for header, *lines in sections if header == f"interface {name}")


def test_prints_in_its_own_order_and_form() -> None:
    device = made(
        "ntp server 10.0.0.1\nint eth1/2\n desc to  core\n no shut\n switchport mode access\n switchport access vlan 20\n"
        "vlan 20\n name b\nvlan 3-5\nfeature lldp\nhostname leaf1\n"
        "ip access-list A\n permit ip host 10.0.0.1 host 10.0.0.2\nusername x password 5 $5$a role network-admin\n"
    )
    assert device.text(device.running) == (
        "\nversion 10.2(3) Bios:version 05.45\nhostname leaf1\nfeature lldp\nusername x password 5 $5$a  role network-admin\n"
        "ip domain-lookup\n\nip access-list A\n  10 permit ip 10.0.0.1/32 10.0.0.2/32\n\n"
        "ntp server 10.0.0.1 use-vrf default\n\nvlan 1,3-5,20\nvlan 20\n  name b\n\nvrf context management\n\n"
        "interface Ethernet1/1\n\ninterface Ethernet1/2\n  description to  core\n  switchport access vlan 20\n\n"
        "interface Ethernet1/10\n\ninterface mgmt0\n  vrf member management\n\nline console\nline vty\n"
    )


def test_a_feature_switches_its_lines_on_and_off() -> None:
    device = made()
    refused = "sw1(config)# router ospf 1\n             ^\n% Invalid command at '^' marker.\n"
    assert typed(device, "router ospf 1") == refused
    assert typed(device, "feature ospf", "router ospf 1", "router-id 10.0.0.1", "interface Ethernet1/1", "ip router ospf 1 area 0") == ""
    assert typed(device, "no feature ospf") == ""
    assert "ospf" not in device.text(device.running)


def test_a_port_that_routes_is_down_until_told_otherwise() -> None:
    device = made("interface Ethernet1/1\n  switchport access vlan 7\n  shutdown\n")
    typed(device, "interface Ethernet1/1", "no switchport")
    assert port(device, "Ethernet1/1") == ["  no switchport"]
    assert next(state for state in device.interfaces() if state.name == "Ethernet1/1").enabled is False
    typed(device, "interface Ethernet1/1", "ip address 10.0.0.1/24", "no shutdown")
    assert port(device, "Ethernet1/1") == ["  no switchport", "  ip address 10.0.0.1/24", "  no shutdown"]
    typed(device, "interface Ethernet1/1", "vrf member red")
    assert port(device, "Ethernet1/1") == ["  no switchport", "  vrf member red", "  no shutdown"]
    typed(device, "interface Ethernet1/1", "vrf member red", "ip address 10.0.0.1/24", "vrf member red", "switchport")
    assert port(device, "Ethernet1/1") == []
    typed(device, "interface Ethernet1/1", "description x", "default interface Ethernet1/1")
    assert port(device, "Ethernet1/1") == []


def test_one_filter_per_direction() -> None:
    device = made("interface Ethernet1/1\n  no switchport\n  ip access-group A in\n  ip access-group A out\n  ip access-group B in\n")
    assert port(device, "Ethernet1/1") == ["  no switchport", "  ip access-group B in", "  ip access-group A out"]


def test_vdc_is_called_as_the_switch() -> None:
    device = made("hostname a\nvdc a id 1\n  limit-resource vlan minimum 16 maximum 4094\n")
    typed(device, "hostname b")
    assert "vdc b id 1\n  limit-resource vlan minimum 16 maximum 4094\n" in device.text(device.running)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("no vlan 1", "ERROR: Cannot delete default VLAN"),
        ("no vrf context management", "ERROR: VRF management cannot be deleted"),
        ("no interface Ethernet1/1", "% Removal of physical interfaces is not permitted"),
        ("ntp server", "                        ^\n% Incomplete command at '^' marker.\n"),
        ("ntp serverr 10.0.0.1", "                 ^\n% Invalid command at '^' marker.\n"),
    ],
)
def test_refused_lines(command: str, answer: str) -> None:
    assert typed(made(), command) == f"sw1(config)# {command}\n{answer}"


def test_exec_commands_work_in_config_mode() -> None:
    device = made("feature scp-server\n")
    assert typed(device, "interface Ethernet1/1", "show hostname", "description x") == "sw1"
    assert port(device, "Ethernet1/1") == ["  description x"]


def test_rollback_is_all_or_nothing() -> None:
    device = made("hostname a\n")
    before = device.text(device.running)
    device.flash["c"] = b"!Command: Checkpoint cmd vdc 1\nhostname b\nrouter bgp 1\n"
    answer = execute(NxosCli(device, "console"), ["rollback running-config file bootflash:c", "show rollback log exec"])
    assert not answer.ok and "Rollback failed." in answer.output
    assert "Syntax error while parsing 'router bgp 1'" in execute(NxosCli(device, "console"), ["show rollback log exec"]).output
    assert device.text(device.running) == before
    device.flash["c"] = b"hostname b\n"
    assert "ERROR: c is not a checkpoint file" in execute(NxosCli(device, "console"), ["rollback running-config file c"]).output


def test_questions_are_asked_until_told_otherwise() -> None:
    device = made()
    execute(NxosCli(device, "console"), ["checkpoint file c"])
    assert device.file("bootflash:///c") in device.flash
    execute(NxosCli(device, "console"), ["delete c", "no"])
    assert "c" in device.flash
    execute(NxosCli(device, "console"), ["terminal dont-ask", "delete c"])
    assert "c" not in device.flash


def test_what_is_rendered_for_a_platform_comes_back_as_it_is() -> None:
    text = (TESTS / "golden/cisco_nxos/main/expected.txt").read_text(encoding="utf-8")
    device = with_ports_of(text)
    assert config.diff("cisco_nxos", device.text(device.running), text) == ()


@pytest.mark.parametrize("case", sorted(path.name for path in (TESTS / "config/cases/cisco_nxos").iterdir()))
def test_commands_of_the_config_engine_do_what_it_says(case: str) -> None:
    """Typed on a device that knows nothing of the engine, they lead from the running config to the intended one."""
    folder = TESTS / "config/cases/cisco_nxos" / case
    running, intended = ((folder / name).read_text(encoding="utf-8") for name in ("running.txt", "intended.txt"))
    features = "" if "feature " in running else FEATURES
    device = with_ports_of(running, features)
    wanted = made(features + intended, tuple(name for name in device.spec.interfaces if name != "mgmt0"))
    answer = execute(NxosCli(device, "console"), ["configure terminal", *config.remediate("cisco_nxos", running, intended)])
    assert answer.ok, answer.output
    assert config.diff("cisco_nxos", device.text(device.running), wanted.text(wanted.running)) == ()


def test_a_text_with_unknown_lines_is_refused_with_all_of_them() -> None:
    with pytest.raises(Refused) as caught:
        made("ip scp server enable\nhostname a\nspanning-tree mode pvst\n")
    assert [line.line for line in caught.value.refused] == ["ip scp server enable", "spanning-tree mode pvst"]
