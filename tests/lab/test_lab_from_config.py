"""A simulated device that is loaded with a config: every line is taken, shown, and a command of the device from then on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from netops import config
from netops.errors import ConfigError
from netops.lab.sim import frr_text
from netops.lab.sim.cisco_cli import execute
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import Refused
from netops.lab.sim.eos import EosDevice
from netops.lab.sim.eos_shell import execute as eos
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.frr_router import FrrRouter
from netops.lab.sim.frr_vtysh import execute as vtysh
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.ios_cli import IosCli
from netops.lab.sim.junos import JunosDevice
from netops.lab.sim.junos_shell import execute as junos
from netops.lab.sim.nxos import NxosDevice
from netops.lab.sim.nxos_cli import NxosCli
from netops.lab.sim.xr import XrDevice
from netops.lab.sim.xr_cli import XrCli

DEVICES: dict[str, type[Any]] = {
    "arista_eos": EosDevice,
    "cisco_ios": IosDevice,
    "cisco_nxos": NxosDevice,
    "cisco_xr": XrDevice,
    "frr": FrrRouter,
    "juniper_junos": JunosDevice,
}

IOS = """\
version 15.2
hostname old-1
no aaa new-model
ip domain-name example.net
crypto pki certificate chain SELF
 certificate self-signed 01
  3082022B 30820194
  3082022B 30820194
\tquit
class-map match-any VOICE
 match dscp ef
policy-map OUT
 class VOICE
  priority percent 10
   police cir 8000
interface GigabitEthernet0/1
 ip address 10.0.0.1 255.255.255.0
 ip flow monitor FM input
 no shutdown
ip nat inside source list 1 interface GigabitEthernet0/1 overload
logging host 10.0.0.7
logging host 10.0.0.8 vrf MGMT
access-list 1 permit 10.0.0.0 0.0.0.255
ip access-list extended PLAIN
 permit tcp any any eq 22
 deny   ip any any
banner motd ^C
Keep out, or ask.^C
event manager applet SAVE
 event timer cron cron-entry "0 4 * * *"
 action 1.0 cli command "write"
ntp server 10.0.0.123
end
"""
EOS = """\
hostname leaf-1
ip virtual-router mac-address 00:1c:73:00:00:99
hardware counter feature acl out
router multicast
   ipv4
      routing
interface Ethernet1
   switchport
   no switchport
   traffic-policy input EDGE
router general
   control-functions
      code unit A
function keep_out() {
  return false;
}
EOF
ntp server 10.0.0.123
"""
NXOS = """\
hostname nx-1
feature hsrp
system vlan long-name
vlan 1,10-12
vlan 10
  name users
  private-vlan isolated
interface Ethernet1/1
  switchport mode access
  no shutdown
  mtu 1500
interface nve1
  no shutdown
  global suppress-arp
bfd interval 50 min_rx 50 multiplier 3
"""
XR = """\
hostname xr-1
! built by hand
line default
 exec-timeout 0 0
 transport input ssh
!
policy-map EDGE
 class VOICE
  police rate percent 20
   exceed-action drop
  !
 !
 end-policy-map
!
route-policy OUT
  if destination in LOCAL then
      pass
  endif
end-policy
!
telemetry model-driven
 destination-group COLLECTOR
  address-family ipv4 10.0.0.7 port 57500
   encoding self-describing-gpb
  !
 !
!
end
"""
FRR = """\
frr version 9.1
frr defaults datacenter
hostname pe-1
log file /var/log/frr/frr.log
vrf RED
 vni 100
exit-vrf
interface eth0
 ip address 10.0.0.1/24
 mpls enable
exit
router bgp 65000
 neighbor FABRIC peer-group
 neighbor FABRIC remote-as external
 neighbor eth1 interface peer-group FABRIC
 address-family l2vpn evpn
  neighbor FABRIC activate
  advertise-all-vni
 exit-address-family
exit
router bgp 65000 vrf RED
 bgp router-id 10.0.0.1
exit
segment-routing
 traffic-eng
 exit
exit
ip nht resolve-via-default
end
"""
JUNOS = """\
version 18.4R3;
/* the old one */
system {
    /* until June */
    host-name mx-1;
    ddos-protection {
        global {
            disable-logging;
        }
    }
    ntp {
        server 10.0.0.123 key 1;
    }
}
protocols {
    bgp {
        group UP {
            export ( OWN && NO-BOGONS );
        }
    }
}
inactive: smi-logging {
    hosts [ a b ];
}
"""
TEXTS = {"arista_eos": EOS, "cisco_ios": IOS, "cisco_nxos": NXOS, "cisco_xr": XR, "frr": FRR, "juniper_junos": JUNOS}


def device(platform: str, text: str) -> Any:
    return DEVICES[platform](TargetSpec("one", platform, "one", initial=text, from_config=True), Clock())


def shown(platform: str, loaded: Any) -> str:
    if platform == "juniper_junos":
        return str(loaded.text())
    return frr_text.config_as_text(loaded.running) if platform == "frr" else str(loaded.text(loaded.running))


def corpus() -> Iterator[Any]:
    """Configs of real devices, where a folder of them is at hand: FOLDER/*/about.yaml names their platforms."""
    folder = Path(os.environ.get("NETOPS_CORPUS", "/nowhere"))
    for about in sorted(folder.glob("*/about.yaml")):
        for name, entry in YAML(typ="safe").load(about)["files"].items():
            yield pytest.param(entry["platform"], about.with_name(f"{name}.cfg"), id=f"{about.parent.name}-{name}")


@pytest.mark.parametrize("platform", TEXTS)
def test_every_line_is_shown(platform: str) -> None:
    text = TEXTS[platform]
    assert config.normalise(platform, shown(platform, device(platform, text))) == config.normalise(platform, text)


@pytest.mark.parametrize("platform", TEXTS)
def test_what_is_shown_can_be_loaded_again(platform: str) -> None:
    once = device(platform, TEXTS[platform])
    again = once.parse(shown(platform, once))
    assert shown(platform, device(platform, shown(platform, once))) == shown(platform, once)
    assert again is not once.running


def test_lines_without_a_rule_are_counted() -> None:
    counted = {platform: device(platform, text).counters.opaque_lines for platform, text in TEXTS.items()}
    assert counted == {"arista_eos": 6, "cisco_ios": 7, "cisco_nxos": 3, "cisco_xr": 6, "frr": 16, "juniper_junos": 4}


def ios(loaded: IosDevice, *lines: str) -> bool:
    return execute(IosCli(loaded, "ann"), ["configure terminal", *lines]).ok


def test_ios_types_beside_what_it_only_holds() -> None:
    loaded = device("cisco_ios", IOS)
    assert ios(loaded, "interface GigabitEthernet0/1", "no ip flow monitor FM input", "ip flow monitor NEW input", "shutdown")
    assert ios(loaded, "ntp server 10.0.0.124", "no ip nat inside source list 1 interface GigabitEthernet0/1 overload")
    assert ios(loaded, "no event manager applet SAVE", "event manager applet OTHER", "event none")
    text = shown("cisco_ios", loaded)
    assert "interface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n" in text
    assert " ip flow monitor NEW input\n" in text
    assert "FM input" not in text
    assert "no shutdown" not in text
    assert "ip nat" not in text
    assert "ntp server 10.0.0.123\nntp server 10.0.0.124\n" in text
    assert "event manager applet OTHER\n event none\n" in text
    assert "SAVE" not in text


def test_ios_still_refuses_what_no_line_of_its_config_is_like() -> None:
    loaded = device("cisco_ios", IOS)
    assert not ios(loaded, "ntpp server 10.0.0.124")
    assert not ios(loaded, "ip frobnicate 10.0.0.124")
    with pytest.raises(Refused):
        loaded.parse(f"{IOS}frobnicate\n")


def test_ios_numbers_no_entry_of_a_filter_that_shows_no_numbers() -> None:
    loaded = device("cisco_ios", IOS)
    assert ios(loaded, "ip access-list extended PLAIN", "permit icmp any any")
    assert " deny   ip any any\n permit icmp any any\n" in shown("cisco_ios", loaded)


def test_ios_replaces_all_of_it() -> None:
    loaded = device("cisco_ios", IOS)
    new = IOS.replace("ntp server 10.0.0.123\n", "ntp server 10.0.0.124\n").replace(" ip flow monitor FM input\n", "")
    assert loaded.replace(new, owner="ann", revert_after_s=None, undo_on_error=True) == []
    assert config.normalise("cisco_ios", shown("cisco_ios", loaded)) == config.normalise("cisco_ios", new)


def test_eos_takes_its_own_config_line_by_line() -> None:
    loaded = device("arista_eos", EOS)
    text = EOS[EOS.index("router general") : EOS.index("ntp server")]
    lines = [line.strip() for line in EOS.replace(text, "").splitlines()]
    assert eos(loaded, ["configure session s", "rollback clean-config", *lines, "ntp server 10.0.0.124", "commit"]).ok
    wanted = f"{EOS.replace(text, '')}ntp server 10.0.0.124\n"
    assert config.normalise("arista_eos", shown("arista_eos", loaded)) == config.normalise("arista_eos", wanted)


def test_nxos_shows_what_a_new_switch_would_hide() -> None:
    loaded = device("cisco_nxos", NXOS)
    assert execute(NxosCli(loaded, "ann"), ["configure terminal", "interface Ethernet1/1", "description up", "vlan 13"]).ok
    text = shown("cisco_nxos", loaded)
    assert "  mtu 1500\n" in text
    assert "  description up\n" in text
    assert "\nvlan 1,10-13\n" in text


def test_xr_commits_beside_what_it_only_holds() -> None:
    loaded = device("cisco_xr", XR)
    cli = XrCli(loaded, "ann")
    typed = [
        "telemetry model-driven",
        "destination-group COLLECTOR",
        "no address-family ipv4 10.0.0.7 port 57500",
        "root",
        "ntp",
        "server 10.0.0.1",
    ]
    assert [line for line in ["configure", *typed, "commit"] if cli.feed(line).startswith("%") or cli.failed] == []
    text = shown("cisco_xr", loaded)
    assert " destination-group COLLECTOR\n" in text
    assert "57500" not in text
    assert "ntp\n server 10.0.0.1\n" in text


def test_frr_types_and_reloads_beside_what_it_only_holds() -> None:
    loaded = device("frr", FRR)
    assert vtysh(loaded, ["configure terminal", "interface eth0", "no mpls enable", "ip ospf cost 10", "ip route 10.9.0.0/16 10.0.0.2"]).ok
    text = frr_text.config_as_text(loaded.running)
    assert "interface eth0\n ip address 10.0.0.1/24\n ip ospf cost 10\nexit\n" in text
    assert "ip route 10.9.0.0/16 10.0.0.2\n" in text
    new = FRR.replace(" vni 100\n", " vni 200\n").replace("log file /var/log/frr/frr.log\n", "")
    assert loaded.reload(loaded.parse(new)) == []
    assert config.normalise("frr", frr_text.config_as_text(loaded.running)) == config.normalise("frr", new)


def test_junos_sets_and_deletes_what_it_only_holds() -> None:
    loaded = device("juniper_junos", JUNOS)
    deleted = ["delete system ddos-protection global disable-logging", "delete smi-logging hosts a"]
    added = ["set smi-logging hosts c", "set system ddos-protection global disable-fpc", "set system ntp server 10.0.0.124"]
    assert junos(loaded, ["configure", *deleted, *added, "commit"]).ok
    text = config.normalise("juniper_junos", loaded.text())
    assert "disable-logging" not in text
    assert "set system ddos-protection global disable-fpc" in text
    assert [line.split()[-1] for line in text.splitlines() if "hosts" in line] == ["b", "c"]
    assert "set system ntp server 10.0.0.124" in text
    assert not junos(loaded, ["set system frobnicate"]).ok


@pytest.mark.parametrize(("platform", "file"), list(corpus()))
def test_every_line_of_a_real_config_is_shown(platform: str, file: Path) -> None:
    text = file.read_text()
    try:
        wanted = config.normalise(platform, text)
    except ConfigError:
        pytest.skip("netops itself cannot read this text")
    assert config.normalise(platform, shown(platform, device(platform, text))) == wanted
