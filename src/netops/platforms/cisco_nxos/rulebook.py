"""Cisco NX-OS 7 to 10 (Nexus 9000 configuration guides), running config with two blanks per level.

Where the book has no rule, or says `first`, a line is taken back before another takes its place: nothing is lost while a description or a
name is away. Without `first` the new line overwrites the old one, so no filter, password or address is away for a moment.

* A VRF takes all lines of layer 3 off an interface, and `switchport` those of the other layer (Interfaces guide, Configuring Layer 3
  Interfaces). A physical port cannot be removed: `default interface` empties it (Configuring Basic Interface Parameters).
* The line of an SNMP user with its passwords names its first group; further lines add a group or a filter. `no snmp-server user NAME GROUP`
  is refused for the last group, so a user goes, or gets other passwords, by `no snmp-server user NAME` (System Management guide, SNMP).
* `class-default` is the last class of each policy map (QoS guide, Configuring Policy Maps).
* The default VDC cannot be deleted and is called after the hostname (VDC guide, Managing VDCs).
* One line lists all VLANs, with and without lines of their own (`vlan 1,10,20`); VLAN 1 cannot be deleted (Layer 2 Switching guide, VLANs).
* Each section is left by `exit`: `ip route` and `ip name-server` also exist below `vrf context` and would end up there.
"""

from __future__ import annotations

import re
from textwrap import indent as indented

from netops.dialects import indent
from netops.dialects.blocks import BlockPattern
from netops.dialects.grammar import Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms._interfaces import LISTS, short_names
from netops.platforms._secrets import CISCO
from netops.platforms.cisco_nxos.defaults import DEFAULTS
from netops.platforms.cisco_nxos.interfaces import KINDS
from netops.platforms.cisco_nxos.secrets import SECRETS
from netops.platforms.cisco_nxos.spellings import SPELLINGS

_LAYER_3 = "ip,no_ip,ipv6,no_ipv6,hsrp,vrrp,vrrpv3,isis,ospfv3,fabric_forwarding"
_LAYER_2 = "spanning-tree,switchport_mode,switchport_access,switchport_trunk,switchport_voice,switchport_block,storm-control"

INTERFACE = f"""
shutdown                                            %known
switchport mode access|trunk                        %known
spanning-tree port|bpduguard|guard                  %known
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
ip address =                                        %unique after=encapsulation,no_switchport$
ip address * secondary =                            %first unique after=ip_address
ip address * * secondary =                          %first unique after=ip_address
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
hsrp version =
hsrp # ipv6                                         %after=hsrp_version
  priority =
  authentication =
hsrp #                                              %after=hsrp_version
  ip =
  ip * secondary                                    %after=ip
  priority =
  authentication =
vrrp #
  address =                                         %first
  address * secondary                               %after=address
  shutdown                                          %after=address
  authentication =
source-interface =                                  %first
host-reachability protocol =
member vni ~                                        %after=host-reachability,source-interface
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
version =                                           %inert
hostname =
switchname =
vdc = id #                                          %keep own
  limit-resource * =                                %keep
install feature-set *                               %late
feature-set *                                       %late off after=install_feature-set_*
feature ~                                           %late off unordered=System_Management:_feature
nv overlay evpn                                     %late after=feature
system default switchport
hardware access-list tcam region * =
boot nxos|system|kickstart = sup-1|sup-2            %left
boot nxos|system|kickstart =                        %left
cli alias name * =
power redundancy-mode =
port-channel load-balance =
mac address-table aging-time =
clock timezone|summer-time =                        %first
role name *                                         %late
username * passphrase ~                             %own unordered=Security:_username
username admin password =                           %keep
username * password =
username * role ~                                   %after=role_name_= unordered=Security:_username
username *                                          %tree
ip domain-lookup                                    %either
ip domain-name =                                    %first
ip domain-list ~                                    %order=Unicast_Routing:_Configuring_DNS
ip name-server ~                                    %order=Unicast_Routing:_Configuring_DNS
ip tftp|telnet|tacacs|ftp|ssh|radius source-interface =
key chain *                                         %late
  key *
    key-string =
tacacs-server|radius-server|ldap-server host * =    %first late order=Security:_Configuring_TACACS+,_server_hosts
tacacs-server|radius-server key =
aaa group server tacacs+|radius|ldap *              %late after=tacacs-server_host,radius-server_host,ldap-server_host
  server ~                                          %order=Security:_Configuring_AAA,_server_groups
aaa authentication login default|console fallback ~ %unordered=Security:_Configuring_AAA
aaa authentication|authorization|accounting * * =   %after=aaa_group_server
aaa authorization commands|config-commands * * =    %after=aaa_group_server
snmp-server location =                              %verbatim
snmp-server contact =                               %first verbatim
snmp-server user *                                  %tree
snmp-server user * *                                %late unordered=System_Management:_Configuring_SNMP
snmp-server user * * auth =                         %first owns undo=snmp-server_user_*
snmp-server user * use-ipv4acl|use-ipv6acl ~        %after=snmp-server_user_* unordered=System_Management:_Configuring_SNMP
rmon event # =                                      %first own
logging source-interface =
logging level * =                                   %first off
logging server * =                                  %first short
ntp authentication-key # =
ip dhcp snooping vlan =                             %numbers adds
ip arp inspection vlan =                            %numbers adds
icam ~                                              %own
copp profile =                                      %first off left
spanning-tree mode =                                %first
spanning-tree vlan = priority *                     %numbers adds moves
spanning-tree vlan = hello-time *                   %numbers adds moves
spanning-tree vlan = forward-time *                 %numbers adds moves
spanning-tree vlan = max-age *                      %numbers adds moves
spanning-tree mst = priority *                      %numbers adds moves
spanning-tree mst configuration
  name =                                            %first
  revision =                                        %first
  instance # vlan =                                 %numbers adds moves
vlan configuration *
  service-policy type * input|output =              %first
vlan 1                                              %always
vlan #                                              %late list=all
  name =                                            %first
  state =                                           %first
  vn-segment =                                      %first
vrf context management                              %keep left
  description =                                     %first verbatim
  ~
  ip domain-list ~                                  %order=Unicast_Routing:_Configuring_DNS
  ip name-server ~                                  %order=Unicast_Routing:_Configuring_DNS
  ip|ipv6 route ~                                   %late unordered=Unicast_Routing:_Static_Routing
vrf context *                                       %late
  description =                                     %first verbatim
  rd =                                              %first
  vni =                                             %first
  ~
  ip domain-list ~                                  %order=Unicast_Routing:_Configuring_DNS
  ip name-server ~                                  %order=Unicast_Routing:_Configuring_DNS
  ip|ipv6 route ~                                   %late unordered=Unicast_Routing:_Static_Routing
  address-family ~
    route-target ~                                  %unordered=VXLAN:_route-target
time-range *                                        %late
  # ~                                               %unordered=Security:_time-range
object-group ip|ipv6 address|port *                 %late
  # =                                               %first
ip access-list *                                    %entries late renumber=resequence_ip_access-list_NAME
  # =
ipv6 access-list *                                  %entries late renumber=resequence_ipv6_access-list_NAME
  # =
mac access-list *                                   %entries late renumber=resequence_mac_access-list_NAME
  # =
ip prefix-list * description =                      %late first verbatim
ip prefix-list * seq # =                            %late distinct
ip prefix-list * ~                                  %late order=Unicast_Routing:_Prefix_Lists
ipv6 prefix-list * description =                    %late first verbatim
ipv6 prefix-list * seq # =                          %late distinct
ipv6 prefix-list * ~                                %late order=Unicast_Routing:_Prefix_Lists
ip as-path access-list * seq # =                    %late distinct
ip as-path access-list * ~                          %late order=Unicast_Routing:_AS-path_Lists
ip community-list standard|expanded * seq # =       %late distinct
ip community-list standard|expanded * ~             %late order=Unicast_Routing:_Community_Lists
ip extcommunity-list standard|expanded * seq # =    %late distinct
ip extcommunity-list standard|expanded * ~          %late order=Unicast_Routing:_Community_Lists
track # =                                           %late first
route-map * = #                                     %late
  description =                                     %first verbatim
  set ~                                             %unordered=Unicast_Routing:_Route_Maps
class-map ~                                         %late unordered=QoS:_Configuring_Classification
  description =                                     %first verbatim
class-map type * = *                                %late below=class-map_~
class-map type * *                                  %late below=class-map_~
class-map = *                                       %late below=class-map_~
policy-map ~                                        %late nested=service-policy
  description =                                     %first verbatim
  class ~                                           %order=QoS:_Configuring_Policy_Maps
    police ~                                        %unordered=QoS:_Configuring_Policing
  class class-default
    police ~                                        %unordered=QoS:_Configuring_Policing
  class type * class-default
    police ~                                        %unordered=QoS:_Configuring_Policing
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
vlan filter * vlan-list =                           %numbers adds
vpc domain #
  role priority =
  peer-keepalive =
  system-priority =
interface port-channel*
{indented(INTERFACE, "  ")}
interface Ethernet*                                 %keep reset=default below=interface_port-channel*
interface Vlan1                                     %always below=interface_port-channel*
interface mgmt*                                     %keep left below=interface_port-channel*
interface ~                                         %below=interface_port-channel*
router bgp *
{indented(BGP, "  ")}
  vrf *
{indented(BGP, "    ")}
ip|ipv6 route ~                                     %late unordered=Unicast_Routing:_Static_Routing
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
    book=parse_rulebook(RULES),
    defaults=DEFAULTS,
    noise=re.compile(r"Building configuration|Current configuration"),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
    blocks=(BlockPattern(re.compile(r"banner \S+ +(\^C|\S)"), prose=True),),
    secrets=secret_rules(CISCO, SECRETS),
    features={
        "aaa": ("aaa", "tacacs-server", "radius-server", "ldap-server", "ip tacacs", "ip radius"),
        "acls": ("ip access-list", "ipv6 access-list", "mac access-list", "object-group"),
        "banner": ("banner",),
        "bfd": ("bfd",),
        "bgp": ("router bgp",),
        "boot": ("boot",),
        "cdp": ("cdp",),
        "copp": ("copp", "control-plane"),
        "dhcp": ("ip dhcp", "ipv6 dhcp", "service dhcp"),
        "dns": ("ip name-server", "ip domain-name", "ip domain-list", "ip domain-lookup", "ip dns"),
        "eigrp": ("router eigrp",),
        "hostname": ("hostname", "switchname", "vdc"),
        "interfaces": ("interface",),
        "ip_sla": ("ip sla", "track"),
        "isis": ("router isis",),
        "lldp": ("lldp",),
        "mpls": ("mpls", "segment-routing"),
        "multicast": ("ip pim", "ip igmp", "ip msdp", "ip mroute", "ip multicast", "ipv6 pim", "ipv6 mld"),
        "netflow": ("flow", "sampler"),
        "ntp": ("ntp",),
        "ospf": ("router ospf", "router ospfv3"),
        "password_rules": ("password",),
        "pki": ("crypto ca",),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "qos": ("qos", "class-map", "policy-map", "table-map"),
        "rmon": ("rmon",),
        "route_maps": ("route-map", "ip community-list", "ip extcommunity-list", "ip as-path"),
        "snmp": ("snmp-server",),
        "ssh": ("ssh", "ip ssh"),
        "static_routes": ("ip route", "ipv6 route"),
        "stp": ("spanning-tree",),
        "syslog": ("logging",),
        "system": ("feature", "feature-set", "install", "nv overlay", "hardware", "system", "power"),
        "terminal_lines": ("line",),
        "time_ranges": ("time-range",),
        "time_zone": ("clock",),
        "user_roles": ("role",),
        "users": ("username",),
        "vlans": ("vlan",),
        "vpc": ("vpc", "cfs"),
        "vrfs": ("vrf",),
        "vtp": ("vtp",),
        "vxlan": ("fabric forwarding", "evpn"),
        "web": ("nxapi",),
    },
    synonyms=short_names(KINDS),
    ranges=LISTS,
    prefixes="length",
    exit="exit",
    indent=2,
    spellings=SPELLINGS,
)
