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
    return st.tuples(*(st.booleans() for _ in choices)).map(lambda picks: [line for line, picked in zip(choices, picks, strict=True) if picked])


def section(header: str, *body: st.SearchStrategy[list[str]], closing: tuple[str, ...] = (), pad: str = " ", always: bool = False) -> st.SearchStrategy[list[str]]:
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


_KINDS = (("next-hop-self",), ("weight 5", "weight 9"), ("prefix-list PL in", "prefix-list PM in"), ("route-map RM in", "route-map RN in"), ("route-map RN out",))


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
    routes = some(*(f"ip route 192.168.{i}.0/24 10.1.0.{i + 1}" for i in range(3)), "ip route 192.168.1.0/24 10.1.0.9 200", "ip route 172.16.0.0/12 blackhole")
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
        *(maybe(f"ip prefix-list {n} seq {s} permit 10.{s}.0.0/16 le 24", f"ip prefix-list {n} seq {s} deny 10.{s}.0.0/16") for n in ("PL", "PM") for s in (5, 10, 15))
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
