"""Cisco NX-OS 7 to 10 (Nexus 9000 configuration guides), running config with two blanks per level.

Where the book has no rule, or says `first`, a line is taken back before another takes its place: nothing is lost while a description or a
name is away. Without `first` the new line overwrites the old one, so no filter, password or address is away for a moment.

* A VRF takes all lines of layer 3 off an interface, and `switchport` those of the other layer (Interfaces guide, Configuring Layer 3
  Interfaces). A physical port cannot be removed: `default interface` empties it (Configuring Basic Interface Parameters).
* `no snmp-server user NAME` takes no more words: with them the device refuses to delete the last group (System Management guide, SNMP).
* The default VDC cannot be deleted and is called after the hostname (VDC guide, Managing VDCs).
* One line lists all VLANs, with and without lines of their own (`vlan 1,10,20`); VLAN 1 cannot be deleted (Layer 2 Switching guide, VLANs).
* Each section is left by `exit`: `ip route` and `ip name-server` also exist below `vrf context` and would end up there.
"""

from __future__ import annotations

import re
from textwrap import indent as indented

from netops.dialects import indent
from netops.dialects.grammar import Block, Grammar
from netops.dialects.rules import book
from netops.platforms._interfaces import short_names
from netops.platforms._secrets import CISCO, CISCO_HINT, secret
from netops.platforms.cisco_nxos.interfaces import KINDS

_LAYER_3 = "ip,no_ip,ipv6,no_ipv6,hsrp,vrrp,vrrpv3,isis,ospfv3,fabric_forwarding"
_LAYER_2 = "spanning-tree,switchport_mode,switchport_access,switchport_trunk,switchport_voice,switchport_block,storm-control"

INTERFACE = f"""
switchport                                          %clears={_LAYER_3},{_LAYER_2},no_shutdown
description =                                       %first verbatim
encapsulation dot1q =
vrf member =                                        %first clears={_LAYER_3}
mtu =
speed =
duplex =
channel-group =                                     %first
lacp rate =
lacp min-links =
switchport mode =
switchport access vlan =
switchport trunk native vlan =
switchport trunk allowed vlan =                     %numbers
ip address =                                        %unique
ip address * secondary =                            %first unique
ip address * * secondary =                          %first unique
ipv6 link-local =
ip access-group = in|out
ipv6 traffic-filter = in|out
ip port access-group = in
ip router ospf * area =                             %first
ip ospf cost =
ip ospf message-digest-key * md5 =
ip ospf authentication-key =
ospfv3 cost =
service-policy type * input|output =                %first
service-policy input|output =                       %first
hsrp # ipv6
  priority =
  authentication =
hsrp #
  ip * secondary
  ip =
  priority =
  authentication =
vrrp #
  address * secondary
  address =                                         %first
  authentication =
source-interface =                                  %first
member vni ~
  mcast-group =                                     %first
"""

NEIGHBOR = """
remote-as =                                         %first
inherit peer|peer-session =                         %first
description =                                       %first verbatim
password =
~
address-family ~
  inherit peer-policy * =                           %first
  route-map = in|out
  prefix-list = in|out
  filter-list = in|out
  soft-reconfiguration inbound =
  maximum-prefix =
"""

BGP = f"""
router-id =                                         %first
~
address-family ~
  maximum-paths ibgp|eibgp|mixed|local =
  maximum-paths =
  network * route-map =                             %first
template peer *
{indented(NEIGHBOR, "  ")}
template peer-policy *
  route-map = in|out
  prefix-list = in|out
template peer-session *
  remote-as =                                       %first
  password =
neighbor *
{indented(NEIGHBOR, "  ")}
"""

PROCESS = """
router-id =
maximum-paths =
log-adjacency-changes =
autonomous-system =                                 %first
~
address-family ~
  maximum-paths =
"""

RULES = f"""
hostname =
switchname =
vdc = id #                                          %keep own
  limit-resource * =                                %keep
install feature-set *                               %late
feature-set *                                       %late
feature ~                                           %late
nv overlay evpn                                     %late
system default switchport
hardware access-list tcam region * =
boot nxos|system|kickstart =
cli alias name * =
power redundancy-mode =
port-channel load-balance =
mac address-table aging-time =
clock timezone|summer-time =                        %first
username * passphrase ~                             %own
username admin password =                           %keep
username * password =
username *                                          %tree
ip domain-name =                                    %first
ip tftp|telnet|tacacs|ftp|ssh|radius source-interface =
key chain *                                         %late
  key *
    key-string =
tacacs-server|radius-server host * =                %first
tacacs-server|radius-server key =
aaa group server tacacs+|radius|ldap *              %late ordered
  ~
aaa authentication login default|console fallback ~
aaa authentication|authorization|accounting * * =
snmp-server location =                              %verbatim
snmp-server contact =                               %first verbatim
snmp-server user * =                                %tree first short
rmon event # =                                      %first own
logging source-interface =
logging level * =                                   %first
logging server * =                                  %first short
ntp authentication-key # =
icam ~                                              %own
copp profile =                                      %first
spanning-tree mode =                                %first
spanning-tree vlan * priority =                     %first
spanning-tree mst * priority =                      %first
spanning-tree mst configuration
  name =                                            %first
  revision =                                        %first
vlan configuration *
  service-policy type * input|output =              %first
vlan 1                                              %always
vlan #                                              %late list=all
  name =                                            %first
  state =                                           %first
  vn-segment =                                      %first
vrf context management                              %keep
  description =                                     %first verbatim
  ~
  ip|ipv6 route ~                                   %late
vrf context *                                       %late
  description =                                     %first verbatim
  rd =                                              %first
  vni =                                             %first
  ~
  ip|ipv6 route ~                                   %late
  address-family ~
    route-target ~
time-range *                                        %late
  # ~
object-group ip|ipv6 address|port *                 %late
  # =                                               %first
ip access-list *                                    %entries late renumber=resequence_ip_access-list_NAME
  # =
ipv6 access-list *                                  %entries late renumber=resequence_ipv6_access-list_NAME
  # =
mac access-list *                                   %entries late renumber=resequence_mac_access-list_NAME
  # =
ip prefix-list * description =                      %late first verbatim
ip prefix-list * seq # =                            %late first
ip prefix-list * permit|deny ~                      %late sequence
ipv6 prefix-list * description =                    %late first verbatim
ipv6 prefix-list * seq # =                          %late first
ipv6 prefix-list * permit|deny ~                    %late sequence
ip as-path access-list * seq # =                    %late first
ip as-path access-list * permit|deny ~              %late sequence
ip community-list standard|expanded * seq # =       %late first
ip community-list standard|expanded * permit|deny ~ %late sequence
ip extcommunity-list standard|expanded * seq # =    %late first
ip extcommunity-list standard|expanded * permit|deny ~         %late sequence
track # =                                           %late first
route-map * permit|deny #                           %late
  description =                                     %first verbatim
  set ~
class-map ~                                         %late
  description =                                     %first verbatim
policy-map ~                                        %late ordered
  description =                                     %first verbatim
  class ~
    police ~
control-plane                                       %keep
  service-policy input =
system qos                                          %keep
  service-policy type * input|output =
fabric forwarding anycast-gateway-mac =             %first
port-profile type * *                               %late
{indented(INTERFACE, "  ")}
router ospf|ospfv3|eigrp|isis|rip *                 %late
{indented(PROCESS, "  ")}
  vrf *
{indented(PROCESS, "    ")}
~
vpc domain #
  role priority =
  peer-keepalive =
  system-priority =
interface port-channel*
{indented(INTERFACE, "  ")}
interface Ethernet*                                 %keep reset=default below=interface_port-channel*
interface Vlan1                                     %always below=interface_port-channel*
interface mgmt*                                     %keep below=interface_port-channel*
interface ~                                         %below=interface_port-channel*
router bgp *
{indented(BGP, "  ")}
  vrf *
{indented(BGP, "    ")}
ip|ipv6 route ~                                     %late
banner motd|exec =                                  %short verbatim
line console                                        %always
  exec-timeout =
  speed =                                           %first
line vty                                            %always
  access-class = in|out
  ipv6 access-class = in|out
  exec-timeout =
  session-limit =                                   %first
"""

GRAMMAR = Grammar(
    name="cisco_nxos",
    dialect=indent,
    book=book(RULES),
    noise=re.compile(r"Building configuration|Current configuration|version \d"),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
    synonyms=short_names(KINDS),
    blocks=(Block(re.compile(r"banner \S+ +(\S)")),),
    secrets=(
        *CISCO,
        secret(r"^(?:no )?rmon event \d+ (?:log )?trap (?!description |owner )(\S+)"),
        secret(r"^authentication (?:text |(?!md5|key-chain))VALUE", "interface"),
        secret(r"\bkey-octet-string VALUE"),
        secret(r"\bhello-authentication ah-md5 VALUE"),
        secret(r"^(?:no )?ldap-server .*\bpassword VALUE"),
    ),
    hint=re.compile(f"{CISCO_HINT.pattern}|rmon", re.IGNORECASE),
    features={
        "aaa": ("aaa", "tacacs-server", "radius-server", "ldap-server", "ip tacacs", "ip radius"),
        "acls": ("ip access-list", "ipv6 access-list", "mac access-list", "object-group", "time-range"),
        "banner": ("banner",),
        "bgp": ("router bgp",),
        "dns": ("ip name-server", "ip domain-name", "ip domain-list", "ip domain-lookup", "ip dns"),
        "hostname": ("hostname", "switchname", "vdc"),
        "interfaces": ("interface",),
        "lldp": ("lldp", "cdp"),
        "ntp": ("ntp", "clock"),
        "ospf": ("router ospf", "router ospfv3"),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "route_maps": ("route-map", "ip community-list", "ip extcommunity-list", "ip as-path"),
        "snmp": ("snmp-server", "rmon"),
        "ssh": ("ssh", "line", "ip ssh"),
        "static_routes": ("ip route", "ipv6 route"),
        "stp": ("spanning-tree",),
        "syslog": ("logging",),
        "system": ("feature", "feature-set", "install", "nv overlay", "boot", "hardware", "system"),
        "users": ("username", "role", "no password strength-check", "password"),
        "vlans": ("vlan", "vtp"),
        "vrfs": ("vrf",),
    },
    exit="exit",
    indent=2,
)
