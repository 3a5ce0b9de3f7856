"""What holds on FRR without a line, and what its daemons take and never show: each line was typed on 8.4.4 and read back."""

from __future__ import annotations

from netops.dialects.defaults import defaults

DEFAULTS = defaults("""
# Basic Setup, log facility
log facility daemon
# Basic Commands, hostname: the name of the system
no hostname
# VRRP, Global Configuration
vrrp default preempt
interface ~
  # Babel, Interface Configuration
  babel channel interfering
  babel wireless
  # Zebra, Standard Commands for all VTYs
  no shutdown
  no description
  no ip address
  # VRRP, Global Configuration
  vrrp # preempt
  vrrp # priority 100
  vrrp # version 3
  vrrp # advertisement-interval 1000
  # OSPFv2, Interfaces
  ip ospf hello-interval 10
  ip ospf priority 1
  ip ospf retransmit-interval 5
  ip ospf transmit-delay 1
  no ip ospf passive
  no ip ospf mtu-ignore
  # OSPFv3, Interfaces
  ipv6 ospf6 hello-interval 10
  ipv6 ospf6 dead-interval 40
  ipv6 ospf6 priority 1
  # IPv6 Support, Router Advertisement
  ipv6 nd ra-interval 600
  # ISIS, ISIS interface
  isis circuit-type level-1-2
  isis metric 10
  # RIP, ip split-horizon
  ip rip split-horizon
  # RIPng
  ipv6 ripng split-horizon
  # OSPFv2, Interfaces
  ip ospf network broadcast
  # PIM, PIM Interface Configuration
  ip pim bsm
  ip pim unicast-bsm
  # IPv6 Support, Router Advertisement
  ipv6 nd router-preference medium
  ipv6 nd ra-fast-retrans
  ipv6 nd suppress-ra
  # Zebra, Standard Commands for all VTYs
  link-detect
router ospf [~]
  # OSPFv2, Routers
  ospf abr-type cisco
  no passive-interface default
  no ospf rfc1583compatibility
  no compatible rfc1583
  auto-cost reference-bandwidth 100000
  timers throttle spf 0 50 5000
  timers lsa min-arrival 1000
  graceful-restart helper strict-lsa-checking
  proactive-arp
  max-metric router-lsa administrative
  area * shortcut default
router ospf6 [~]
  # OSPFv3, OSPF6 router
  timers throttle spf 0 50 5000
router isis * [~]
  # ISIS, Configuring isisd
  is-type level-1-2
  metric-style wide
  lsp-gen-interval 30
  spf-interval 1
  hostname dynamic
  lsp-mtu 1497
  max-lsp-lifetime 1200
  attached-bit send
router bgp # [~]
  # BGP, Basic Configuration
  bgp default ipv4-unicast
  bgp client-to-client reflection
  bgp ebgp-requires-policy
  bgp fast-external-failover
  bgp network import-check
  bgp suppress-duplicates
  bgp graceful-restart notification
  bgp hard-administrative-reset
  bgp graceful-restart stalepath-time 360
  bgp graceful-restart restart-time 120
  bgp default local-preference 100
  bgp listen limit 100
  no bgp log-neighbor-changes
  timers bgp 60 180
  neighbor * port 179
  neighbor * ebgp-multihop 1
  address-family ~
    # BGP, Peer Configuration
    neighbor * send-community
    neighbor * send-community both|large|all|standard|extended
    distance bgp 20 200 200
""")
