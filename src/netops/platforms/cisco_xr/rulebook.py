"""Cisco IOS XR 6 to 7 (ASR 9000 and NCS 5500 configuration guides).

The device takes all lines at one commit, so it does no harm when a line is taken back before another takes its place: `first` where the
manual does not say that the new one overwrites it. An interface can be removed, since only its configuration goes (Interface and Hardware
Component guide, Preconfiguring Physical Interfaces). Since all lines take effect at one commit, none has to be there before another. A
route policy or a set is one value: entering it again replaces all of it (Routing guide, Implementing Routing Policy). XR refuses a commit
that changes the VRF of an interface with addresses (`RSI` asks for them to be removed first) and one that puts a BGP process in place of
another; each takes two commits.
"""

from __future__ import annotations

import re
from textwrap import indent as indented

from netops.dialects import indent
from netops.dialects.blocks import BlockPattern
from netops.dialects.grammar import Fold, Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms._interfaces import initial_synonyms, short_names
from netops.platforms._secrets import CISCO
from netops.platforms.cisco_xr.defaults import DEFAULTS
from netops.platforms.cisco_xr.interfaces import INITIALS, KINDS
from netops.platforms.cisco_xr.secrets import SECRETS
from netops.platforms.cisco_xr.spellings import SPELLINGS

NEIGHBOR = """
remote-as =                                         %first
use neighbor-group|session-group =                  %first
description =                                       %verbatim
password =
update-source =                                     %first
~
address-family ~                                    %unordered=Routing:_address-family
  use af-group =                                    %first
  route-policy = in|out                             %first
  maximum-prefix =                                  %first
  soft-reconfiguration inbound =                    %first
"""

BGP = f"""
bgp router-id =
~
address-family ~                                    %unordered=Routing:_address-family
  maximum-paths ibgp|ebgp|eibgp =                   %first
  network * route-policy =                          %first
af-group ~
  route-policy = in|out                             %first
session-group *
  remote-as =                                       %first
  password =
neighbor-group *
{indented(NEIGHBOR, "  ")}
neighbor *
{indented(NEIGHBOR, "  ")}
"""

OSPF = """
router-id =
~
area *
  ~
  interface *
    cost =
    network =                                       %first
    message-digest-key * md5 =
"""

RULES = f"""
hostname =
clock timezone =                                    %first
domain name =                                       %first
domain vrf * name =                                 %first
username *
  group ~                                           %unordered=System_Security:_group_(AAA)
  password =
  secret =
key chain *                                         %late
  key *
    key-string =
domain name-server ~                                %order=IP_Addresses:_domain_name-server
domain vrf * name-server ~                          %order=IP_Addresses:_domain_name-server
domain list ~                                       %order=IP_Addresses:_domain_list
domain vrf * list ~                                 %order=IP_Addresses:_domain_list
tacacs-server|radius-server host ~                  %late order=System_Security:_tacacs-server_host
  key =
  timeout =                                         %first
aaa group server tacacs+|radius *                   %late
  server* ~                                         %order=System_Security:_aaa_group_server
aaa authentication|authorization|accounting * * =   %first
snmp-server location =                              %verbatim
snmp-server contact =                               %first verbatim
logging source-interface = vrf *
logging source-interface =
logging buffered #
logging console|monitor|buffered|trap|facility|hostnameprefix =        %first off
line console|default
  exec-timeout =                                    %first
  access-class ingress|egress =
  transport input|output|preferred =                %first
  session-timeout =                                 %first
vrf *                                               %late
  description =                                     %first verbatim
  rd =                                              %first
  address-family ~                                  %unordered=Routing:_address-family
    import|export route-target
      ~
object-group network|port ~                         %late
  description =                                     %first verbatim
ipv4 access-list *                                  %entries late renumber=resequence_access-list_ipv4_NAME
  # =
ethernet-services access-list *                     %entries late renumber=resequence_access-list_ethernet-services_NAME
  # =
ipv6 access-list *                                  %entries late renumber=resequence_access-list_ipv6_NAME
  # =
prefix-set|as-path-set|community-set|large-community-set|rd-set|tag-set|mac-set|esi-set|etag-set|ospf-area-set * =     %late
extcommunity-set * * =                              %late
route-policy * =                                    %late
class-map ~                                         %late exit=end-class-map
  description =                                     %first verbatim
class-map type * = *                                %late exit=end-class-map below=class-map_~
class-map type * *                                  %late exit=end-class-map below=class-map_~
class-map = *                                       %late exit=end-class-map below=class-map_~
policy-map ~                                        %late exit=end-policy-map
  description =                                     %first verbatim
  class ~                                           %order=QoS:_policy-map,_class
    ~
  class class-default
    ~
template ~                                          %late exit=end-template unordered=BNG:_dynamic-template
group *                                             %late exit=end-group
control-plane
  management-plane
    ~
~
interface preconfigure *
  shutdown                                          %known
  description =                                     %first verbatim
  vrf =                                             %first apart=ipv4_address,ipv6_address
  mtu =
  bandwidth =                                       %first
  load-interval =                                   %first
  bundle id =                                       %first
  bundle minimum-active links =                     %first
  lacp period =                                     %first
  encapsulation =                                   %first
  ipv4 address =                                    %unique
  ipv4 address * * secondary
  ipv6 address ~                                    %unique unordered=IP_Addresses:_ipv6_address
  ipv4|ipv6 access-group = ingress|egress
  service-policy input|output =                     %first
  l2transport
    ~
interface preconfigure * =                          %first short below=interface_preconfigure_*
interface MgmtEth* =                                %left first short below=interface_preconfigure_*
interface * =                                       %first short below=interface_preconfigure_*
router static
  ~
  address-family ~                                  %unordered=Routing:_address-family
    ~
  vrf *
    address-family ~                                %unordered=Routing:_address-family
      ~
router ospf|ospfv3 *
{indented(OSPF, "  ")}
  vrf *
{indented(OSPF, "    ")}
router isis *
  is-type =                                         %first
  net ~                                             %unordered=Routing:_net
  ~
  address-family ~                                  %unordered=Routing:_address-family
    ~
  interface *
    circuit-type =                                  %first
    address-family ~                                %unordered=Routing:_address-family
      metric maximum
      metric maximum level #
      metric = level #                              %first
      metric =                                      %first
router bgp *                                        %apart=router_bgp
{indented(BGP, "  ")}
  vrf *
    rd =                                            %first
{indented(BGP, "    ")}
l2vpn
  router-id =
  ~
mpls ldp
  router-id =                                       %first
  ~
  address-family ~                                  %unordered=Routing:_address-family
    ~
  interface *
    ~
ntp
  source vrf * =                                    %first
  source =                                          %first
  ~
banner motd|exec|login|incoming|prompt-timeout|slip-ppp =      %short verbatim
ssh server vrf * =                                  %first
ssh|telnet ~                                        %unordered=System_Security:_ssh_server
"""

# Comments stay where they were typed, unlike on IOS; `!` alone and `!!` are the device's own. Nothing is known to remove one.
EVERYWHERE = """
! ~ %own verbatim lines
"""

_SET = r"(?:prefix|as-path|community|large-community|rd|tag|mac|esi|etag|ospf-area)-set \S+$|extcommunity-set \S+ \S+$"

GRAMMAR = Grammar(
    name="cisco_xr",
    dialect=indent,
    book=parse_rulebook(RULES),
    defaults=DEFAULTS,
    comments=("!", "#"),
    notes="! ",
    everywhere=parse_rulebook(EVERYWHERE),
    noise=re.compile(r"Building configuration|Current configuration|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d+ \d+:\d+:\d+"),
    closers=re.compile(r"(?:root|end|exit|end-(?:class-map|policy-map|template|group)|exit-[a-z0-9-]+)"),
    blocks=(
        BlockPattern(re.compile(r"banner \S+ +(\^C|\S)"), prose=True),
        BlockPattern(re.compile(r"route-policy [^\s(]+(?:\(.*\))?$"), ("end-policy",)),
        BlockPattern(re.compile(_SET), ("end-set",)),
        BlockPattern(re.compile(r"policy-global$"), ("end-global",)),
    ),
    # `show running-config formal` has the line of an interface beside it (Command Reference, Configuration Management)
    folds=(Fold(re.compile(r"(interface (?:preconfigure )?\S*\d\S*) (?!l2transport$)(\S.*)$"), r"\1", r"\2", ""),),
    prefixes="mask",
    synonyms=(*short_names(KINDS), *initial_synonyms(INITIALS)),
    secrets=secret_rules(CISCO, SECRETS),
    features={
        "aaa": ("aaa", "tacacs-server", "radius-server", "tacacs", "radius"),
        "acls": ("ipv4 access-list", "ipv6 access-list", "ethernet-services access-list", "object-group"),
        "banner": ("banner",),
        "bfd": ("bfd",),
        "bgp": ("router bgp",),
        "call_home": ("call-home",),
        "cdp": ("cdp",),
        "control_plane": ("control-plane",),
        "dhcp": ("dhcp",),
        "dns": ("domain",),
        "hostname": ("hostname",),
        "hsrp": ("router hsrp",),
        "interfaces": ("interface",),
        "ip_sla": ("ipsla",),
        "isis": ("router isis",),
        "lldp": ("lldp",),
        "management_api": ("grpc", "netconf", "netconf-yang", "xml", "telemetry"),
        "mpls": ("mpls", "rsvp", "explicit-path"),
        "multicast": ("multicast-routing", "router pim", "router igmp", "router mld", "router msdp"),
        "netflow": ("flow", "sampler-map"),
        "ntp": ("ntp",),
        "ospf": ("router ospf", "router ospfv3"),
        "pki": ("crypto",),
        "prefix_lists": ("prefix-set", "ipv4 prefix-list", "ipv6 prefix-list"),
        "qos": ("class-map", "policy-map"),
        "route_maps": ("route-policy", "as-path-set", "community-set", "extcommunity-set", "large-community-set", "rd-set"),
        "segment_routing": ("segment-routing",),
        "snmp": ("snmp-server", "snmp"),
        "ssh": ("ssh",),
        "static_routes": ("router static",),
        "stp": ("spanning-tree",),
        "syslog": ("logging", "service timestamps"),
        "telnet": ("telnet",),
        "terminal_lines": ("line", "vty-pool"),
        "time_zone": ("clock",),
        "user_roles": ("usergroup", "taskgroup"),
        "users": ("username",),
        "vlans": ("l2vpn",),
        "vrfs": ("vrf",),
        "vrrp": ("router vrrp",),
    },
    exit="exit",
    spellings=SPELLINGS,
)
