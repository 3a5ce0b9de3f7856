"""What holds on EOS without a line, as `show running-config all` of EOS 4.20 to 4.30 prints it.

Left out is the MTU of an interface: `interface defaults` can set another one.
"""

from __future__ import annotations

from netops.dialects.defaults import parse_defaults

DEFAULTS = parse_defaults("""
# User Manual, User Security, Local AAA server: no enable password and no root password exist by default
no enable password                                      %shown
no aaa root                                             %shown
# User Manual, Switch Administration, Managing the Switch Name: the default host name is localhost
no hostname
hostname localhost
# User Manual, Switch Administration, clock timezone: the default is UTC
clock timezone UTC
# User Manual, IPv4, Routing: "ip routing" is disabled by default, for the default VRF and for each VRF
no ip routing                                           %shown
no ip routing vrf *                                     %shown
# User Manual, IPv6, Routing: "ipv6 unicast-routing" is disabled by default
no ipv6 unicast-routing
no ipv6 unicast-routing vrf *
# User Manual, Multicast Architecture: "ip multicast-routing" is disabled by default
no ip multicast-routing
# User Manual, Spanning Tree Protocol, spanning-tree mode: "the default mode is mstp"; mst and vlan priority 32768
spanning-tree mode mstp                                 %shown
spanning-tree priority 32768
spanning-tree mst * priority 32768
spanning-tree vlan-id * priority 32768
no spanning-tree mst * priority
no spanning-tree vlan-id * priority
# User Manual, LLDP: "LLDP is enabled on the switch by default"; timer 30, holdtime 120, reinit 2
lldp run
lldp timer 30
lldp hold-time 120
lldp timer reinitialization 2
# User Manual, System Event Logging, logging on: enabled; logging trap informational; logging facility local4
logging on
logging trap informational
logging facility local4
# User Manual, Ethernet Ports, mac address-table aging-time: 300 seconds
mac address-table aging-time 300
# User Manual, Error Disable: errdisable recovery interval 300
errdisable recovery interval 300
# User Manual, LACP: lacp system-priority 32768
lacp system-priority 32768
# User Manual, Latency Analyzer (LANZ): "LANZ is disabled by default"
no queue-monitor length
# User Manual, Transceivers, transceiver qsfp default-mode: 4x10G, always in the running config
transceiver qsfp default-mode 4x10G                     %shown
vlan *
  # User Manual, VLANs, state: "the default state is active"
  state active
interface ~
  # User Manual, Ethernet Ports and Loopback: "shutdown" is off by default
  no shutdown
  # User Manual, IPv4, ip address: "no IP address is assigned"; ip proxy-arp and ip local-proxy-arp: disabled
  no ip address
  no ip proxy-arp
  no ip local-proxy-arp
  # User Manual, Ethernet Ports, description: none; load-interval: 300 seconds in the default profile
  no description
  load-interval 300
  # User Manual, VRFs, vrf (Interface mode): the interface is in the default VRF
  no vrf
  # User Manual, Data Plane Security, ip access-group: none
  no ip access-group
  # User Manual, OSPFv2, Interface: hello-interval 10, dead-interval 40, retransmit-interval 5, transmit-delay 1, priority 1
  ip ospf hello-interval 10
  ip ospf dead-interval 40
  ip ospf retransmit-interval 5
  ip ospf transmit-delay 1
  ip ospf priority 1
  ip ospf network broadcast
  # User Manual, VRRP: priority-level 100, preempt: enabled, advertisement interval 1, version 2
  vrrp # priority-level 100
  vrrp # preempt
  vrrp # advertisement interval 1
  vrrp # ipv4 version 2
interface Ethernet*|Port-Channel*
  # User Manual, VLANs, switchport: "Ethernet and port channel interfaces are in switched port mode by default"
  switchport
  # User Manual, VLANs, switchport mode: access; access vlan 1; native vlan 1; allowed vlan: all; no trunk group; no phone vlan
  switchport mode access
  switchport access vlan 1
  switchport trunk native vlan 1
  switchport trunk allowed vlan 1-4094
  no switchport trunk group
  no switchport phone vlan
  no switchport port-security
  # User Manual, Spanning Tree Protocol, Interface: portfast, bpduguard, bpdufilter and guard are off; port-priority 128
  no spanning-tree portfast
  no spanning-tree bpduguard
  no spanning-tree bpdufilter
  no spanning-tree guard
  spanning-tree port-priority 128
  # User Manual, LLDP, Interface: transmit and receive are enabled
  lldp transmit
  lldp receive
  # User Manual, LACP: lacp timer normal, lacp port-priority 32768; channel-group: none
  lacp timer normal
  lacp port-priority 32768
  no channel-group
  # User Manual, Storm Control: none
  no storm-control broadcast
  no storm-control multicast
  no storm-control all
interface Vlan*
  # User Manual, VLANs, autostate: enabled
  autostate
interface Vxlan*
  # User Manual, VXLAN, vxlan udp-port: 4789
  vxlan udp-port 4789
router bgp *
  # User Manual, BGP: timers bgp 60 180; distance bgp 200 200 200; default local preference 100; ipv4-unicast activated
  timers bgp 60 180
  distance bgp 200 200 200
  bgp default local-preference 100
  bgp default ipv4-unicast
  # User Manual, BGP: bgp log-neighbor-changes, client-to-client reflection and fast-external-fallover are enabled
  bgp log-neighbor-changes
  bgp client-to-client reflection
  bgp fast-external-fallover
  # User Manual, BGP, shutdown: off
  no shutdown
router ospf ~
  # User Manual, OSPFv2: auto-cost reference-bandwidth 100, distance 110 for each kind, passive-interface default: off
  auto-cost reference-bandwidth 100
  distance ospf intra-area 110
  distance ospf inter-area 110
  distance ospf external 110
  no passive-interface default
  # User Manual, OSPFv2: max-lsa 12000, log-adjacency-changes: on
  max-lsa 12000
  log-adjacency-changes
  no shutdown
management api http-commands
  # User Manual, eAPI: shutdown by default; protocol https on, http off, unix-socket off
  shutdown
  protocol https
  no protocol http
  no protocol http localhost
  no protocol unix-socket
management ssh
  # User Manual, Management SSH: enabled, idle-timeout 0, server-port 22, connection limit 50
  no shutdown
  idle-timeout 0
  server-port 22
  connection limit 50
management telnet
  # User Manual, Management Telnet: disabled by default
  shutdown
management console
  # User Manual, Management Console: idle-timeout 0
  idle-timeout 0
""")
