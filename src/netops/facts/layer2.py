"""What guards bridged ports as the model has it, from lines that IOS, NX-OS and EOS have alike (their Layer 2 and Security guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import at, inside, options, row
from netops.facts.table import Effect, Fields, add, const, put


def _storm(fields: Fields, kind: str, words: str) -> None:
    """`storm-control broadcast level [pps|bps] 1.00 [0.50]`."""
    unit, *levels = words.split() if words.split()[0] in ("pps", "bps") else ("percent", *words.split())
    if not 1 <= len(levels) <= 2:
        raise ValueError(words)
    found: Fields = dict(zip(("level", "falling"), levels, strict=False)) | ({"unit": unit} if unit != "percent" else {})
    inside(fields, "storm_control", "limits")[kind] = found


def _sticky(fields: Fields, mac: str) -> None:
    inside(fields, "port_security").setdefault("sticky_macs", []).append(mac)


def _arp_rate(fields: Fields, rate: str, burst: str = "") -> None:
    fields["arp_inspection_rate"] = int(rate)
    if burst:
        fields["arp_inspection_burst_s"] = int(burst)


def _guard(fields: Fields, word: str = "") -> None:
    fields["source_guard"] = word or True


def _filter(fields: Fields, acl: str, vlans: str, *static: str) -> None:
    found: Fields = {"acl": acl, "vlans": vlans} | ({"static": True} if static else {})
    inside(fields, "arp_inspection").setdefault("filters", []).append(found)


def flag(path: str, name: str, words: str) -> dict[str, Effect]:
    """The patterns of a line and of its `no` form, for a field that is true or false."""
    return {words: at(path, const(name, True)), f"no {words}": at(path, const(name, False))}


def _port_stp(kind: str, key: str, name: str) -> Effect:
    """An effect: a value of the spanning tree of a port in some VLANs or instances."""
    return lambda fields, which, word: row(inside(fields, "stp"), kind, **{key: which}).update({name: int(word)})


def _timer(fields: Fields, vlans: str, kind: str, word: str) -> None:
    names = {"hello-time": "hello_s", "forward-time": "forward_s", "max-age": "max_age_s"}
    row(inside(fields, "stp"), "vlan_timers", vlans=vlans)[names[kind]] = int(word)


STP_PORT: Final[dict[str, Effect]] = {
    "spanning-tree vlan * cost #": _port_stp("vlans", "vlans", "cost"),
    "spanning-tree vlan * port-priority #": _port_stp("vlans", "vlans", "priority"),
    "spanning-tree mst * cost #": _port_stp("instances", "instance", "cost"),
    "spanning-tree mst * port-priority #": _port_stp("instances", "instance", "priority"),
}
STP: Final[dict[str, Effect]] = {
    "spanning-tree vlan * hello-time|forward-time|max-age #": _timer,
    "no spanning-tree vlan *": at("stp", put("disabled_vlans")),
    "spanning-tree transmit hold-count #": at("stp", put("hold_count", int)),
}
PORT: Final[dict[str, Effect]] = {
    **STP_PORT,
    "switchport port-security": at("port_security", const("enabled", True)),
    "switchport port-security maximum #": at("port_security", put("maximum", int)),
    "switchport port-security maximum # vlan access": at("port_security", put("maximum_access", int)),
    "switchport port-security maximum # vlan voice": at("port_security", put("maximum_voice", int)),
    "switchport port-security violation protect|restrict|shutdown": at("port_security", put("violation")),
    "switchport port-security aging time #": at("port_security", put("aging_min", int)),
    "switchport port-security aging type absolute|inactivity": at("port_security", put("aging_type")),
    "switchport port-security aging static": at("port_security", const("aging_static", True)),
    "switchport port-security mac-address sticky": at("port_security", const("sticky", True)),
    "switchport port-security mac-address sticky *": _sticky,
    "switchport port-security mac-address *": at("port_security", add("macs")),
    "switchport protected": const("isolated", True),
    "switchport block unicast|multicast": add("block_unknown"),
    "storm-control broadcast|multicast|unicast|unknown-unicast|all level ~": _storm,
    "storm-control action shutdown|trap": at("storm_control", add("actions")),
    "ip dhcp snooping trust": const("dhcp_snooping_trust", True),
    "ip dhcp snooping limit rate #": put("dhcp_snooping_rate", int),
    "ip arp inspection trust": const("arp_inspection_trust", True),
    "ip arp inspection limit rate #": _arp_rate,
    "ip arp inspection limit rate # burst interval #": _arp_rate,
    "ip arp inspection limit none": const("arp_inspection_rate", 0),
    "ip verify source": _guard,
    "ip verify source port-security|mac-check|tracking|dhcp-snooping-vlan": _guard,
    "udld enable|aggressive|disable": put("udld"),
    "udld port": const("udld", "enable"),
    "udld port aggressive|disable": put("udld"),
}
GLOBAL: Final[dict[str, Effect]] = {
    "ip dhcp snooping": at("dhcp_snooping", const("enabled", True)),
    "ip dhcp snooping vlan *": at("dhcp_snooping", put("vlans")),
    **flag("dhcp_snooping", "information_option", "ip dhcp snooping information option"),
    **flag("dhcp_snooping", "verify_mac", "ip dhcp snooping verify mac-address"),
    "ip dhcp snooping information option allow-untrusted": at("dhcp_snooping", const("allow_untrusted", True)),
    "ip dhcp snooping database *": at("dhcp_snooping", put("database")),
    "ip dhcp snooping database write-delay #": at("dhcp_snooping", put("database_delay_s", int)),
    "ip arp inspection vlan *": at("arp_inspection", put("vlans")),
    "ip arp inspection validate ~": lambda fields, words: inside(fields, "arp_inspection").update(
        validate=list(options(words, dict.fromkeys(("src-mac", "dst-mac", "ip"))))
    ),
    "ip arp inspection filter * vlan *": _filter,
    "ip arp inspection filter * vlan * static": lambda fields, acl, vlans: _filter(fields, acl, vlans, "static"),
    "ip arp inspection log-buffer entries #": at("arp_inspection", put("log_entries", int)),
    "errdisable recovery cause ~": at("errdisable", add("recovery")),
    "errdisable recovery interval #": at("errdisable", put("recovery_s", int)),
    "errdisable detect cause ~": at("errdisable", add("detect")),
    "no errdisable detect cause ~": at("errdisable", add("ignore")),
    "udld enable|aggressive": at("udld", put("mode")),
    "udld message time #": at("udld", put("message_s", int)),
    "udld message-time #": at("udld", put("message_s", int)),
}
