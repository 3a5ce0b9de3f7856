"""What holds on FRR without a line, and what its daemons take and never show: each line was typed on 8.4.4 and read back."""

from __future__ import annotations

from netops.dialects.defaults import parse_defaults

DEFAULTS = parse_defaults("""
# Basic Setup: the default facility of the log is daemon
log facility daemon
# Basic Setup: `log monitor` does nothing since 7.4, and is not shown
log monitor [~]
# Basic Setup, hostname: the name of the system
no hostname
# VRRP, Global Configuration: vrrp default preempt is on
vrrp default preempt
# PIM, PIM Routers and MSDP: 60 seconds, 3 packets, 60, 210; keepalive 60, hold 75
ip pim join-prune-interval 60
ip pim packets 3
ip pim register-suppress-time 60
ip pim keep-alive-timer 210
ip pim send-v6-secondary
ip msdp timers 60 75
interface ~
  # Babel, Interface Configuration: wireless and interfering by default
  babel channel interfering                 %unless=babel_wired
  babel channel noninterfering              %if=babel_wired
  no babel wired
  no babel split-horizon                    %unless=babel_wired
  babel split-horizon                       %if=babel_wired
  babel rxcost 256                          %unless=babel_wired
  babel rxcost 96                           %if=babel_wired
  # Babel, Interface Configuration: hello 4000, update 16000, RTT decay 42, minimum 10, maximum 120, penalty 150
  babel hello-interval 4000
  babel update-interval 16000
  babel rtt-decay 42
  babel rtt-min 10
  babel rtt-max 120
  babel max-rtt-penalty 150
  # RIP, RIP Version Control: no ip rip v2-broadcast
  no ip rip v2-broadcast
  # Zebra, Interface Commands: interfaces are up and watch their link
  no shutdown
  no description
  # OSPFv2, Interfaces: 10 seconds, priority 1, 5 seconds, 1 second, broadcast
  ip ospf hello-interval 10
  ip ospf dead-interval 40                  %shown
  ip ospf priority 1
  ip ospf retransmit-interval 5
  ip ospf transmit-delay 1
  no ip ospf passive                        %shown
  no ip ospf mtu-ignore
  # OSPFv3, Interfaces: hello 10, dead 40 seconds, priority 1
  ipv6 ospf6 hello-interval 10
  ipv6 ospf6 dead-interval 40
  ipv6 ospf6 priority 1
  # IPv6 Support, Router Advertisement: off, every 600 seconds, medium
  ipv6 nd ra-interval 600
  # ISIS, ISIS interface: level-1-2, metric 10
  isis circuit-type level-1-2
  isis metric 10
  isis metric level-1|level-2 10            %shown
  isis hello padding
  isis hello-interval 3
  isis hello-interval level-1|level-2 3     %shown
  isis hello-multiplier 10
  isis hello-multiplier level-1|level-2 10  %shown
  isis three-way-handshake
  isis csnp-interval 10
  isis csnp-interval level-1|level-2 10     %shown
  isis psnp-interval 2
  isis psnp-interval level-1|level-2 2      %shown
  isis priority 64
  isis priority level-1|level-2 64          %shown
  # PIM, PIM Interface Configuration and IGMP: hello 30, priority 1; query 125, response 100, version 3, last member twice, 10
  ip pim hello 30                           %if=ip_pim
  ip pim drpriority 1                       %if=ip_pim
  ip pim bsm                                %if=ip_pim
  ip pim unicast-bsm                        %if=ip_pim
  ip igmp query-interval 125                %if=ip_igmp
  ip igmp query-max-response-time 100       %if=ip_igmp
  ip igmp version 3                         %if=ip_igmp
  ip igmp last-member-query-count 2         %if=ip_igmp
  ip igmp last-member-query-interval 10     %if=ip_igmp
  # NHRP, Configuration: two hours
  ip|ipv6 nhrp holdtime 7200
  # RIP, RIP Configuration: split horizon is on
  ip rip split-horizon
  # RIPng, RIPng Configuration: split horizon is on
  ipv6 ripng split-horizon
  # OSPFv2, Interfaces: 10 seconds, priority 1, 5 seconds, 1 second, broadcast
  ip ospf network broadcast
  # IPv6 Support, Router Advertisement: off, every 600 seconds, medium
  ipv6 nd router-preference medium
  ipv6 nd ra-fast-retrans
  ipv6 nd suppress-ra
  # Zebra, Interface Commands: interfaces are up and watch their link
  link-detect
line vty
  # Terminal Mode Commands: ten minutes; whoever comes in has a password
  exec-timeout 10 0
  login
router ospf [~]
  # OSPFv2, Routers: what ospfd takes and does not show
  ospf abr-type cisco
  no passive-interface default
  no ospf rfc1583compatibility
  no compatible rfc1583
  auto-cost reference-bandwidth 100000
  timers throttle spf 0 50 5000
  timers lsa min-arrival 1000
  graceful-restart helper strict-lsa-checking
  proactive-arp
  area * shortcut default
router ospf6 [~]
  # OSPFv3, OSPF6 router: 0, 50 and 5000 milliseconds
  timers throttle spf 0 50 5000
router isis * [~]
  # ISIS, Configuring isisd: what isisd takes and does not show
  is-type level-1-2
  metric-style wide
  lsp-gen-interval level-1|level-2 30       %shown
  lsp-refresh-interval level-1|level-2 900  %shown
  max-lsp-lifetime level-1|level-2 1200     %shown
  spf-interval level-1|level-2 1            %shown
  segment-routing global-block 16000 23999
  hostname dynamic
  lsp-mtu 1497
  attached-bit send
router rip|ripng [~]
  # RIP, RIP Timers Configuration and RIP Metric Manipulation: 30, 180 and 120 seconds, metric 1
  timers basic 30 180 120
  default-metric 1
  no allow-ecmp
  no default-information originate
  no passive-interface ~
  no redistribute ~
  no network ~
router babel
  # Babel, General Commands: diversity factor 256, resend delay 2000; smoothing half-life 4
  babel diversity-factor 256
  babel resend-delay 2000
  babel smoothing-half-life 4
mpls ldp
  # LDP, Commands: hello 15 and 5 seconds, targeted 45 and 5, sync 10
  discovery hello holdtime 15
  discovery hello interval 5
  discovery targeted-hello holdtime 45
  discovery targeted-hello interval 5
  wait-for-sync 10
  address-family ~
    # LDP, Commands: labels are advertised to all, a session ends after 180 seconds
    label local advertise
    session holdtime 180
bfd
  peer|profile ~
    # BFD, BFDd Commands: multiplier 3, 300 milliseconds, echo off and 50, no passive mode, up
    detect-multiplier 3
    receive-interval 300
    transmit-interval 300
    echo transmit-interval 50
    echo receive-interval 50
    no echo-mode
    no passive-mode
    no shutdown
    minimum-ttl 254
router bgp # [~]
  # BGP, Basic Configuration: with frr defaults traditional
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
  address-family l2vpn evpn
    # BGP, EVPN: the next hop is handed on
    neighbor * attribute-unchanged next-hop
  address-family ~
    # BGP, Peer Configuration: all communities are sent
    neighbor * send-community
    neighbor * send-community both|large|all|standard|extended
    distance bgp 20 200 200
""")
