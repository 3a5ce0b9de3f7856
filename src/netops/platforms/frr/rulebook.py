"""FRRouting 8.4 (docs.frrouting.org/en/stable-8.4), each rule tried on the real daemons.

What a running config shows is what counts: zebra hides an interface without lines, and bgpd an address family without lines.
`no neighbor X` takes every line of X; so does leaving a peer group, which deletes the peer (bgpd/bgp_vty.c, no_neighbor_set_peer_group).
A BGP instance can go only after the instances of its VRFs, so they come later in the book.
"""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.grammar import Grammar
from netops.dialects.rules import book
from netops.dialects.secret_rules import secret_rules
from netops.platforms.frr.defaults import DEFAULTS
from netops.platforms.frr.secrets import SECRETS

RULES = """
frr version =                               %inert
frr defaults =                              %keep
service integrated-vtysh-config             %own
hostname =
domainname =                                %short
log syslog =                                %off
log file =                                  %short
log timestamp precision =                   %short
password =                                  %short
enable password =                           %short
~
vrf *                                       %keep hides exit=exit-vrf
access-list * seq # =                       %late
ipv6 access-list * seq # =                  %late
ip prefix-list * seq # =                    %late
ipv6 prefix-list * seq # =                  %late
ip prefix-list * description =
bgp as-path access-list * seq # =           %late
bgp community-list standard|expanded * seq # =         %late
bgp large-community-list standard|expanded * seq # =   %late
bgp extcommunity-list standard|expanded * seq # =      %late
route-map * permit|deny *                   %late
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
interface ~                                 %keep hides
  vrf =
  description =                             %short
  ip ospf cost =                            %short
  ip ospf hello-interval =                  %short
  ip ospf dead-interval =                   %short
  ip ospf network =                         %short
  ip ospf priority =                        %short
  ip ospf retransmit-interval =             %short
  ip ospf transmit-delay =                  %short
  ip ospf authentication-key =              %short
  ip ospf message-digest-key # md5 =        %short first
  ip ospf area =                            %first
  bandwidth =                               %short
  ~
ip route ~
ipv6 route ~
key chain *
  key *
    key-string =
router ospf ~
  ospf router-id =
  auto-cost reference-bandwidth =
  distance =
  default-metric =
  redistribute * =                          %short first
  ~
router bgp #
  bgp router-id =
  ~
  neighbor * peer-group                     %owns
  neighbor * remote-as =                    %owns
  neighbor * interface ~                    %owns
  neighbor * peer-group *                   %owns
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
line vty
"""

GRAMMAR = Grammar(
    name="frr",
    dialect=indent,
    book=book(RULES),
    defaults=DEFAULTS,
    comments=("!", "#"),
    noise=re.compile(r"Building configuration|Current configuration"),
    closers=re.compile(r"(?:end|exit|quit|exit-(?:address-family|vrf|vnc|link-params|ldp-if))"),
    secrets=secret_rules(SECRETS),
    features={
        "acls": ("access-list", "ipv6 access-list"),
        "bgp": ("router bgp", "bgp"),
        "hostname": ("hostname", "domainname"),
        "interfaces": ("interface",),
        "ospf": ("router ospf", "router ospf6"),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "route_maps": ("route-map",),
        "static_routes": ("ip route", "ipv6 route", "vrf"),
        "syslog": ("log",),
        "system": ("frr defaults", "service", "password", "enable password"),
        "vty": ("line vty",),
    },
    exit="exit",
)
