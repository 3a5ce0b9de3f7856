"""What lines of IKE, IPsec and address translation are in the model (IPsec VPN and NAT User Guides)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_field
from netops.platforms.juniper_junos.importing_nodes import (
    append_at_path,
    enter_path,
    in_table,
    set_at_path,
    set_flag,
    unquoted_line,
    unquoted_text,
)

CIPHERS: Final = {
    **{"des-cbc": "des", "3des-cbc": "3des"},
    **{f"aes-{bits}-{mode}": f"aes-{bits}-{mode}" for bits in (128, 192, 256) for mode in ("cbc", "gcm")},
}
HASHES: Final = {"md5": "md5", "sha1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
SIGNATURES: Final = {
    **{"hmac-md5-96": "md5", "hmac-sha1-96": "sha1", "hmac-sha-256-128": "sha256"},
    **{"hmac-sha-384": "sha384", "hmac-sha-512": "sha512"},
}
PROOFS: Final = {
    "pre-shared-keys": "pre-shared-key",
    "rsa-signatures": "rsa-signatures",
    "ecdsa-signatures-256": "ecdsa-signatures",
}
KINDS: Final = {
    "inet": "address",
    "hostname": "hostname",
    "user-at-hostname": "email",
    "key-id": "key-id",
    "distinguished-name": "dn",
}
WHEN: Final = {"always-send": "periodic", "probe-idle-tunnel": "idle", "optimized": "optimized"}


def row_of(*path: str) -> Callable[..., Fields]:
    """A section: the row of a list that has the name which the line gives."""
    *above, last = path

    def enter(fields: Fields, name: str, **keys: str) -> Fields:
        rows: list[Fields] = enter_path(*above)(fields).setdefault(last, [])
        wanted = {**keys, "name": name}
        found = next((row for row in rows if all(row.get(key) == value for key, value in wanted.items())), None)
        if found is None:
            found = {"name": name, **keys}
            rows.append(found)
        return found

    return enter


def _listed(name: str, words: dict[str, str]) -> Effect:
    return set_field(name, lambda word: [words[word]])


def _number_of_group(word: str) -> int:
    return int(word.removeprefix("group"))


def _identity(name: str) -> Effect:
    def effect(fields: Fields, kind: str, value: str = "") -> None:
        set_at_path(name, lambda word: {"type": KINDS[kind]} | ({"value": unquoted_line(word)} if word else {}))(fields, value)

    return effect


def _remote(fields: Fields, kind: str, value: str) -> None:
    fields.setdefault("remote_identities", []).append({"type": KINDS[kind], "value": unquoted_line(value)})


_NAMES: Final = "hostname|inet|user-at-hostname|key-id"
_LIFETIME: Final[dict[str, Effect | SectionPattern]] = {
    "description ~": set_at_path("description", unquoted_line),
    "lifetime-seconds #": set_at_path("lifetime_s", int),
    "lifetime-kilobytes #": set_at_path("lifetime_kb", int),
}
IKE_PROPOSAL: Final = make_table(
    {
        **_LIFETIME,
        "authentication-method *": set_at_path("authentication", PROOFS.__getitem__),
        "dh-group *": set_at_path("dh_groups", lambda word: [_number_of_group(word)]),
        "authentication-algorithm *": _listed("integrity", HASHES),
        "encryption-algorithm *": _listed("encryption", CIPHERS),
    }
)
IKE_POLICY: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "mode main|aggressive": set_at_path("mode"),
        "proposals *": append_at_path("proposals"),
        "proposal-set *": set_at_path("proposal_set"),
        "certificate local-certificate *": set_at_path("certificate"),
        "pre-shared-key ascii-text ~": set_at_path("pre_shared_key", unquoted_text),
        "pre-shared-key hexadecimal ~": lambda fields, word: fields.update(
            pre_shared_key=unquoted_text(word), pre_shared_key_form="hexadecimal"
        ),
    }
)
GATEWAY: Final = make_table(
    {
        "ike-policy *": set_at_path("policy"),
        "address *": append_at_path("addresses"),
        f"dynamic {_NAMES} ~": _identity("dynamic.identity"),
        "dynamic connections-limit #": set_at_path("dynamic.connections", int),
        "dynamic ike-user-type group-ike-id|shared-ike-id": set_at_path("dynamic.user_type"),
        "dead-peer-detection always-send|probe-idle-tunnel|optimized": set_at_path("dead_peer.when", WHEN.__getitem__),
        "dead-peer-detection interval #": set_at_path("dead_peer.interval_s", int),
        "dead-peer-detection threshold #": set_at_path("dead_peer.threshold", int),
        "dead-peer-detection": enter_path("dead_peer"),
        "no-nat-traversal": set_flag("nat_traversal", False),
        "nat-keepalive #": set_at_path("nat_keepalive_s", int),
        f"local-identity {_NAMES} ~": _identity("local_identity"),
        "local-identity distinguished-name": lambda fields: _identity("local_identity")(fields, "distinguished-name"),
        f"remote-identity {_NAMES} ~": _remote,
        "external-interface *": set_at_path("interface"),
        "local-address *": set_at_path("local_address"),
        "general-ikeid": set_flag("any_identity"),
        "version v1-only": set_flag("version", 1),
        "version v2-only": set_flag("version", 2),
        "fragmentation disable": set_flag("fragmentation", False),
    }
)
PROPOSAL: Final = make_table(
    {
        **_LIFETIME,
        "protocol esp|ah": set_at_path("protocol"),
        "authentication-algorithm *": set_at_path("integrity", SIGNATURES.__getitem__),
        "encryption-algorithm *": set_at_path("encryption", CIPHERS.__getitem__),
    }
)
POLICY: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "perfect-forward-secrecy keys *": set_at_path("pfs_group", _number_of_group),
        "proposals *": append_at_path("proposals"),
        "proposal-set *": set_at_path("proposal_set"),
    }
)


def _selector(key: str) -> Effect:
    return lambda fields, name, prefix: row_of("traffic_selectors")(fields, name).update({key: prefix})


VPN: Final = make_table(
    {
        "bind-interface *": set_at_path("interface"),
        "df-bit clear|copy|set": set_at_path("df_bit"),
        "ha-link-encryption": set_flag("ha_link_encryption"),
        "vpn-monitor optimized": set_flag("monitor.optimized"),
        "vpn-monitor source-interface *": set_at_path("monitor.source_interface"),
        "vpn-monitor destination-ip *": set_at_path("monitor.destination"),
        "vpn-monitor": enter_path("monitor"),
        "ike gateway *": set_at_path("gateway"),
        "ike ipsec-policy *": set_at_path("policy"),
        "ike proxy-identity local *": set_at_path("proxy_identity.local"),
        "ike proxy-identity remote *": set_at_path("proxy_identity.remote"),
        "ike proxy-identity service *": set_at_path("proxy_identity.service"),
        "traffic-selector * local-ip *": _selector("local"),
        "traffic-selector * remote-ip *": _selector("remote"),
        "establish-tunnels immediately|on-traffic|responder-only": set_at_path("establish"),
    }
)


def _range(fields: Fields, first: str, last: str = "", port: str = "") -> None:
    """`address A`, `address A to B`, `address A port P`: of one range, several lines may say something."""
    rows: list[Fields] = fields.setdefault("addresses", [])
    found = next((row for row in rows if row["first"] == first), None)
    if found is None:
        found = {"first": first}
        rows.append(found)
    found |= ({"last": last} if last else {}) | ({"port": int(port)} if port else {})


POOL: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "routing-instance *": set_at_path("routing_instance"),
        "address *": _range,
        "address * to *": _range,
        "address * port #": lambda fields, first, port: _range(fields, first, port=port),
        "port no-translation": set_flag("port_translation", False),
    }
)


def _ports(key: str) -> Effect:
    def effect(fields: Fields, first: str, last: str = "") -> None:
        fields.setdefault(key, []).append(f"{first} to {last}" if last else first)

    return effect


RULE: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "match source-address *": append_at_path("sources"),
        "match source-address-name *": append_at_path("source_names"),
        "match destination-address *": append_at_path("destinations"),
        "match destination-address-name *": append_at_path("destination_names"),
        "match source-port #": _ports("source_ports"),
        "match source-port # to #": _ports("source_ports"),
        "match destination-port #": _ports("destination_ports"),
        "match destination-port # to #": _ports("destination_ports"),
        "match protocol *": append_at_path("protocols"),
        "match application *": append_at_path("applications"),
        "then source-nat interface": set_flag("interface"),
        "then source-nat|destination-nat pool *": lambda fields, _, name: fields.update(pool=name),
        "then source-nat|destination-nat off": lambda *_: None,
        "then static-nat prefix *": set_at_path("prefix"),
        "then static-nat prefix mapped-port #": set_at_path("mapped_port", int),
        "then static-nat prefix routing-instance *": set_at_path("routing_instance"),
    }
)
SIDES: Final = {"zone": "zones", "interface": "interfaces", "routing-instance": "routing_instances"}
RULE_SET: Final = make_table(
    {
        "from|to zone|interface|routing-instance *": lambda fields, side, kind, name: append_at_path(f"{side}.{SIDES[kind]}")(fields, name),
        "rule * ~": in_table(RULE, row_of("rules")),
    }
)


def _kind_of(key: str) -> Callable[..., Fields]:
    return lambda fields, kind, name: row_of("nat", key)(fields, name, kind=kind)


def _proxy(fields: Fields, interface: str, first: str, last: str = "") -> None:
    row = {"first": first} | ({"last": last} if last else {})
    enter_path("nat", "proxy_arp")(fields).setdefault(interface, []).append(row)


LINES: Final[dict[str, Any]] = {
    "security ike proposal * ~": in_table(IKE_PROPOSAL, row_of("ipsec", "ike_proposals")),
    "security ike policy * ~": in_table(IKE_POLICY, row_of("ipsec", "ike_policies")),
    "security ike gateway * ~": in_table(GATEWAY, row_of("ipsec", "gateways")),
    "security ipsec anti-replay-window-size #": set_at_path("ipsec.replay_window", int),
    "security ipsec proposal * ~": in_table(PROPOSAL, row_of("ipsec", "proposals")),
    "security ipsec policy * ~": in_table(POLICY, row_of("ipsec", "policies")),
    "security ipsec vpn * ~": in_table(VPN, row_of("ipsec", "vpns")),
    "security nat source|destination pool * ~": in_table(POOL, _kind_of("address_pools")),
    "security nat source|destination|static rule-set *": SectionPattern(RULE_SET, _kind_of("rule_sets")),
    "security nat proxy-arp interface * address *": _proxy,
    "security nat proxy-arp interface * address * to *": _proxy,
}
WHOLE: Final = {f"security nat {kind} rule-set": RULE_SET for kind in ("source", "destination", "static")}


def finish(fields: Fields) -> None:
    """Interfaces with the names that they have in the model."""
    ports, ipsec = fields.get("interfaces", {}), fields.get("ipsec", {})
    for row in (*ipsec.get("gateways", ()), *ipsec.get("vpns", ())):
        if "interface" in row:
            row["interface"] = port_name(ports, row["interface"])
    nat = fields.get("nat", {})
    if "proxy_arp" in nat:
        nat["proxy_arp"] = {port_name(ports, name): rows for name, rows in nat["proxy_arp"].items()}


def port_name(ports: Fields, logical: str) -> str:
    """The name that an interface has in the model: unit 0 is the port's own entry, where it has none of its own."""
    name, _, unit = logical.rpartition(".")
    return name if unit == "0" and logical not in ports and name in ports else logical
