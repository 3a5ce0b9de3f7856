"""Cisco IOS and IOS XE 15 to 17 (Command References), for the lines of switches and branch routers.

Where the book does not know a line, it counts as one of many: it is taken back with `no` before another is set.

`order=`, `unordered=` and `after=` name the command of the Command Reference, or the guide, that says so. A prefix list takes neither
a number nor an entry twice (IP Routing: Protocol-Independent CR, ip prefix-list). Remarks are not counted (IP Access List Entry Sequence
Numbering).
"""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.blocks import BlockPattern
from netops.dialects.grammar import Fold, Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms._interfaces import RANGES, short_names
from netops.platforms._secrets import CISCO
from netops.platforms.cisco_ios.defaults import DEFAULTS
from netops.platforms.cisco_ios.interfaces import KINDS
from netops.platforms.cisco_ios.secrets import SECRETS
from netops.platforms.cisco_ios.spellings import SPELLINGS

RULES = """
version =                                           %inert
license udi|boot ~                                  %own
hostname =                                          %short
service timestamps debug|log =                      %off
boot-start-marker|boot-end-marker                   %own
boot system ~                                       %order=Configuration_Fundamentals:_boot_system
enable secret|password level # =
enable secret|password =
vtp domain =                                        %keep
vtp mode =                                          %short
aaa new-model
tacacs server *                                     %late order=TACACS+:_aaa_group_server
  address ipv4|ipv6 =
  key =                                             %short
  timeout =                                         %short
radius server *                                     %late order=RADIUS:_aaa_group_server
  address ipv4|ipv6 =
  key =                                             %short
tacacs-server host ~                                %late order=TACACS+:_tacacs-server_host
radius-server host ~                                %late order=RADIUS:_radius-server_host
aaa group server tacacs+|radius *                   %after=aaa_new-model,tacacs_server,radius_server
  server* ~                                         %order=AAA:_aaa_group_server
aaa authentication|authorization|accounting * * =   %after=aaa_new-model,aaa_group_server
aaa authorization|accounting commands # * =         %after=aaa_new-model,aaa_group_server
aaa accounting * default vrf * =                    %after=aaa_new-model,aaa_group_server
aaa accounting * * vrf * =                          %after=aaa_new-model,aaa_group_server
clock timezone =
switch # provision =                                %keep
ip domain name vrf * =
ip domain name =                                    %short
ip default-gateway =
ip name-server vrf * ~                              %order=DNS:_ip_name-server
ip name-server ~                                    %order=DNS:_ip_name-server
ip domain list|lookup vrf * ~                       %order=DNS:_ip_domain_list
ip domain list ~                                    %order=DNS:_ip_domain_list
username * privilege|secret|password|nopassword =
username * privilege # secret|password              %known
login on-failure|on-success|block-for               %known
enable secret|password                              %known
ip dhcp snooping vlan =                             %numbers adds
ip arp inspection vlan =                            %numbers adds
lldp run
ip http server                                      %either
ip http secure-server                               %either
ip cef                                              %either
spanning-tree mode =
spanning-tree vlan = priority *                     %numbers adds moves
spanning-tree vlan = hello-time *                   %numbers adds moves
spanning-tree vlan = forward-time *                 %numbers adds moves
spanning-tree vlan = max-age *                      %numbers adds moves
spanning-tree mst = priority *                      %numbers adds moves
spanning-tree mst configuration
  name =                                            %short
  revision =                                        %short
  instance # vlan =                                 %numbers adds moves
vrf definition Mgmt-vrf|Mgmt-intf                   %keep left
  rd =
  description =                                     %short verbatim
  route-target ~                                    %after=rd unordered=MPLS:_route-target
  address-family ~                                  %after=rd unordered=MPLS:_vrf_definition
vrf definition *                                    %late below=vrf_definition_Mgmt-vrf|Mgmt-intf
spanning-tree extend system-id                      %own
vlan internal allocation policy ~                   %own
vlan 1                                              %always
vlan #                                              %late list=own after=vtp_mode
  name =                                            %short
object-group network|service *                      %late nested=group-object unordered=Security:_object-group
ip prefix-list * seq # =                            %late distinct
ip prefix-list * description =                      %short verbatim
ip prefix-list * ~                                  %late order=IP_Routing:_ip_prefix-list
ipv6 prefix-list * seq # =                          %late distinct
ipv6 prefix-list * description =                    %short verbatim
ipv6 prefix-list * ~                                %late order=IPv6:_ipv6_prefix-list
ip access-list standard|extended *                  %entries late renumber=ip_access-list_resequence_NAME
  # remark ~                                        %unnumbered verbatim
  # =
  remark ~                                          %unnumbered verbatim
access-list * ~                                     %late verbatim order=IP_Addressing_Services:_access-list
ipv6 access-list *                                  %entries late
  sequence # =
  remark ~                                          %verbatim
ip as-path access-list # ~                          %late order=BGP:_ip_as-path_access-list
ip community-list standard|expanded * ~             %late order=BGP:_ip_community-list
ip community-list # ~                               %late order=BGP:_ip_community-list
ip extcommunity-list standard|expanded * ~          %late order=BGP:_ip_extcommunity-list
ip extcommunity-list # ~                            %late order=BGP:_ip_extcommunity-list
ip large-community-list standard|expanded * ~       %late order=BGP:_ip_large-community-list
ip large-community-list # ~                         %late order=BGP:_ip_large-community-list
route-map * = #                                     %late
  description =                                     %short verbatim
  set local-preference =
  set metric =
  set weight =
class-map type * * = *                              %late nested=match_class-map
class-map type * = *                                %late nested=match_class-map
class-map type * *                                  %late nested=match_class-map
class-map = *                                       %late nested=match_class-map
class-map ~                                         %late nested=match_class-map unordered=QoS:_class-map
policy-map *                                        %late nested=service-policy
  class class-default
    bandwidth percent =
    bandwidth remaining percent =
    ~
    queue-limit|random-detect|fair-queue ~          %after=bandwidth unordered=QoS:_queue-limit
  class *                                           %order=QoS:_class_(policy-map)
    priority level # percent =
    bandwidth percent =
    bandwidth remaining percent =
    ~
    queue-limit|random-detect|fair-queue ~          %after=bandwidth,priority unordered=QoS:_queue-limit
crypto isakmp policy #                              %late
  encryption =                                      %short
  hash =                                            %short
  authentication =                                  %short
  group =                                           %short
  lifetime =                                        %short
zone security *                                     %late
  description =                                     %short verbatim
zone-pair security * source * destination *         %late after=zone_security,policy-map
  description =                                     %short verbatim
  service-policy type inspect =                     %short
ip nat translation timeout|tcp-timeout|udp-timeout|dns-timeout|icmp-timeout|finrst-timeout|syn-timeout =    %short
crypto isakmp profile *                             %late after=crypto_keyring
  description =                                     %short verbatim
  vrf|keyring|local-address =                       %short
  self-identity =
  keepalive =                                       %short
crypto keyring *                                    %late
  local-address =                                   %short
  pre-shared-key address|hostname * key ~           %known
crypto isakmp key ~                                 %unordered=Security:_crypto_isakmp_key
crypto isakmp keepalive =                           %short
crypto ikev2 proposal *                             %late
  encryption|integrity|prf|group =                  %short
crypto ikev2 policy *                               %late after=crypto_ikev2_proposal
  match fvrf =                                      %short
  proposal ~                                        %order=Security:_proposal
crypto ikev2 keyring *                              %late
  peer *
    description =                                   %short verbatim
    hostname|address =                              %short
    pre-shared-key local|remote =                   %short
    pre-shared-key =                                %short
crypto ikev2 profile *                              %late after=crypto_ikev2_keyring
  description =                                     %short verbatim
  match fvrf|certificate =                          %short
  identity local =
  authentication local =
  keyring local =
  lifetime|dpd|ivrf =                               %short
crypto ikev2 dpd =                                  %short
crypto ipsec security-association lifetime seconds|kilobytes =    %short
crypto ipsec security-association replay window-size =            %short
crypto ipsec df-bit =
crypto ipsec transform-set * =                      %late
  mode =                                            %short
crypto ipsec profile *                              %late after=crypto_ipsec_transform-set,crypto_ikev2_profile,crypto_isakmp_profile
  description =                                     %short verbatim
  set security-association lifetime seconds|kilobytes =           %short
  set transform-set|pfs|ikev2-profile|isakmp-profile =            %short
crypto dynamic-map * #                              %late after=crypto_ipsec_transform-set
  set security-association lifetime seconds|kilobytes =           %short
  set transform-set|pfs|ikev2-profile|isakmp-profile =            %short
  match address =                                   %short
crypto map * local-address =                        %after=interface
crypto map * # ipsec-isakmp dynamic =               %late after=crypto_dynamic-map
crypto map * # ~                                    %late after=crypto_ipsec_transform-set,crypto_ikev2_profile,crypto_isakmp_profile
  description =                                     %short verbatim
  set peer ~                                        %order=Security:_set_peer_(IPsec)
  set security-association lifetime seconds|kilobytes =           %short
  set transform-set|pfs|ikev2-profile|isakmp-profile =            %short
  match address =                                   %short
crypto pki trustpoint TP-self-signed-*|SLA-TrustPoint                %own
crypto pki certificate chain TP-self-signed-*|SLA-TrustPoint         %own
redundancy                                          %own
control-plane                                       %always
subscriber templating                               %own
transceiver type all                                %own
mgcp profile default                                %own
voice-card ~                                        %own
parameter-map type webauth global                   %always
diagnostic bootup level ~                           %own
memory free low-watermark processor ~               %own
flow record *                                       %late
flow exporter *                                     %late
flow monitor *                                      %late after=flow_record,flow_exporter
ip sla #
ip sla schedule # ~                                 %after=ip_sla_# unordered=IP_SLAs:_ip_sla_schedule
track #
~
vlan filter|group * vlan-list =                     %numbers adds
interface ~
  shutdown                                          %known
  switchport mode access|trunk|dynamic              %known
  switchport port-security                          %known
  spanning-tree portfast|bpduguard                  %known
  duplex auto|full|half                             %known
  speed auto|10|100|1000                            %known
  ip helper-address|nat|verify|unnumbered           %known
  ip address dhcp                                   %known
  negotiation auto                                  %known
  switchport
  description =                                     %short verbatim
  switchport trunk encapsulation =                  %short after=switchport$
  switchport mode =                                 %short after=switchport$,switchport_trunk_encapsulation
  switchport nonegotiate                            %after=switchport_mode
  switchport port-security                          %after=switchport_mode
  switchport access vlan =                          %short
  switchport voice vlan =                           %short
  switchport trunk native vlan =                    %short
  switchport trunk allowed vlan =                   %short numbers
  encapsulation dot1Q =                             %unique
  encapsulation =                                   %short
  vrf forwarding =                                  %first clears=ip_address,ipv6_address
  ip vrf forwarding =                               %first clears=ip_address
  ip address =                                      %unique after=no_switchport$,encapsulation,vrf_forwarding,ip_vrf_forwarding
  ip address * * secondary                          %unique after=ip_address
  ipv6 address ~                                    %unique after=encapsulation,vrf_forwarding unordered=IPv6:_ipv6_address
  ppp|frame-relay ~                                 %after=encapsulation unordered=WAN:_encapsulation
  tunnel mode =                                     %short
  tunnel source|destination|key|vrf =               %short
  zone-member security =                            %short
  ip verify unicast source =                        %short
  ip inspect = in|out
  crypto map =                                      %short
  tunnel protection ~                               %after=tunnel_mode unordered=Security:_tunnel_protection
  authentication|dot1x|mab|access-session ~         %after=switchport_mode unordered=Security:_authentication_port-control
  mab                                               %after=switchport_mode
  ip access-group = in|out
  ip ospf cost =                                    %short
  ip ospf network =                                 %short
  ip ospf priority =                                %short
  ip ospf hello-interval =                          %short
  ip ospf dead-interval =                           %short
  ip ospf message-digest-key # md5 =                %first
  ip mtu =                                          %short
  mtu =                                             %short
  bandwidth receive =
  bandwidth inherit =
  bandwidth =                                       %short
  delay =                                           %short
  load-interval =                                   %short
  speed =                                           %short
  duplex =                                          %short after=speed
  channel-group =                                   %short after=switchport$,no_switchport$
  lacp rate =                                       %short
  port-channel min-links =                          %short
  spanning-tree cost =                              %short
  spanning-tree guard =                             %short
  standby version =                                 %short
  standby # ip =                                    %after=standby_version,ip_address
  standby # ip * secondary                          %after=ip_address
  standby # ipv6 ~                                  %after=standby_version unordered=FHRP:_standby_ipv6
  standby # priority =                              %short
  vrrp # ip =                                       %after=ip_address
  vrrp # ip * secondary                             %after=ip_address
  vrrp # priority =                                 %short
  service-policy input|output =                     %first
interface GigabitEthernet0|FastEthernet0            %keep left reset=default below=interface_~
interface Null0|Async*|Embedded-Service-Engine*|Service-Engine*|ucse* %own below=interface_~
interface *Ethernet*|TenGig*|FortyGig*|HundredGig*|Serial*|AppGig*|Cellular* %keep reset=default below=interface_~
interface Dot11Radio*|BRI*|ATM*|Vlan1               %keep reset=default below=interface_~
router ospf ~
  router-id =                                       %short
  auto-cost reference-bandwidth =                   %short
  passive-interface default                         %clears=no_passive-interface
  passive-interface ~                               %after=passive-interface_default unordered=OSPF:_passive-interface
router bgp #
  bgp router-id =
  template peer-policy|peer-session *               %late nested=inherit_peer-policy,inherit_peer-session
  ~
  neighbor * peer-group                             %owns
  neighbor * remote-as =                            %owns
  neighbor *                                        %tree
  neighbor * peer-group =                           %after=neighbor_=_peer-group$
  bgp listen range * peer-group =                   %after=neighbor_=_peer-group$
  neighbor * inherit peer-session =                 %after=template_peer-session_=
  neighbor * description =                          %first verbatim
  neighbor * password =                             %short
  neighbor * update-source =                        %short
  neighbor * route-map = in|out
  neighbor * prefix-list = in|out
  address-family ~
    neighbor * peer-group                           %owns
    neighbor * remote-as =                          %owns
    neighbor *                                      %tree
    neighbor * peer-group =                         %after=neighbor_=_peer-group$
    neighbor * activate                             %after=neighbor_*_remote-as,neighbor_*_peer-group
    neighbor * route-map = in|out                   %after=neighbor_*_activate
    neighbor * prefix-list = in|out                 %after=neighbor_*_activate
    ~
ip route ~                                          %unordered=IP_Routing:_ip_route
ipv6 route ~                                        %unordered=IPv6:_ipv6_route
ip tacacs|radius source-interface = vrf *           %after=interface
ip tacacs|radius source-interface =                 %after=interface
ip ssh version|time-out|authentication-retries|source-interface =
logging source-interface = vrf *
logging history size =
logging console guaranteed
logging trap|history|buffered|console|monitor =      %off
logging facility|source-interface|origin-id =
snmp-server location|contact|chassis-id|trap-source =        %short verbatim
snmp-server community * =                           %short
banner * =                   %short verbatim
line con|aux|vty ~                                  %always
  exec-timeout =                                    %short off
  session-timeout =                                 %short
  access-class = in|out vrfname *
  access-class = in|out
  password =                                        %short
  login =                                           %short off
  login local|authentication                        %known
  transport input all|none|ssh|telnet               %known
  transport input|output|preferred =                %short off
  logging synchronous
ntp source =                                        %short
ntp server|peer vrf * ip|ipv6 * =                   %short
ntp server|peer vrf * * =                           %short
ntp server|peer ip|ipv6 * =                         %short
ntp server * =                                      %short
ntp peer * =                                        %short
ntp master =                                        %short
"""

_CONTROL_C = r"\^C(?=.*\^C|[^^]*$)|\x03"
_MARK = rf"({_CONTROL_C}|\S)"
_RARE_MARK = rf"({_CONTROL_C}|[^\w\s:/.\"<(-])"
_HEX = re.compile(r"(?:[0-9A-Fa-f]+(?: [0-9A-Fa-f]+)*|quit)")

SEVERAL_LINES = """
certificate ~                                               %lines verbatim
key-string                                                  %lines verbatim
aaa authentication banner|fail-message =                    %short verbatim
ip admission|auth-proxy auth-proxy-banner ftp|http|telnet = %short verbatim
menu * title|prompt =                                       %short verbatim
"""

BLOCKS = (
    BlockPattern(re.compile(rf"banner (?:motd|login|exec|incoming|slip-ppp|prompt-timeout|config-save) {_MARK}"), mark="^C", prose=True),
    BlockPattern(
        re.compile(rf"(?:aaa authentication (?:banner|fail-message)|menu \S+ (?:title|prompt)|banner text) {_RARE_MARK}"),
        mark="^C",
        prose=True,
    ),
    BlockPattern(re.compile(rf"ip (?:admission|auth-proxy) auth-proxy-banner \S+ {_RARE_MARK}"), mark="^C", prose=True),
    BlockPattern(re.compile(rf"banner {_RARE_MARK}"), mark="^C", prose=True),
    BlockPattern(re.compile(r"macro name \S"), ("@",)),
    BlockPattern(re.compile(r"certificate (?:self-signed |ca |rollover |ra-\w+ )*[0-9A-Fa-f]+$"), ("quit",), inner=_HEX, loose=True),
    BlockPattern(re.compile(r"key-string$"), ("quit", "exit"), loose=True),
    BlockPattern(re.compile(r"http-raw-request$"), ("exit",)),
)
"""Command references: banner (any delimiter, shown as ^C), menu title, aaa authentication banner, macro name (up to @), certificate and
key-string (hexadecimal up to quit; `ip ssh pubkey-chain` up to exit), http-raw-request of an IP SLA (up to exit)."""

GRAMMAR = Grammar(
    name="cisco_ios",
    dialect=indent,
    book=parse_rulebook(RULES),
    defaults=DEFAULTS,
    default="default ",
    noise=re.compile(r"Building configuration|Current configuration|Using \d+ out of|Load for |Time source is|ntp clock-period "),
    closers=re.compile(r"(?:end|exit|exit-[a-z0-9-]+)"),
    synonyms=short_names(KINDS),
    ranges=RANGES,
    folds=(
        Fold(re.compile(r"access-list (\d{1,2}|1[3-9]\d\d)(?: (.+))?$"), r"ip access-list standard \1", r"\2", r"access-list \1"),
        Fold(re.compile(r"access-list (1\d\d|2[0-6]\d\d)(?: (.+))?$"), r"ip access-list extended \1", r"\2", r"access-list \1"),
    ),
    blocks=BLOCKS,
    everywhere=parse_rulebook(SEVERAL_LINES),
    secrets=secret_rules(CISCO, SECRETS),
    features={
        "aaa": ("aaa", "tacacs", "tacacs-server", "radius", "radius-server", "ip tacacs", "ip radius"),
        "acls": ("access-list", "ip access-list", "ipv6 access-list", "object-group"),
        "banner": ("banner",),
        "bfd": ("bfd", "bfd-template"),
        "bgp": ("router bgp",),
        "call_home": ("call-home", "service call-home"),
        "cdp": ("cdp",),
        "control_plane": ("control-plane",),
        "device_tracking": ("device-tracking", "ip device tracking", "device-sensor", "device classifier"),
        "dhcp": ("ip dhcp", "ipv6 dhcp"),
        "dns": ("ip name-server", "ip domain", "ip domain-name", "ip domain-lookup"),
        "dot1x": (
            "dot1x",
            "authentication",
            "access-session",
            "service-template",
            "class-map type control subscriber",
            "policy-map type control subscriber",
        ),
        "eigrp": ("router eigrp",),
        "enable_secret": ("enable",),
        "errdisable": ("errdisable",),
        "hostname": ("hostname",),
        "interfaces": ("interface",),
        "ip_sla": ("ip sla", "track"),
        "ipsec": ("crypto isakmp", "crypto ipsec", "crypto ikev2", "crypto map", "crypto dynamic-map", "crypto keyring", "crypto gdoi"),
        "isis": ("router isis",),
        "lldp": ("lldp",),
        "mpls": ("mpls", "l2vpn", "segment-routing"),
        "multicast": (
            "ip multicast-routing",
            "ip multicast",
            "ip pim",
            "ip igmp",
            "ip mroute",
            "ip msdp",
            "ipv6 multicast-routing",
            "ipv6 pim",
            "ipv6 mld",
        ),
        "nat": ("ip nat",),
        "netflow": ("flow", "ip flow-export", "ip flow-cache", "ip flow-top-talkers", "sampler"),
        "ntp": ("ntp",),
        "ospf": ("router ospf",),
        "pki": ("crypto pki", "crypto ca"),
        "prefix_lists": ("ip prefix-list", "ipv6 prefix-list"),
        "qos": ("class-map", "policy-map", "table-map"),
        "route_maps": ("route-map", "ip community-list", "ip as-path"),
        "snmp": ("snmp-server",),
        "ssh": ("ip ssh", "ip scp"),
        "stack": ("switch",),
        "static_routes": ("ip route", "ipv6 route", "ip default-gateway"),
        "stp": ("spanning-tree",),
        "syslog": ("logging", "service timestamps"),
        "terminal_lines": ("line",),
        "time_zone": ("clock",),
        "trustsec": ("cts",),
        "users": ("username",),
        "vlans": ("vlan",),
        "vrfs": ("vrf", "ip vrf"),
        "vtp": ("vtp",),
        "web": ("ip http",),
        "zone_firewall": (
            "zone",
            "zone-pair",
            "class-map type inspect",
            "policy-map type inspect",
            "parameter-map type inspect",
            "ip inspect",
        ),
    },
    spellings=SPELLINGS,
)
