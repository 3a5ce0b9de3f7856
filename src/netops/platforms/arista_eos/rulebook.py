"""Arista EOS 4.20 and later (EOS User Manual), running config with three blanks per level."""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.blocks import BlockPattern
from netops.dialects.grammar import Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms._interfaces import LISTS, short_names
from netops.platforms._secrets import CISCO
from netops.platforms.arista_eos.defaults import DEFAULTS
from netops.platforms.arista_eos.interfaces import KINDS
from netops.platforms.arista_eos.secrets import SECRETS
from netops.platforms.arista_eos.spellings import SPELLINGS

RULES = """
hostname =
username *                                          %off
username * privilege|secret|nopassword|role|shell =
username * ssh-key|sshkey secondary =
username * ssh-key|sshkey =
aaa root secret =
enable password|secret =
service routing protocols model =                   %left
tacacs-server host * vrf * =                        %late order=Security:_tacacs-server_host
tacacs-server host * =                              %late order=Security:_tacacs-server_host
radius-server host * vrf * =                        %late order=Security:_radius-server_host
radius-server host * =                              %late order=Security:_radius-server_host
aaa group server tacacs+|radius|ldap *              %late after=tacacs-server_host,radius-server_host
  server ~                                          %order=Security:_aaa_group_server
aaa authentication|authorization|accounting ~       %after=aaa_group_server unordered=Security:_aaa_authentication
ip domain-list ~                                    %order=System:_ip_domain-list
ip name-server ~                                    %unordered=System:_ip_name-server
dns domain =
clock timezone =
ip dhcp snooping vlan =                             %numbers adds
ip arp inspection vlan =                            %numbers adds
spanning-tree mode =                                %off
spanning-tree priority =
spanning-tree mst = priority *                      %numbers adds moves
spanning-tree vlan-id = priority *                  %numbers adds moves
spanning-tree mst configuration
  name =
  revision =
vrf instance default                                %own
vlan 1                                              %always
vlan #                                              %late list=own
  name =
  state =
vrf instance *                                      %late
  description = %verbatim
  rd =
ip access-list standard *                           %entries late
  # =
ip access-list *                                    %entries late
  # =
ipv6 access-list *                                  %entries late
  # =
ip prefix-list * seq # =                            %late
ip prefix-list *                                    %entries late
  seq # =
ipv6 prefix-list *                                  %entries late
  seq # =
ip community-list|extcommunity-list standard|expanded|regexp * ~        %late order=BGP:_ip_community-list
ip community-list|extcommunity-list * ~             %late order=BGP:_ip_community-list
ip as-path access-list * ~                          %late order=BGP:_ip_as-path_access-list
route-map * = #                                     %late
  description = %verbatim
  set local-preference =
  set metric =
  set weight =
class-map type * = *                                %late
class-map type * *                                  %late
class-map = *                                       %late
class-map ~                                         %late unordered=QoS:_class-map
policy-map ~                                        %late nested=service-policy
  class ~                                           %order=QoS:_policy-map,_class
  class class-default
traffic-policies
  traffic-policy *                                  %late
    match ~                                         %order=Traffic_Policies:_match
daemon *
  exec =
  shutdown                                          %after=exec
~
interface ~
  shutdown                                          %known
  switchport mode access|trunk                      %known
  spanning-tree portfast|bpduguard                  %known
  switchport
  description = %verbatim
  mtu =
  load-interval =
  speed =
  switchport access vlan =
  switchport mode =
  switchport trunk native vlan =
  switchport trunk allowed vlan =                   %numbers
  switchport phone vlan =
  channel-group =
  lacp timer multiplier =
  lacp timer =
  port-channel min-links =
  qos trust =                                       %off
  encapsulation dot1q vlan =
  vrf =                                             %first clears=ip_address,ipv6_address
  ip address * secondary                            %after=ip_address
  ip address virtual * secondary                    %after=ip_address_virtual
  ip address virtual =
  ip address =
  ip access-group = in|out
  ip ospf cost =
  ip ospf network =
  ip ospf area =                                    %first
  ip ospf message-digest-key # =                    %first
  mlag =
  spanning-tree cost =
  spanning-tree link-type =
  vrrp # priority-level =
  vrrp # ipv4 version =
  vrrp # ipv4 =
  vrrp # ipv4 * secondary                           %after=vrrp_#_ipv4
  vxlan source-interface =
  vxlan udp-port =
  vxlan vlan|vrf * vni =
interface Management*                               %left below=interface_~
router bgp *
  router-id =
  ~
  neighbor * peer group
  neighbor * remote-as =
  neighbor * peer group =                           %after=neighbor_=_peer_group$
  bgp listen range * peer-group =                   %after=neighbor_=_peer_group$
  neighbor * description = %verbatim
  neighbor * password shared-secret =
  neighbor * password =
  neighbor * update-source =
  neighbor * maximum-routes =
  neighbor * route-map = in|out
  neighbor * prefix-list = in|out
  vlan ~                                            %unordered=BGP:_vlan
  vrf *
    router-id =
    rd =
    neighbor * peer group
    neighbor * remote-as =
    neighbor * peer group =                         %after=neighbor_=_peer_group$
  address-family ~
    ~
    neighbor * route-map = in|out
    neighbor * prefix-list = in|out
router ospf ~
  router-id =
  auto-cost reference-bandwidth =
  passive-interface default                         %clears=no_passive-interface
  passive-interface ~                               %after=passive-interface_default unordered=OSPFv2:_passive-interface
mlag configuration
  domain-id =
  local-interface =
  peer-address heartbeat =
  peer-address =
  peer-link =
ip route ~                                          %unordered=IPv4:_ip_route
ipv6 route ~                                        %unordered=IPv6:_ipv6_route
logging host * =
logging trap system ~                               %unordered=System:_logging_trap_system
logging buffered|console|trap|monitor|synchronous =  %off
logging facility =
logging source-interface =
snmp-server contact|location|chassis-id = %verbatim
snmp-server community * =
banner login|motd = %verbatim
management api http-commands|gnmi|netconf
management ssh
  idle-timeout =
  server-port =
ntp local-interface vrf * =
ntp local-interface =
ntp server vrf * * =
ntp server * =
"""

EVERYWHERE = """
!! = %undo=comment verbatim lines
"""

GRAMMAR = Grammar(
    name="arista_eos",
    dialect=indent,
    book=parse_rulebook(RULES),
    defaults=DEFAULTS,
    noise=re.compile(r"Command: |device: |Building configuration|Current configuration|\[\?"),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
    notes="!! ",
    everywhere=parse_rulebook(EVERYWHERE),
    blocks=(
        BlockPattern(re.compile(r"banner (?:login|motd|exec)$"), ("EOF",), prose=True),
        BlockPattern(re.compile(r"comment$"), ("EOF",), loose=True, prose=True),
        BlockPattern(re.compile(r"action bash$|code(?: unit \S+)?$"), ("EOF",)),
    ),
    secrets=secret_rules(CISCO, SECRETS),
    features={
        "aaa": ("aaa", "tacacs-server", "radius-server", "ip tacacs", "ip radius"),
        "acls": ("ip access-list", "ipv6 access-list", "mac access-list"),
        "banner": ("banner",),
        "bfd": ("router bfd", "bfd"),
        "bgp": ("router bgp",),
        "dhcp": ("ip dhcp", "dhcp"),
        "dns": ("ip name-server", "dns domain", "ip domain-name", "ip domain", "ip domain-list"),
        "enable_secret": ("enable",),
        "hostname": ("hostname",),
        "interfaces": ("interface",),
        "isis": ("router isis",),
        "lldp": ("lldp",),
        "management_api": ("management api", "management gnmi"),
        "mlag": ("mlag",),
        "mpls": ("mpls", "router segment-routing", "segment-routing"),
        "multicast": ("router multicast", "router pim", "router igmp", "router msdp", "ip igmp", "ip pim", "ip multicast"),
        "ntp": ("ntp",),
        "ospf": ("router ospf",),
        "pki": ("management security",),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "qos": ("qos", "class-map", "policy-map"),
        "route_maps": ("route-map", "ip community-list", "ip extcommunity-list", "ip as-path"),
        "routing": ("ip routing", "ipv6 unicast-routing"),
        "sflow": ("sflow",),
        "snmp": ("snmp-server",),
        "ssh": ("management ssh", "ip ssh"),
        "static_routes": ("ip route", "ipv6 route"),
        "stp": ("spanning-tree",),
        "syslog": ("logging",),
        "time_zone": ("clock",),
        "traffic_policies": ("traffic-policies",),
        "users": ("username",),
        "vlans": ("vlan",),
        "vrfs": ("vrf", "ip routing vrf", "ipv6 unicast-routing vrf"),
    },
    synonyms=short_names(KINDS),
    ranges=LISTS,
    prefixes="length",
    indent=3,
    default="default ",
    atomic=True,
    spellings=SPELLINGS,
)
