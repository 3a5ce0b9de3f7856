"""What holds on IOS XR 6 to 7 without a line. XR shows what was typed, so a written default stays in its config."""

from __future__ import annotations

from netops.dialects.defaults import parse_defaults

DEFAULTS = parse_defaults("""
# System Management Command Reference, hostname: "ios"
hostname ios
# IP Addresses and Services Command Reference, domain lookup: enabled
no domain lookup disable
# System Security Command Reference, ssh timeout: 30 seconds
ssh timeout 30
interface *
  # Interface and Hardware Component Command Reference, shutdown: the interface is enabled
  no shutdown
  # Interface and Hardware Component Command Reference, load-interval: 300 seconds
  load-interval 300
  # IP Addresses and Services Command Reference, ipv4 address, ipv6 address, vrf: none
  no ipv4 address
  no ipv6 address
  no vrf
  # IP Addresses and Services Command Reference, arp timeout: 14400 seconds; proxy-arp: disabled
  arp timeout 14400
  no proxy-arp
  # Interface and Hardware Component Command Reference, description: none
  no description
line console|default
  # System Management Command Reference, exec-timeout: 10 minutes; length 24; width 80
  exec-timeout 10 0
  length 24
  width 80
router ospf *
  # Routing Command Reference, OSPF: auto-cost reference-bandwidth 100, distance 110, maximum paths 32
  auto-cost reference-bandwidth 100
  distance 110
  maximum paths 32
router bgp *
  # Routing Command Reference, BGP: timers bgp 60 180, default local preference 100, scan-time 60
  timers bgp 60 180
  bgp default local-preference 100
  bgp scan-time 60
""")
