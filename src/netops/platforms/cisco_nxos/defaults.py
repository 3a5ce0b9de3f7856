"""What holds on NX-OS 7 to 10 without a line. Whether an Ethernet port is up and switched without one depends on the model."""

from __future__ import annotations

from netops.dialects.defaults import parse_defaults

N9K = "device=cisco/n9k-*,cisco/nexus-9*"

DEFAULTS = parse_defaults(f"""
# Fundamentals Configuration Guide, hostname: "switch"
no hostname
hostname switch
# Unicast Routing Configuration Guide, Configuring DNS: "DNS client: Enabled"
ip domain-lookup                                        %shown
# System Management Configuration Guide, Configuring CDP, Default Settings: enabled, timer 60, hold time 180, version 2
cdp enable
cdp timer 60
cdp holdtime 180
cdp advertise v2
# System Management Configuration Guide, Configuring LLDP, Default Settings: timer 30, hold time 120, reinit 2
lldp timer 30
lldp holdtime 120
lldp reinit 2
# System Management Configuration Guide, Configuring System Message Logging, Default Settings: console 2, monitor 5, module 5, seconds
logging console 2
logging monitor 5
logging module 5
logging timestamp seconds
# Layer 2 Switching Configuration Guide, Configuring Rapid PVST+, Default Settings: rapid-pvst, priority 32768
spanning-tree mode rapid-pvst
spanning-tree vlan * priority 32768
no spanning-tree vlan * priority
# Layer 2 Switching Configuration Guide, Configuring MAC Address Tables, Default Settings: aging time 1800 seconds
mac address-table aging-time 1800
# Interfaces Configuration Guide, Configuring Basic Interface Parameters, MTU: jumbo MTU 9216
system jumbomtu 9216
# Interfaces Configuration Guide, Configuring Layer 2 Interfaces, system default switchport shutdown: off, printed by the setup script
no system default switchport shutdown                   %shown
# Interfaces Configuration Guide, Configuring Port Channels, Default Settings: LACP system priority 32768
lacp system-priority 32768
# Security Configuration Guide, Default Settings of SSH: enabled; Telnet, TACACS+, RADIUS, DHCP, port security, private VLANs: not enabled
feature ssh
no feature telnet
no feature tacacs+
no feature ldap
no feature dhcp
no feature port-security
no feature private-vlan
# Unicast Routing Configuration Guide, Default Settings of OSPF, BGP, EIGRP, IS-IS, RIP, PBR, HSRP, VRRP, BFD: not enabled
no feature ospf
no feature ospfv3
no feature bgp
no feature eigrp
no feature isis
no feature rip
no feature pbr
no feature hsrp
no feature vrrp
no feature bfd
# Interfaces Configuration Guide, Default Settings of VLAN interfaces, LACP, vPC, UDLD: not enabled
no feature interface-vlan
no feature lacp
no feature vpc
no feature udld
# Programmability Guide, NX-API and NETCONF: not enabled
no feature nxapi
no feature netconf
vlan #
  # Layer 2 Switching Configuration Guide, Configuring VLANs, Default Settings: state active, shut state no shutdown
  state active
  no shutdown
interface Vlan*
  # Interfaces Configuration Guide, Configuring Layer 3 Interfaces, Default Settings: "Admin state: Shut" of VLAN interfaces
  shutdown
  # Interfaces Configuration Guide, Configuring Layer 3 Interfaces, autostate: enabled
  autostate
interface loopback*
  # Interfaces Configuration Guide, Configuring Layer 3 Interfaces: a loopback is always up until it is shut down
  no shutdown
interface port-channel*
  # Interfaces Configuration Guide, Configuring Port Channels, Default Settings: "Port channel: Admin up"
  no shutdown
interface mgmt*
  # Fundamentals Configuration Guide, mgmt0: up
  no shutdown
interface nve*
  # VXLAN Configuration Guide, Configuring the NVE Interface: shut down until "no shutdown"
  shutdown
interface Ethernet*
  # Interfaces Configuration Guide (Nexus 9000), Configuring Layer 2 Interfaces: ports are switched by default, and then up
  switchport                                            %{N9K}
  no shutdown                                           %{N9K} unless=no_switchport
  # Interfaces Configuration Guide (Nexus 9000), Configuring Layer 3 Interfaces, Default Settings: "Admin state: Shut"
  shutdown                                              %{N9K} if=no_switchport
  # Interfaces Configuration Guide, Configuring Basic Interface Parameters: whether a port is up by default depends on the model
  no shutdown                                           %stays unless=no_switchport
interface Ethernet*|port-channel*
  # Layer 2 Switching Configuration Guide, Configuring Access and Trunk Interfaces, Default Settings: access, VLAN 1, all
  switchport mode access
  switchport access vlan 1
  switchport trunk native vlan 1
  switchport trunk allowed vlan 1-4094
  # Interfaces Configuration Guide, Configuring Basic Interface Parameters, Default Settings: duplex auto, speed auto, no beacon
  duplex auto
  speed auto
  no beacon
  # Interfaces Command Reference, negotiate auto: "Auto-negotiation is enabled"
  negotiate auto
  # System Management Configuration Guide, CDP and LLDP on interfaces: enabled
  cdp enable
  lldp transmit
  lldp receive
  # Interfaces Configuration Guide, Configuring Port Channels, Default Settings: LACP port priority 32768, rate normal
  lacp port-priority 32768
  lacp rate normal
  # Layer 2 Switching Configuration Guide, Configuring Rapid PVST+, Default Settings: port priority 128, link type auto
  spanning-tree port-priority 128
  spanning-tree link-type auto
  # System Management Configuration Guide, Configuring SNMP: link traps are enabled on each interface
  snmp trap link-status
interface ~
  # Interfaces Configuration Guide, Configuring Basic Interface Parameters, Default Settings: no description, MTU 1500
  no description
  mtu 1500
  # Interfaces Configuration Guide, Configuring Layer 3 Interfaces: no address, default VRF
  no ip address
  no vrf member
  # Unicast Routing Configuration Guide, Configuring IPv4: proxy ARP and local proxy ARP disabled, ARP timeout 1500, redirects enabled
  no ip proxy-arp
  no ip local-proxy-arp
  no ip directed-broadcast
  ip arp timeout 1500
  ip redirects
  ipv6 redirects
  # Unicast Routing Configuration Guide, Configuring OSPFv2, Default Settings: hello 10, dead 40, retransmit 5, transmit delay 1, priority 1
  ip ospf hello-interval 10
  ip ospf dead-interval 40
  ip ospf retransmit-interval 5
  ip ospf transmit-delay 1
  ip ospf priority 1
  no ip ospf mtu-ignore
  hsrp #
    # Unicast Routing Configuration Guide, Configuring HSRP, Default Settings: priority 100, no preemption, timers 3 10
    priority 100
    no preempt
    timers 3 10
  vrrp #
    # Unicast Routing Configuration Guide, Configuring VRRP, Default Settings: priority 100, preemption, interval 1
    priority 100
    preempt
    advertisement-interval 1
router ospf *
  # Unicast Routing Configuration Guide, Configuring OSPFv2, Default Settings: 40 Gbps, distance 110, 8 paths
  auto-cost reference-bandwidth 40000 Mbps
  auto-cost reference-bandwidth 40 Gbps
  auto-cost reference-bandwidth 40000
  distance 110
  maximum-paths 8
  no passive-interface default
  no shutdown
router bgp *
  # Unicast Routing Configuration Guide, Configuring Basic BGP, Default Settings: keep alive 60, hold 180, bestpath limit 300
  timers bgp 60 180
  timers bestpath-limit 300
  no shutdown
  neighbor *
    # Unicast Routing Configuration Guide, Configuring Basic BGP, Default Settings: keep alive 60, hold 180
    timers 60 180
    no shutdown
    no description
vpc domain #
  # Interfaces Configuration Guide, Configuring vPCs, Default Settings: system and role priority 32667, delay restore 30
  role priority 32667
  system-priority 32667
  delay restore 30
line console
  # Fundamentals Configuration Guide, Configuring Terminal Settings, Default Settings: 9600 baud, 8 data bits, 1 stop bit, no parity
  speed 9600
  databits 8
  stopbits 1
  parity none
line vty
  # Fundamentals Configuration Guide, Configuring Terminal Settings, Default Settings: 32 sessions
  session-limit 32
""")
