"""What guards bridged ports as the model has it, from lines that IOS, NX-OS and EOS have alike (their Layer 2 and Security guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import at_path, find_or_add_row, keyword_values, map_at_path
from netops.facts.table import Effect, Fields, append_to_field, set_constant, set_field


def _storm(fields: Fields, kind: str, words: str) -> None:
    """`storm-control broadcast level [pps|bps] 1.00 [0.50]`."""
    unit, *levels = words.split() if words.split()[0] in ("pps", "bps") else ("percent", *words.split())
    if not 1 <= len(levels) <= 2:
        raise ValueError(words)
    found: Fields = dict(zip(("level", "falling"), levels, strict=False)) | ({"unit": unit} if unit != "percent" else {})
    map_at_path(fields, "storm_control", "limits")[kind] = found


def _sticky(fields: Fields, mac: str) -> None:
    map_at_path(fields, "port_security").setdefault("sticky_macs", []).append(mac)


def _arp_rate(fields: Fields, rate: str, burst: str = "") -> None:
    fields["arp_inspection_rate"] = int(rate)
    if burst:
        fields["arp_inspection_burst_s"] = int(burst)


def _guard(fields: Fields, word: str = "") -> None:
    fields["source_guard"] = word or True


def _filter(fields: Fields, acl: str, vlans: str, *static: str) -> None:
    found: Fields = {"acl": acl, "vlans": vlans} | ({"static": True} if static else {})
    map_at_path(fields, "arp_inspection").setdefault("filters", []).append(found)


def flag(path: str, name: str, words: str) -> dict[str, Effect]:
    """The patterns of a line and of its `no` form, for a field that is true or false."""
    return {words: at_path(path, set_constant(name, True)), f"no {words}": at_path(path, set_constant(name, False))}


def _port_stp(kind: str, key: str, name: str) -> Effect:
    """An effect: a value of the spanning tree of a port in some VLANs or instances."""
    return lambda fields, which, word: find_or_add_row(map_at_path(fields, "stp"), kind, **{key: which}).update({name: int(word)})


def _timer(fields: Fields, vlans: str, kind: str, word: str) -> None:
    names = {"hello-time": "hello_s", "forward-time": "forward_s", "max-age": "max_age_s"}
    find_or_add_row(map_at_path(fields, "stp"), "vlan_timers", vlans=vlans)[names[kind]] = int(word)


STP_PORT: Final[dict[str, Effect]] = {
    "spanning-tree vlan * cost #": _port_stp("vlans", "vlans", "cost"),
    "spanning-tree vlan * port-priority #": _port_stp("vlans", "vlans", "priority"),
    "spanning-tree mst * cost #": _port_stp("instances", "instance", "cost"),
    "spanning-tree mst * port-priority #": _port_stp("instances", "instance", "priority"),
}
STP: Final[dict[str, Effect]] = {
    "spanning-tree vlan * hello-time|forward-time|max-age #": _timer,
    "no spanning-tree vlan *": at_path("stp", set_field("disabled_vlans")),
    "spanning-tree transmit hold-count #": at_path("stp", set_field("hold_count", int)),
}
PORT: Final[dict[str, Effect]] = {
    **STP_PORT,
    "switchport port-security": at_path("port_security", set_constant("enabled", True)),
    "switchport port-security maximum #": at_path("port_security", set_field("maximum", int)),
    "switchport port-security maximum # vlan access": at_path("port_security", set_field("maximum_access", int)),
    "switchport port-security maximum # vlan voice": at_path("port_security", set_field("maximum_voice", int)),
    "switchport port-security violation protect|restrict|shutdown": at_path("port_security", set_field("violation")),
    "switchport port-security aging time #": at_path("port_security", set_field("aging_min", int)),
    "switchport port-security aging type absolute|inactivity": at_path("port_security", set_field("aging_type")),
    "switchport port-security aging static": at_path("port_security", set_constant("aging_static", True)),
    "switchport port-security mac-address sticky": at_path("port_security", set_constant("sticky", True)),
    "switchport port-security mac-address sticky *": _sticky,
    "switchport port-security mac-address *": at_path("port_security", append_to_field("macs")),
    "switchport protected": set_constant("isolated", True),
    "switchport block unicast|multicast": append_to_field("block_unknown"),
    "storm-control broadcast|multicast|unicast|unknown-unicast|all level ~": _storm,
    "storm-control action shutdown|trap": at_path("storm_control", append_to_field("actions")),
    "ip dhcp snooping trust": set_constant("dhcp_snooping_trust", True),
    "ip dhcp snooping limit rate #": set_field("dhcp_snooping_rate", int),
    "ip arp inspection trust": set_constant("arp_inspection_trust", True),
    "ip arp inspection limit rate #": _arp_rate,
    "ip arp inspection limit rate # burst interval #": _arp_rate,
    "ip arp inspection limit none": set_constant("arp_inspection_rate", 0),
    "ip verify source": _guard,
    "ip verify source port-security|mac-check|tracking|dhcp-snooping-vlan": _guard,
    "udld enable|aggressive|disable": set_field("udld"),
    "udld port": set_constant("udld", "enable"),
    "udld port aggressive|disable": set_field("udld"),
}
GLOBAL: Final[dict[str, Effect]] = {
    "ip dhcp snooping": at_path("dhcp_snooping", set_constant("enabled", True)),
    "ip dhcp snooping vlan *": at_path("dhcp_snooping", set_field("vlans")),
    **flag("dhcp_snooping", "information_option", "ip dhcp snooping information option"),
    **flag("dhcp_snooping", "verify_mac", "ip dhcp snooping verify mac-address"),
    "ip dhcp snooping information option allow-untrusted": at_path("dhcp_snooping", set_constant("allow_untrusted", True)),
    "ip dhcp snooping database *": at_path("dhcp_snooping", set_field("database")),
    "ip dhcp snooping database write-delay #": at_path("dhcp_snooping", set_field("database_delay_s", int)),
    "ip arp inspection vlan *": at_path("arp_inspection", set_field("vlans")),
    "ip arp inspection validate ~": lambda fields, words: map_at_path(fields, "arp_inspection").update(
        validate=list(keyword_values(words, dict.fromkeys(("src-mac", "dst-mac", "ip"))))
    ),
    "ip arp inspection filter * vlan *": _filter,
    "ip arp inspection filter * vlan * static": lambda fields, acl, vlans: _filter(fields, acl, vlans, "static"),
    "ip arp inspection log-buffer entries #": at_path("arp_inspection", set_field("log_entries", int)),
    "errdisable recovery cause ~": at_path("errdisable", append_to_field("recovery")),
    "errdisable recovery interval #": at_path("errdisable", set_field("recovery_s", int)),
    "errdisable detect cause ~": at_path("errdisable", append_to_field("detect")),
    "no errdisable detect cause ~": at_path("errdisable", append_to_field("ignore")),
    "udld enable|aggressive": at_path("udld", set_field("mode")),
    "udld message time #": at_path("udld", set_field("message_s", int)),
    "udld message-time #": at_path("udld", set_field("message_s", int)),
}
