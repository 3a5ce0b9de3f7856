"""What holds on IOS 15 and IOS XE 16 to 17 without a line. Left out is what depends on the model or on the release (`ip routing`,
`mop enabled`, `cdp run`, `switchport`) and is on neither side of a difference then unless somebody writes it.
"""

from __future__ import annotations

from netops.dialects.defaults import parse_defaults

ETHERNET = "interface *Ethernet*|TwentyFiveGigE*|HundredGigE*|Port-channel*"

DEFAULTS = parse_defaults(f"""
# Configuration Fundamentals Command Reference, hostname: "The factory-assigned default hostname" is Router or Switch
no hostname
# Configuration Fundamentals Command Reference, service config: "Disabled, except on systems without NVRAM"
no service config
# Configuration Fundamentals Command Reference, service tcp-small-servers and udp-small-servers: "disabled" since 11.3
no service tcp-small-servers
no service udp-small-servers
# Configuration Fundamentals Command Reference, ip finger: "This service is disabled by default" since 12.1(5)
no ip finger
no service finger
# Configuration Fundamentals Command Reference, service prompt config: "The configuration prompts appear in all configuration modes"
service prompt config
# Security Command Reference S to Z, service password-encryption: "No passwords are encrypted"
no service password-encryption                          %shown
# Security Command Reference A to C, aaa new-model: "AAA is not enabled"
no aaa new-model                                        %shown
# Security Command Reference A to C, aaa session-id: "common"
aaa session-id common                                   %shown
# IP Application Services Command Reference, ip forward-protocol: UDP broadcasts and Network Disks are forwarded
ip forward-protocol nd                                  %shown
# Wide-Area Networking Command Reference, multilink bundle-name: the authenticated name
multilink bundle-name authenticated                     %shown
# Security Command Reference D to L, enable password and enable secret: "No password is defined"
no enable password
no enable secret
# IP Addressing Services Command Reference, ip domain lookup: "Enabled"
ip domain lookup
# IP Routing: Protocol-Independent Command Reference, ip classless: "Enabled" since 11.3
ip classless
# IP Addressing Services Command Reference, ip subnet-zero: "Enabled" since 12.0
ip subnet-zero
# IP Application Services Command Reference, ip source-route: "Enabled"
ip source-route
# IP Addressing Services Command Reference, ip gratuitous-arps: "Disabled for PPP" only
ip gratuitous-arps
# IP Multicast Command Reference, ip multicast-routing: "IP multicast routing is disabled"
no ip multicast-routing
# IPv6 Command Reference, ipv6 unicast-routing: "IPv6 unicast routing is disabled"
no ipv6 unicast-routing
# Network Management Command Reference, logging on: "The logging process is enabled"
logging on
# Network Management Command Reference, logging trap: "Syslog messages at level 0 to level 6 are generated"
logging trap informational
# Network Management Command Reference, logging facility: "local7"
logging facility local7
# Network Management Command Reference, logging userinfo: "User-information logging is not enabled"
no logging userinfo
# Network Management Command Reference, snmp-server queue-length: "The queue length is set to 10"
snmp-server queue-length 10
# Network Management Command Reference, snmp-server packetsize: "Packet size is 1500 bytes"
snmp-server packetsize 1500
# Basic System Management Command Reference, ntp: no server and no peer without a line
no ntp
# Secure Shell Commands, ip ssh: "timeout 120 seconds, authentication-retries 3"
ip ssh time-out 120
ip ssh authentication-retries 3
# HTTP Services Command Reference, ip http authentication: "enable"; ip http max-connections: platform
ip http authentication enable
# HTTP Services Command Reference, ip http server and ip http secure-server: whether they run by default depends on the platform
no ip http server                         %stays
no ip http secure-server                  %stays
# IP Switching Command Reference, ip cef: "CEF is enabled or disabled by default, depending on the platform"
no ip cef                                 %stays
# LAN Switching Command Reference, spanning-tree vlan priority: "32768"
spanning-tree vlan * priority 32768
no spanning-tree vlan * priority
# LAN Switching Command Reference, vtp mode: "server"
vtp mode server
# Cisco Discovery Protocol Command Reference, cdp timer and cdp holdtime: "60 seconds", "180 seconds"
cdp timer 60
cdp holdtime 180
# LLDP Commands, lldp timer, holdtime and reinit: "30 seconds", "120 seconds", "2 seconds"
lldp timer 30
lldp holdtime 120
lldp reinit 2
no lldp run
vlan #
  # Catalyst 3850 VLAN Command Reference, state: "active"; shutdown: "VLAN is active"
  state active
  no shutdown
interface ~
  # Interface and Hardware Component Command Reference, shutdown (interface): "The port is enabled"
  no shutdown                                           %shown
  # IP Addressing Services Command Reference, ip address: "No IP address is defined for the interface"
  no ip address                                         %shown
  # Interface and Hardware Component Command Reference, description: "No description is added"
  no description
  # IPv6 Command Reference, ipv6 address and ipv6 enable: "No IPv6 addresses are defined", "IPv6 is disabled"
  no ipv6 address
  no ipv6 enable
  # Interface and Hardware Component Command Reference, load-interval: "300 seconds"
  load-interval 300
  # IP Addressing Services Command Reference, arp timeout: "14400 seconds (4 hours)"
  arp timeout 14400
  # IP Application Services Command Reference, ip redirects, ip unreachables and ip mask-reply: "enabled", "enabled", "disabled"
  ip redirects
  ip unreachables
  no ip mask-reply
  # IP Addressing Services Command Reference, ip proxy-arp: "Enabled"
  ip proxy-arp
  no ip local-proxy-arp
  # IP Addressing Services Command Reference, ip directed-broadcast: "Disabled" since 12.0
  no ip directed-broadcast
  # Security Command Reference D to L, ip access-group: "No access list is applied"
  no ip access-group
  # VRF commands, vrf forwarding: "An interface is associated with the global routing table"
  no vrf forwarding
  no ip vrf forwarding
  # Network Management Command Reference, snmp trap link-status: "traps are sent"
  snmp trap link-status
  # Cisco Discovery Protocol Command Reference, cdp enable; LLDP Commands, lldp transmit and lldp receive: "Enabled"
  cdp enable
  lldp transmit
  lldp receive
  # OSPF Command Reference: ip ospf priority 1, retransmit-interval 5, transmit-delay 1
  ip ospf priority 1
  ip ospf retransmit-interval 5
  ip ospf transmit-delay 1
  # OSPF Command Reference, ip ospf mtu-ignore: "disabled"; ip ospf shutdown: none
  no ip ospf mtu-ignore
  # First Hop Redundancy Protocols Command Reference, standby priority 100, standby preempt: "no preemption", standby timers 3 10
  standby # priority 100
  no standby # preempt
  standby # timers 3 10
  # First Hop Redundancy Protocols Command Reference, vrrp priority 100, vrrp preempt: "enabled", vrrp timers advertise 1
  vrrp # priority 100
  vrrp # preempt
  vrrp # timers advertise 1
  # Catalyst 3560 Command Reference 15, switchport mode: "dynamic auto", access vlan 1, native vlan 1, allowed vlan: all
  switchport mode dynamic auto
  switchport access vlan 1
  switchport trunk native vlan 1
  switchport trunk allowed vlan 1-4094
  switchport trunk allowed vlan all
  no switchport voice vlan
  no switchport nonegotiate
  no switchport protected
  no switchport port-security
  # LAN Switching Command Reference, spanning-tree port-priority 128, portfast: "disabled", bpduguard and guard: none
  spanning-tree port-priority 128
  no spanning-tree portfast
  no spanning-tree bpduguard
  no spanning-tree guard
  # LAN Switching Command Reference, channel-group: "No channel groups are assigned"; lacp port-priority 32768; lacp rate normal
  no channel-group
  lacp port-priority 32768
  lacp rate normal
{ETHERNET}
  # Interface and Hardware Component Command Reference, mtu: Ethernet 1500; duplex and speed: autonegotiation
  mtu 1500
  duplex auto
  speed auto
interface GigabitEthernet*|TwoGigabitEthernet*|FiveGigabitEthernet*
  # Interface and Hardware Component Command Reference, negotiation: "auto" for Gigabit Ethernet
  negotiation auto                                      %shown
crypto isakmp policy #
  # Security Command Reference A to C: authentication rsa-sig, encryption des, group 1; D to L: hash sha; lifetime 86400 seconds
  authentication rsa-sig
  encryption des
  hash sha
  group 1
  lifetime 86400
router ospf ~
  # OSPF Command Reference, auto-cost reference-bandwidth: 100 Mbps; distance 110; passive-interface: routing updates are sent
  auto-cost reference-bandwidth 100
  distance 110
  no passive-interface default
  # OSPF Command Reference, maximum-paths: 4; compatible rfc1583: on; default-information originate: disabled
  maximum-paths 4
  compatible rfc1583
  no default-information originate
router bgp #
  # BGP Command Reference: timers bgp 60 180; distance bgp 20 200 200; bgp default local-preference 100; bgp scan-time 60
  timers bgp 60 180
  distance bgp 20 200 200
  bgp default local-preference 100
  bgp scan-time 60
  # BGP Command Reference, bgp default ipv4-unicast, bgp fast-external-fallover, bgp enforce-first-as, client-to-client reflection: on
  bgp default ipv4-unicast
  bgp fast-external-fallover
  bgp enforce-first-as
  bgp client-to-client reflection
  # BGP Command Reference, synchronization and auto-summary: disabled since 12.2(8)T and 12.3
  no synchronization                                    %shown
  no auto-summary                                       %shown
  address-family ~
    # BGP Command Reference, synchronization and auto-summary: disabled since 12.2(8)T and 12.3
    no synchronization                                  %shown
    no auto-summary                                     %shown
line ~
  # Configuration Fundamentals Command Reference, exec-timeout: "10 minutes"; length 24; width 80; exec: "EXEC processes are started"
  exec-timeout 10 0
  length 24
  width 80
  exec
  # Configuration Fundamentals Command Reference, session-timeout: "no timeout"; logging synchronous: off; privilege level 1
  no session-timeout
  no logging synchronous
  privilege level 1
""")
