"""The lines that a simulated IOS device accepts, in the order in which it prints them (see `grammar`)."""

from __future__ import annotations

from netops.lab.sim.grammar import Grammar

GLOBAL = """
    version = *
    service timestamps debug|log = *
    ~ service pad .
    service password-encryption .
    service tcp-keepalives-in|tcp-keepalives-out .
    service compress-config|sequence-numbers|unsupported-transceiver .
    hostname = *
    boot system|marker|start-marker *
    vrf definition * -> vrf
    ~ logging console .
    logging console|buffered|monitor = *
    logging userinfo .
    enable secret|password = *
    aaa new-model .
    aaa group server tacacs+|radius * -> aaa-group
    aaa authentication attempts login = <n>
    aaa authorization console|config-commands .
    aaa accounting update = *
    aaa accounting exec|system|network|connection * -> accounting
    aaa accounting commands <n> * -> accounting
    aaa authentication|authorization|accounting * * = *
    aaa server radius dynamic-author -> dynamic-author
    aaa session-id = *
    clock timezone|summer-time = *
    switch <n> provision = *
    ip routing .
    ~ ip domain lookup .
    ~ ip domain-lookup .
    ip domain name|list *
    ip domain-name = *
    ip name-server *
    ip dhcp snooping .
    ~ ip dhcp snooping information option .
    ip dhcp snooping information|verify|database *
    access-session attributes filter-list list * -> words
    access-session authentication|accounting|mac-move|monitor *
    access-session monitor .
    authentication mac-move|critical *
    device-sensor filter-list cdp|lldp|dhcp list * -> words
    device-sensor filter-spec|notify *
    device-sensor accounting .
    device classifier .
    ip device tracking .
    ip device tracking *
    device-tracking policy * -> words
    device-tracking tracking *
    ~ device-tracking logging theft .
    vlan configuration * -> words
    dot1x system-auth-control|critical *
    dot1x system-auth-control .
    service-template * -> words
    call-home -> call-home
    ip dhcp snooping vlan *
    ip dhcp excluded-address|pool *
    ip arp inspection *
    login block-for|on-failure|on-success *
    ipv6 unicast-routing .
    vtp mode|domain|version = *
    # username * = privilege|secret|password|nopassword|common-criteria-policy|view
    username * autocommand|access-class|algorithm-type *
    file prompt quiet|noisy|alert .
    errdisable recovery|detect *
    udld enable|aggressive .
    udld message time = <n>
    parser view * -> words
    lldp run .
    ~ cdp run .
    spanning-tree mode = pvst|rapid-pvst|mst
    spanning-tree portfast default|bpduguard|bpdufilter|edge|network|normal
    spanning-tree loopguard|uplinkfast|backbonefast|pathcost|etherchannel|logging
    spanning-tree extend system-id .
    spanning-tree vlan * priority = <n>
    spanning-tree vlan * hello-time|forward-time|max-age = <n>
    ~ spanning-tree vlan * .
    spanning-tree mst configuration -> mst
    spanning-tree mst <n> priority = <n>
    redundancy -> redundancy
    # vlan <n> -> vlan
    vlan internal allocation policy *
    archive -> archive
    object-group network|service * -> object-group
    class-map type control subscriber * * -> words
    policy-map type control subscriber * -> subscriber
    class-map * -> class-map
    policy-map * -> policy-map
    crypto key|pki|ikev2|ipsec *
    template * -> interface
    # interface <if> -> interface
    router ospf <n> -> ospf
    router bgp <n> -> bgp
    ip forward-protocol *
    ip default-gateway = <ip>
    ~ ip http server .
    ~ ip http secure-server .
    ip http authentication *
    ip http port|secure-port|access-class|secure-trustpoint = *
    ip http active-session-modules|secure-active-session-modules|max-connections|timeout-policy|path = *
    ip ftp username|password = *
    ip host * = *
    ip dns server .
    license udi pid * sn *
    license boot level *
    ~ license smart enable .
    mmi polling-interval|snmp-timeout = <n>
    ~ mmi auto-configure .
    ~ mmi pvc .
    memory free low-watermark processor|io = <n>
    platform qfp utilization monitor load = <n>
    ~ platform punt-keepalive disable-kernel-core .
    platform console = auto|serial|virtual
    ~ process cpu autoprofile hog .
    subscriber templating .
    transceiver type all -> words
    wsma agent config|exec|filesys|notify -> words
    virtual-service * -> words
    ipv6 ioam timestamp .
    ~ profinet .
    ip bgp-community new-format .
    ~ cdp advertise-v2 .
    ~ cdp log mismatch duplex .
    ip ftp|tftp source-interface = <if>
    ip tacacs|radius source-interface = <if>
    ip route vrf * <ip> <ip> * =
    ip route <ip> <ip> * =
    ip ssh version|time-out|authentication-retries|source-interface = *
    ip ssh pubkey-chain -> pubkey-chain
    ip ssh port|server|client|dh *
    ip scp server enable .
    # ip access-list standard|extended * -> acl
    ip prefix-list * description = *
    # ip prefix-list * seq <n> = permit|deny *
    ip sla|tcp|multicast|igmp|nat|cef *
    access-list <n> permit|deny|remark *
    logging count .
    logging rate-limit = *
    logging trap|facility|source-interface|origin-id|history = *
    # logging host * =
    ipv6 route vrf * <net> * =
    ipv6 route <net> * =
    # ipv6 prefix-list * seq <n> = permit|deny *
    # ipv6 access-list * -> acl
    # route-map * permit|deny <n> -> route-map
    snmp-server group|user|view|engineID *
    snmp-server community * =
    snmp-server trap-source|location|contact|chassis-id|ifindex = *
    snmp-server enable traps *
    snmp-server enable traps .
    # snmp-server host *
    tacacs server * -> tacacs
    tacacs-server directed-request .
    tacacs-server host|key|timeout|directed-request *
    radius server * -> radius
    radius-server host *
    radius-server attribute|vsa *
    radius-server key|timeout|retransmit|deadtime|dead-criteria = *
    control-plane -> control-plane
    banner login|motd|exec = *
    privilege exec|configure|interface *
    line con|aux|vty <n> -> line
    ntp authenticate|logging|update-calendar .
    ntp authentication-key|trusted-key *
    ntp source = <if>
    ntp access-group|master|update-calendar|clock-period *
    # ntp server vrf * * =
    # ntp server * =
    ntp peer * =
    event manager *
    netconf-yang|restconf .
"""

INTERFACE = """
    description = *
    ~ switchport .
    switchport access vlan = <n>
    switchport trunk native vlan = <n>
    switchport trunk allowed vlan = *
    switchport trunk encapsulation = dot1q|isl|negotiate
    switchport mode = access|trunk|dynamic
    switchport voice vlan = *
    switchport nonegotiate .
    switchport port-security *
    switchport port-security .
    switchport host|protected .
    switchport block *
    encapsulation dot1Q = <n>
    vrf forwarding = *
    ip dhcp snooping trust .
    ip arp inspection trust .
    ^ ip address dhcp .
    ^ ip address * * secondary .
    ^ ip address = <ip> <ip> .
    ip access-group (*) in|out .
    ip helper-address *
    ~ ip redirects .
    ~ ip proxy-arp .
    ~ ip unreachables .
    ip mtu|tcp|nat|flow|policy *
    ip ospf authentication = *
    ip ospf message-digest-key|dead-interval|hello-interval|priority *
    ip ospf network = broadcast|point-to-point
    ip ospf cost = <n>
    ip ospf <n> area = *
    mtu = <n>
    bandwidth|delay|load-interval = <n>
    shutdown .
    speed|duplex|media-type = *
    power inline = *
    ipv6 address *
    ipv6 enable .
    ipv6 traffic-filter (*) in|out .
    ipv6 nd|ospf|dhcp|mtu *
    ~ cdp enable .
    ~ lldp transmit .
    ~ lldp receive .
    udld|storm-control *
    channel-group = <n> mode active|passive|on
    channel-protocol = lacp|pagp
    spanning-tree portfast .
    spanning-tree portfast trunk|edge|network|disable
    spanning-tree bpduguard = enable|disable
    spanning-tree bpdufilter|cost|guard|link-type|port-priority = *
    service-policy input|output = *
    authentication|dot1x|mab|access-session *
    mab .
    access-session closed .
    source template = *
    device-tracking attach-policy = *
    ip device tracking maximum = <n>
    ip dhcp snooping limit rate = <n>
    ip arp inspection limit = *
    ip verify source *
    ip verify source .
    service-policy type control subscriber = *
    spanning-tree vlan|mst * cost|port-priority = <n>
    vrrp <n> ip = <ip>
    vrrp <n> priority = <n>
    ~ vrrp <n> preempt .
    vrrp <n> description|timers|track|address-family = *
    standby <n> ip|priority|preempt|timers|track *
    standby version = <n>
    tunnel source|destination|mode = *
    keepalive .
"""

MODES = {
    "global": GLOBAL,
    "interface": INTERFACE,
    "vlan": "name = *\nstate = active|suspend\nshutdown .",
    "vrf": "description = *\nrd = *\nroute-target import|export|both *\naddress-family ipv4|ipv6 -> vrf-af",
    "vrf-af": "route-target import|export|both *",
    "mst": "name = *\nrevision = <n>\ninstance <n> vlan = *",
    "redundancy": "mode = *",
    "archive": "path = *\nmaximum = <n>\nwrite-memory .\ntime-period = <n>\nlog config -> archive-log",
    "archive-log": "logging enable .\nlogging size = <n>\nhidekeys .\nnotify syslog *",
    "object-group": "description = *\nhost *\n<ip> <ip>\ngroup-object *\ntcp|udp|icmp|ip *",
    "class-map": "description = *\nmatch *",
    "policy-map": "description = *\nclass * -> policy-class",
    "policy-class": "set *\npolice *\nbandwidth *\npriority *\nshape *\nqueue-limit *\nqueue-buffers *",
    "aaa-group": "server *\nserver-private *\nip *\ndeadtime = <n>\nload-balance method = *",
    "accounting": "action-type = *\ngroup *",
    "dynamic-author": "client *\nserver-key = *\nport = <n>\nauth-type = *",
    "words": "*",
    "call-home": "contact-email-addr = *\nprofile * -> words",
    "subscriber": "event * * -> subscriber-event",
    "subscriber-event": "<n> class * -> subscriber-rule\n<n> class * * -> subscriber-rule",
    "subscriber-rule": "<n> *",
    "pubkey-chain": "username * -> words",
    "tacacs": "address ipv4|ipv6 = *\nkey = *\ntimeout = <n>\nport = <n>\nsingle-connection .",
    "radius": "address ipv4|ipv6 = *\nkey = *\ntimeout = <n>\nretransmit = <n>\nautomate-tester = *\npac key = *",
    "control-plane": "service-policy input|output = *",
    "line": """
        ~ exec-banner .
        ~ motd-banner .
        ~ vacant-message .
        modem = *
        monitor .
        session-timeout|exec-timeout = <n> *
        access-class = *
        ipv6 access-class *
        privilege level = <n>
        password = *
        logging synchronous .
        logging synchronous level = *
        login = local|authentication
        login .
        authorization|accounting *
        escape-character|disconnect-character = *
        ~ activation-character .
        ~ exec .
        rotary = <n>
        notify .
        exec prompt timestamp .
        length|width = <n>
        transport input|output|preferred = *
        stopbits|speed = <n>
        history size = <n>
    """,
    "acl": """
        # <n> remark = *
        # <n> permit|deny *
        # sequence <n> remark|permit|deny *
        permit|deny *
        remark *
    """,
    "route-map": "description = *\nmatch *\nset *\ncontinue *",
    "ospf": """
        router-id = <ip>
        auto-cost reference-bandwidth = <n>
        area * stub|nssa|range|authentication *
        area * stub|nssa .
        redistribute connected|static|bgp|ospf *
        redistribute connected|static .
        passive-interface default .
        ^ passive-interface <if> .
        network <ip> <ip> area = *
        neighbor <ip> *
        default-information originate .
        default-information originate always|metric|route-map *
        log-adjacency-changes .
        log-adjacency-changes detail .
        max-metric|timers|bfd|distance|maximum-paths *
    """,
    "bgp": """
        bgp router-id = <ip>
        bgp log-neighbor-changes .
        ~ bgp default ipv4-unicast .
        bgp bestpath|graceful-restart|cluster-id|confederation *
        network * *
        network <ip> .
        redistribute connected|static|ospf *
        redistribute connected|static .
        neighbor * peer-group .
        neighbor * remote-as = *
        neighbor * local-as = *
        neighbor * description = *
        neighbor * update-source = <if>
        neighbor * ebgp-multihop|timers|password = *
        neighbor * shutdown|activate|next-hop-self|send-community|route-reflector-client|soft-reconfiguration|fall-over *
        neighbor * shutdown|activate|next-hop-self|send-community|route-reflector-client .
        neighbor * route-map|prefix-list|filter-list (*) in|out
        neighbor * maximum-prefix = *
        address-family ipv4|ipv6 -> bgp-af
        maximum-paths|timers|distance *
        ~ auto-summary|synchronization .
    """,
    "bgp-af": """
        network *
        redistribute connected|static|ospf *
        redistribute connected|static .
        aggregate-address *
        neighbor * activate .
        neighbor * next-hop-self|send-community|route-reflector-client .
        neighbor * send-community|soft-reconfiguration|default-originate *
        neighbor * route-map|prefix-list|filter-list (*) in|out
        neighbor * maximum-prefix|allowas-in = *
        maximum-paths *
    """,
}

REWRITES = (
    (r"^(snmp-server community \S+) ro\b", r"\1 RO"),
    (r"^(snmp-server community \S+) rw\b", r"\1 RW"),
    (r"^ip domain-name ", "ip domain name "),
    (r"^(no )?ip domain-lookup$", r"\1ip domain lookup"),
    (r"^logging (\d+\.\d+\.\d+\.\d+)", r"logging host \1"),
    (r"^(description|banner \S+) +", r"\1 "),
)
"""How the device rewrites what was typed, as pattern and replacement."""

INTERFACE_TYPES = (
    "Loopback",
    "Tunnel",
    "Port-channel",
    "FastEthernet",
    "GigabitEthernet",
    "TwoGigabitEthernet",
    "FiveGigabitEthernet",
    "TenGigabitEthernet",
    "TwentyFiveGigE",
    "FortyGigabitEthernet",
    "HundredGigE",
    "Vlan",
)
"""Interface types in the order of print; an abbreviation (`gi1/0/1`) is completed to the first that fits."""

GRAMMAR = Grammar(MODES, INTERFACE_TYPES, closers={"bgp-af": "exit-address-family", "vrf-af": "exit-address-family"})
