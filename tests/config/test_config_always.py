"""What every device has is never deleted: sections and lines that it writes by itself, and the way to it where a rendered config does not
name it."""

from __future__ import annotations

import pytest

from netops import config
from netops.config import ParsedConfig
from netops.plan.build import compute_change

NAME = {"huawei_vrp": "sysname"}
ALWAYS = [
    # platform, lines of the running config, what may not be sent when nothing of it is wanted
    ("cisco_ios", "interface Vlan1\n ip address 192.0.2.1 255.255.255.0\n", "no interface Vlan1"),
    ("cisco_ios", "interface Null0\n no ip unreachables\n", "no interface Null0"),
    ("cisco_ios", "interface Embedded-Service-Engine0/0\n no ip address\n shutdown\n", "no interface Embedded-Service-Engine0/0"),
    ("cisco_ios", "redundancy\n mode sso\n", "no redundancy"),
    ("cisco_ios", "control-plane\n service-policy input COPP\n", "no control-plane"),
    ("cisco_ios", "vrf definition Mgmt-vrf\n address-family ipv4\n", "no vrf definition Mgmt-vrf"),
    ("cisco_ios", "crypto pki trustpoint TP-self-signed-1\n revocation-check none\n", "no crypto pki trustpoint TP-self-signed-1"),
    ("cisco_ios", "license boot level ipbasek9\n", "no license boot level ipbasek9"),
    ("cisco_ios", "spanning-tree extend system-id\n", "no spanning-tree extend system-id"),
    ("cisco_ios", "mgcp profile default\n", "no mgcp profile default"),
    ("cisco_ios", "vlan 1\n name x\n", "no vlan 1"),
    ("cisco_ios", "line con 0\n logging synchronous\n", "no line con 0"),
    ("arista_eos", "vlan 1\n   name x\n", "no vlan 1"),
    ("arista_eos", "vrf instance default\n", "no vrf instance default"),
    ("cisco_nxos", "vlan 1\n  name x\n", "no vlan 1"),
    ("cisco_nxos", "interface mgmt0\n  ip address 192.0.2.1/24\n", "no interface mgmt0"),
    ("cisco_nxos", "vrf context management\n  ip route 0.0.0.0/0 192.0.2.254\n", "no vrf context management"),
    ("cisco_nxos", "feature ssh\n", "no feature ssh"),
    ("huawei_vrp", "vlan 1\n description x\n", "undo vlan 1"),
    ("huawei_vrp", "interface NULL0\n", "undo interface NULL0"),
    ("huawei_vrp", "drop-profile default\n", "undo drop-profile default"),
    ("huawei_vrp", "aaa\n domain default\n authentication-scheme default\n local-user a password cipher x\n", "undo domain default"),
    ("huawei_vrp", "aaa\n domain default\n authentication-scheme default\n", "undo authentication-scheme default"),
    ("frr", "line vty\nexit\n", "no line vty"),
]


@pytest.mark.parametrize(("platform", "lines", "never"), ALWAYS)
def test_what_every_device_has_is_never_deleted(platform: str, lines: str, never: str) -> None:
    name = NAME.get(platform, "hostname")
    commands = config.remediate(platform, f"{name} a\n{lines}", f"{name} b\n")
    assert never not in [line.strip() for line in commands]
    assert f"{name} b" in commands


WAYS = [
    ("arista_eos", "service routing protocols model multi-agent\n"),
    ("arista_eos", "service routing protocols model multi-agent\n"),
    ("arista_eos", "interface Management1\n   vrf MGMT\n   ip address 192.0.2.1/24\n"),
    ("cisco_ios", "interface GigabitEthernet0\n vrf forwarding Mgmt-vrf\n ip address 192.0.2.1 255.255.255.0\n"),
    ("cisco_ios", "vrf definition Mgmt-vrf\n address-family ipv4\n"),
    ("cisco_nxos", "interface mgmt0\n  vrf member management\n  ip address 192.0.2.1/24\n"),
    ("cisco_nxos", "vrf context management\n  ip route 0.0.0.0/0 192.0.2.254\n"),
    ("cisco_nxos", "boot nxos bootflash:nxos.bin\n"),
    ("cisco_nxos", "copp profile strict\n"),
    ("cisco_xr", "interface MgmtEth0/RP0/CPU0/0\n ipv4 address 192.0.2.1 255.255.255.0\n"),
    (
        "juniper_junos",
        "interfaces {\n    fxp0 {\n        unit 0 {\n            family inet {\n                dhcp;\n"
        "            }\n        }\n    }\n}\n",
    ),
    ("juniper_junos", "interfaces {\n    /* OOB */\n    re0:mgmt-0 {\n        unit 0;\n    }\n}\n"),
    ("juniper_junos", "system {\n    management-instance;\n}\nrouting-instances {\n    mgmt_junos {\n        description x;\n    }\n}\n"),
    (
        "juniper_junos",
        "groups {\n    re0 {\n        system {\n            host-name a-re0;\n        }\n    }\n}\napply-groups [ re0 re1 ];\n",
    ),
    ("juniper_junos", "set interfaces me0 unit 0 family inet address 192.0.2.1/24\n"),
    ("huawei_vrp", "interface MEth0/0/1\n ip address 192.0.2.1 255.255.255.0\n"),
]


@pytest.mark.parametrize(("platform", "lines"), WAYS)
@pytest.mark.parametrize("apply", ["commands", "replace"])
def test_a_plan_leaves_the_way_to_a_device_that_nobody_named(platform: str, lines: str, apply: str) -> None:
    """A rendered config that says nothing about the management port is no wish to lose the device."""
    a, b = named(platform, lines, "a"), named(platform, lines, "b")
    change = compute_change(
        "commands" if apply == "commands" else "replace", ParsedConfig(platform, a + lines), ParsedConfig(platform, b), None
    )
    assert change.candidate == b + lines
    assert config.diff(platform, change.predicted.text, b + lines) == ()
    assert [line for line in change.commands if "name" not in line] == []


def named(platform: str, lines: str, name: str) -> str:
    """A config with nothing but a hostname."""
    if platform == "juniper_junos":
        return f"set system host-name {name}\n" if lines.startswith("set ") else f"system {{\n    host-name {name};\n}}\n"
    return f"{NAME.get(platform, 'hostname')} {name}\n"


@pytest.mark.parametrize(("platform", "lines"), WAYS)
def test_a_way_that_is_named_is_as_wanted(platform: str, lines: str) -> None:
    """And a config that a device ran is all of it: a rollback takes away what was not there."""
    wanted = lines.replace("192.0.2.1", "192.0.2.9")
    change = compute_change("replace", ParsedConfig(platform, lines), ParsedConfig(platform, wanted), None)
    assert change.candidate == wanted
    a = named(platform, lines, "a")
    after = config.predict(platform, a + lines, config.rollback(platform, a, a + lines))
    assert "192.0.2" not in after
    assert not {"bootflash", "multi-agent", "copp"} & set(after.replace(":", " ").split())
