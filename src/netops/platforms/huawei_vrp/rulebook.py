"""Huawei VRP 5 and 8 (S-series, CloudEngine and AR Command References), as `display current-configuration` shows it.

There is no driver for it: its configs are compared and planned from files, and the commands are for pasting in the system view.

* `undo X` takes X back. Below a feature's own view `undo` takes only the words that name the setting, so those rules are `short`.
* VLANs are written in lists (`vlan batch 10 20 to 30`): each such command adds to what is there, and its `undo` takes out what it names. A
  VLAN's own view has its description alone, and is not shown without it (VLAN Configuration Commands: vlan batch, vlan, port trunk).
* A rule of an ACL that exists is edited, not replaced: what the new one does not say stays (ACL Configuration Commands: rule). So the old
  one goes first; a rule that is too much goes after the new ones are there.
* `undo traffic-filter` has to repeat the ACL, and a direction holds one ACL (Simplified ACL Commands: traffic-filter).
* `undo route-policy NAME node N` has no `permit` or `deny` (Routing Policy Commands: route-policy).
* A peer goes with all of its lines, in every address family (BGP Configuration Commands: peer as-number); so do a user and his settings
  (AAA Configuration Commands: local-user).
* Binding an interface to a VPN instance, or from it, takes its addresses (VPN Configuration Commands: ip binding vpn-instance).
* A port cannot be removed, and loses its lines one by one: `clear configuration interface` also shuts it down (Interface Management
  Commands). An Eth-Trunk goes after its members have left it (Link Aggregation Commands: interface eth-trunk).
* Changes of an MST region count when it is activated again (STP Configuration Commands: active region-configuration).
"""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.blocks import BlockPattern
from netops.dialects.grammar import Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms._interfaces import initial_synonyms, short_names
from netops.platforms.huawei_vrp.defaults import DEFAULTS
from netops.platforms.huawei_vrp.interfaces import INITIALS, KINDS
from netops.platforms.huawei_vrp.secrets import SECRETS
from netops.platforms.huawei_vrp.spellings import SPELLINGS

RULES = """
sysname =                                           %short
header login|shell =                                %short verbatim
clock timezone =                                    %short
clock daylight-saving-time =                        %short
dns resolve
dns domain =                                        %short
vlan batch =                                        %late numbers adds
vlan #                                              %keep hides
  description =                                     %short
  name =                                            %short
stp mode =                                          %short
stp instance * priority =                           %short
stp region-configuration
  region-name =                                     %short clears=active_region-configuration
  revision-level =                                  %short clears=active_region-configuration
  instance # vlan =                                 %clears=active_region-configuration
  ~
  active region-configuration
ip vpn-instance *                                   %late
  description =                                     %short
  ipv4-family                                       %keep
    route-distinguisher =
acl number #                                        %late
  description =                                     %short
  step =                                            %short
  rule # description =                              %short
  rule # =                                          %first short late owns
acl ipv6 number #                                   %late below=acl_number_#
acl name * =                                        %first short late below=acl_number_#
acl ipv6 name * =                                   %first short late below=acl_number_#
ip ip-prefix * description =                        %short
ip ip-prefix * index # =                            %short late
ip ipv6-prefix * index # =                          %short late
traffic classifier * =                              %short late
traffic behavior *                                  %late
  remark dscp|8021p|local-precedence =              %short
  car =                                             %short
traffic policy * =                                  %short late
  classifier ~                                      %order=QoS:_traffic_policy
~
aaa                                                 %always
  authentication-scheme default                     %own
    authentication-mode =                           %short
  authentication-scheme *                           %below=authentication-scheme_default
  authorization-scheme default                      %own
    authorization-mode =                            %short
  authorization-scheme *                            %below=authorization-scheme_default
  accounting-scheme default                         %own
    accounting-mode =                               %short
  accounting-scheme *                               %below=accounting-scheme_default
  domain default*                                   %own
    authentication-scheme =                         %short
    authorization-scheme =                          %short
    accounting-scheme =                             %short
    radius-server =                                 %short
    hwtacacs-server =                               %short
  domain *                                          %below=domain_default*
  local-user * password =                           %owns
  local-user *                                      %tree
  local-user * privilege level =                    %short
  local-user * service-type =                       %short
  local-user * idle-timeout =                       %short
  local-user * ftp-directory =                      %short
radius-server template *                            %late
  radius-server shared-key =                        %short
hwtacacs-server template *                          %late
  hwtacacs-server shared-key =                      %short
interface Eth-Trunk*                                %late
  shutdown
  portswitch
  description =                                     %short
  eth-trunk =                                       %short first
  mode =                                            %short
  port link-type =                                  %short
  port default vlan =                               %short
  port trunk pvid vlan =                            %short
  port hybrid pvid vlan =                           %short
  port trunk allow-pass vlan =                      %numbers adds
  port hybrid tagged|untagged vlan ~                %unordered=Ethernet_Switching:_port_hybrid_vlan
  ip binding vpn-instance =                         %first clears=ip_address,ipv6
  mtu =                                             %short
  ip address =                                      %unique
  ip address * * sub                                %unique
  ipv6 enable
  ipv6 address ~                                    %unique unordered=IP_Service:_ipv6_address
  dot1q termination vid =                           %unique
  vlan-type dot1q =                                 %unique
  traffic-filter inbound|outbound =                 %first
  traffic-policy = inbound|outbound                 %first
  ospf authentication-mode =                        %short
  ospf cost =                                       %short
  ospf network-type =                               %short
  ospf dr-priority =                                %short
  ospf timer hello|dead =                           %short
  stp edged-port =                                  %short
  stp cost =                                        %short
  speed =                                           %short
  load-balance =                                    %short
  storm-control broadcast|multicast|unicast =       %short
  port-security max-mac-num|protect-action =        %short
  poe priority =                                    %short
  authentication-profile =                          %short
  vrrp vrid # virtual-ip ~                          %unordered=Reliability:_vrrp_vrid_virtual-ip
  vrrp vrid #                                       %tree
  vrrp vrid # priority =                            %short
  vrrp vrid # preempt-mode =                        %short
  vrrp vrid # authentication-mode =                 %short
interface *Ethernet*|*GE*|Serial*|Cellular*         %keep below=interface_Eth-Trunk*
interface MEth*                                     %keep left below=interface_Eth-Trunk*
interface NULL*                                     %own below=interface_Eth-Trunk*
drop-profile default                                %own
interface ~                                         %below=interface_Eth-Trunk*
route-policy *                                      %tree
route-policy * = node #                             %first late undo=route-policy_*_node_#
  if-match ~                                        %unordered=QoS:_if-match
  apply local-preference|preference|cost|cost-type|origin|preferred-value|tag =  %short
  apply community|as-path =                         %first
ospf # =                                            %short
  area *
    network ~                                       %unordered=IP_Routing:_network
    authentication-mode =                           %short
  bandwidth-reference =                             %short
  import-route direct|static|bgp =                  %short
  import-route ospf|isis|rip # =                    %short
bgp #
  router-id =                                       %short
  ~
  group *
  peer * as-number =                                %owns
  peer *                                            %tree
  peer * group =                                    %first
  peer * description =                              %short
  peer * connect-interface =                        %short
  peer * ebgp-max-hop =                             %short
  peer * password =                                 %short
  peer * timer =                                    %short
  ipv4-family unicast                               %keep
    synchronization                                 %own
    import-route direct|static =                    %short
    import-route ospf|isis|rip # =                  %short
    ~
    peer * enable
    peer * group =
    peer * route-policy = import|export
    peer * ip-prefix = import|export
    peer * filter-policy = import|export
    peer * preferred-value =                        %short
    peer * route-limit =                            %short
  ipv4-family vpn-instance *                        %below=ipv4-family_unicast
  ipv6-family unicast                               %below=ipv4-family_unicast
ip route-static vpn-instance * * * * =              %short
ip route-static vpn-instance * * * * *.*.*.* =      %short
ip route-static * * * *.*.*.* =                     %short
ip route-static * * * =                             %short
ipv6 route-static * * =                             %short
info-center loghost source =                        %short
info-center loghost * =                             %short
info-center channel * name =
snmp-agent
snmp-agent local-engineid ~                         %own
snmp-agent sys-info contact|location =              %short
snmp-agent trap source =                            %short
ssh server acl =                                    %short
ssh user *                                          %tree
ssh user * authentication-type|service-type =       %short
ntp-service source-interface =                      %short
ntp-service unicast-server * =                      %short
user-interface maximum-vty =                        %short
user-interface con|vty|aux ~                        %always
  acl = inbound|outbound
  authentication-mode =                             %short
  set authentication password =                     %short
  user privilege level =                            %short
  idle-timeout =                                    %short
  protocol inbound =                                %short
  screen-length =                                   %short
  history-command max-size =                        %short
"""

GRAMMAR = Grammar(
    name="huawei_vrp",
    dialect=indent,
    book=parse_rulebook(RULES),
    defaults=DEFAULTS,
    comments=("#", "!"),
    noise=re.compile(r"\[V\d+R\d+\w*\]$|<[^<>]+>|Info: "),
    closers=re.compile(r"quit|return"),
    blocks=(
        BlockPattern(re.compile(r"header (?:login|shell) information (\S)"), prose=True),
        BlockPattern(re.compile(r"public-key-code begin$"), ("public-key-code end",), loose=True),
        BlockPattern(re.compile(r"xpl route-filter \S+"), ("end-filter",)),
        BlockPattern(re.compile(r"xpl \S+-list \S+$"), ("end-list",)),
    ),
    prefixes="mask",
    synonyms=(*short_names(KINDS), *initial_synonyms(INITIALS)),
    secrets=secret_rules(SECRETS),
    features={
        "aaa": ("aaa", "radius-server", "hwtacacs-server"),
        "acls": ("acl", "traffic"),
        "banner": ("header",),
        "bgp": ("bgp",),
        "dns": ("dns",),
        "hostname": ("sysname",),
        "interfaces": ("interface",),
        "lldp": ("lldp",),
        "ntp": ("ntp-service", "ntp"),
        "ospf": ("ospf",),
        "prefix_lists": ("ip ip-prefix", "ip ipv6-prefix"),
        "route_maps": ("route-policy",),
        "snmp": ("snmp-agent",),
        "ssh": ("ssh", "stelnet", "sftp", "scp"),
        "static_routes": ("ip route-static", "ipv6 route-static"),
        "stp": ("stp",),
        "syslog": ("info-center",),
        "telnet": ("telnet",),
        "terminal_lines": ("user-interface",),
        "time_zone": ("clock",),
        "vlans": ("vlan",),
        "vrfs": ("ip vpn-instance",),
    },
    exit="quit",
    negation="undo ",
    to="to",
    spellings=SPELLINGS,
)
