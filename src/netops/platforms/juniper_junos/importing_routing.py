"""What lines of BGP, OSPF, static routes and routing instances are in the model."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Final

from netops.facts.importer import VRFS
from netops.facts.table import Below, Effect, Fields, table
from netops.platforms.juniper_junos.importing_interfaces import VLAN
from netops.platforms.juniper_junos.importing_nodes import at, flag, inside, into, line, more

FAMILIES: Final = {
    "inet unicast": "ipv4",
    "inet6 unicast": "ipv6",
    "inet-vpn unicast": "vpnv4",
    "inet6-vpn unicast": "vpnv6",
    "inet multicast": "ipv4_multicast",
    "inet6 multicast": "ipv6_multicast",
    "inet labeled-unicast": "ipv4_labeled",
    "inet6 labeled-unicast": "ipv6_labeled",
    "evpn signaling": "evpn",
    "l2vpn signaling": "vpls",
    "inet flow": "flowspec_ipv4",
    "inet6 flow": "flowspec_ipv6",
    "route-target": "rt_filter",
    "traffic-engineering unicast": "link_state",
}


def _family(fields: Fields, *words: str) -> None:
    into("address_families", FAMILIES[" ".join(words)])(fields)


SESSION: Final = table(
    {
        "type internal|external": at("peering"),
        "description ~": at("description", line),
        "local-address *": at("local_address"),
        "hold-time #": at("hold_time_s", int),
        "passive": flag("passive"),
        "import *": more("import_policies"),
        "export *": more("export_policies"),
        "import ( ~ )": more("import_policies"),
        "export ( ~ )": more("export_policies"),
        "family * *": _family,
        "family * * loops #": lambda fields, *words: into("address_families", FAMILIES[" ".join(words[:2])])(fields).update(
            allowas_in=int(words[2])
        ),
        "family route-target": lambda fields: _family(fields, "route-target"),
        "authentication-key *": at("password"),
        "remove-private": flag("remove_private_as"),
        "cluster *": at("cluster_id"),
        "peer-as #": at("remote_asn", int),
        "local-as #": at("local_asn", int),
        "multihop": flag("multihop"),
        "multihop no-nexthop-change": flag("next_hop_unchanged"),
        "multihop ttl #": at("ebgp_multihop", int),
        "multipath": flag("multipath"),
        "multipath multiple-as": flag("multipath", "multiple-as"),
        "as-override": flag("as_override"),
        "advertise-peer-as": flag("advertise_peer_as"),
        "vpn-apply-export": flag("vpn_apply_export"),
        "mtu-discovery": flag("mtu_discovery"),
        "bfd-liveness-detection minimum-interval #": at("bfd_timers.interval_ms", int),
        "bfd-liveness-detection minimum-receive-interval #": at("bfd_timers.receive_ms", int),
        "bfd-liveness-detection multiplier #": at("bfd_timers.multiplier", int),
    }
)


def _group(fields: Fields, name: str) -> Fields:
    return into("groups", name)(fields)


def _neighbor(fields: Fields, group: str, address: str) -> Fields:
    _group(fields, group)
    found = into("peers", f"{group} {address}")(fields)
    found.setdefault("address", address)
    found.setdefault("group", group)
    return found


BGP: Final = table(
    {
        "group *": lambda fields, name: _group(fields, name),
        "group * ~": inside(SESSION, _group),
        "group * neighbor *": lambda fields, group, address: _neighbor(fields, group, address),
        "group * neighbor * ~": inside(SESSION, _neighbor),
        "log-updown": flag("log_neighbor_changes"),
        "graceful-restart": flag("graceful_restart"),
        "graceful-restart dont-help-shared-fate-bfd-down": lambda fields: fields.update(graceful_restart=True, graceful_restart_bfd=False),
        "~": inside(SESSION, into("session")),
    }
)


def _route(fields: Fields, prefix: str) -> Fields:
    return into("routes", prefix)(fields)


ROUTE: Final = table(
    {
        "discard": flag("blackhole"),
        "reject": flag("reject"),
        "next-hop *": more("hops"),
        "next-table *": at("next_table"),
        "preference #": at("distance", int),
        "tag #": at("tag", int),
        "metric #": at("metric", int),
        "no-readvertise": flag("readvertise", False),
        "retain": flag("permanent"),
        "qualified-next-hop * preference #": lambda fields, hop, number: into("qualified")(fields).update({hop: int(number)}),
        "qualified-next-hop *": lambda fields, hop: into("qualified")(fields).update({hop: None}),
    }
)
STATIC: Final[dict[str, Effect | Below]] = {
    "routing-options static route * ~": inside(ROUTE, _route),
    "routing-options rib * static route * ~": inside(ROUTE, lambda fields, rib, prefix: _v6(fields, rib, prefix)),
}


def _v6(fields: Fields, rib: str, prefix: str) -> Fields:
    if not rib.endswith("inet6.0") or ":" not in prefix:
        raise ValueError("another table")
    return _route(fields, prefix)


PIM: Final = table(
    {
        "rp static address *": lambda fields, address: into("rps", address)(fields),
        "rp static address * group-ranges *": lambda fields, address, groups: (
            into("rps", address)(fields).setdefault("groups", []).append(groups)
        ),
        "interface * mode sparse": lambda fields, name: fields.setdefault("interfaces", []).append(name),
    }
)


def _finish_pim(fields: Fields, ports: Fields, pim: Fields, vrf: str = "") -> None:
    """PIM at the interfaces, its rendezvous points beside those of other instances."""
    for name in pim.pop("interfaces", ()):
        if (found := _port(ports, name)) is not None:
            found["pim_sparse"] = True
    if pim:
        into("multicast", *(("vrfs", vrf) if vrf else ()))(fields)["rps"] = [{"address": key} | own for key, own in pim["rps"].items()]


INSTANCE: Final = table(
    {
        "instance-type *": at("type"),
        "description ~": at("description", line),
        "interface *": more("interfaces"),
        "route-distinguisher *": at("rd"),
        "vrf-target *": at("target", lambda word: _target(word)),
        "vrf-import *": more("import_policies"),
        "vrf-export *": more("export_policies"),
        "vrf-table-label": flag("table_label"),
        "protocols bgp ~": inside(BGP, into("bgp")),
        "protocols evpn encapsulation vxlan|mpls": at("evpn.encapsulation"),
        "protocols evpn default-gateway *": at("evpn.default_gateway"),
        "protocols evpn extended-vni-list *": more("evpn.vnis"),
        "protocols evpn vni-options vni * vrf-target *": lambda fields, vni, word: into("evpn", "vni_targets")(fields).update(
            {vni: _target(word)}
        ),
        "protocols evpn interconnect vrf-target *": at("evpn.interconnect.target", lambda word: _target(word)),
        "protocols evpn interconnect route-distinguisher *": at("evpn.interconnect.rd"),
        "protocols evpn ip-prefix-routes advertise *": at("evpn.ip_prefix_routes.advertise"),
        "protocols evpn ip-prefix-routes encapsulation *": at("evpn.ip_prefix_routes.encapsulation"),
        "protocols evpn ip-prefix-routes vni #": at("evpn.ip_prefix_routes.vni", int),
        "protocols evpn ip-prefix-routes export *": more("evpn.ip_prefix_routes.export_policies"),
        "protocols pim ~": inside(PIM, into("pim")),
        "vtep-source-interface *": at("vtep_source_interface"),
        "service-type *": at("service_type"),
        "routing-options multipath": flag("multipath"),
        "vlans * ~": inside(VLAN, lambda fields, name: into("vlans", name)(fields)),
        **STATIC,
    }
)


def _target(word: str) -> str:
    kind, _, target = word.partition(":")
    if kind != "target":
        raise ValueError("another kind of target")
    return target


def _ospf(fields: Fields, area: str, name: str) -> Fields:
    found = into("ospf_ports", name)(fields)
    if found.setdefault("area", int(IPv4Address(area if "." in area else int(area)))) != int(
        IPv4Address(area if "." in area else int(area))
    ):
        raise ValueError("two areas")
    return found


def _isis(fields: Fields, name: str) -> Fields:
    return into("isis_ports", name)(fields)


ISIS_PROCESS: Final = table(
    {
        "level 1|2 disable": lambda fields, level: into("levels", level)(fields).update(enabled=False),
        "level 1|2 wide-metrics-only": lambda fields, level: into("levels", level)(fields).update(wide_metrics_only=True),
        "level 1|2 authentication-key *": lambda fields, level, key: into("levels", level)(fields).update(authentication_key=key),
        "level 1|2 authentication-type md5|simple": lambda fields, level, kind: into("levels", level)(fields).update(
            authentication_type=kind
        ),
        "level 1|2 preference #": lambda fields, level, number: into("levels", level)(fields).update(preference=int(number)),
        "spf-options delay #": at("spf.delay_ms", int),
        "spf-options holddown #": at("spf.holddown_ms", int),
        "spf-options rapid-runs #": at("spf.rapid_runs", int),
        "backup-spf-options remote-backup-calculation": flag("backup_spf.remote"),
        "backup-spf-options use-source-packet-routing": flag("backup_spf.segment_routing"),
        "backup-spf-options use-post-convergence-lfa": flag("backup_spf.post_convergence"),
        "backup-spf-options use-post-convergence-lfa maximum-labels #": lambda fields, number: into("backup_spf")(fields).update(
            post_convergence=True, maximum_labels=int(number)
        ),
        "source-packet-routing srgb start-label #": at("segment_routing.start_label", int),
        "source-packet-routing srgb index-range #": at("segment_routing.index_range", int),
        "source-packet-routing node-segment ipv4-index #": at("segment_routing.ipv4_index", int),
        "source-packet-routing node-segment ipv6-index #": at("segment_routing.ipv6_index", int),
        "source-packet-routing explicit-null": flag("segment_routing.explicit_null"),
        "export *": more("export_policies"),
        "reference-bandwidth *": at("reference_bandwidth_mbps", lambda word: _megabits(word)),
        "overload": flag("overload"),
        "ignore-attached-bit": flag("ignore_attached_bit"),
        "topologies ipv6-unicast": flag("ipv6_topology"),
        "lsp-lifetime #": at("max_lsp_lifetime_s", int),
    }
)


def _megabits(word: str) -> int:
    """Mbit/s of `100g`, `1000m` or a number of bits per second."""
    factors = {"g": 1000, "m": 1}
    return int(word[:-1]) * factors[word[-1]]


ISIS: Final = table(
    {
        "ldp-synchronization": flag("ldp_sync"),
        "link-protection": flag("protection", "link"),
        "node-link-protection": flag("protection", "node-link"),
        "family inet bfd-liveness-detection minimum-interval #": at("bfd_interval_ms", int),
        "family inet bfd-liveness-detection multiplier #": at("bfd_multiplier", int),
        "family inet bfd-liveness-detection no-adaptation": flag("bfd_no_adaptation"),
        "level 1|2 post-convergence-lfa": lambda fields, _: fields.setdefault("post_convergence_lfa", "link"),
        "level 1|2 post-convergence-lfa node-protection": lambda fields, _: fields.update(post_convergence_lfa="node"),
        "level 1|2 post-convergence-lfa node-protection cost #": lambda fields, _, cost: fields.update(
            post_convergence_lfa="node", post_convergence_cost=int(cost)
        ),
        "passive": flag("passive"),
        "point-to-point": flag("network", "point-to-point"),
        "level 1|2 disable": lambda fields, level: into("disabled")(fields).update({level: True}),
        "level 1|2 metric #": lambda fields, level, number: into("metrics")(fields).update({level: int(number)}),
    }
)


def _finish_isis(fields: Fields, ports: Fields) -> None:
    """IS-IS at the interfaces; one metric for the levels that are spoken."""
    silent = {level for level, own in fields.get("isis", {}).get("levels", {}).items() if not own.get("enabled", True)}
    for name, isis in fields.pop("isis_ports", {}).items():
        found = _port(ports, name)
        disabled, metrics = set(isis.pop("disabled", ())), isis.pop("metrics", {})
        spoken = {"1", "2"} - disabled - silent
        if len(disabled) == 1:
            isis["circuit_type"] = "level-2-only" if disabled == {"1"} else "level-1"
        if set(metrics) == spoken and len(set(metrics.values())) == 1:
            isis["metric"] = next(iter(metrics.values()))
        if found is not None and isis:
            found["isis"] = isis


OSPF: Final = table(
    {
        "passive": flag("passive"),
        "metric #": at("cost", int),
        "interface-type p2p": flag("network", "point-to-point"),
        "bfd-liveness-detection minimum-interval #": at("bfd_timers.interval_ms", int),
        "bfd-liveness-detection multiplier #": at("bfd_timers.multiplier", int),
    }
)
LINES: Final[dict[str, Effect | Below]] = {
    "routing-instances *": Below(INSTANCE, lambda fields, name: into("instances", name)(fields)),
    "protocols bgp ~": inside(BGP, into("bgp")),
    "protocols ospf area * interface *": lambda fields, area, name: _ospf(fields, area, name),
    "protocols ospf area * interface * ~": inside(OSPF, _ospf),
    "protocols ospf export *": more("ospf.export_policies"),
    "protocols ospf reference-bandwidth *": at("ospf.reference_bandwidth_mbps", lambda word: int(word.removesuffix("m"))),
    "protocols ospf traffic-engineering": flag("ospf.traffic_engineering"),
    "protocols pim ~": inside(PIM, into("pim")),
    "protocols isis interface * ~": inside(ISIS, _isis),
    "protocols isis ~": inside(ISIS_PROCESS, into("isis")),
    "routing-options autonomous-system #": at("bgp.asn", int),
    "routing-options router-id *": at("router_id"),
    "routing-options forwarding-table export *": more("forwarding.export_policies"),
    "routing-options forwarding-table ecmp-fast-reroute": flag("forwarding.ecmp_fast_reroute"),
    "routing-options graceful-restart": flag("system.graceful_restart"),
    "routing-options nonstop-routing": flag("system.nonstop_routing"),
    "routing-options route-distinguisher-id *": at("system.route_distinguisher_id"),
    **STATIC,
}


def finish(fields: Fields) -> None:
    """Neighbours and routes as lists, instances beside the interfaces that are in them."""
    routes = _routes(fields.pop("routes", {}), "")
    ports = fields.setdefault("interfaces", {})
    bgp = fields.get("bgp", {})
    _neighbors(bgp)
    for name, instance in fields.pop("instances", {}).items():
        routes += _routes(instance.pop("routes", {}), name)
        for port in instance.pop("interfaces", ()):
            if (found := _port(ports, port)) is not None:
                found["vrf"] = name
        if own := instance.pop("bgp", None):
            _neighbors(own)
            into("bgp", "vrfs")(fields)[name] = own
        _finish_pim(fields, ports, instance.pop("pim", {}), name)
        target = instance.pop("target", None)
        if target:
            instance |= {"import_targets": [target], "export_targets": [target]}
        instance.setdefault("type", "none")
        if "vlans" in instance:
            instance["vlans"] = {
                one: {"vni": vlan["vni"]} if "vni" in vlan else {} for one, vlan in instance["vlans"].items() if "vid" in vlan
            }
        into(VRFS)(fields)[name] = instance
    if routes:
        fields["static_routes"] = routes
    _finish_pim(fields, ports, fields.pop("pim", {}))
    _finish_ospf(fields, ports)
    _finish_isis(fields, ports)
    if not ports:
        del fields["interfaces"]


def _neighbors(speaker: Fields) -> None:
    peers = list(speaker.pop("peers", {}).values())
    if peers:
        speaker["neighbors"] = peers


def _port(ports: Fields, logical: str) -> Fields | None:
    """The entry of a logical interface."""
    name, _, unit = logical.rpartition(".")
    found: Fields | None = ports.get(logical) or (ports.get(name) if unit == "0" else None)
    return found


def _routes(routes: Fields, vrf: str) -> list[Fields]:
    """Static routes, one for each next hop."""
    out = []
    for prefix, route in routes.items():
        hops, qualified = route.pop("hops", []), route.pop("qualified", {})
        common = {"prefix": prefix} | ({"vrf": vrf} if vrf else {})
        for hop in hops:
            out.append(common | _hop(hop) | route)
        for hop, distance in qualified.items():
            out.append(common | _hop(hop) | ({"distance": distance} if distance is not None else {}))
        if not hops and not qualified and route.keys() & {"blackhole", "reject", "next_table"}:
            out.append(common | route)
    return out


def _hop(hop: str) -> Fields:
    return {"interface": hop} if hop[0].isalpha() and ":" not in hop else {"next_hop": hop}


def _finish_ospf(fields: Fields, ports: Fields) -> None:
    router_id = fields.pop("router_id", None)
    for name, ospf in fields.pop("ospf_ports", {}).items():
        found = _port(ports, name)
        if found is not None:
            found["ospf"] = ospf
            into("ospf")(fields)
    if router_id is not None:
        into("ospf" if "ospf" in fields and "bgp" not in fields else "bgp")(fields)["router_id"] = router_id
