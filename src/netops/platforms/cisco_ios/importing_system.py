"""What the lines of the device as such are in the model: services, users, lines, SSH, time, logs (Configuration Fundamentals CR)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.clocks import NTP, key_last
from netops.facts.filling import at_path
from netops.facts.importer import VLANS
from netops.facts.layer2 import STP
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import canonical_ip, parse_vlan_ids
from netops.platforms.cisco_ios.importing_interfaces import const_in, put_in


def flag_patterns(words: str, *path: str) -> dict[str, Effect]:
    """The patterns of a line and of its `no` form, for a field that is true or false."""
    return {words: const_in(*path, value=True), f"no {words}": const_in(*path, value=False)}


def _service(fields: Fields, name: str) -> None:
    fields.setdefault("system", {}).setdefault("services", {})[name] = True


def _no_service(fields: Fields, name: str) -> None:
    fields.setdefault("system", {}).setdefault("services", {})[name] = False


def set_typed_secret(name: str) -> Effect:
    """An effect: a secret, with the number of its type before it."""

    def effect(fields: Fields, words: str) -> None:
        kind, _, value = words.rpartition(" ")
        inner = fields.setdefault("system", {})
        inner[name] = value
        if kind:
            inner[f"{name}_type"] = kind

    return effect


def _user(fields: Fields, name: str, words: str) -> None:
    """`username NAME [privilege N] [secret|password [TYPE] HASH]`."""
    found = words.split()
    row: Fields = {"name": name, "privilege": 1}
    if found[:1] == ["privilege"]:
        row["privilege"], found = int(found[1]), found[2:]
    match found:
        case []:
            pass
        case ["secret" | "password", kind, value]:
            row |= {"hash_type": kind, "password_hash": value}
        case ["password", value]:
            row |= {"hash_type": "plain", "password_hash": value}
        case _:
            raise ValueError(words)
    fields.setdefault("users", []).append(row)


def _line(fields: Fields, words: str) -> Fields:
    row: Fields = {"line": words}
    fields.setdefault("lines", []).append(row)
    return row


def _acl_in(fields: Fields, name: str, way: str) -> None:
    fields[f"acl_{way}"] = name


def _password(fields: Fields, words: str) -> None:
    kind, _, value = words.rpartition(" ")
    fields.update({"password": value} | ({"password_type": kind} if kind else {}))


def _list_of(fields: Fields, kind: str, service: str, name: str) -> None:
    fields.setdefault(kind, {})[service] = name


LINE: Final = make_table(
    {
        "session-timeout #": set_field("session_timeout_min", int),
        "access-class * in|out": _acl_in,
        "access-class * in vrf-also": lambda fields, name: fields.update(acl_in=name, acl_vrf_also=True),
        "ipv6 access-class * in": set_field("acl_in_v6"),
        "exec-timeout ~": set_field("exec_timeout"),
        "privilege level #": set_field("privilege", int),
        "password ~": _password,
        "authorization|accounting exec|connection|reverse-access|arap|network|resource *": _list_of,
        "authorization|accounting commands # *": lambda fields, kind, level, name: _list_of(fields, kind, f"commands {level}", name),
        "logging synchronous": set_constant("logging_synchronous", True),
        "logging synchronous level *": set_field("logging_synchronous"),
        "escape-character ~": set_field("escape_character"),
        "disconnect-character ~": set_field("disconnect_character"),
        "no activation-character": set_constant("activation_character", False),
        "rotary #": set_field("rotary", int),
        "notify": set_constant("notify", True),
        "login": set_constant("login", ""),
        "login ~": set_field("login"),
        "no login": set_constant("login", False),
        "no exec": set_constant("exec", False),
        **{f"{off}{kind}-banner": set_constant(f"{kind}_banner", not off) for off in ("", "no ") for kind in ("exec", "motd")},
        "no vacant-message": set_constant("vacant_message", False),
        "modem ~": set_field("modem"),
        "monitor": set_constant("monitor", True),
        "history size #": set_field("history_size", int),
        "length #": set_field("length", int),
        "width #": set_field("width", int),
        "transport preferred *": set_field("transport_preferred"),
        "transport input ~": set_field("transport_input", str.split),
        "transport output ~": set_field("transport_output", str.split),
        "absolute-timeout #": set_field("absolute_timeout_min", int),
        "logout-warning #": set_field("logout_warning_s", int),
        "exec prompt timestamp": set_constant("exec_prompt_timestamp", True),
        "stopbits *": set_field("stopbits"),
        "speed #": set_field("speed", int),
        "flowcontrol ~": set_field("flowcontrol"),
    }
)


def _banner(kind: str) -> Effect:
    def effect(fields: Fields, text: str) -> None:
        mark = "^C"
        body = text.removeprefix(mark).removesuffix(mark)
        if not (text.startswith(mark) and text.endswith(mark) and len(text) >= 2 * len(mark)):
            raise ValueError("no mark")
        banner = fields.setdefault("banner", {})
        if not body.startswith("\n"):
            banner["inline"] = True
        banner[kind] = body.removeprefix("\n")

    return effect


BANNERS: Final = {f"banner {kind}": _banner(kind) for kind in ("exec", "incoming", "login", "motd")}


def _vlan(fields: Fields, words: str) -> Fields:
    """`vlan 10`, and `vlan 10,20` of VLANs without names."""
    table = fields.setdefault(VLANS, {})
    numbers = parse_vlan_ids(words)
    for number in numbers:
        table.setdefault(number, {})
    found: Fields = table[numbers[0]]
    if len(numbers) > 1 or len(words) > len(str(numbers[0])):
        fields["_vlan_lists"] = True
    return found


VLAN: Final = make_table({"name *": set_field("name")})


def _buffered(fields: Fields, words: str) -> None:
    row = fields.setdefault("syslog", {}).setdefault("buffered", {})
    for word in words.split():
        if word.isdecimal():
            row["size"] = int(word)
        else:
            row["severity"] = word


def _log_server(fields: Fields, host: str, words: str = "") -> None:
    row: Fields = {"host": host}
    match words.split():
        case []:
            pass
        case ["vrf", name]:
            row["vrf"] = name
        case ["transport", "udp", "port", port]:
            row["port"] = int(port)
        case ["transport", "tcp" | "tls" as transport, "port", port]:
            row |= {"transport": transport, "port": int(port)}
        case ["vrf", name, "transport", "tcp" | "tls" as transport, "port", port]:
            row |= {"vrf": name, "transport": transport, "port": int(port)}
        case ["vrf", name, "transport", "udp", "port", port]:
            row |= {"vrf": name, "port": int(port)}
        case _:
            raise ValueError(words)
    fields.setdefault("syslog", {}).setdefault("servers", []).append(row)


def _old_log_server(fields: Fields, host: str) -> None:
    if host[:1].isdecimal():
        _log_server(fields, host)
        fields["syslog"]["legacy_words"] = True
    else:
        raise ValueError(host)


def _time_server(fields: Fields, words: str) -> None:
    found = words.split()
    row: Fields = {}
    if found[0] == "vrf":
        row["vrf"], found = found[1], found[2:]
    row["host"], found = found[0], found[1:]
    while found:
        match found:
            case ["key", number, *found]:
                row["key"] = int(number)
            case ["version", number, *found]:
                row["version"] = int(number)
            case ["source", name, *found]:
                row["source_interface"] = name
            case ["prefer", *found]:
                row["prefer"] = True
            case _:
                raise ValueError(words)
    fields.setdefault("ntp", {}).setdefault("servers", []).append(row)


def _algorithms(side: str) -> Effect:
    def effect(fields: Fields, kind: str, names: str) -> None:
        fields.setdefault("ssh", {}).setdefault(f"{side}_algorithms", {})[kind] = names.split()

    return effect


def _name_servers(fields: Fields, words: str) -> None:
    if words.startswith("vrf "):
        raise ValueError(words)
    fields.setdefault("dns", {}).setdefault("servers", []).extend(words.split())


def _legacy(effect: Effect) -> Effect:
    """An effect, and that the line is in the words of older releases."""

    def both(fields: Fields, *words: str) -> None:
        effect(fields, *words)
        fields.setdefault("system", {})["legacy_domain"] = True

    return both


def _priority(fields: Fields, vlans: str, priority: str) -> None:
    fields.setdefault("stp", {}).setdefault("vlan_priorities", []).append({"vlans": vlans, "priority": int(priority)})


def _edge(*path: str) -> dict[str, Effect]:
    """A default of edge ports, with and without the word `edge`."""

    def plain(fields: Fields) -> None:
        fields.setdefault("stp", {}).update({path[1]: True, "edge_keyword": False})

    words = {"edge_default": "", "bpduguard_default": "bpduguard ", "bpdufilter_default": "bpdufilter "}[path[1]]
    return {f"spanning-tree portfast edge {words}default": const_in(*path, value=True), f"spanning-tree portfast {words}default": plain}


def mst_instance_row(fields: Fields, number: str) -> Fields:
    """The row of an instance of MST."""
    rows: list[Fields] = fields.setdefault("instances", [])
    for row in rows:
        if row["instance"] == int(number):
            return row
    rows.append({"instance": int(number)})
    return rows[-1]


MST: Final = make_table(
    {
        "name *": set_field("name"),
        "revision #": set_field("revision", int),
        "instance # vlan ~": lambda fields, number, vlans: mst_instance_row(fields, number).update(vlans=vlans),
    }
)

ARCHIVE_LOG: Final = make_table(
    {
        "logging enable": set_constant("enabled", True),
        "logging size #": set_field("size", int),
        "notify syslog ~": set_field("notify_syslog"),
        "hidekeys": set_constant("hide_keys", True),
    }
)
ARCHIVE: Final = make_table(
    {
        "path ~": set_field("archive"),
        "maximum #": set_field("archive_maximum", int),
        "write-memory": set_constant("archive_on_save", True),
        "time-period #": set_field("archive_period_min", int),
        "log config": SectionPattern(ARCHIVE_LOG, lambda fields: fields.setdefault("archive_log", {})),
    }
)
_MODES: Final = {"pvst": "pvst", "rapid-pvst": "rapid-pvst", "mst": "mstp"}


def top_level_section(name: str) -> Callable[..., Fields]:
    """A section that is a map at the top."""
    return lambda fields, *_: fields.setdefault(name, {})


def _redundancy(fields: Fields) -> Fields:
    found: Fields = fields.setdefault("system", {}).setdefault("redundancy", {})
    return found


def _community(fields: Fields, words: str) -> None:
    """`snmp-server community NAME [view V] [ro|rw] [ACL]`."""
    name, *found = words.split()
    row: Fields = {"community": name}
    if found[:1] == ["view"]:
        row["view"], found = found[1], found[2:]
    row["access"], found = found[0].lower(), found[1:]
    if found:
        row["acl"], found = found[0], found[1:]
    if found or row["access"] not in ("ro", "rw"):
        raise ValueError(words)
    fields.setdefault("snmp", {}).setdefault("communities", []).append(row)


def _trap_host(fields: Fields, host: str, words: str) -> None:
    """`snmp-server host H [vrf V] [informs] [version 2c|3 auth|noauth|priv] COMMUNITY`."""
    found = words.split()
    row: Fields = {"host": host}
    if found[0] == "vrf":
        row["vrf"], found = found[1], found[2:]
    if found[0] == "informs":
        row["kind"], found = "informs", found[1:]
    match found:
        case ["version", "2c", name]:
            row |= {"version": "2c", "community": name}
        case ["version", "3", level, name]:
            row |= {"version": "3", "level": level, "user": name}
        case [name]:
            row["community"] = name
        case _:
            raise ValueError(words)
    fields.setdefault("snmp", {}).setdefault("hosts", []).append(row)


SYSTEM: dict[str, Any] = {
    "hostname *": set_field("hostname"),
    "switch # provision *": lambda fields, number, _: fields.setdefault("stack", []).append({"number": int(number)}),
    "service timestamps log|debug ~": lambda fields, kind, words: put_in("system", "timestamps", kind)(fields, words),
    "no service timestamps log|debug": lambda fields, kind: const_in("system", "timestamps", kind, value=False)(fields),
    **flag_patterns("service password-encryption", "system", "password_encryption"),
    "service ~": _service,
    "no service ~": _no_service,
    "enable secret ~": set_typed_secret("enable_secret"),
    "enable password ~": set_typed_secret("enable_password"),
    **flag_patterns("ip cef", "system", "cef"),
    **flag_patterns("ipv6 cef", "system", "cef_ipv6"),
    **flag_patterns("ip routing", "system", "routing"),
    "ipv6 unicast-routing": const_in("system", "ipv6_routing", value=True),
    "multilink bundle-name *": put_in("system", "multilink_bundle_name"),
    "diagnostic bootup level *": put_in("system", "diagnostic_bootup"),
    "redundancy": SectionPattern(make_table({"mode *": set_field("mode")}), _redundancy),
    "login on-failure|on-success log": lambda fields, what: const_in("system", "log_logins", what[3:], value=True)(fields),
    "ip tcp synwait-time #": put_in("system", "tcp_synwait_s", convert=int),
    "no ip icmp rate-limit unreachable": const_in("system", "icmp_rate_limit_unreachable", value=False),
    "no scheduler allocate": const_in("system", "scheduler_allocate", value=False),
    "control-plane": SectionPattern(
        make_table(
            {"service-policy input|output *": lambda fields, way, name: fields.setdefault("control_plane_policies", {}).update({way: name})}
        ),
        lambda fields: (const_in("system", "control_plane", value=True)(fields), fields["system"])[1],
    ),
    "vlan internal allocation policy ascending|descending": put_in("system", "vlan_allocation"),
    "archive": SectionPattern(ARCHIVE, top_level_section("system")),
    "file prompt quiet": const_in("system", "file_prompt_quiet", value=True),
    "ip forward-protocol nd": const_in("system", "ip_forward_nd", value=True),
    **flag_patterns("ip http server", "system", "http"),
    **flag_patterns("ip http secure-server", "system", "https"),
    "ip http authentication ~": put_in("system", "http_authentication"),
    "ip http client source-interface *": put_in("system", "http_client_source_interface"),
    **flag_patterns("ip scp server enable", "system", "scp"),
    "ip default-gateway *": put_in("default_gateway", "ipv4"),
    **flag_patterns("ip domain lookup", "system", "domain_lookup"),
    **{words: _legacy(effect) for words, effect in flag_patterns("ip domain-lookup", "system", "domain_lookup").items()},
    "ip domain name *": set_field("domain"),
    "ip domain-name *": _legacy(set_field("domain")),
    "ip domain list *": lambda fields, name: append_to_field("search")(fields.setdefault("dns", {}), name),
    "ip domain-list *": _legacy(lambda fields, name: append_to_field("search")(fields.setdefault("dns", {}), name)),
    "ip dns server": const_in("dns", "server", value=True),
    "ip name-server ~": _name_servers,
    "username * ~": _user,
    "ip host * ~": lambda fields, name, words: (
        fields.setdefault("dns", {})
        .setdefault("hosts", [])
        .append({"name": name, "addresses": [canonical_ip(one) for one in words.split()]})
    ),
    "ip ssh time-out #": put_in("ssh", "login_timeout_s", convert=int),
    "ip ssh authentication-retries #": put_in("ssh", "authentication_retries", convert=int),
    "ip ssh source-interface *": put_in("ssh", "source_interface"),
    "ip ssh version #": put_in("ssh", "version", convert=int),
    "ip ssh server algorithm * ~": _algorithms("server"),
    "ip ssh client algorithm * ~": _algorithms("client"),
    "line ~": SectionPattern(LINE, _line),
    "banner motd ~": _banner("motd"),
    "banner login ~": _banner("login"),
    "banner exec ~": _banner("exec"),
    "banner incoming ~": _banner("incoming"),
    "lldp run": const_in("lldp", "enabled", value=True),
    **flag_patterns("cdp run", "cdp", "enabled"),
    **flag_patterns("cdp advertise-v2", "cdp", "advertise_v2"),
    **flag_patterns("cdp log mismatch duplex", "cdp", "log_duplex_mismatch"),
    "vtp mode *": put_in("vtp", "mode"),
    "vtp domain *": put_in("vtp", "domain"),
    "vtp version #": put_in("vtp", "version", convert=int),
    "vlan ~": SectionPattern(VLAN, _vlan, whole=True),
    "spanning-tree mode *": put_in("stp", "mode", convert=_MODES.__getitem__),
    "spanning-tree extend system-id": const_in("stp", "extend_system_id", value=True),
    **STP,
    "spanning-tree logging": const_in("stp", "logging", value=True),
    **flag_patterns("spanning-tree etherchannel guard misconfig", "stp", "etherchannel_guard"),
    "spanning-tree uplinkfast": const_in("stp", "uplinkfast", value=True),
    "spanning-tree backbonefast": const_in("stp", "backbonefast", value=True),
    "spanning-tree loopguard default": const_in("stp", "loopguard_default", value=True),
    "spanning-tree pathcost method *": put_in("stp", "pathcost_method"),
    **_edge("stp", "edge_default"),
    **_edge("stp", "bpduguard_default"),
    **_edge("stp", "bpdufilter_default"),
    "spanning-tree vlan * priority #": _priority,
    "spanning-tree mst configuration": SectionPattern(MST, lambda fields: fields.setdefault("stp", {}).setdefault("mst", {})),
    "spanning-tree mst # priority #": lambda fields, number, priority: mst_instance_row(
        fields.setdefault("stp", {}).setdefault("mst", {}), number
    ).update(priority=int(priority)),
    "logging buffered ~": _buffered,
    "logging buffered": lambda fields: _buffered(fields, ""),
    "no logging buffered": const_in("syslog", "buffered", value=False),
    "logging console|monitor *": lambda fields, what, level: put_in("syslog", what)(fields, level),
    "no logging console|monitor": lambda fields, what: const_in("syslog", what, value=False)(fields),
    "logging userinfo": const_in("syslog", "userinfo", value=True),
    "logging trap *": put_in("syslog", "trap"),
    "logging origin-id ~": put_in("syslog", "origin"),
    "logging rate-limit ~": put_in("syslog", "rate_limit"),
    "logging history *": put_in("syslog", "history"),
    "logging count": const_in("syslog", "count", value=True),
    "logging facility *": put_in("syslog", "facility"),
    "logging source-interface *": put_in("syslog", "source_interface"),
    "logging source-interface * vrf *": lambda fields, name, vrf: put_in("syslog", "vrf_source_interfaces", vrf)(fields, name),
    "logging host *": _log_server,
    "logging host * ~": _log_server,
    "logging *": _old_log_server,
    "ntp source *": put_in("ntp", "source_interface"),
    **NTP,
    "ntp authentication-key # * ~": at_path("ntp", key_last),
    "ntp server ~": _time_server,
    "clock timezone ~": put_in("clock", "timezone"),
    "clock summer-time ~": put_in("clock", "summer_time"),
    "snmp-server community ~": _community,
    "snmp-server location ~": put_in("snmp", "location"),
    "snmp-server contact ~": put_in("snmp", "contact"),
    "snmp-server trap-source *": put_in("snmp", "source_interface"),
    "snmp-server enable traps ~": lambda fields, words: append_to_field("traps")(fields.setdefault("snmp", {}), words),
    "snmp-server host * ~": _trap_host,
}
