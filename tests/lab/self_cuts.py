"""Configs of devices that netops reaches at 10.9.0.1 from 10.0.0.250/24, and changes by which a device cuts netops off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A change: what it replaces in a config, and by what. `ends_sessions`: packets do not arrive any more."""

    platform: str
    name: str
    old: str
    new: str
    ends_sessions: bool = False

    def applied(self, text: str) -> str:
        assert self.old in text, f"{self.old!r} is not in the config"
        return text.replace(self.old, self.new, 1)


CONFIGS: Mapping[str, str] = {
    "cisco_ios": """hostname sw1
username netops privilege 15 secret 9 $9$x
vlan 100
 name mgmt
vlan 120
archive
 path flash:archive
file prompt quiet
interface GigabitEthernet1/0/1
 switchport trunk allowed vlan 100,110
 switchport mode trunk
interface GigabitEthernet1/0/2
 shutdown
interface Vlan100
 ip address 10.9.0.1 255.255.255.0
ip default-gateway 10.9.0.254
ip scp server enable
ip access-list extended MGMT
 10 permit tcp 10.0.0.0 0.0.0.255 any eq 22
line vty 0 4
 access-class MGMT in
 login local
 transport input ssh
ntp server 10.0.0.1
""",
    "arista_eos": """username netops privilege 15 role network-admin secret sha512 $6$x
hostname sw1
ntp server 10.0.0.1
vlan 100
interface Ethernet1
   switchport trunk allowed vlan 100
   switchport mode trunk
interface Ethernet2
   shutdown
interface Vlan100
   ip address 10.9.0.1/24
ip access-list GUARD
   10 permit tcp 10.7.0.0/24 any eq https
   20 deny ip any any
ip route 0.0.0.0/0 10.9.0.254
management api http-commands
   no shutdown
""",
    "cisco_nxos": """hostname sw1
feature scp-server
username netops password 5 $5$x role network-admin
ip access-list MGMT
  10 permit tcp 10.0.0.0/24 any eq 22
vrf context management
  ip route 0.0.0.0/0 10.9.0.254
interface mgmt0
  vrf member management
  ip address 10.9.0.1/24
line vty
  access-class MGMT in
ntp server 10.0.0.1 use-vrf management
""",
    "cisco_xr": """hostname r1
username netops
 group root-lr
 secret 10 $6$x
!
vrf mgmt
 address-family ipv4 unicast
 !
!
line default
 transport input ssh
!
ipv4 access-list GUARD
 10 permit tcp 10.0.0.0 0.0.0.255 any eq ssh
 20 permit tcp any any established
!
interface GigabitEthernet0/0/0/0
 vrf mgmt
 ipv4 address 10.9.0.1 255.255.255.0
!
interface GigabitEthernet0/0/0/1
 shutdown
!
router static
 vrf mgmt
  address-family ipv4 unicast
   0.0.0.0/0 10.9.0.254
  !
 !
!
ssh server v2
ssh server vrf mgmt
""",
    "juniper_junos": """system {
    host-name r1;
    login { user netops { class super-user; authentication { encrypted-password "$6$x"; } } }
    services { ssh; netconf { ssh; } }
    ntp { server 10.0.0.1; }
}
interfaces {
    ge-0/0/0 { unit 0 { family inet { address 10.9.0.1/24; } } }
    ge-0/0/1 { unit 0 { family inet { address 10.8.0.1/24; } } }
}
firewall {
    family inet {
        filter GUARD {
            term ours {
                from { source-address { 10.7.0.0/24; } protocol tcp; destination-port 830; }
                then accept;
            }
            term others { then discard; }
        }
    }
}
routing-options { static { route 0.0.0.0/0 next-hop 10.9.0.254; } }
""",
    "frr": """frr defaults traditional
hostname r1
!
ip route 10.0.0.0/8 10.9.0.254
!
interface eth0
 ip address 10.9.0.1/24
exit
!
interface eth1
 ip address 10.8.0.1/24
exit
""",
}

SERVERS = "aaa authentication login default group tacacs+"
HOP = "ip route 10.0.0.0/8 10.9.0.254\n"

CUTS = [
    Case("cisco_ios", "the SVI is shut", " ip address 10.9.0.1 255.255.255.0\n", " ip address 10.9.0.1 255.255.255.0\n shutdown\n", True),
    Case("cisco_ios", "the only cabled port is shut", "mode trunk\n", "mode trunk\n shutdown\n", True),
    Case("cisco_ios", "the VLAN is not on the trunk", "vlan 100,110", "vlan 110", True),
    Case("cisco_ios", "the VLAN is gone", "vlan 100\n name mgmt\n", "", True),
    Case("cisco_ios", "another address", "10.9.0.1 255", "10.9.0.2 255", True),
    Case("cisco_ios", "no gateway", "ip default-gateway 10.9.0.254\n", "", True),
    Case("cisco_ios", "a foreign filter", "permit tcp 10.0.0.0 0.0.0.255", "permit tcp 10.7.0.0 0.0.0.255"),
    Case("cisco_ios", "no SSH", "transport input ssh", "transport input none"),
    Case("cisco_ios", "no account", "username netops", "username other"),
    Case("cisco_ios", "servers only", "vlan 100\n name", "aaa new-model\naaa authentication login default group tacacs+\nvlan 100\n name"),
    Case("arista_eos", "the SVI is shut", "   ip address 10.9.0.1/24\n", "   ip address 10.9.0.1/24\n   shutdown\n", True),
    Case("arista_eos", "the VLAN is not on the trunk", "allowed vlan 100", "allowed vlan 110", True),
    Case("arista_eos", "another address", "10.9.0.1/24", "10.9.0.3/24", True),
    Case("arista_eos", "no route", "ip route 0.0.0.0/0 10.9.0.254\n", "", True),
    Case("arista_eos", "a foreign filter", "   ip address 10.9.0.1/24\n", "   ip address 10.9.0.1/24\n   ip access-group GUARD in\n", True),
    Case("arista_eos", "no eAPI", "management api http-commands\n   no shutdown\n", "", True),
    Case("arista_eos", "no account", "username netops", "username other", True),
    Case("arista_eos", "servers only", "vlan 100\n", "aaa authentication login default group tacacs+\nvlan 100\n", True),
    Case("cisco_nxos", "the port is shut", "  ip address 10.9.0.1/24\n", "  ip address 10.9.0.1/24\n  shutdown\n", True),
    Case("cisco_nxos", "another address", "10.9.0.1/24", "10.9.0.3/24", True),
    Case("cisco_nxos", "no route", "  ip route 0.0.0.0/0 10.9.0.254\n", "", True),
    Case("cisco_nxos", "no address", "  ip address 10.9.0.1/24\n", "", True),
    Case("cisco_nxos", "a foreign filter", "tcp 10.0.0.0/24", "tcp 10.7.0.0/24"),
    Case("cisco_nxos", "no SSH", "feature scp-server\n", "feature scp-server\nno feature ssh\n"),
    Case("cisco_nxos", "no account", "username netops", "username other"),
    Case("cisco_xr", "the port is shut", "10.9.0.1 255.255.255.0\n", "10.9.0.1 255.255.255.0\n shutdown\n", True),
    Case("cisco_xr", "another address", "10.9.0.1 255", "10.9.0.3 255", True),
    Case("cisco_xr", "no route", "   0.0.0.0/0 10.9.0.254\n", "", True),
    Case("cisco_xr", "another VRF", "0/0/0/0\n vrf mgmt\n", "0/0/0/0\n", True),
    Case("cisco_xr", "no SSH", "ssh server v2\nssh server vrf mgmt\n", ""),
    Case("cisco_xr", "no SSH in the VRF", "ssh server vrf mgmt\n", ""),
    Case("cisco_xr", "no account", "username netops", "username other"),
    Case("cisco_xr", "servers only", "line default\n", "aaa authentication login default group tacacs+\nline default\n"),
    Case("juniper_junos", "the unit is disabled", "address 10.9.0.1/24;", "address 10.9.0.1/24; } disable; inactive: family inet6 {", True),
    Case("juniper_junos", "the port is disabled", "ge-0/0/0 {", "ge-0/0/0 { disable;", True),
    Case("juniper_junos", "another address", "10.9.0.1/24", "10.9.0.3/24", True),
    Case("juniper_junos", "no route", "routing-options { static { route 0.0.0.0/0 next-hop 10.9.0.254; } }\n", "", True),
    Case("juniper_junos", "a foreign filter", "address 10.9.0.1/24;", "filter { input GUARD; } address 10.9.0.1/24;", True),
    Case("juniper_junos", "no NETCONF", "netconf { ssh; }", ""),
    Case("juniper_junos", "no account", "user netops", "user other"),
    Case("frr", "the port is shut", "10.9.0.1/24\n", "10.9.0.1/24\n shutdown\n", True),
    Case("frr", "another address", "10.9.0.1/24", "10.9.0.3/24", True),
    Case("frr", "no route", "ip route 10.0.0.0/8 10.9.0.254\n", "", True),
    Case(
        "frr",
        "a route to nowhere",
        "ip route 10.0.0.0/8 10.9.0.254\n",
        "ip route 10.0.0.0/8 10.9.0.254\nip route 10.0.0.0/16 blackhole\n",
        True,
    ),
]
"""Each request of eAPI is a login of its own: no account ends its sessions too."""

ORDINARY = [
    Case("cisco_ios", "another server", "10.0.0.1", "10.0.0.9"),
    Case("cisco_ios", "a spare port is opened", "1/0/2\n shutdown\n", "1/0/2\n description x\n"),
    Case("cisco_ios", "a second VLAN", "vlan 100\n name mgmt\n", "vlan 100\n name mgmt\nvlan 110\n"),
    Case("cisco_ios", "an entry before ours", " 10 permit tcp", " 5 permit tcp host 10.3.0.1 any eq 22\n 10 permit tcp"),
    Case("cisco_ios", "one host of ours alone", "10.0.0.0 0.0.0.255 any", "host 10.0.0.7 any"),
    Case(
        "cisco_ios",
        "servers, then local",
        "vlan 100\n name",
        "aaa new-model\naaa authentication login default group tacacs+ local\nvlan 100\n name",
    ),
    Case("arista_eos", "another server", "10.0.0.1", "10.0.0.9"),
    Case("arista_eos", "the other port", "Ethernet2\n   shutdown\n", "Ethernet2\n   description x\n"),
    Case("arista_eos", "a second account", "username netops", "username other privilege 1 nopassword\nusername netops"),
    Case("arista_eos", "a better route", "ip route 0.0", "ip route 10.0.0.0/8 10.9.0.253\nip route 0.0"),
    Case("cisco_nxos", "another server", "server 10.0.0.1", "server 10.0.0.9"),
    Case("cisco_nxos", "a wider filter", "tcp 10.0.0.0/24", "tcp 10.0.0.0/16"),
    Case(
        "cisco_nxos",
        "servers with the fallback",
        "vrf context",
        "feature tacacs+\naaa authentication login default group tacacs+\nvrf context",
    ),
    Case("cisco_xr", "the other port", "0/0/0/1\n shutdown\n", "0/0/0/1\n description x\n"),
    Case("cisco_xr", "a filter that lets us in", "10.9.0.1 255.255.255.0\n", "10.9.0.1 255.255.255.0\n ipv4 access-group GUARD ingress\n"),
    Case("cisco_xr", "servers, then local", "line default\n", "aaa authentication login default group tacacs+ local\nline default\n"),
    Case("juniper_junos", "another server", "server 10.0.0.1", "server 10.0.0.9"),
    Case("juniper_junos", "the other port is disabled", "ge-0/0/1 {", "ge-0/0/1 { disable;"),
    Case("juniper_junos", "an inactive cut", "ge-0/0/0 {", "ge-0/0/0 { inactive: disable;"),
    Case("frr", "the other port is shut", "10.8.0.1/24\n", "10.8.0.1/24\n shutdown\n"),
    Case(
        "frr",
        "a narrower blackhole elsewhere",
        "ip route 10.0.0.0/8 10.9.0.254\n",
        "ip route 10.0.0.0/8 10.9.0.254\nip route 10.66.0.0/16 blackhole\n",
    ),
]
