"""Lines of interfaces, OSPF and IS-IS of FRR as data of the model (docs.frrouting.org: Zebra, OSPFv2, ISIS)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.table import Effect, Fields, append_to_field, make_table, set_constant, set_field


def _ospf(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda fields, word: fields.setdefault("ospf", {}).update({name: convert(word)})


def _is_ospf(name: str, value: object = True) -> Effect:
    return lambda fields: fields.setdefault("ospf", {}).update({name: value})


def parse_area(word: str) -> int | str:
    """An area as a number, or as the address that it is written as."""
    return int(word) if word.isdecimal() else word


def _md5(fields: Fields, number: str, key: str) -> None:
    fields.setdefault("ospf", {}).setdefault("md5_keys", []).append({"id": int(number), "key": key})


def _isis(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda fields, word: fields.setdefault("isis", {}).update({name: convert(word)})


def _is_isis(name: str, value: object = True) -> Effect:
    return lambda fields: fields.setdefault("isis", {}).update({name: value})


def _runs_isis(fields: Fields, version: str, process: str) -> None:
    found = fields.setdefault("isis", {})
    found.setdefault("families", []).append({"ip": "ipv4", "ipv6": "ipv6"}[version])
    found["process"] = process


PORT: Final = make_table(
    {
        "description ~": set_field("description"),
        "ip|ipv6 address *": lambda fields, _, address: append_to_field("addresses")(fields, address),
        "shutdown": set_constant("enabled", False),
        "ip ospf area *": _ospf("area", parse_area),
        "ip ospf # area *": lambda fields, process, word: fields.setdefault("ospf", {}).update(process=process, area=parse_area(word)),
        "ip ospf cost #": _ospf("cost", int),
        "ip ospf network broadcast|point-to-point|point-to-multipoint|non-broadcast": _ospf("network"),
        "ip ospf passive": _is_ospf("passive"),
        "no ip ospf passive": _is_ospf("passive", False),
        "ip ospf hello-interval #": _ospf("hello_s", int),
        "ip ospf dead-interval #": _ospf("dead_s", int),
        "ip ospf priority #": _ospf("priority", int),
        "ip ospf mtu-ignore": _is_ospf("mtu_ignore"),
        "ip ospf bfd": _is_ospf("bfd"),
        "ip ospf authentication": _is_ospf("authentication", "simple"),
        "ip ospf authentication message-digest|null": _ospf("authentication"),
        "ip ospf message-digest-key # md5 *": _md5,
        "ip|ipv6 router isis *": _runs_isis,
        "isis circuit-type level-1|level-1-2|level-2-only": _isis("circuit_type"),
        "isis network point-to-point": _is_isis("network", "point-to-point"),
        "isis passive": _is_isis("passive"),
        "isis metric #": _isis("metric", int),
        "isis priority #": _isis("priority", int),
        "isis hello-interval #": _isis("hello_interval_s", int),
        "isis hello-multiplier #": _isis("hello_multiplier", int),
        "isis hello padding during-adjacency-formation": _is_isis("hello_padding", "during-adjacency-formation"),
        "no isis hello padding": _is_isis("hello_padding", False),
        "isis bfd": _is_isis("bfd"),
        "vrrp #": lambda fields, group: fields.setdefault("vrrp", {}).update(group=int(group)),
        "vrrp # priority #": lambda fields, _, priority: fields.setdefault("vrrp", {}).update(priority=int(priority)),
        "vrrp # ip *": lambda fields, _, address: fields.setdefault("vrrp", {}).update(address=address),
    }
)


def ospf_process(fields: Fields, process: str = "", vrf: str = "") -> Fields:
    """Enters `router ospf [N] [vrf NAME]`."""
    if vrf:
        own: Fields = fields.setdefault("ospf", {}).setdefault("vrfs", {}).setdefault(vrf, {})
        return own
    found: Fields = fields.setdefault("ospf", {})
    if process:
        found["process"] = int(process)
    return found


def _redistributes(fields: Fields, source: str, words: str = "") -> None:
    if source not in ("connected", "static", "bgp", "kernel", "rip", "eigrp", "isis"):
        raise ValueError(source)
    row: Fields = {"source": source}
    rest = words.split()
    while rest:
        word, value, *rest = rest
        name = {"metric": "metric", "metric-type": "metric_type", "route-map": "route_map"}[word]
        row[name] = value if word == "route-map" else int(value)
    fields.setdefault("redistribute", []).append(row if words else source)


def _originates(fields: Fields, words: str = "") -> None:
    row: Fields = {}
    rest = words.split()
    while rest:
        word = rest.pop(0)
        if word == "always":
            row["always"] = True
        else:
            value = rest.pop(0)
            name = {"metric": "metric", "metric-type": "metric_type", "route-map": "route_map"}[word]
            row[name] = value if word == "route-map" else int(value)
    fields["default_originate"] = row or True


def _area(fields: Fields, number: str) -> Fields:
    found: Fields = fields.setdefault("areas", {}).setdefault(number, {})
    return found


def _area_is(fields: Fields, number: str, kind: str, words: str = "") -> None:
    _area(fields, number)["type"] = {"": "", "no-summary": "totally_"}[words] + kind


def _range(fields: Fields, number: str, prefix: str, words: str = "") -> None:
    row: Fields = {"prefix": prefix}
    match words.split():
        case []:
            pass
        case ["not-advertise"]:
            row["advertise"] = False
        case ["cost", cost]:
            row["cost"] = int(cost)
        case _:
            raise ValueError(words)
    _area(fields, number).setdefault("ranges", []).append(row)


OSPF: Final = make_table(
    {
        "ospf router-id *": set_field("router_id"),
        "auto-cost reference-bandwidth #": set_field("reference_bandwidth_mbps", int),
        "redistribute *": _redistributes,
        "redistribute * ~": _redistributes,
        "default-information originate": _originates,
        "default-information originate ~": _originates,
        "passive-interface default": set_constant("passive_default", True),
        "log-adjacency-changes": set_constant("log_adjacency_changes", True),
        "log-adjacency-changes detail": set_constant("log_adjacency_changes", "detail"),
        "maximum-paths #": set_field("maximum_paths", int),
        "distance #": set_field("distance", int),
        "default-metric #": set_field("default_metric", int),
        "network * area *": lambda fields, prefix, word: fields.setdefault("networks", []).append(
            {"prefix": prefix, "area": parse_area(word)}
        ),
        "area * stub|nssa": _area_is,
        "area * stub|nssa no-summary": lambda fields, number, kind: _area_is(fields, number, kind, "no-summary"),
        "area * authentication": lambda fields, number: _area(fields, number).update(authentication="simple"),
        "area * authentication message-digest": lambda fields, number: _area(fields, number).update(authentication="message-digest"),
        "area * default-cost #": lambda fields, number, cost: _area(fields, number).update(default_cost=int(cost)),
        "area * range *": _range,
        "area * range * ~": _range,
    }
)


def isis_process(fields: Fields, process: str) -> Fields:
    """Enters `router isis NAME`."""
    found: Fields = fields.setdefault("isis", {"process": process})
    if found["process"] != process:
        raise ValueError(process)
    return found


def _isis_redistributes(fields: Fields, family: str, source: str, level: str, words: str = "") -> None:
    row: Fields = {"family": family, "source": source, "level": level}
    rest = words.split()
    while rest:
        word, value, *rest = rest
        row[{"metric": "metric", "route-map": "route_map"}[word]] = value if word == "route-map" else int(value)
    fields.setdefault("redistribute", []).append(row)


ISIS: Final = make_table(
    {
        "net *": append_to_field("nets"),
        "is-type level-1|level-1-2|level-2-only": set_field("is_type"),
        "metric-style narrow|wide|transition": set_field("metric_style"),
        "log-adjacency-changes": set_constant("log_adjacency_changes", True),
        "lsp-mtu #": set_field("lsp_mtu", int),
        "lsp-refresh-interval level-1|level-2 #": lambda fields, _, value: set_field("lsp_refresh_interval_s", int)(fields, value),
        "max-lsp-lifetime level-1|level-2 #": lambda fields, _, value: set_field("max_lsp_lifetime_s", int)(fields, value),
        "set-overload-bit": set_constant("overload", True),
        "redistribute ipv4|ipv6 * level-1|level-2": _isis_redistributes,
        "redistribute ipv4|ipv6 * level-1|level-2 ~": _isis_redistributes,
    }
)
"""The locator of segment routing is a section: `importing.py` has it."""


def shorten_ports(fields: Fields) -> None:
    """Leave out the name of the IS-IS process at the interfaces, where it is the process's own; drop what says nothing."""
    process = fields.get("isis", {}).get("process")
    for port in fields.get("interfaces", {}).values():
        if port.get("isis", {}).get("process", process) == process:
            port.get("isis", {}).pop("process", None)
        if "address" not in port.get("vrrp", {"address": ""}):
            del port["vrrp"]
        if "area" not in port.get("ospf", {"area": ""}):
            del port["ospf"]
