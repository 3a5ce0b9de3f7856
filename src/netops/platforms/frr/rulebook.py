"""FRRouting 8.4 (docs.frrouting.org/en/stable-8.4), each rule tried on the real daemons.

What a running config shows is what counts: zebra hides an interface without lines, and bgpd an address family without lines.
`no neighbor X` takes every line of X; so does leaving a peer group, which deletes the peer (bgpd/bgp_vty.c, no_neighbor_set_peer_group).
A BGP instance can go only after the instances of its VRFs, so they come later in the book.
"""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.grammar import Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms.frr.defaults import DEFAULTS
from netops.platforms.frr.secrets import SECRETS
from netops.platforms.frr.spellings import SPELLINGS

RULES = """
frr defaults =                              %keep
service integrated-vtysh-config             %own
hostname =
domainname =                                %short
log syslog =                                %off
log file =                                  %short
log timestamp precision =                   %short
password =                                  %short
enable password =                           %short
ip msdp peer * = *                          %short
~
vrf *                                       %keep hides exit=exit-vrf
access-list * remark =                      %late short verbatim
access-list * seq # =                       %late distinct
ipv6 access-list * remark =                 %late short verbatim
ipv6 access-list * seq # =                  %late distinct
mac access-list * seq # =                   %late distinct
ip prefix-list * seq # =                    %late distinct
ipv6 prefix-list * seq # =                  %late distinct
ipv6 prefix-list * description =
ip prefix-list * description =
bgp as-path access-list * seq # =           %late distinct
bgp community-list standard|expanded * seq # =         %late distinct
bgp large-community-list standard|expanded * seq # =   %late distinct
bgp community-list|large-community-list|extcommunity-list # seq # =     %late distinct
bgp extcommunity-list standard|expanded * seq # =      %late distinct
route-map * = *                             %late
  set local-preference =
  set metric =
  set weight =
  set origin =
  set ip next-hop =
  set tag =
  set community =
  set as-path prepend =                     %short
  set as-path exclude =                     %short
  description =                             %short
  on-match =
  call =
router babel
  babel diversity-factor =                  %back=babel_diversity-factor_256
  babel resend-delay =                      %back=babel_resend-delay_2000
  babel smoothing-half-life =               %back=babel_smoothing-half-life_4
interface ~                                 %keep hides
  vrf =
  ip|ipv6 router isis *
  babel wired                               %back=babel_wireless clears=babel_rxcost,babel_channel,babel_split-horizon
  babel channel =                           %back=babel_channel_interfering after=babel_wired
  babel rxcost =                            %back=babel_rxcost_256 after=babel_wired
  babel hello-interval =                    %back=babel_hello-interval_4000
  babel update-interval =                   %back=babel_update-interval_16000
  babel rtt-decay =                         %back=babel_rtt-decay_42
  babel rtt-min =                           %back=babel_rtt-min_10
  babel rtt-max =                           %back=babel_rtt-max_120
  babel max-rtt-penalty =                   %back=babel_max-rtt-penalty_150
  ip rip split-horizon =                    %back=ip_rip_split-horizon
  ipv6 ripng split-horizon =                %back=ipv6_ripng_split-horizon
  description =                             %short
  ip ospf cost = *
  ip ospf cost =                            %short
  ip ospf hello-interval = *
  ip ospf hello-interval =                  %short
  ip ospf dead-interval minimal ~           %unordered=OSPFv2:_ip_ospf_dead-interval
  ip ospf dead-interval = *
  ip ospf dead-interval =                   %short
  ip ospf network =                         %short
  ip ospf priority =                        %short
  ip ospf retransmit-interval =             %short
  ip ospf transmit-delay =                  %short
  ip ospf authentication-key =              %short
  ip ospf message-digest-key # =            %short first
  ip ospf area =                            %first
  isis metric|hello-interval|hello-multiplier|csnp-interval|psnp-interval|priority level-1|level-2 =
  isis metric|hello-interval|hello-multiplier|csnp-interval|psnp-interval|priority =
  ip pim hello|drpriority =
  ip igmp query-interval|query-max-response-time|version|last-member-query-count|last-member-query-interval =
  bandwidth =                               %short
  ~
ip route ~                                  %unordered=STATIC:_Static_Route_Commands
ipv6 route ~                                %unordered=STATIC:_Static_Route_Commands
key chain *
  key *
    key-string =
router ospf
  passive-interface default                 %clears=no_passive-interface
  passive-interface ~                       %after=passive-interface_default unordered=OSPFv2:_passive-interface
  ospf router-id =
  auto-cost reference-bandwidth =
  distance ospf =
  distance =
  default-metric =
  redistribute ospf|table|babel # =         %first
  redistribute * =                          %short first
  ~
router ospf6
router isis *
  net ~                                     %unordered=ISIS:_net
  is-type =
  metric-style =
  lsp-gen-interval level-1|level-2 =
  lsp-refresh-interval level-1|level-2 =
  max-lsp-lifetime level-1|level-2 =
  spf-interval level-1|level-2 =
router bgp #
  bgp router-id =
  ~
  neighbor * peer-group                     %owns
  neighbor * remote-as =                    %owns
  neighbor * interface ~                    %owns
  neighbor * interface peer-group *         %owns after=neighbor_=_peer-group$
  neighbor * interface v6only peer-group *  %owns after=neighbor_=_peer-group$
  neighbor * peer-group *                   %owns after=neighbor_=_peer-group$
  bgp listen range * peer-group *           %after=neighbor_=_peer-group$,neighbor_=_remote-as
  neighbor *                                %tree
  neighbor * description =                  %short
  neighbor * password =                     %short
  neighbor * timers # #
  neighbor * timers connect =
  neighbor * ebgp-multihop =
  neighbor * update-source =                %short
  neighbor * advertisement-interval =
  neighbor * local-as =
  neighbor * port =                         %short
  neighbor * weight =
  address-family ~                          %keep hides exit=exit-address-family
    redistribute ospf|table # =             %first
    redistribute * =                        %short first
    ~
    neighbor * activate
    neighbor * route-map = in|out
    neighbor * prefix-list = in|out
    neighbor * filter-list = in|out
    neighbor * distribute-list = in|out
    neighbor * unsuppress-map =             %short
    neighbor * weight =                     %short
    neighbor * maximum-prefix =             %short
    neighbor * allowas-in =                 %short
segment-routing                             %keep hides
  traffic-eng                               %keep hides
    mpls-te on
    mpls-te import =                        %short
    segment-list *
      index # =                             %short
    policy color # endpoint *
      name =
      binding-sid =
  srv6                                      %keep hides
    locators                                %keep hides
      locator *
        prefix =
line vty                                    %always
"""

GRAMMAR = Grammar(
    name="frr",
    dialect=indent,
    book=parse_rulebook(RULES),
    defaults=DEFAULTS,
    comments=("!", "#"),
    noise=re.compile(r"Building configuration|Current configuration|frr version "),
    closers=re.compile(r"(?:end|exit|quit|exit-(?:address-family|vrf|vnc|link-params|ldp-if))"),
    secrets=secret_rules(SECRETS),
    features={
        "acls": ("access-list", "ipv6 access-list"),
        "bfd": ("bfd",),
        "bgp": ("router bgp", "bgp"),
        "enable_secret": ("enable password",),
        "hostname": ("hostname", "domainname"),
        "interfaces": ("interface",),
        "isis": ("router isis",),
        "mpls": ("mpls",),
        "multicast": ("router pim", "router pim6", "ip pim", "ip igmp", "ip msdp"),
        "ospf": ("router ospf", "router ospf6"),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "route_maps": ("route-map",),
        "segment_routing": ("segment-routing",),
        "static_routes": ("ip route", "ipv6 route", "vrf"),
        "syslog": ("log",),
        "system": ("frr defaults", "service"),
        "terminal_lines": ("line vty",),
        "terminal_password": ("password",),
    },
    exit="exit",
    spellings=SPELLINGS,
)
