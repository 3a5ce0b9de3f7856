"""The lines that a simulated NX-OS device accepts, in the order in which it prints them (see `grammar`).

Sources: the command references and configuration guides of the Nexus 9000, NX-OS 9.3 to 10.4.
"""

from __future__ import annotations

from netops.lab.sim.grammar import Grammar

GLOBAL = """
    version = *
    switchname = *
    hostname = *
    vdc = * id <n> -> vdc
    install feature-set *
    feature-set *
    cfs eth distribute .
    nv overlay evpn .
    ~ feature ssh .
    # feature * .
    ~ password strength-check .
    # username * = password
    # username * sshkey *
    # username * role|passphrase|keypair *
    banner motd|exec = *
    ssh key|login-attempts *
    ^ ip domain-lookup .
    ip domain-name = *
    # ip domain-list *
    ip name-server *
    # tacacs-server host * =
    tacacs-server directed-request .
    tacacs-server key|timeout|deadtime *
    login block-for|on-failure|on-success *
    aaa authentication login error-enable .
    # radius-server host * =
    radius-server key|timeout|deadtime|retransmit *
    aaa group server tacacs+|radius|ldap * -> aaa-group
    ip tacacs|radius source-interface = <if>
    ~ aaa authentication login default|console fallback error local .
    aaa authentication|authorization|accounting * * = *
    system default switchport .
    system default switchport shutdown .
    system jumbomtu = <n>
    system nve|vlan|routing|admin-vdc *
    hardware access-list tcam region * = <n>
    hardware profile|qos|rate-limiter *
    object-group ip|ipv6 address|port * -> object-group
    time-range * -> time-range
    # ip access-list * -> acl
    # ipv6 access-list * -> acl
    # mac access-list * -> acl
    class-map * -> class-map
    policy-map * -> policy-map
    copp profile = *
    control-plane -> control-plane
    snmp-server contact|location|source-interface|engineID = *
    # snmp-server host|user *
    # snmp-server community * group = *
    # snmp-server community * use-acl|use-ipv4acl|use-ipv6acl = *
    snmp-server enable traps *
    snmp-server enable traps .
    rmon event|alarm <n> = *
    ntp authenticate|logging|master .
    ntp authentication-key|trusted-key|access-group|master *
    # ntp server * =
    # ntp peer * =
    ntp source|source-interface = *
    clock timezone|summer-time|protocol = *
    # ip route <net> * =
    # ipv6 route <net> * =
    # vlan <n> . -> vlan
    vlan configuration * -> vlan-configuration
    spanning-tree mode = rapid-pvst|mst
    spanning-tree port type edge|network|normal *
    spanning-tree port type edge|network|normal .
    spanning-tree loopguard|bridge|pathcost|domain *
    spanning-tree vlan * priority = <n>
    spanning-tree vlan *
    spanning-tree mst <n> priority = <n>
    spanning-tree mst configuration -> mst
    # ip prefix-list * description = *
    # ip prefix-list * seq <n> = permit|deny *
    # ipv6 prefix-list * seq <n> = permit|deny *
    ip as-path access-list * seq <n> = permit|deny *
    ip community-list|extcommunity-list *
    route-map * permit|deny <n> . -> route-map
    key chain * -> key-chain
    ^ service dhcp .
    ^ ip dhcp relay .
    ^ ipv6 dhcp relay .
    ip dhcp relay *
    ip dhcp snooping .
    ip dhcp snooping information|vlan|verify *
    role name * -> role
    ip host * = *
    errdisable recovery|detect *
    udld aggressive .
    udld message-time = <n>
    ~ dot1x system-auth-control .
    ip arp|icmp|igmp|multicast|pim|sla|tcp|ftp|http *
    fabric forwarding anycast-gateway-mac = *
    # vrf context * -> vrf
    port-channel load-balance = *
    vpc domain <n> -> vpc
    errdisable recovery|detect *
    udld aggressive|message-time *
    lldp holdtime|timer|reinit = <n>
    lldp tlv-select *
    # interface <if> -> interface
    line console|vty . -> line
    cli alias name * = *
    boot nxos|kickstart|system = *
    router ospf|ospfv3 * -> ospf
    router bgp <n> -> bgp
    router eigrp|isis|rip * -> router
    # logging server * =
    logging source-interface = <if>
    logging level * = <n>
    logging timestamp|origin-id|logfile|console|monitor|module|event = *
    ~ logging console|monitor|module .
    telemetry -> router
    nxapi http|https|sandbox|use-vrf *
    hardware forwarding *
    event manager *
    scheduler *
"""

INTERFACE = """
    description = *
    ~ lldp transmit .
    ~ lldp receive .
    ~ cdp enable .
    encapsulation dot1q = <n>
    ~ switchport .
    switchport mode = access|trunk|dot1q-tunnel|fex-fabric
    switchport access vlan = <n>
    switchport trunk native vlan = <n>
    switchport trunk allowed vlan = *
    switchport block|monitor|port-security *
    spanning-tree port type = edge|network|normal *
    spanning-tree port type = edge|network|normal
    spanning-tree bpduguard|bpdufilter = enable|disable
    spanning-tree cost|guard|link-type|port-priority = *
    storm-control|udld|load-interval|logging *
    dot1x pae|port-control|host-mode|max-req|max-reauth-req|timeout|mac-auth-bypass *
    dot1x mac-auth-bypass|re-authentication .
    switchport port-security .
    ip dhcp snooping trust .
    ip arp inspection trust .
    mtu = <n>
    bandwidth|delay = <n>
    speed|duplex = *
    flowcontrol receive|send = *
    vrf member = *
    ip port access-group (*) in .
    ip access-group (*) in|out .
    ipv6 traffic-filter (*) in|out .
    ip address = <net> .
    ip address = <net> tag <n>
    ip address <net> secondary *
    ip address <net> secondary .
    ip unnumbered = <if>
    ~ ip redirects .
    ip proxy-arp|directed-broadcast .
    ip arp|igmp|pim|policy|verify *
    ipv6 address *
    ipv6 link-local = *
    ipv6 nd *
    ip ospf cost|dead-interval|hello-interval|priority = <n>
    ip ospf network = broadcast|point-to-point
    ip ospf authentication = *
    ip ospf authentication .
    ip ospf message-digest-key <n> = md5 *
    ip ospf passive-interface .
    ip router ospf * area = *
    ospfv3 cost|network|hello-interval|dead-interval|priority = *
    ipv6 router ospfv3 * area = *
    ip dhcp relay address *
    ipv6 dhcp relay address *
    bfd interval *
    fabric forwarding mode = anycast-gateway
    hsrp version = 1|2
    hsrp <n> -> hsrp
    hsrp <n> ipv6 -> hsrp
    vrrp <n> -> vrrp
    service-policy input|output = *
    service-policy type * input|output = *
    lacp rate|port-priority|min-links|max-bundle|suspend-individual|vpc-convergence = *
    ~ lacp suspend-individual .
    channel-group = <n> mode active|passive|on
    channel-group = <n> .
    vpc = *
    source-interface = <if>
    host-reachability protocol = bgp
    member vni * -> vni
    tunnel source|destination|mode|use-vrf = *
    ^ shutdown .
"""

NEIGHBOR = """
    inherit peer|peer-session|peer-policy = *
    remote-as = *
    local-as = *
    description = *
    password = *
    update-source = <if>
    ebgp-multihop = <n>
    timers = *
    disable-connected-check|dynamic-capability|bfd .
    shutdown .
    address-family ipv4|ipv6 unicast . -> bgp-neighbor-af
    address-family l2vpn evpn . -> bgp-neighbor-af
    address-family vpnv4|vpnv6 unicast . -> bgp-neighbor-af
"""

FAMILY = """
    network <net> = route-map *
    network <net> .
    redistribute direct|static|ospf|eigrp *
    aggregate-address *
    maximum-paths ibgp|eibgp|mixed = *
    maximum-paths = <n>
    advertise-pip|additional-paths|dampening|default-information|nexthop|advertise|table-map|timers *
"""

PROCESS = """
    router-id = <ip>
    bfd .
    default-information originate .
    default-information originate = always|route-map *
    redistribute direct|static|bgp|ospf *
    area * nssa|stub|range|authentication|filter-list *
    area * nssa|stub .
    log-adjacency-changes .
    log-adjacency-changes detail .
    max-metric|timers|distance|maximum-paths|summary-address|default-metric *
    auto-cost reference-bandwidth = *
    passive-interface default .
    address-family ipv4|ipv6 unicast . -> ospf-af
"""

MODES = {
    "global": GLOBAL,
    "interface": INTERFACE,
    "vdc": "limit-resource * = *\nallow *",
    "role": "description = *\nrule <n> = *",
    "aaa-group": "server *\nuse-vrf = *\nsource-interface = <if>\ndeadtime = <n>",
    "object-group": "<n> *\nhost *\n<net> .\neq *\nrange *",
    "time-range": "<n> *\nabsolute *\nperiodic *",
    "acl": "statistics per-entry .\nfragments *\n# <n> remark = *\n# <n> permit|deny *\npermit|deny *\nremark *",
    "class-map": "description = *\nmatch *",
    "policy-map": "description = *\nclass * -> policy-class",
    "policy-class": "set *\npolice *\nbandwidth *\npriority *\nshape *\nqueue-limit *\nrandom-detect *",
    "control-plane": "service-policy input = *",
    "vlan": "name = *\nstate = active|suspend\nvn-segment = <n>\nshutdown .",
    "vlan-configuration": "service-policy *\nip *",
    "mst": "name = *\nrevision = <n>\ninstance <n> vlan *",
    "route-map": "description = *\nmatch *\nset *\ncontinue *",
    "key-chain": "key <n> -> key",
    "key": "key-string = *\naccept-lifetime = *\nsend-lifetime = *",
    "vrf": """
        description = *
        # ip route <net> * =
        # ipv6 route <net> * =
        ip name-server *
        ip domain-name = *
        vni = <n>
        rd = *
        address-family ipv4|ipv6 unicast . -> vrf-af
    """,
    "vrf-af": "route-target import|export|both *\nmaximum|import|export *",
    "vpc": """
        role priority = <n>
        system-priority = <n>
        peer-keepalive = destination *
        delay restore = *
        peer-switch .
        peer-gateway .
        auto-recovery .
        ip arp synchronize .
        ipv6 nd synchronize .
        layer3 peer-router .
    """,
    "hsrp": "authentication = *\npreempt .\npriority = <n>\ntimers = *\ntrack *\nip <ip> secondary .\nip = <ip>\nname = *",
    "vrrp": """
        priority = <n>
        ~ preempt .
        authentication = *
        address <ip> secondary .
        address = <ip>
        advertisement-interval = <n>
        ^ shutdown .
    """,
    "vni": "mcast-group = *\nsuppress-arp .\ningress-replication = *\nassociate-vrf .",
    "line": "exec-timeout = <n>\nsession-limit = <n>\nspeed = <n>\naccess-class (*) in|out .\nipv6 access-class (*) in|out .",
    "ospf": f"{PROCESS}\nvrf * -> ospf-vrf",
    "ospf-vrf": PROCESS,
    "ospf-af": "redistribute *\nmaximum-paths = <n>\ndefault-information *\narea *",
    "bgp": """
        router-id = <ip>
        cluster-id|confederation|bestpath|graceful-restart|timers|reconnect-interval|event-history *
        log-neighbor-changes .
        ~ graceful-restart .
        address-family ipv4|ipv6 unicast . -> bgp-af
        address-family l2vpn evpn . -> bgp-af
        address-family vpnv4|vpnv6 unicast . -> bgp-af
        template peer|peer-session|peer-policy * . -> bgp-template
        neighbor * . -> bgp-neighbor
        vrf * -> bgp-vrf
    """,
    "bgp-af": FAMILY,
    "bgp-template": f"{NEIGHBOR}\nroute-map|prefix-list|filter-list (*) in|out .\nsend-community .",
    "bgp-neighbor": NEIGHBOR,
    "bgp-neighbor-af": """
        inherit peer-policy = *
        send-community .
        send-community extended|both|standard .
        allowas-in|maximum-prefix|weight|soft-reconfiguration|advertise-map|disable-peer-as-check|default-originate *
        default-originate|next-hop-third-party|as-override|allowas-in|soft-reconfiguration .
        route-map|prefix-list|filter-list (*) in|out .
        route-reflector-client .
        next-hop-self .
        next-hop-self all .
    """,
    "bgp-vrf": """
        router-id = <ip>
        address-family ipv4|ipv6 unicast . -> bgp-af
        neighbor * . -> bgp-neighbor
    """,
    "router": "*",
}

REWRITES = (
    (r"^(username \S+ password \d \S+) (role)", r"\1  \2"),
    (r"^((?:\d+ )?(?:permit|deny) .*?)\bhost (\d+\.\d+\.\d+\.\d+)(?=.*\bhost)", r"\1\2/32"),
    (r"^((?:\d+ )?(?:permit|deny) .*?)\bhost (\d+\.\d+\.\d+\.\d+)", r"\1\2/32"),
    (r"^(ntp server \S+(?: prefer)?)$", r"\1 use-vrf default"),
    (r"^(logging server \d+\.\d+\.\d+\.\d+ \d)$", r"\1 use-vrf default"),
)
"""How the device rewrites what was typed, as pattern and replacement."""

INTERFACE_TYPES = ("Vlan", "port-channel", "nve", "Ethernet", "mgmt", "loopback", "Tunnel")
"""Interface types in the order of print; an abbreviation (`eth1/1`) is completed to the first that fits."""

DEFAULTS = frozenset(
    {
        "switchport mode access",
        "switchport access vlan 1",
        "switchport trunk native vlan 1",
        "switchport trunk allowed vlan 1-4094",
        "spanning-tree port type normal",
        "mtu 1500",
        "speed auto",
        "duplex auto",
        "ip ospf network broadcast",
        "priority 100",
    }
)
"""Lines that say what is so anyway: taken, and not shown."""

FEATURES = (
    ("bgp", r"router bgp "),
    ("ospf", r"router ospf |ip ospf |ip router ospf "),
    ("ospfv3", r"router ospfv3 |ospfv3 |ipv6 router ospfv3 "),
    ("interface-vlan", r"interface Vlan"),
    ("lacp", r"lacp |channel-group \d+ mode (?:active|passive)"),
    ("lldp", r"lldp "),
    ("vrrp", r"vrrp \d"),
    ("hsrp", r"hsrp "),
    ("vpc", r"vpc "),
    ("dhcp", r"service dhcp|ip dhcp |ipv6 dhcp "),
    ("tacacs+", r"tacacs-server |aaa group server tacacs\+ |ip tacacs "),
    ("bfd", r"bfd "),
    ("udld", r"udld "),
    ("nv overlay", r"interface nve"),
    ("fabric forwarding", r"fabric forwarding "),
    ("vn-segment-vlan-based", r"vn-segment "),
    ("nxapi", r"nxapi "),
    ("telemetry", r"telemetry"),
)
"""Features, and the beginnings of the lines that exist only while they are on."""

IMPLIED = {"dhcp": ("service dhcp", "ip dhcp relay", "ipv6 dhcp relay")}
"""Lines that the device shows once a feature is on."""

GRAMMAR = Grammar(MODES, INTERFACE_TYPES)
