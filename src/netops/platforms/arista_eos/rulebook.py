"""Arista EOS 4.20 and later (EOS User Manual), running config with three blanks per level."""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.grammar import Block, Grammar
from netops.dialects.rules import book
from netops.platforms._interfaces import short_names
from netops.platforms._secrets import CISCO, CISCO_HINT
from netops.platforms.arista_eos.interfaces import KINDS

RULES = """
hostname =
username * privilege|secret|nopassword|role|shell =
username * ssh-key|sshkey secondary =
username * ssh-key|sshkey =
aaa root secret =
enable password|secret =
service routing protocols model =
dns domain =
ip domain-name =
clock timezone =
spanning-tree mode =
spanning-tree priority =
spanning-tree mst|vlan-id * priority =
spanning-tree mst configuration
  name =
  revision =
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
ip community-list|extcommunity-list|as-path ~       %sequence late
route-map * permit|deny #                           %late
  description = %verbatim
  set local-preference =
  set metric =
  set weight =
class-map ~                                         %late
policy-map ~                                        %late ordered
~
interface ~
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
  lacp timer =
  port-channel min-links =
  qos trust =
  encapsulation dot1q vlan =
  vrf =                                             %first clears=ip_address,ipv6_address
  ip address * secondary
  ip address virtual * secondary
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
  vrrp # ipv4 * secondary
  vrrp # ipv4 =
  vxlan source-interface =
  vxlan udp-port =
  vxlan vlan|vrf * vni =
router bgp *
  router-id =
  ~
  neighbor * peer group
  neighbor * remote-as =
  neighbor * peer group =
  neighbor * description = %verbatim
  neighbor * password shared-secret =
  neighbor * password =
  neighbor * update-source =
  neighbor * maximum-routes =
  neighbor * route-map = in|out
  neighbor * prefix-list = in|out
  vlan ~
  vrf *
    router-id =
    rd =
    neighbor * peer group
    neighbor * remote-as =
  address-family ~
    ~
    neighbor * route-map = in|out
    neighbor * prefix-list = in|out
router ospf ~
  router-id =
  auto-cost reference-bandwidth =
mlag configuration
  domain-id =
  local-interface =
  peer-address heartbeat =
  peer-address =
  peer-link =
ip route ~
ipv6 route ~
logging host * =
logging buffered|console|trap|monitor|facility|synchronous =
logging source-interface =
snmp-server contact|location|chassis-id = %verbatim
snmp-server community * =
tacacs-server host * =
banner login|motd = %verbatim
management api http-commands|gnmi|netconf
management ssh
  idle-timeout =
  server-port =
ntp local-interface =
ntp server vrf * * =
ntp server * =
"""

GRAMMAR = Grammar(
    name="arista_eos",
    dialect=indent,
    book=book(RULES),
    noise=re.compile(r"Command: |device: |Building configuration|Current configuration|\[\?"),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
    synonyms=short_names(KINDS),
    blocks=(Block(re.compile(r"banner (?:login|motd|exec)$"), "EOF"), Block(re.compile(r"comment$"), "EOF")),
    secrets=CISCO,
    hint=CISCO_HINT,
    features={
        "aaa": ("aaa", "tacacs-server", "radius-server", "ip tacacs", "ip radius"),
        "acls": ("ip access-list", "ipv6 access-list", "mac access-list"),
        "banner": ("banner",),
        "bgp": ("router bgp",),
        "dns": ("ip name-server", "dns domain", "ip domain-name", "ip domain", "ip domain-list"),
        "hostname": ("hostname",),
        "interfaces": ("interface",),
        "lldp": ("lldp",),
        "ntp": ("ntp", "clock"),
        "ospf": ("router ospf",),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "qos": ("qos", "class-map", "policy-map"),
        "route_maps": ("route-map", "ip community-list", "ip extcommunity-list", "ip as-path"),
        "snmp": ("snmp-server",),
        "ssh": ("management ssh", "ip ssh"),
        "static_routes": ("ip route", "ipv6 route"),
        "stp": ("spanning-tree",),
        "syslog": ("logging",),
        "users": ("username", "enable"),
        "vlans": ("vlan",),
        "vrfs": ("vrf", "ip routing", "ipv6 unicast-routing"),
    },
    indent=3,
    atomic=True,
)
