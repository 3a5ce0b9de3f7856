"""What holds on FRR 8.4 without a line, with `frr defaults traditional`. The daemons hide most of it; what they print once it is
typed is marked."""

from __future__ import annotations

from netops.dialects.defaults import defaults

DEFAULTS = defaults("""
# Basic Commands, log facility: "The default facility is LOG_DAEMON"
log facility daemon
# Basic Commands, hostname: the name of the system
no hostname
interface ~
  # Zebra, Standard Commands, shutdown: "Up or down the current interface"; interfaces are up
  no shutdown
  # Zebra, Standard Commands, description: none
  no description
  # OSPFv2, Interfaces, ip ospf hello-interval: "The default value is 10 seconds"; dead-interval 40
  ip ospf hello-interval 10
  ip ospf dead-interval 40                  %shown
  # OSPFv2, Interfaces: ip ospf priority 1, retransmit-interval 5, transmit-delay 1
  ip ospf priority 1
  ip ospf retransmit-interval 5
  ip ospf transmit-delay 1
  # OSPFv2, Interfaces, ip ospf passive and mtu-ignore: off
  no ip ospf passive                        %shown
  no ip ospf mtu-ignore
router ospf ~
  # OSPFv2, Routers, auto-cost reference-bandwidth: 100 Mbit/s; passive-interface default: off
  auto-cost reference-bandwidth 100         %shown
  no passive-interface default
  # OSPFv2, Routers, ospf rfc1583compatibility: off; timers throttle spf 0 50 5000
  no ospf rfc1583compatibility
  timers throttle spf 0 50 5000
router bgp ~
  # BGP, BGP Distance: "distance bgp 20 200 200"
  distance bgp 20 200 200
  # BGP, Route Selection: bgp client-to-client reflection and bgp fast-external-failover are on
  bgp client-to-client reflection
  bgp fast-external-failover
  # BGP, Multiprotocol: bgp default ipv4-unicast is on; bgp default local-preference 100
  bgp default ipv4-unicast
  bgp default local-preference 100
  # BGP, Require policy on EBGP: on with traditional defaults since 7.4; suppress duplicates: on; import check: on since 7.4
  bgp ebgp-requires-policy
  bgp suppress-duplicates
  bgp network import-check
""")
