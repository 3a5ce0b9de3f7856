"""Plain data for simulated targets, as a lab's process takes it."""

from __future__ import annotations

from typing import Any

PASSWORD = "generated-for-this-session"
INITIAL = {
    "arista_eos": (
        "username netops privilege 15 role network-admin secret sha512 $6$x\nhostname {name}\nntp server 192.0.2.1\n"
        "interface Management1\n   ip address 192.0.2.10/24\nmanagement api http-commands\n   no shutdown\n"
    ),
    "cisco_ios": (
        "hostname {name}\nlldp run\narchive\n path flash:archive\ninterface Vlan100\n ip address 192.0.2.10 255.255.255.0\n"
        "ip scp server enable\nline vty 0 4\n login local\nntp server 192.0.2.1\n"
    ),
    "juniper_junos": (
        "system {{ host-name {name}; services {{ netconf {{ ssh; }} }} ntp {{ server 192.0.2.1; }} }}\n"
        "interfaces {{ ge-0/0/0 {{ description uplink; unit 0 {{ family inet {{ address 192.0.2.10/24; }} }} }} }}\n"
    ),
}
INTERFACES = {
    "arista_eos": ["Ethernet1", "Ethernet2", "Management1"],
    "cisco_ios": ["GigabitEthernet1/0/1", "GigabitEthernet1/0/2"],
    "juniper_junos": ["ge-0/0/0", "ge-0/0/1"],
}
OS_VERSIONS = {"arista_eos": "4.30.1F", "cisco_ios": "17.9.4", "juniper_junos": "22.4R1.10"}
DRIVERS = {"arista_eos": "eos", "cisco_ios": "ios", "juniper_junos": "junos"}


def entry(platform: str, name: str) -> dict[str, Any]:
    """The spec of a target with a neighbour on its first interface."""
    first = INTERFACES[platform][0]
    return {
        "name": name,
        "platform": platform,
        "hostname": name,
        "model": "MODEL-1",
        "serial": f"S-{name}",
        "os_version": OS_VERSIONS[platform],
        "interfaces": INTERFACES[platform],
        "neighbors": [{"interface": first, "device": "other", "port": "Ethernet9"}],
        "initial": INITIAL[platform].format(name=name),
    }


def content(targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "login": {"username": "netops", "password": PASSWORD},
        "secrets": {"snmp_ro": "s3cret"},
        "banner": "lab: test",
        "targets": targets,
    }
