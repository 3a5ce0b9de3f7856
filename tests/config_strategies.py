"""Configs that devices could run, made by hypothesis: every value is drawn from few, so that two configs share most of their lines."""

from __future__ import annotations

from hypothesis import strategies as st

SECRETS = ("hunter2", "Tr0ub4dor", "correct-horse")
WORDS = ("uplink", "to Berlin", "Büro 2", "spare")


def lines(*found: st.SearchStrategy[list[str]] | st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """The lines of all strategies, one after the other."""
    return st.tuples(*found).map(lambda parts: [line for part in parts for line in ([part] if isinstance(part, str) else part)])


def maybe(*choices: str) -> st.SearchStrategy[list[str]]:
    """One of some lines, or none."""
    return st.sampled_from([[], *([choice] for choice in choices)])


def some(*choices: str) -> st.SearchStrategy[list[str]]:
    """Any of some lines, in their order."""
    return st.tuples(*(st.booleans() for _ in choices)).map(
        lambda picks: [line for line, picked in zip(choices, picks, strict=True) if picked]
    )


def section(
    header: str, *body: st.SearchStrategy[list[str]], closing: tuple[str, ...] = (), pad: str = " ", always: bool = False
) -> st.SearchStrategy[list[str]]:
    """A section with lines indented below its header; none when it has no lines, but for `always`."""

    def shaped(inner: list[str]) -> list[str]:
        return [header, *(pad + line for line in inner), *closing] if inner or always else []

    return lines(*body).map(shaped)


def text(found: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    return found.map(lambda all_lines: "".join(f"{line}\n" for line in all_lines))


# ------------------------------------------------------------------------------------------------ FRR


def _frr_interface(name: str, net: int) -> st.SearchStrategy[list[str]]:
    return section(
        f"interface {name}",
        maybe("description uplink", "description to Berlin"),
        some(f"ip address 10.{net}.0.1/24", f"ip address 10.{net}.1.1/24", f"ip address 10.{net}.2.1/30"),
        maybe("ip ospf cost 10", "ip ospf cost 200"),
        maybe("ip ospf hello-interval 1"),
        maybe("ip ospf network point-to-point") if name != "lo" else st.just(list[str]()),
        some(f"ipv6 address 2001:db8:{net}::1/64"),
        closing=("exit", "!"),
    )


def _frr_neighbor(address: str, grouped: bool) -> st.SearchStrategy[list[str]]:
    name = f" neighbor {address}"
    alone = lines(
        maybe(f"{name} remote-as 65002", f"{name} remote-as 65003"),
        maybe(f"{name} description uplink", f"{name} description to Berlin"),
        maybe(f"{name} ebgp-multihop 3", f"{name} ebgp-multihop 5"),
        maybe(f"{name} update-source lo"),
        maybe(f"{name} timers 3 9", f"{name} timers 1 3"),
        maybe(f"{name} advertisement-interval 5"),
    ).map(lambda found: found if found and "remote-as" in found[0] else [])
    member = st.just([f"{name} peer-group PG"]) if grouped else st.just(list[str]())
    return st.one_of(alone, member)


_KINDS = (
    ("next-hop-self",),
    ("weight 5", "weight 9"),
    ("prefix-list PL in", "prefix-list PM in"),
    ("route-map RM in", "route-map RN in"),
    ("route-map RN out",),
)


def _address_family(found: list[str]) -> st.SearchStrategy[list[str]]:
    """The lines of the address family of IPv4 that fit the neighbors of an instance."""
    peers = list(dict.fromkeys(line.split()[1] for line in found if line.startswith(" neighbor ") and "peer-group PG" not in line))
    bodies = [lines(*(maybe(*(f"  neighbor {peer} {p}" for p in kind)) for kind in _KINDS)) for peer in peers]
    networks = some("  network 10.1.0.0/24", "  network 10.2.0.0/16", "  network 10.3.0.0/24 route-map RM")
    whole = lines(networks, maybe("  redistribute static", "  redistribute static route-map RM", "  redistribute connected"), *bodies)
    return whole.map(lambda inner: [" !", " address-family ipv4 unicast", *inner, " exit-address-family"] if inner else [])


def _frr_bgp(asn: int) -> st.SearchStrategy[list[str]]:
    def instance(grouped: bool) -> st.SearchStrategy[list[str]]:
        group = [" neighbor PG peer-group", " neighbor PG remote-as 65009"] if grouped else []
        head = lines(
            st.just([f"router bgp {asn}"]),
            maybe(" bgp router-id 1.1.1.1", " bgp router-id 2.2.2.2"),
            maybe(" no bgp ebgp-requires-policy"),
            maybe(" no bgp network import-check"),
            st.just(group),
            *(_frr_neighbor(address, grouped) for address in ("10.1.0.2", "10.2.0.2", "10.3.0.2")),
        )
        return head.flatmap(lambda found: _address_family(found).map(lambda af: [*found, *af, "exit", "!"]))

    return st.booleans().flatmap(instance)


def frr() -> st.SearchStrategy[str]:
    """Configs of FRR as `show running-config` prints them."""
    routes = some(
        *(f"ip route 192.168.{i}.0/24 10.1.0.{i + 1}" for i in range(3)),
        "ip route 192.168.1.0/24 10.1.0.9 200",
        "ip route 172.16.0.0/12 blackhole",
    )
    ospf = section(
        "router ospf",
        maybe("ospf router-id 1.1.1.1", "ospf router-id 2.2.2.2"),
        maybe("auto-cost reference-bandwidth 1000"),
        some("redistribute connected"),
        maybe("redistribute static", "redistribute static route-map RM", "redistribute static metric 20"),
        some("network 10.1.0.0/24 area 0", "network 10.2.0.0/24 area 0.0.0.1"),
        closing=("exit", "!"),
    )
    prefixes = lines(
        *(
            maybe(f"ip prefix-list {n} seq {s} permit 10.{s}.0.0/16 le 24", f"ip prefix-list {n} seq {s} deny 10.{s}.0.0/16")
            for n in ("PL", "PM")
            for s in (5, 10, 15)
        )
    )
    maps = lines(
        *(
            section(
                f"route-map {name} {action} {seq}",
                maybe("match ip address prefix-list PL", "match ip address prefix-list PM"),
                maybe("set local-preference 50", "set local-preference 200"),
                maybe("set metric 10"),
                closing=("exit", "!"),
                always=True,
            )
            for name, action, seq in (("RM", "permit", 10), ("RM", "deny", 20), ("RN", "permit", 10))
        ),
    )
    bgp = st.one_of(st.just(list[str]()), _frr_bgp(65001), _frr_bgp(65100))
    body = lines(routes, _frr_interface("r1-eth0", 1), _frr_interface("r1-eth1", 2), _frr_interface("lo", 3), bgp, ospf, prefixes, maps)
    return text(lines(st.just(["frr version 8.4.4", "frr defaults traditional", "hostname r1", "!"]), body, st.just(["end"])))


# ------------------------------------------------------------------------------------------------ others


def ios() -> st.SearchStrategy[str]:
    """Configs of IOS, with comments, a banner and noise."""
    port = lambda name: section(  # noqa: E731
        f"interface {name}",
        maybe("description uplink", "description  two  blanks"),
        maybe("switchport access vlan 10", "switchport access vlan 20"),
        maybe("ip address 10.0.0.1 255.255.255.0", "ip address 10.0.0.2 255.255.255.0"),
        some("ip address 10.9.0.1 255.255.255.0 secondary", "ip helper-address 10.1.1.1", "ip helper-address 10.1.1.2"),
        maybe("shutdown", "no shutdown"),
        closing=("!",),
        always=True,
    )
    acl = section(
        "ip access-list extended EDGE",
        _shuffled("permit tcp any any eq 22", "deny ip any any", "permit icmp any any", "remark edge"),
        always=True,
    )
    body = lines(
        maybe("! Last configuration change at 10:00:00 UTC Mon Nov 2 2026", "! Last configuration change at 11:11:11 UTC Tue Nov 3 2026"),
        maybe("hostname a", "hostname b"),
        maybe(*(f"username netops privilege 15 secret 9 {s}" for s in SECRETS)),
        maybe(*(f"enable secret 5 {s}" for s in SECRETS)),
        some("ip routing", "ip domain lookup"),
        st.sampled_from([["ip http server"], ["no ip http server"]]),  # the device always prints one of the two
        section("vlan 10", maybe("name staff", "name guests"), always=True),
        port("GigabitEthernet1/0/1"),
        port("GigabitEthernet1/0/2"),
        acl,
        maybe(*(f"snmp-server community {s} RO" for s in SECRETS)),
        maybe("banner login ^C\nKeep out\n interface x\n! really\n^C", "banner login ^C\nWelcome\n^C"),
        section(
            "line vty 0 4", maybe("transport input ssh", "transport input none"), maybe(*(f"password 7 {s}" for s in SECRETS)), always=True
        ),
        some("ntp server 10.1.1.1 prefer", "ntp server 10.1.1.2"),
        st.just(["end"]),
    )
    return text(body)


def _shuffled(*choices: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), unique=True)


def eos() -> st.SearchStrategy[str]:
    """Configs of EOS."""
    port = lambda name: section(  # noqa: E731
        f"interface {name}",
        maybe("description uplink", "description to Berlin"),
        maybe("mtu 9000", "mtu 9214"),
        maybe("no switchport"),
        maybe("ip address 10.0.0.1/31", "ip address 10.0.0.3/31"),
        some("ip address 10.0.9.1/24 secondary"),
        closing=("!",),
        pad="   ",
        always=True,
    )
    bgp = section(
        "router bgp 65001",
        maybe("router-id 1.1.1.1", "router-id 2.2.2.2"),
        some("neighbor 10.0.0.2 remote-as 65002", "neighbor 10.0.0.2 description peer"),
        maybe(*(f"neighbor 10.0.0.2 password 7 {s}" for s in SECRETS)),
        section("vlan 10", maybe("rd 1.1.1.1:10", "rd 2.2.2.2:10"), some("redistribute learned"), pad="   "),
        closing=("!",),
        pad="   ",
    )
    acl = section("ip access-list EDGE", _shuffled("permit ip any any", "deny tcp any any", "permit icmp any any"), pad="   ", always=True)
    body = lines(
        maybe("! Command: show running-config", "! device: x (DCS-7050, EOS-4.30)"),
        maybe("hostname a", "hostname b"),
        maybe(*(f"username netops privilege 15 secret sha512 {s}" for s in SECRETS)),
        section("vlan 10", maybe("name staff", "name guests"), pad="   ", always=True),
        port("Ethernet1"),
        port("Ethernet2"),
        acl,
        some("ip routing"),
        some("ip route 0.0.0.0/0 10.0.0.1", "ip route 0.0.0.0/0 10.0.0.2"),
        bgp,
        maybe(*(f"snmp-server community {s} ro" for s in SECRETS)),
        maybe("banner login\nKeep out\n interface x\nEOF", "banner login\nWelcome\nEOF"),
        st.just(["end"]),
    )
    return text(body)


def nxos() -> st.SearchStrategy[str]:
    """Configs of NX-OS."""
    port = lambda name: section(  # noqa: E731
        f"interface {name}",
        maybe("description uplink", "description to Berlin"),
        maybe("no switchport"),
        maybe("vrf member GREEN", "vrf member BLUE"),
        maybe(f"ip address 10.{name[-1]}.0.1/31", f"ip address 10.{name[-1]}.0.3/31"),
        some(f"ip address 10.{name[-1]}.9.1/24 secondary"),
        maybe("shutdown", "no shutdown"),
        pad="  ",
        always=True,
    )
    vrf = section("vrf context GREEN", maybe("rd auto", "rd 1.1.1.1:1"), some("ip route 10.0.0.0/8 10.1.0.0"), pad="  ")
    neighbor = section(
        "neighbor 10.1.0.0",
        maybe("remote-as 65002", "remote-as 65003"),
        maybe(*(f"password 3 {s}" for s in SECRETS)),
        section("address-family ipv4 unicast", maybe("route-map RM in", "route-map RN in"), some("send-community"), pad="  "),
        pad="  ",
    )
    body = lines(
        maybe("!Time: Mon Nov  2 10:00:00 2026", "!Time: Tue Nov  3 11:11:11 2026"),
        maybe("version 10.4(5) Bios:version 01.11 ", "version 10.4(6) Bios:version 01.11 "),
        maybe("hostname a", "hostname b"),
        some("feature bgp", "feature lacp", "feature interface-vlan"),
        maybe(*(f"username netops password 5 {s}  role network-admin" for s in SECRETS)),
        maybe(*(f"snmp-server user netops network-admin auth md5 {s} priv {s} localizedkey" for s in SECRETS)),
        maybe(*(f"snmp-server community {s} group network-operator" for s in SECRETS)),
        maybe("banner motd #Keep out\n interface x\n#", "banner motd #Welcome#"),
        section("ip access-list EDGE", _numbered("permit ip any any", "deny tcp any any"), pad="  "),
        some("ip prefix-list PL seq 5 permit 10.0.0.0/8", "ip prefix-list PL seq 10 permit 10.1.0.0/16"),
        section("route-map RM permit 10", maybe("match ip address prefix-list PL"), maybe("set metric 5", "set metric 6"), pad="  "),
        some("ip route 0.0.0.0/0 10.1.0.0", "ip route 0.0.0.0/0 10.1.0.2"),
        section("vlan 10", maybe("name staff", "name guests"), pad="  ", always=True),
        vrf,
        port("Ethernet1/1"),
        port("Ethernet1/2"),
        port("Ethernet1/2.3"),
        section("router bgp 65001", maybe("router-id 1.1.1.1", "router-id 2.2.2.2"), neighbor, pad="  "),
        section("line vty", maybe("exec-timeout 5", "exec-timeout 0"), pad="  ", always=True),
    )
    return text(body)


def _numbered(*choices: str) -> st.SearchStrategy[list[str]]:
    """Entries of a filter with rising numbers."""
    return _shuffled(*choices).map(lambda found: [f"{10 * (i + 1)} {line}" for i, line in enumerate(found)])


def xr() -> st.SearchStrategy[str]:
    """Configs of IOS XR."""
    port = lambda name: section(  # noqa: E731
        f"interface {name}",
        maybe("description uplink", "description to Berlin"),
        maybe("vrf GREEN"),
        maybe(f"ipv4 address 10.{name[-1]}.0.1 255.255.255.0", f"ipv4 address 10.{name[-1]}.0.2 255.255.255.0"),
        maybe("ipv4 access-group EDGE ingress", "ipv4 access-group CORE ingress"),
        some("shutdown"),
        closing=("!",),
    )
    policy = st.sampled_from(
        [
            [],
            ["route-policy PASS", "  pass", "end-policy", "!"],
            ["route-policy PASS", "  if destination in NETS then", "    set med 5", "  else", "    drop", "  endif", "end-policy", "!"],
        ]
    )
    nets = st.sampled_from(
        [[], ["prefix-set NETS", "  10.0.0.0/8 le 24", "end-set"], ["prefix-set NETS", "  10.0.0.0/8,", "  #x", "end-set"]]
    )
    neighbor = section(
        "neighbor 10.1.0.9",
        maybe("remote-as 65002", "remote-as 65003"),
        maybe(*(f"password encrypted {s}" for s in SECRETS)),
        section(
            "address-family ipv4 unicast", maybe("route-policy PASS in", "route-policy DROP in"), some("next-hop-self"), closing=(" !",)
        ),
        closing=(" !",),
    )
    static = section("address-family ipv4 unicast", some("0.0.0.0/0 10.1.0.9", "10.0.0.0/8 10.1.0.9"), closing=(" !",))
    classes = section("class-map match-any VOICE", some("match dscp ef", "match dscp cs5"), st.just(["end-class-map"]), closing=("!",))
    body = lines(
        maybe("!! Last configuration change at Mon Nov  2 10:00:00 2026 by netops", "!! IOS XR Configuration 7.5.2"),
        maybe("hostname a", "hostname b"),
        section("username netops", some("group root-lr"), maybe(*(f"secret 10 {s}" for s in SECRETS)), closing=("!",)),
        maybe(*(f"snmp-server community {s} RO" for s in SECRETS)),
        maybe("banner motd ^C\nKeep out\n interface x\n^C", "banner motd ^C\nWelcome\n^C"),
        section("ipv4 access-list EDGE", _numbered("permit ipv4 any any", "deny tcp any any", "remark edge"), closing=("!",)),
        nets,
        policy,
        classes,
        port("GigabitEthernet0/0/0/1"),
        port("GigabitEthernet0/0/0/2"),
        section("router static", static, closing=("!",)),
        section("router bgp 65001", maybe("bgp router-id 1.1.1.1", "bgp router-id 2.2.2.2"), neighbor, closing=("!",)),
        section("ntp", some("server 10.1.1.1", "server 10.1.1.2 prefer"), closing=("!",)),
        st.just(["end"]),
    )
    return text(body)


def junos() -> st.SearchStrategy[str]:
    """Configs of Junos in braces."""

    def block(header: str, *body: st.SearchStrategy[list[str]], always: bool = False) -> st.SearchStrategy[list[str]]:
        return section(header + " {", *body, closing=("}",), pad="    ").map(lambda found: found if found or not always else [header + ";"])

    terms = _shuffled("a", "b", "c").map(
        lambda found: [line for t in found for line in (f"term {t} {{", f"    then {'accept' if t == 'a' else 'discard'};", "}")]
    )
    system = block(
        "system",
        maybe("host-name a;", "host-name b;", "/* until June */\n    host-name a;"),
        maybe(*(f'root-authentication {{\n        encrypted-password "{s}"; ## SECRET-DATA\n    }}' for s in SECRETS)),
        block("ntp", some("server 10.1.1.1 prefer;", "server 10.1.1.2;")),
        block("login", maybe('message "Keep out";', 'message "Welcome; really";')),
    )
    ports = block(
        "interfaces",
        block(
            "ge-0/0/0",
            maybe("description uplink;", 'description "to Berlin";'),
            block("unit 0", block("family inet", some("address 10.0.0.1/24;", "address 10.0.1.1/24;"))),
        ),
        maybe(
            "inactive: ge-0/0/1 {\n        disable;\n    }",
            "ge-0/0/1 {\n        disable;\n    }",
            *(f"/* {note} */\n    ge-0/0/1 {{\n        /* broken */\n        disable;\n    }}" for note in ("spare", 'a "spare"')),
        ),
    )
    snmp = block("snmp", maybe(*(f"community {s} {{\n        authorization read-only;\n    }}" for s in SECRETS)))
    policy = block("firewall", block("family inet", block("filter EDGE", terms)))
    return text(
        lines(
            maybe("## Last changed: 2026-11-23 10:00:00 UTC", "version 22.4R1.10;"),
            system,
            ports,
            snmp,
            policy,
            maybe("routing-options {\n    static {\n        route 0.0.0.0/0 next-hop [ 10.0.0.1 10.0.0.2 ];\n    }\n}"),
        )
    )


def files() -> st.SearchStrategy[str]:
    """Files of a Linux host."""
    smb = section(
        "### file /etc/samba/smb.conf root:root 0644",
        some("[global]", "  workgroup = NORDWIND", "", "[finance]", "  path = /srv/finance", "  read only = no", "\\### not a header"),
        pad="",
    )
    snmp = section(
        "### file /etc/snmp/snmpd.conf root:root 0600",
        maybe(*(f"rocommunity {s} 10.1.0.0/24" for s in SECRETS)),
        maybe("sysLocation Berlin", "sysLocation Hamburg"),
        pad="",
    )
    chrony = st.sampled_from(
        [
            [],
            ["### file /etc/chrony/chrony.conf root:root 0644", "server 10.1.1.1 iburst"],
            ["### file /etc/chrony/chrony.conf root:chrony 0640", "server 10.1.1.2 iburst"],
        ]
    )
    shares = st.sampled_from(
        [
            [],
            ["### dir /srv/finance root:finance 2770"],
            ["### dir /srv/finance root:finance 0750", "### dir /srv/finance/old root:root 0755"],
        ]
    )
    return text(lines(chrony, smb, snmp, shares))


def queues() -> st.SearchStrategy[str]:
    """Queues of a print server."""
    one = lambda name: lines(  # noqa: E731
        maybe(f'queue {name} location "Floor 1"', f'queue {name} location "Floor  2"'),
        maybe(f"queue {name} shared true", f"queue {name} shared false"),
        maybe(f"queue {name} uri ipp://10.0.0.1/ipp/print", *(f"queue {name} uri ipp://user:{s}@10.0.0.1/ipp/print" for s in SECRETS)),
    )
    return text(lines(one("floor1"), one("floor1-colour"), one("hr")))


def vrp() -> st.SearchStrategy[str]:
    """Configs of VRP."""
    port = lambda name: section(  # noqa: E731
        f"interface {name}",
        maybe("undo portswitch"),
        maybe("description uplink", "description to Berlin"),
        maybe("shutdown"),
        maybe("port link-type access", "port link-type trunk"),
        maybe("port default vlan 10", "port default vlan 20"),
        some("port trunk allow-pass vlan 10 20 to 30"),
        maybe("ip binding vpn-instance GUEST", "ip binding vpn-instance STAFF"),
        maybe(f"ip address 10.{name[-1]}.0.1 255.255.255.0", f"ip address 10.{name[-1]}.0.2 255.255.255.0"),
        some(f"ip address 10.{name[-1]}.9.1 255.255.255.0 sub"),
        maybe("traffic-filter inbound acl 3001", "traffic-filter inbound acl 3002"),
        maybe(*(f"ospf authentication-mode md5 1 cipher {s}" for s in SECRETS)),
        closing=("#",),
        always=True,
    )
    rules = _shuffled("permit tcp destination-port eq 22", "deny ip", "permit icmp")
    acl = section(
        "acl number 3001", rules.map(lambda found: [f"rule {5 * (i + 1)} {line}" for i, line in enumerate(found)]), closing=("#",)
    )
    user = section(
        "aaa",
        maybe(*(f"local-user netops password irreversible-cipher {s}" for s in SECRETS)).flatmap(
            lambda found: maybe("local-user netops privilege level 3", "local-user netops privilege level 15").map(
                lambda level: [*found, *level] if found else []
            )
        ),
        closing=("#",),
        always=True,
    )
    bgp = section(
        "bgp 65001",
        maybe("router-id 1.1.1.1", "router-id 2.2.2.2"),
        st.just(["peer 10.0.0.2 as-number 65002"]),
        maybe("peer 10.0.0.2 description uplink"),
        maybe(*(f"peer 10.0.0.2 password cipher {s}" for s in SECRETS)),
        section("ipv4-family unicast", st.just(["undo synchronization"]), maybe("import-route static"), some("peer 10.0.0.2 enable")),
        closing=("#",),
    )
    vty = section("user-interface vty 0 4", maybe("acl 2001 inbound"), maybe("idle-timeout 5 0", "idle-timeout 9 0"), always=True)
    body = lines(
        maybe("!Software Version V200R019C10SPC500", "!Last configuration was saved at 2026-11-02 10:00:00 by netops"),
        maybe("sysname a", "sysname b"),
        maybe('header login information "\nKeep out\n# really\n"', 'header login information "Welcome"'),
        maybe("vlan batch 10 20 30", "vlan batch 10 20 to 40"),
        section("vlan 10", maybe("description staff", "description guests"), closing=("#",)),
        user,
        acl,
        port("GigabitEthernet0/0/1"),
        port("GigabitEthernet0/0/2"),
        port("GigabitEthernet0/0/1.3"),
        some("ip route-static 0.0.0.0 0.0.0.0 10.1.0.9", "ip route-static 0.0.0.0 0.0.0.0 10.2.0.9 preference 80"),
        st.booleans().flatmap(lambda there: bgp if there else st.just(list[str]())),
        maybe(*(f"snmp-agent community read cipher {s} acl 2001" for s in SECRETS)),
        some("stelnet server enable", "ntp-service unicast-server 10.1.1.1"),
        vty,
        st.just(["#", "return"]),
    )
    return text(body)


_OF = {
    "frr": frr,
    "cisco_ios": ios,
    "arista_eos": eos,
    "cisco_nxos": nxos,
    "cisco_xr": xr,
    "huawei_vrp": vrp,
    "juniper_junos": junos,
    "linux": files,
    "cups": queues,
}


def configs(platform: str) -> st.SearchStrategy[str]:
    """Configs of a platform."""
    return _OF[platform]()
