"""What lines of BGP, OSPF, static routes and routing instances are in the model."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Final

from netops.facts.filling import find_or_add_row
from netops.facts.importer import VRFS
from netops.facts.table import Effect, Fields, SectionPattern, make_table
from netops.platforms.juniper_junos.importing_interfaces import VLAN
from netops.platforms.juniper_junos.importing_nodes import append_at_path, enter_path, in_table, set_at_path, set_flag, unquoted_line


def _megabits(word: str) -> int:
    """Mbit/s of `100g` or `1000m`. KeyError for another unit."""
    factors = {"g": 1000, "m": 1}
    return int(word[:-1]) * factors[word[-1]]


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
    enter_path("address_families", FAMILIES[" ".join(words)])(fields)


SESSION: Final = make_table(
    {
        "type internal|external": set_at_path("peering"),
        "description ~": set_at_path("description", unquoted_line),
        "local-address *": set_at_path("local_address"),
        "hold-time #": set_at_path("hold_time_s", int),
        "passive": set_flag("passive"),
        "import *": append_at_path("import_policies"),
        "export *": append_at_path("export_policies"),
        "import ( ~ )": append_at_path("import_policies"),
        "export ( ~ )": append_at_path("export_policies"),
        "family * *": _family,
        "family * * loops #": lambda fields, *words: enter_path("address_families", FAMILIES[" ".join(words[:2])])(fields).update(
            allowas_in=int(words[2])
        ),
        "family route-target": lambda fields: _family(fields, "route-target"),
        "authentication-key *": set_at_path("password"),
        "remove-private": set_flag("remove_private_as"),
        "cluster *": set_at_path("cluster_id"),
        "peer-as #": set_at_path("remote_asn", int),
        "local-as #": set_at_path("local_asn", int),
        "multihop": set_flag("multihop"),
        "multihop no-nexthop-change": set_flag("next_hop_unchanged"),
        "multihop ttl #": set_at_path("ebgp_multihop", int),
        "multipath": set_flag("multipath"),
        "multipath multiple-as": set_flag("multipath", "multiple-as"),
        "as-override": set_flag("as_override"),
        "advertise-peer-as": set_flag("advertise_peer_as"),
        "vpn-apply-export": set_flag("vpn_apply_export"),
        "mtu-discovery": set_flag("mtu_discovery"),
        "bfd-liveness-detection minimum-interval #": set_at_path("bfd_timers.interval_ms", int),
        "bfd-liveness-detection minimum-receive-interval #": set_at_path("bfd_timers.receive_ms", int),
        "bfd-liveness-detection multiplier #": set_at_path("bfd_timers.multiplier", int),
    }
)


def _group(fields: Fields, name: str) -> Fields:
    return enter_path("groups", name)(fields)


def _neighbor(fields: Fields, group: str, address: str) -> Fields:
    _group(fields, group)
    found = enter_path("peers", f"{group} {address}")(fields)
    found.setdefault("address", address)
    found.setdefault("group", group)
    return found


BGP: Final = make_table(
    {
        "group *": lambda fields, name: _group(fields, name),
        "group * ~": in_table(SESSION, _group),
        "group * neighbor *": lambda fields, group, address: _neighbor(fields, group, address),
        "group * neighbor * ~": in_table(SESSION, _neighbor),
        "log-updown": set_flag("log_neighbor_changes"),
        "graceful-restart": set_flag("graceful_restart"),
        "graceful-restart dont-help-shared-fate-bfd-down": lambda fields: fields.update(graceful_restart=True, graceful_restart_bfd=False),
        "~": in_table(SESSION, enter_path("session")),
    }
)


def _route(fields: Fields, prefix: str) -> Fields:
    return enter_path("routes", prefix)(fields)


ROUTE: Final = make_table(
    {
        "discard": set_flag("blackhole"),
        "reject": set_flag("reject"),
        "next-hop *": append_at_path("hops"),
        "next-table *": set_at_path("next_table"),
        "preference #": set_at_path("distance", int),
        "tag #": set_at_path("tag", int),
        "metric #": set_at_path("metric", int),
        "no-readvertise": set_flag("readvertise", False),
        "retain": set_flag("permanent"),
        "qualified-next-hop * preference #": lambda fields, hop, number: enter_path("qualified")(fields).update({hop: int(number)}),
        "qualified-next-hop *": lambda fields, hop: enter_path("qualified")(fields).update({hop: None}),
    }
)
STATIC: Final[dict[str, Effect | SectionPattern]] = {
    "routing-options static route * ~": in_table(ROUTE, _route),
    "routing-options rib * static route * ~": in_table(ROUTE, lambda fields, rib, prefix: _v6(fields, rib, prefix)),
}


def _v6(fields: Fields, rib: str, prefix: str) -> Fields:
    if not rib.endswith("inet6.0") or ":" not in prefix:
        raise ValueError("another table")
    return _route(fields, prefix)


PIM: Final = make_table(
    {
        "rp static address *": lambda fields, address: enter_path("rps", address)(fields),
        "rp static address * group-ranges *": lambda fields, address, groups: (
            enter_path("rps", address)(fields).setdefault("groups", []).append(groups)
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
        enter_path("multicast", *(("vrfs", vrf) if vrf else ()))(fields)["rps"] = [
            {"address": key} | own for key, own in pim["rps"].items()
        ]


INSTANCE: Final = make_table(
    {
        "instance-type *": set_at_path("type"),
        "description ~": set_at_path("description", unquoted_line),
        "interface *": append_at_path("interfaces"),
        "route-distinguisher *": set_at_path("rd"),
        "vrf-target *": set_at_path("target", lambda word: _target(word)),
        "vrf-import *": append_at_path("import_policies"),
        "vrf-export *": append_at_path("export_policies"),
        "vrf-table-label": set_flag("table_label"),
        "protocols bgp ~": in_table(BGP, enter_path("bgp")),
        "protocols evpn encapsulation vxlan|mpls": set_at_path("evpn.encapsulation"),
        "protocols evpn default-gateway *": set_at_path("evpn.default_gateway"),
        "protocols evpn extended-vni-list *": append_at_path("evpn.vnis"),
        "protocols evpn vni-options vni * vrf-target *": lambda fields, vni, word: enter_path("evpn", "vni_targets")(fields).update(
            {vni: _target(word)}
        ),
        "protocols evpn interconnect vrf-target *": set_at_path("evpn.interconnect.target", lambda word: _target(word)),
        "protocols evpn interconnect route-distinguisher *": set_at_path("evpn.interconnect.rd"),
        "protocols evpn ip-prefix-routes advertise *": set_at_path("evpn.ip_prefix_routes.advertise"),
        "protocols evpn ip-prefix-routes encapsulation *": set_at_path("evpn.ip_prefix_routes.encapsulation"),
        "protocols evpn ip-prefix-routes vni #": set_at_path("evpn.ip_prefix_routes.vni", int),
        "protocols evpn ip-prefix-routes export *": append_at_path("evpn.ip_prefix_routes.export_policies"),
        "protocols pim ~": in_table(PIM, enter_path("pim")),
        "vtep-source-interface *": set_at_path("vtep_source_interface"),
        "service-type *": set_at_path("service_type"),
        "routing-options multipath": set_flag("multipath"),
        "vlans * ~": in_table(VLAN, lambda fields, name: enter_path("vlans", name)(fields)),
        **STATIC,
    }
)


def _target(word: str) -> str:
    kind, _, target = word.partition(":")
    if kind != "target":
        raise ValueError("another kind of target")
    return target


def _ospf(fields: Fields, area: str, name: str) -> Fields:
    found = enter_path("ospf_ports", name)(fields)
    if found.setdefault("area", int(IPv4Address(area if "." in area else int(area)))) != int(
        IPv4Address(area if "." in area else int(area))
    ):
        raise ValueError("two areas")
    return found


def _isis(fields: Fields, name: str) -> Fields:
    return enter_path("isis_ports", name)(fields)


ISIS_PROCESS: Final = make_table(
    {
        "level 1|2 disable": lambda fields, level: enter_path("levels", level)(fields).update(enabled=False),
        "level 1|2 wide-metrics-only": lambda fields, level: enter_path("levels", level)(fields).update(wide_metrics_only=True),
        "level 1|2 authentication-key *": lambda fields, level, key: enter_path("levels", level)(fields).update(authentication_key=key),
        "level 1|2 authentication-type md5|simple": lambda fields, level, kind: enter_path("levels", level)(fields).update(
            authentication_type=kind
        ),
        "level 1|2 preference #": lambda fields, level, number: enter_path("levels", level)(fields).update(preference=int(number)),
        "spf-options delay #": set_at_path("spf.delay_ms", int),
        "spf-options holddown #": set_at_path("spf.holddown_ms", int),
        "spf-options rapid-runs #": set_at_path("spf.rapid_runs", int),
        "backup-spf-options remote-backup-calculation": set_flag("backup_spf.remote"),
        "backup-spf-options use-source-packet-routing": set_flag("backup_spf.segment_routing"),
        "backup-spf-options use-post-convergence-lfa": set_flag("backup_spf.post_convergence"),
        "backup-spf-options use-post-convergence-lfa maximum-labels #": lambda fields, number: enter_path("backup_spf")(fields).update(
            post_convergence=True, maximum_labels=int(number)
        ),
        "source-packet-routing srgb start-label #": set_at_path("segment_routing.start_label", int),
        "source-packet-routing srgb index-range #": set_at_path("segment_routing.index_range", int),
        "source-packet-routing node-segment ipv4-index #": set_at_path("segment_routing.ipv4_index", int),
        "source-packet-routing node-segment ipv6-index #": set_at_path("segment_routing.ipv6_index", int),
        "source-packet-routing explicit-null": set_flag("segment_routing.explicit_null"),
        "export *": append_at_path("export_policies"),
        "reference-bandwidth *": set_at_path("reference_bandwidth_mbps", _megabits),
        "overload": set_flag("overload"),
        "ignore-attached-bit": set_flag("ignore_attached_bit"),
        "topologies ipv6-unicast": set_flag("ipv6_topology"),
        "lsp-lifetime #": set_at_path("max_lsp_lifetime_s", int),
    }
)


ISIS: Final = make_table(
    {
        "ldp-synchronization": set_flag("ldp_sync"),
        "link-protection": set_flag("protection", "link"),
        "node-link-protection": set_flag("protection", "node-link"),
        "family inet bfd-liveness-detection minimum-interval #": set_at_path("bfd_interval_ms", int),
        "family inet bfd-liveness-detection multiplier #": set_at_path("bfd_multiplier", int),
        "family inet bfd-liveness-detection no-adaptation": set_flag("bfd_no_adaptation"),
        "level 1|2 post-convergence-lfa": lambda fields, _: fields.setdefault("post_convergence_lfa", "link"),
        "level 1|2 post-convergence-lfa node-protection": lambda fields, _: fields.update(post_convergence_lfa="node"),
        "level 1|2 post-convergence-lfa node-protection cost #": lambda fields, _, cost: fields.update(
            post_convergence_lfa="node", post_convergence_cost=int(cost)
        ),
        "passive": set_flag("passive"),
        "point-to-point": set_flag("network", "point-to-point"),
        "level 1|2 disable": lambda fields, level: enter_path("disabled")(fields).update({level: True}),
        "level 1|2 metric #": lambda fields, level, number: enter_path("metrics")(fields).update({level: int(number)}),
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


OSPF: Final = make_table(
    {
        "passive": set_flag("passive"),
        "metric #": set_at_path("cost", int),
        "interface-type p2p": set_flag("network", "point-to-point"),
        "bfd-liveness-detection minimum-interval #": set_at_path("bfd_timers.interval_ms", int),
        "bfd-liveness-detection multiplier #": set_at_path("bfd_timers.multiplier", int),
    }
)
COMPOSITES: Final = ("evpn", "fec129-vpws", "l2ckt", "l2vpn", "l3vpn", "labeled-bgp")
_SESSION: Final = make_table(
    {
        "target-address *": set_at_path("target"),
        "data-size #": set_at_path("data_bytes", int),
        "dscp-code-points *": set_at_path("dscp"),
        "probe-count #": set_at_path("probes", int),
        "probe-interval #": set_at_path("interval_s", int),
    }
)
_CONNECTION: Final = make_table(
    {
        "control-type managed|light": set_at_path("control"),
        "destination-port #": set_at_path("port", int),
        "routing-instance *": set_at_path("vrf"),
        "target-address *": set_at_path("target"),
        "test-count #": set_at_path("tests", int),
        "test-interval #": set_at_path("interval_s", int),
    }
)


def _connection(fields: Fields, name: str) -> Fields:
    return find_or_add_row(enter_path("twamp")(fields), "connections", name=name)


def _session(fields: Fields, connection: str, name: str) -> Fields:
    return find_or_add_row(_connection(fields, connection), "sessions", name=name)


LINES: Final[dict[str, Effect | SectionPattern]] = {
    "routing-instances *": SectionPattern(INSTANCE, lambda fields, name: enter_path("instances", name)(fields)),
    "protocols bgp ~": in_table(BGP, enter_path("bgp")),
    "protocols ospf area * interface *": lambda fields, area, name: _ospf(fields, area, name),
    "protocols ospf area * interface * ~": in_table(OSPF, _ospf),
    "protocols ospf export *": append_at_path("ospf.export_policies"),
    "protocols ospf reference-bandwidth *": set_at_path("ospf.reference_bandwidth_mbps", _megabits),
    "protocols ospf traffic-engineering": set_flag("ospf.traffic_engineering"),
    "protocols pim ~": in_table(PIM, enter_path("pim")),
    "protocols isis interface * ~": in_table(ISIS, _isis),
    "protocols isis ~": in_table(ISIS_PROCESS, enter_path("isis")),
    "routing-options autonomous-system #": set_at_path("bgp.asn", int),
    "routing-options router-id *": set_at_path("router_id"),
    "routing-options forwarding-table export *": append_at_path("forwarding.export_policies"),
    f"routing-options forwarding-table chained-composite-next-hop ingress {'|'.join(COMPOSITES)}": append_at_path(
        "forwarding.composite_next_hops"
    ),
    "forwarding-options evpn-vxlan shared-tunnels": set_flag("forwarding.vxlan_shared_tunnels"),
    "forwarding-options vxlan-routing overlay-ecmp": set_flag("forwarding.vxlan_overlay_ecmp"),
    "forwarding-options enhanced-hash-key symmetric": set_flag("forwarding.symmetric_hash"),
    "protocols igmp-snooping vlan *": append_at_path("multicast.snooping_vlans"),
    "services rpm twamp client control-connection * test-session * ~": in_table(_SESSION, _session),
    "services rpm twamp client control-connection * ~": in_table(_CONNECTION, _connection),
    "routing-options forwarding-table ecmp-fast-reroute": set_flag("forwarding.ecmp_fast_reroute"),
    "routing-options graceful-restart": set_flag("system.graceful_restart"),
    "routing-options nonstop-routing": set_flag("system.nonstop_routing"),
    "routing-options route-distinguisher-id *": set_at_path("system.route_distinguisher_id"),
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
            enter_path("bgp", "vrfs")(fields)[name] = own
        _finish_pim(fields, ports, instance.pop("pim", {}), name)
        target = instance.pop("target", None)
        if target:
            instance |= {"import_targets": [target], "export_targets": [target]}
        instance.setdefault("type", "none")
        if "vlans" in instance:
            instance["vlans"] = {
                one: {"vni": vlan["vni"]} if "vni" in vlan else {} for one, vlan in instance["vlans"].items() if "vid" in vlan
            }
        enter_path(VRFS)(fields)[name] = instance
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
            enter_path("ospf")(fields)
    if router_id is not None:
        enter_path("ospf" if "ospf" in fields and "bgp" not in fields else "bgp")(fields)["router_id"] = router_id
