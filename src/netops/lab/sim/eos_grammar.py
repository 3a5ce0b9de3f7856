"""The lines that a simulated EOS device knows, in the order in which it prints them (see `grammar`)."""

from __future__ import annotations

from netops.lab.sim.grammar import Grammar

GLOBAL = """
    ~ aaa root .
    aaa root secret = *
    # username * = privilege|secret|nopassword|role|shell
    username * ssh-key|sshkey *
    alias * =
    daemon * -> daemon
    terminal length|width = <n>
    prompt = *
    switchport default mode = access|routed|tap
    vlan internal order *
    service routing|configuration|unsupported-transceiver|interface *
    load-interval default = <n>
    transceiver qsfp|cfp *
    errdisable recovery|detect *
    event-handler * -> event-handler
    queue-monitor length|streaming *
    logging host * =
    logging vrf * host * =
    ~ logging console .
    logging buffered|console|trap|monitor|facility|level|format|synchronous|persistent|repeat-messages = *
    logging source-interface = <if>
    logging vrf * source-interface = <if>
    ~ logging on .
    hostname = *
    ip domain lookup source-interface|vrf *
    ip name-server <ip> *
    ip name-server <ip> .
    ip name-server vrf * * .
    ip domain-list *
    dns domain = *
    ip domain-name = *
    lldp timer|holdtime|reinit|management-address = *
    ~ lldp run .
    ntp authenticate .
    ntp authentication-key|trusted-key *
    ntp local-interface = *
    # ntp server vrf * * =
    # ntp server * =
    ntp serve *
    ptp mode|source|domain *
    role * -> role
    ip host * = *
    ip dhcp snooping .
    ip dhcp snooping vlan|information *
    ip arp inspection vlan|validate *
    errdisable recovery|detect *
    dot1x system-auth-control|dynamic-authorization .
    dot1x protocol lldp bypass .
    aaa authorization serial-console .
    radius-server host|key|timeout|retransmit|deadtime|attribute|dynamic-authorization *
    snmp-server engineID|view|group|user *
    snmp-server contact|location|chassis-id = *
    snmp-server ipv4|ipv6 access-list = *
    snmp-server local-interface|source-interface = <if>
    snmp-server vrf * local-interface = <if>
    snmp-server vrf *
    snmp-server community * =
    # snmp-server host *
    snmp-server enable traps *
    snmp-server enable traps .
    spanning-tree mode = mstp|rstp|rapid-pvst|none
    spanning-tree edge-port bpduguard|bpdufilter default .
    spanning-tree bpduguard|loopguard|portchannel|root|guard *
    spanning-tree priority = <n>
    spanning-tree mst|vlan-id <n> priority = <n>
    spanning-tree mst configuration -> mst
    spanning-tree vlan-id * priority = <n>
    spanning-tree forward-time|hello-time|max-age|transmit *
    ^ spanning-tree vlan-id *
    tacacs-server key|timeout|policy = *
    # tacacs-server host * =
    aaa group server tacacs+|radius * -> aaa-group
    aaa authentication|authorization|accounting * * = *
    aaa authorization console .
    enable password|secret = *
    clock timezone = *
    # vlan <n> -> vlan
    vrf instance * -> vrf
    management cvx|defaults|security|telnet|console -> management
    # interface <if> -> interface
    mac address-table aging-time|static|notification *
    ip virtual-router mac-address = *
    # ip access-list standard * -> acl
    # ip access-list * -> acl
    # ipv6 access-list * -> acl
    class-map * -> class-map
    policy-map * -> policy-map
    ip community-list|extcommunity-list|as-path *
    ip routing .
    ip routing vrf * .
    ip icmp|hardware|nat|load-sharing *
    ip prefix-list * seq <n> = permit|deny *
    # ip prefix-list * -> prefix-list
    ipv6 unicast-routing .
    ipv6 unicast-routing vrf * .
    # ipv6 prefix-list * -> prefix-list
    mlag configuration -> mlag
    monitor session *
    # ip route vrf * <net> * =
    # ip route <net> * =
    # ipv6 route vrf * <net> * =
    # ipv6 route <net> * =
    # route-map * permit|deny <n> -> route-map
    peer-filter * -> peer-filter
    router bfd|general|multicast|pim|isis|rip -> router
    router bgp <n> -> bgp
    router ospf <n> -> ospf
    router ospf <n> vrf * -> ospf
    router ospf3 <n> -> ospf
    ip ssh|telnet|http|ftp|tftp client *
    ip radius|tacacs source-interface = <if>
    ip radius|tacacs vrf * source-interface = <if>
    banner login|motd .
    system l1|control-plane -> system
    management api http-commands|gnmi|netconf|models -> api
    management ssh -> ssh
"""

INTERFACE = """
    description = *
    shutdown .
    load-interval = <n>
    mtu = <n>
    logging event link-status *
    speed = *
    flowcontrol send|receive = *
    encapsulation dot1q vlan = <n>
    vrf = *
    l2 mtu = <n>
    switchport access vlan = <n>
    switchport trunk native vlan = *
    switchport phone vlan = <n>
    switchport phone trunk = *
    switchport trunk allowed vlan = *
    switchport mode = access|trunk|dot1q-tunnel|tap|tool
    switchport trunk group *
    ~ switchport .
    switchport port-security *
    channel-group = <n> mode active|passive|on
    lacp timer|port-priority|rate|system-priority = *
    error-correction encoding *
    evpn ethernet-segment -> ethernet-segment
    port-channel lacp fallback *
    port-channel min-links = <n>
    mlag = <n>
    ~ lldp transmit .
    ~ lldp receive .
    poe disabled|limit|priority *
    poe disabled .
    qos trust|cos|dscp *
    service-policy *
    sflow enable .
    storm-control *
    dot1x pae|port-control|host-mode|timeout|authentication|reauthorization|mac *
    dot1x reauthentication .
    ip verify source .
    ip arp inspection trust .
    switchport port-security .
    spanning-tree portfast .
    spanning-tree portfast edge|network|auto .
    spanning-tree bpduguard|bpdufilter = enable|disable
    spanning-tree cost|guard|link-type|port-priority = *
    spanning-tree mst|vlan-id *
    ip address <net> secondary .
    ip address virtual = <net>
    ip address = <net>
    ip address = dhcp
    ip virtual-router address *
    ip helper-address *
    ip access-group (*) in|out
    ~ ip proxy-arp .
    ip proxy-arp|igmp|pim|nat|verify *
    ip ospf network = point-to-point|broadcast
    ip ospf cost|dead-interval|hello-interval|priority = <n>
    ip ospf authentication = *
    ip ospf message-digest-key *
    ip ospf area = *
    arp aging|timeout|gateway *
    ipv6 enable .
    ipv6 address *
    ipv6 access-group (*) in|out
    ipv6 nd|ospf|dhcp|virtual-router|verify *
    ospf3 *
    vrrp <n> priority-level|description|ipv4|ipv6|advertisement = *
    vrrp <n> preempt|timers|tracked-object *
    ~ vrrp <n> preempt .
    vrrp <n> disabled .
    vrrp <n> address-family *
    bfd interval *
    vxlan source-interface = <if>
    vxlan udp-port|virtual-router|flood *
    vxlan vlan|vrf * vni = *
    tunnel source|destination|mode|ttl *
"""

MODES = {
    "global": GLOBAL,
    "interface": INTERFACE,
    "daemon": "exec *\n~ shutdown .\noption *",
    "event-handler": "trigger *\naction *\ndelay = <n>",
    "mst": "name = *\nrevision = <n>\ninstance <n> vlan *",
    "role": "<n> permit|deny *",
    "aaa-group": "server *",
    "vlan": "name = *\nstate = active|suspend\ntrunk group *",
    "vrf": "description = *\nrd = *",
    "management": "shutdown .\n~ shutdown .\nidle-timeout = <n>\npassword *\nssl profile *\ninterface *",
    "acl": """
        counters per-entry .
        # <n> remark = *
        # <n> = permit|deny *
        permit|deny *
        remark *
    """,
    "class-map": "match *\n<n> match *",
    "policy-map": "class *",
    "prefix-list": "# seq <n> = permit|deny *",
    "peer-filter": "<n> match *",
    "mlag": "domain-id|local-interface|peer-address|peer-link|primary-priority|reload-delay = *\nheartbeat-interval = <n>\ndual-primary *",
    "ethernet-segment": "identifier = *\nroute-target import = *\ndesignated-forwarder *",
    "route-map": "description = *\nsub-route-map *\nmatch *\nset *\ncontinue *",
    "router": "~ shutdown .\nnet *\nis-hostname *\nip *\nipv4 *\nipv6 *\nrouter-id *\ninterval *",
    "bgp": """
        router-id = <ip>
        ~ bgp default ipv4-unicast .
        bgp default ipv4-unicast transport *
        bgp bestpath|listen|log-neighbor-changes|cluster-id|confederation *
        graceful-restart .
        graceful-restart restart-time = <n>
        maximum-paths = *
        distance bgp = *
        timers bgp = *
        update wait-install|wait-for-convergence .
        neighbor * peer group .
        neighbor * peer group = *
        neighbor * remote-as = *
        neighbor * local-as = *
        neighbor * next-hop-self .
        neighbor * next-hop-self|next-hop-unchanged *
        neighbor * shutdown .
        neighbor * update-source = <if>
        neighbor * bfd .
        neighbor * description = *
        neighbor * ebgp-multihop .
        neighbor * ebgp-multihop = <n>
        neighbor * route-reflector-client|send-community|soft-reconfiguration|allowas-in .
        neighbor * send-community|timers|allowas-in|soft-reconfiguration|rib-in *
        neighbor * route-map (*) in|out
        neighbor * prefix-list (*) in|out
        neighbor * password = *
        neighbor * default-originate *
        neighbor * maximum-routes = *
        redistribute connected|static|ospf|attached-host *
        redistribute connected|static|ospf .
        network <net> *
        network <net> .
        aggregate-address *
        vlan * -> bgp-vlan
        vlan-aware-bundle * -> bgp-vlan
        address-family ipv4|ipv6|evpn -> bgp-af
        address-family ipv4|ipv6 * -> bgp-af
        vrf * -> bgp-vrf
    """,
    "bgp-vlan": "rd = *\nroute-target import|export|both *\nredistribute *\nvlan *",
    "bgp-af": """
        bgp *
        neighbor * activate .
        neighbor * next-hop-self .
        neighbor * next-hop *
        neighbor * default-originate *
        neighbor * route-map (*) in|out
        neighbor * prefix-list (*) in|out
        neighbor * encapsulation|additional-paths|rcf *
        network <net> *
        network <net> .
        redistribute connected|static|ospf *
        redistribute connected|static|ospf .
    """,
    "bgp-vrf": "rd = *\nrouter-id = <ip>\nroute-target import|export *\nneighbor *\nnetwork *\nredistribute *\naddress-family * -> bgp-af",
    "ospf": """
        router-id = <ip>
        auto-cost reference-bandwidth = <n>
        bfd default .
        passive-interface default .
        ^ passive-interface <if> .
        area * stub|nssa|range|default-cost|filter *
        area * stub|nssa .
        distance ospf *
        redistribute connected|static|bgp *
        redistribute connected|static|bgp .
        network <net> area = *
        max-lsa = <n>
        log-adjacency-changes *
        default-information originate .
        default-information originate always|metric|route-map *
        max-metric|timers|point-to-point|maximum-paths *
        neighbor <ip> *
    """,
    "system": "ip *\nipv6 *\nunsupported *",
    "api": """
        ~ protocol https .
        protocol http|https|unix-socket|http|ssl *
        protocol http|https|unix-socket|netconf .
        transport * *
        transport grpc|ssh * -> api-transport
        provider *
        qos dscp = <n>
        cors *
        vrf * -> api-vrf
        ~ shutdown .
    """,
    "api-vrf": "~ shutdown .\nip access-group = *",
    "api-transport": "~ shutdown .\nvrf = *\nport = <n>\nssl profile = *",
    "ssh": """
        idle-timeout = <n>
        authentication mode|protocol *
        server-port = <n>
        connection limit|per-host = <n>
        connection per-host = <n>
        ip access-group * = in
        ipv6 access-group * = in
        ip access-group * vrf * = in
        log-level|login|client-alive|cipher|key-exchange|mac|hostkey|fips *
        vrf * -> ssh-vrf
        ~ shutdown .
    """,
    "ssh-vrf": "~ shutdown .",
}

REWRITES = (
    (r"^(snmp-server community \S+) RO\b", r"\1 ro"),
    (r"^(snmp-server community \S+) RW\b", r"\1 rw"),
    (r"^ip domain-name ", "dns domain "),
    (r"^spanning-tree portfast edge$", "spanning-tree portfast"),
)
"""How the device rewrites what was typed, as pattern and replacement."""

INTERFACE_TYPES = ("Port-Channel", "Ethernet", "Loopback", "Management", "Tunnel", "Vlan", "Vxlan")
"""Interface types in the order of print; an abbreviation (`et1`) is completed to the first that fits."""

GRAMMAR = Grammar(MODES, INTERFACE_TYPES)
