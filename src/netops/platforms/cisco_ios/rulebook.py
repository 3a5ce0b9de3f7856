"""Cisco IOS and IOS XE 15 to 17 (Command References), for the lines of switches and branch routers.

Where the book does not know a line, it counts as one of many: it is taken back with `no` before another is set.
"""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.grammar import Block, Fold, Grammar
from netops.dialects.rules import book
from netops.platforms._interfaces import short_names
from netops.platforms._secrets import CISCO, CISCO_HINT
from netops.platforms.cisco_ios.interfaces import KINDS

RULES = """
version =                                           %keep
hostname =                                          %short
service timestamps debug|log =
boot system ~
enable secret|password =
aaa new-model
aaa group server tacacs+|radius *
  ~
aaa authentication|authorization|accounting * * =
clock timezone =
switch # provision =                                %keep
ip domain name =                                    %short
ip domain-name =                                    %short
ip default-gateway =
ip name-server ~
username * privilege|secret|password|nopassword =
lldp run
spanning-tree mode =
spanning-tree vlan * priority =
spanning-tree mst configuration
  name =                                            %short
  revision =                                        %short
  instance # vlan =
vrf definition *                                    %late
  rd =
  description =                                     %short verbatim
  address-family ~
vlan 1                                              %always
vlan #                                              %late list=own
  name =                                            %short
object-group network|service *                      %late
ip prefix-list * seq # =                            %late
ip prefix-list * description =                      %short verbatim
ip prefix-list * permit|deny ~                      %sequence late
ipv6 prefix-list * seq # =                          %late
ip access-list standard|extended *                  %entries late renumber=ip_access-list_resequence_NAME
  # remark =
  # =
  remark ~                                          %verbatim
access-list * ~                                     %sequence late verbatim
ipv6 access-list *                                  %entries late
  sequence # =
  remark ~                                          %verbatim
ip as-path access-list # ~                          %sequence late
ip community-list standard|expanded * ~             %sequence late
route-map * permit|deny #                           %late
  description =                                     %short verbatim
  set local-preference =
  set metric =
  set weight =
class-map ~                                         %late
policy-map *                                        %late ordered
  class *
    priority level # percent =
    bandwidth percent =
    bandwidth remaining percent =
~
interface ~
  no shutdown                                       %default
  no ip address                                     %default
  switchport mode dynamic auto                      %default
  switchport
  description =                                     %short verbatim
  switchport access vlan =                          %short
  switchport mode =                                 %short
  switchport voice vlan =                           %short
  switchport trunk native vlan =                    %short
  switchport trunk allowed vlan =                   %short numbers
  switchport trunk encapsulation =                  %short
  encapsulation dot1Q =                             %unique
  encapsulation =                                   %short
  vrf forwarding =                                  %first clears=ip_address,ipv6_address
  ip vrf forwarding =                               %first clears=ip_address
  ip address * * secondary                          %unique
  ip address =                                      %unique
  ipv6 address ~                                    %unique
  ip access-group = in|out
  ip ospf cost =                                    %short
  ip ospf network =                                 %short
  ip ospf priority =                                %short
  ip ospf hello-interval =                          %short
  ip ospf dead-interval =                           %short
  ip ospf message-digest-key # md5 =                %first
  ip mtu =                                          %short
  mtu =                                             %short
  bandwidth =                                       %short
  delay =                                           %short
  load-interval =                                   %short
  speed =                                           %short
  duplex =                                          %short
  channel-group =                                   %short
  lacp rate =                                       %short
  port-channel min-links =                          %short
  spanning-tree cost =                              %short
  spanning-tree guard =                             %short
  standby # ip =
  standby # priority =                              %short
  vrrp # ip =
  vrrp # priority =                                 %short
  service-policy input|output =                     %first
interface *Ethernet*|TenGig*|FortyGig*|HundredGig*|Serial*|AppGig*|Cellular* %keep reset=default below=interface_~
router ospf ~
  router-id =                                       %short
  auto-cost reference-bandwidth =                   %short
router bgp #
  bgp router-id =
  ~
  neighbor * peer-group                             %owns
  neighbor * remote-as =                            %owns
  neighbor *                                        %tree
  neighbor * peer-group =
  neighbor * description =                          %first verbatim
  neighbor * password =                             %short
  neighbor * update-source =                        %short
  neighbor * route-map = in|out
  neighbor * prefix-list = in|out
  address-family ~
    neighbor * peer-group                           %owns
    neighbor * remote-as =                          %owns
    neighbor *                                      %tree
    neighbor * route-map = in|out
    neighbor * prefix-list = in|out
    ~
ip route ~
ipv6 route ~
ip ssh version|time-out|authentication-retries|source-interface =
logging trap|facility|source-interface|origin-id|history|buffered|console|monitor =
snmp-server location|contact|chassis-id|trap-source =        %short verbatim
snmp-server community * =                           %short
tacacs server *
  address ipv4|ipv6 =
  key =                                             %short
  timeout =                                         %short
radius server *
  address ipv4|ipv6 =
  key =                                             %short
banner * =                   %short verbatim
line con|aux|vty ~                                  %always
  exec-timeout =                                    %short
  session-timeout =                                 %short
  access-class = in|out
  password =                                        %short
  login =                                           %short
  transport input|output|preferred =                %short
  logging synchronous
ntp source =                                        %short
ntp server vrf * * =                                %short
ntp server * =                                      %short
ntp peer * =                                        %short
ntp master =                                        %short
"""

GRAMMAR = Grammar(
    name="cisco_ios",
    dialect=indent,
    book=book(RULES),
    noise=re.compile(
        r"Building configuration|Current configuration|Using \d+ out of|Load for |Time source is|ntp clock-period |version \d"
        r"|boot-(?:start|end)-marker$"
    ),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
    synonyms=short_names(KINDS),
    folds=(
        Fold(re.compile(r"access-list (\d{1,2}|1[3-9]\d\d)(?: (.+))?$"), r"ip access-list standard \1", r"\2", r"access-list \1"),
        Fold(re.compile(r"access-list (1\d\d|2[0-6]\d\d)(?: (.+))?$"), r"ip access-list extended \1", r"\2", r"access-list \1"),
    ),
    blocks=(Block(re.compile(r"banner \S+ (\^C|\S)")), Block(re.compile(r"macro name "), "@")),
    secrets=CISCO,
    hint=CISCO_HINT,
    features={
        "aaa": ("aaa", "tacacs", "tacacs-server", "radius", "radius-server", "ip tacacs", "ip radius"),
        "acls": ("access-list", "ip access-list", "ipv6 access-list", "object-group"),
        "banner": ("banner",),
        "bgp": ("router bgp",),
        "dns": ("ip name-server", "ip domain", "ip domain-name", "ip domain-lookup"),
        "hostname": ("hostname",),
        "interfaces": ("interface",),
        "lldp": ("lldp", "cdp"),
        "ntp": ("ntp", "clock"),
        "ospf": ("router ospf",),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "qos": ("class-map", "policy-map", "table-map"),
        "route_maps": ("route-map", "ip community-list", "ip as-path"),
        "snmp": ("snmp-server",),
        "ssh": ("ip ssh", "line", "ip scp"),
        "static_routes": ("ip route", "ipv6 route", "ip default-gateway"),
        "stack": ("switch",),
        "stp": ("spanning-tree",),
        "syslog": ("logging", "service timestamps"),
        "users": ("username", "enable"),
        "vlans": ("vlan", "vtp"),
        "vrfs": ("vrf", "ip vrf"),
    },
)
