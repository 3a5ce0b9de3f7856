"""Arista EOS 4.20 and later (EOS User Manual), running config with three blanks per level."""

from __future__ import annotations

import re

from netops.config.platforms._secrets import CISCO, CISCO_HINT
from netops.config.rules import Block, Platform, book

RULES = """
hostname =
username * privilege|secret|nopassword|role|shell =
username * ssh-key|sshkey secondary =
username * ssh-key|sshkey =
aaa root secret =
enable password|secret =
service routing protocols model =
dns domain =                                        %short
ip domain-name =                                    %short
clock timezone =                                    %short
spanning-tree mode =
spanning-tree priority =
spanning-tree mst|vlan-id * priority =
spanning-tree mst configuration
  name =                                            %short
  revision =                                        %short
vlan #                                              %late
  name =                                            %short
  state =                                           %short
vrf instance *                                      %late
  description =                                     %short verbatim
  rd =
ip access-list standard *                           %ordered late
  # =
ip access-list *                                    %ordered late
  # =
ipv6 access-list *                                  %ordered late
  # =
ip prefix-list * seq # =                            %late
ip prefix-list *                                    %ordered late
  seq # =
ipv6 prefix-list *                                  %ordered late
  seq # =
ip community-list|extcommunity-list|as-path ~       %sequence late
route-map * permit|deny #                           %late
  description =                                     %short verbatim
  set local-preference =
  set metric =
  set weight =
class-map ~                                         %late
policy-map ~                                        %late ordered
~
interface ~
  switchport
  description =                                     %short verbatim
  mtu =                                             %short
  load-interval =                                   %short
  speed =                                           %short
  switchport access vlan =                          %short
  switchport mode =                                 %short
  switchport trunk native vlan =                    %short
  switchport trunk allowed vlan =                   %short
  switchport phone vlan =                           %short
  channel-group =                                   %short
  encapsulation dot1q vlan =                        %short
  vrf =                                             %short first
  ip address * secondary
  ip address virtual * secondary
  ip address virtual =
  ip address =                                      %short
  ip access-group = in|out
  ip ospf cost =                                    %short
  ip ospf network =                                 %short
  ip ospf area =                                    %first
  ip ospf message-digest-key # =                    %first
  mlag =                                            %short
  spanning-tree cost =                              %short
  spanning-tree link-type =                         %short
  vrrp # priority-level =                           %short
  vrrp # ipv4 version =
  vrrp # ipv4 * secondary
  vrrp # ipv4 =
  vxlan source-interface =                          %short
  vxlan udp-port =                                  %short
  vxlan vlan|vrf * vni =                            %short
router bgp *
  router-id =                                       %short
  ~
  neighbor * peer group                             %owns
  neighbor * remote-as =                            %owns
  neighbor *                                        %tree
  neighbor * peer group =
  neighbor * description =                          %short verbatim
  neighbor * password shared-secret =               %short
  neighbor * password =                             %short
  neighbor * update-source =                        %short
  neighbor * maximum-routes =                       %short
  neighbor * route-map = in|out
  neighbor * prefix-list = in|out
  vlan ~
  vrf *
    router-id =                                     %short
    rd =
    neighbor * peer group                           %owns
    neighbor * remote-as =                          %owns
    neighbor *                                      %tree
  address-family ~
    ~
    neighbor * route-map = in|out
    neighbor * prefix-list = in|out
router ospf ~
  router-id =                                       %short
  auto-cost reference-bandwidth =                   %short
mlag configuration
  domain-id =                                       %short
  local-interface =                                 %short
  peer-address heartbeat =                          %short
  peer-address =                                    %short
  peer-link =                                       %short
ip route ~
ipv6 route ~
logging host * =                                    %short
logging buffered|console|trap|monitor|facility|synchronous =
logging source-interface =                          %short
snmp-server contact|location|chassis-id =           %short verbatim
snmp-server community * =                           %short
tacacs-server host * =                              %short
banner login|motd =                                 %short verbatim
management api http-commands|gnmi|netconf
management ssh
  idle-timeout =                                    %short
  server-port =                                     %short
ntp local-interface =                               %short
ntp server vrf * * =                                %short
ntp server * =                                      %short
"""

PLATFORM = Platform(
    name="arista_eos",
    dialect="indent",
    book=book(RULES),
    noise=re.compile(r"Command: |device: |Building configuration|Current configuration|\[\?"),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
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
)
