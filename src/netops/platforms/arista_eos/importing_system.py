"""The device as such, users and services of EOS in the words of the model: the inverse of the templates of these nouns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.aaa import SERVERS, add_rule, settle_groups, shorten, source, without_empty
from netops.facts.clocks import key_after, trust
from netops.facts.filling import at_path, enter_row
from netops.facts.importer import VLANS, VRFS
from netops.facts.layer2 import GLOBAL as GUARDS
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import parse_vlan_ids


def _user(fields: Fields, name: str, **values: Any) -> None:
    fields.setdefault("_users", {}).setdefault(name, {"name": name}).update(values)


def _with_secret(fields: Fields, name: str, *words: str) -> None:
    *privilege, role, kind, secret = words
    _user(fields, name, **_rank(privilege, role), password_hash=secret, **({} if kind == "sha512" else {"hash_type": kind}))


def _without_secret(fields: Fields, name: str, *words: str) -> None:
    *privilege, role = words
    _user(fields, name, **_rank(privilege, role))


def _rank(privilege: list[str], role: str) -> Fields:
    """Privilege and role; a role that follows from the privilege is not typed."""
    level = int(privilege[0]) if privilege else 1
    usual = "network-admin" if level == 15 else "network-operator"
    return {"privilege": level} | ({} if role == usual else {"role": role})


def _key(fields: Fields, name: str, key: str) -> None:
    fields.setdefault("_users", {}).setdefault(name, {"name": name}).setdefault("ssh_keys", []).append(key)


def _old_key(fields: Fields, name: str, key: str) -> None:
    fields.setdefault("system", {})["legacy_ssh_keys"] = True
    _key(fields, name, key)


def _vlan(fields: Fields, words: str) -> Fields:
    """The fields of a VLAN. Several in one line have nothing below them."""
    numbers, held = parse_vlan_ids(words), fields.setdefault(VLANS, {})
    for number in numbers:
        held.setdefault(number, {})
    found: Fields = held[numbers[0]] if len(numbers) == 1 else {}
    return found


_VRF: Final = make_table({"description ~": set_field("description"), "rd *": set_field("rd")})


def _vrf(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault(VRFS, {}).setdefault(name, {})
    return found


def _old_vrf(fields: Fields, name: str) -> Fields:
    fields.setdefault("system", {})["legacy_vrf"] = True
    return _vrf(fields, name)


def _vrf_routing(value: bool) -> Effect:
    return lambda fields, name: fields.setdefault(VRFS, {}).setdefault(name, {}).update(routing=value)


def _of_api_vrf(fields: Fields, name: str) -> Fields:
    return {"_list": fields.setdefault("system", {}).setdefault("api_vrfs", []), "_name": name}


_API: Final = SectionPattern(
    make_table(
        {
            "protocol http|https": lambda fields, key: fields.setdefault("system", {}).update({key: True}),
            "no protocol http|https": lambda fields, key: fields.setdefault("system", {}).update({key: False}),
            "no shutdown": at_path("system", set_constant("api", True)),
            "shutdown": at_path("system", set_constant("api", False)),
            "vrf *": SectionPattern(make_table({"no shutdown": lambda fields: fields["_list"].append(fields["_name"])}), _of_api_vrf),
        }
    )
)


def _of_ssh_vrf(fields: Fields, name: str) -> Fields:
    fields.setdefault("vrfs", []).append(name)
    return fields


_SSH: Final = SectionPattern(
    make_table(
        {
            "idle-timeout #": set_field("timeout_s", lambda minutes: 60 * int(minutes)),
            "server-port #": set_field("port", int),
            "ip access-group * in": set_field("acl"),
            "vrf *": SectionPattern(make_table({"no shutdown": set_constant("vrf_enabled", True)}), _of_ssh_vrf),
            "shutdown": set_constant("enabled", False),
            "no shutdown": set_constant("enabled", True),
        }
    ),
    lambda fields: fields.setdefault("ssh", {}),
)
_MLAG: Final = SectionPattern(
    make_table(
        {
            "domain-id *": set_field("domain"),
            "local-interface *": set_field("local_interface"),
            "peer-address *": set_field("peer_address"),
            "peer-link *": set_field("peer_link"),
            "peer-address heartbeat *": set_field("heartbeat_address"),
            "peer-address heartbeat * vrf *": lambda fields, one, vrf: fields.update(heartbeat_address=one, peer_vrf=vrf),
            "dual-primary detection delay #": set_field("dual_primary_delay_s", int),
            "dual-primary detection delay # action errdisable all-interfaces": lambda fields, delay: fields.update(
                dual_primary_delay_s=int(delay), dual_primary_action="errdisable all-interfaces"
            ),
            "reload-delay mlag #": set_field("reload_delay_s", int),
            "reload-delay non-mlag #": set_field("reload_delay_others_s", int),
        }
    ),
    lambda fields: fields.setdefault("mlag", {}),
)


def _time_server(fields: Fields, words: str) -> None:
    """`ntp server [vrf V] HOST [prefer] [iburst]`."""
    rest = words.split()
    found: Fields = {}
    if rest[0] == "vrf":
        found["vrf"], rest = rest[1], rest[2:]
    found = {"host": rest[0], **found}
    rest = rest[1:]
    if rest[:1] == ["prefer"]:
        found["prefer"], rest = True, rest[1:]
    if rest[:1] == ["iburst"]:
        rest = rest[1:]
    else:
        found["iburst"] = False
    if rest[:1] == ["key"]:
        found["key"], rest = int(rest[1]), rest[2:]
    if rest:
        raise ValueError(f"not understood: {words}")
    fields.setdefault("ntp", {}).setdefault("servers", []).append(found)


def _community(fields: Fields, secret: str, *words: str) -> None:
    access, acl = (*words, "", "")[:2]
    found: Fields = {"community": secret} | ({"access": access} if access else {}) | ({"acl": acl} if acl else {})
    fields.setdefault("snmp", {}).setdefault("communities", []).append(found)


def _log_logins(fields: Fields, what: str) -> None:
    fields.setdefault("system", {}).setdefault("log_logins", {})[what[3:]] = True


def _lockout(fields: Fields, failures: str, window: str, duration: str) -> None:
    found = {"failures": int(failures), "duration_s": int(duration)} | ({"window_s": int(window)} if window else {})
    fields.setdefault("aaa", {})["lockout"] = found


def _log_host(fields: Fields, host: str, port: str = "", vrf: str = "") -> None:
    found: Fields = {"host": host} | ({"port": int(port)} if port else {}) | ({"vrf": vrf} if vrf else {})
    fields.setdefault("syslog", {}).setdefault("servers", []).append(found)


def _collector(fields: Fields, host: str, port: str = "", vrf: str = "") -> None:
    found: Fields = {"host": host} | ({"port": int(port)} if port else {}) | ({"vrf": vrf} if vrf else {})
    fields.setdefault("sflow", {}).setdefault("destinations", []).append(found)


_ROLE: Final = make_table({"# ~": lambda fields, seq, words: fields.setdefault("rules", []).append({"seq": int(seq), "rule": words})})
_DAEMON: Final = make_table(
    {"exec ~": set_field("exec"), "no shutdown": set_constant("enabled", True), "shutdown": set_constant("enabled", False)}
)
_LAYER1: Final = make_table(
    {
        "unsupported speed action error|warn": set_field("unsupported_speed"),
        "unsupported error-correction action error|warn": set_field("unsupported_error_correction"),
    }
)


def _daemon(fields: Fields, name: str) -> Fields:
    found: Fields = {"name": name}
    fields.setdefault("system", {}).setdefault("daemons", []).append(found)
    return found


def _transport(fields: Fields, name: str) -> Fields:
    found: Fields = {"name": name}
    fields.setdefault("transports", []).append(found)
    return found


_GNMI: Final = SectionPattern(
    make_table(
        {
            "transport grpc *": SectionPattern(
                make_table({"vrf *": set_field("vrf"), "ssl profile *": set_field("ssl_profile"), "port #": set_field("port", int)}),
                _transport,
            ),
            "provider *": set_field("provider"),
        }
    ),
    lambda fields: fields.setdefault("system", {}).setdefault("gnmi", {}),
)


_MULTICAST: Final = SectionPattern(
    make_table(
        {
            "ipv4": SectionPattern(
                make_table({"routing": set_constant("routing", True), "software-forwarding kernel|sfe": set_field("software_forwarding")})
            ),
        }
    ),
    lambda fields: fields.setdefault("system", {}).setdefault("multicast", {}),
)


def _console(fields: Fields, minutes: str) -> None:
    fields.setdefault("lines", []).append({"line": "console", "exec_timeout": minutes})


def _trap_host(fields: Fields, host: str, vrf: str, kind: str, version: str, community: str) -> None:
    more = {key: value for key, value in (("vrf", vrf), ("kind", kind)) if value}
    fields.setdefault("snmp", {}).setdefault("hosts", []).append({"host": host, **more, "version": version, "community": community})


def _mst(fields: Fields, number: str) -> Fields:
    """The fields of an instance of MST."""
    rows: list[Fields] = fields.setdefault("_mst", [])
    found = next((row for row in rows if row["instance"] == int(number)), {"instance": int(number)})
    if found not in rows:
        rows.append(found)
    return found


_REGION: Final = SectionPattern(
    make_table(
        {
            "name *": set_field("name"),
            "revision #": set_field("revision", int),
            "instance # vlan ~": lambda fields, number, vlans: _mst(fields["_root"], number).update(vlans=vlans),
        }
    ),
    lambda fields: _of_region(fields),
)


def _of_region(fields: Fields) -> Fields:
    found: Fields = fields.setdefault("_region", {})
    found["_root"] = fields
    return found


SEVERITIES: Final = (*("emergencies", "alerts", "critical", "errors", "warnings", "notifications", "debugging"),)


def _internal(fields: Fields, order: str, first: str, last: str) -> None:
    fields.setdefault("system", {})["internal_vlans"] = {"order": order, "first": int(first), "last": int(last)}


def _resolver(fields: Fields, vrf: str, words: str) -> None:
    dns = fields.setdefault("dns", {})
    if dns.get("servers") and dns.get("vrf", "") != vrf:
        raise ValueError("servers in two VRFs")
    dns.update({"vrf": vrf} if vrf else {})
    dns.setdefault("servers", []).extend(words.split())


SYSTEM: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "alias * ~": lambda fields, name, run: fields.setdefault("system", {}).setdefault("aliases", {}).update({name: run}),
        "vlan internal order ascending|descending range # #": _internal,
        "transceiver qsfp default-mode *": at_path("system", set_field("qsfp_default_mode")),
        "service routing protocols model ribd|multi-agent": at_path("system", append_to_field("routing_models")),
        "no aaa root": at_path("system", set_constant("root_account", False)),
        "ip routing": at_path("system", set_constant("routing", True)),
        "no ip routing": at_path("system", set_constant("routing", False)),
        "ip routing vrf *": _vrf_routing(True),
        "no ip routing vrf *": _vrf_routing(False),
        "ipv6 unicast-routing": at_path("system", set_constant("ipv6_routing", True)),
        "ip virtual-router mac-address *": at_path("vxlan", set_field("anycast_gateway_mac")),
        "username * privilege # role * secret sha512|5|0 *": _with_secret,
        "username * role * secret sha512|5|0 *": _with_secret,
        "username * privilege # role * nopassword": _without_secret,
        "username * role * nopassword": _without_secret,
        "username * ssh-key ~": _key,
        "username * sshkey ~": _old_key,
        "aaa authentication|authorization|accounting ~": add_rule,
        "aaa authorization serial-console": at_path("aaa", set_constant("authorize_console", True)),
        "no aaa authorization config-commands": at_path("aaa", set_constant("authorize_config_commands", False)),
        "aaa authentication policy on-failure|on-success log": _log_logins,
        "aaa authentication policy lockout failure # window # duration #": _lockout,
        "aaa authentication policy lockout failure # duration #": lambda fields, failures, duration: _lockout(
            fields, failures, "", duration
        ),
        **SERVERS,
        **GUARDS,
        "dot1x system-auth-control": at_path("dot1x", set_constant("enabled", True)),
        "dot1x protocol lldp bypass": at_path("dot1x", set_constant("lldp_bypass", True)),
        "dot1x dynamic-authorization": at_path("dot1x", set_constant("dynamic_authorization", True)),
        "radius-server attribute ~": at_path("aaa.radius", append_to_field("attributes")),
        "radius-server dynamic-authorization port #": at_path("aaa.dynamic_authorization", set_field("port", int)),
        "ip radius|tacacs source-interface *": source,
        "ip radius|tacacs vrf * source-interface *": lambda fields, word, vrf, name: source(fields, word, name, vrf),
        "vlan *": SectionPattern(make_table({"name *": set_field("name"), "trunk group *": append_to_field("trunk_groups")}), _vlan),
        "vrf instance *": SectionPattern(_VRF, _vrf),
        "vrf definition *": SectionPattern(_VRF, _old_vrf),
        "management api http-commands": _API,
        "management ssh": _SSH,
        "mlag configuration": _MLAG,
        "ntp local-interface *": at_path("ntp", set_field("source_interface")),
        "ip host * ~": lambda fields, name, words: (
            fields.setdefault("dns", {}).setdefault("hosts", []).append({"name": name, "addresses": words.split()})
        ),
        "role *": SectionPattern(_ROLE, enter_row("user_roles", "name"), whole=True),
        "ntp server ~": _time_server,
        "ntp authenticate": at_path("ntp", set_constant("authenticate", True)),
        "ntp authentication-key # * ~": at_path("ntp", key_after),
        "ntp trusted-key *": at_path("ntp", trust),
        "ip name-server *": lambda fields, server: _resolver(fields, "", server),
        "ip name-server vrf * ~": _resolver,
        "dns domain *": set_field("domain"),
        "ip domain-list *": at_path("dns", append_to_field("search")),
        "logging host *": _log_host,
        "logging host * #": _log_host,
        "logging vrf * host *": lambda fields, vrf, host: _log_host(fields, host, vrf=vrf),
        "logging vrf * host * #": lambda fields, vrf, host, port: _log_host(fields, host, port, vrf),
        "logging buffered #": at_path("syslog", lambda fields, size: fields.update(buffered={"size": int(size)})),
        "logging buffered # *": at_path(
            "syslog", lambda fields, size, level: fields.update(buffered={"size": int(size), "severity": level})
        ),
        "logging console|monitor *": at_path("syslog", lambda fields, key, level: fields.update({key: level})),
        "no logging console|monitor": at_path("syslog", lambda fields, key: fields.update({key: False})),
        "logging facility *": at_path("syslog", set_field("facility")),
        "logging vrf * source-interface *": at_path("syslog", lambda fields, _, name: fields.update(source_interface=name)),
        "ntp local-interface vrf * *": at_path("ntp", lambda fields, _, name: fields.update(source_interface=name)),
        "logging trap *": set_field("_trap"),
        "logging source-interface *": at_path("syslog", set_field("source_interface")),
        "snmp-server contact ~": at_path("snmp", set_field("contact")),
        "snmp-server location ~": at_path("snmp", set_field("location")),
        "snmp-server community * ro|rw": _community,
        "snmp-server community * ro|rw *": _community,
        "snmp-server vrf *": at_path("snmp", append_to_field("vrfs")),
        "agent * shutdown": at_path("system", append_to_field("agents_off")),
        "daemon *": SectionPattern(_DAEMON, _daemon),
        "system l1": SectionPattern(_LAYER1, lambda fields: fields.setdefault("system", {})),
        "mac address-table aging-time #": at_path("system", set_field("mac_aging_s", int)),
        "management api gnmi": _GNMI,
        "sflow sample #": at_path("sflow", set_field("sample", int)),
        "sflow polling-interval #": at_path("sflow", set_field("polling_interval_s", int)),
        "sflow destination *": _collector,
        "sflow destination * #": _collector,
        "sflow vrf * destination *": lambda fields, vrf, host: _collector(fields, host, vrf=vrf),
        "sflow vrf * destination * #": lambda fields, vrf, host, port: _collector(fields, host, port, vrf),
        "sflow source-interface *": at_path("sflow", set_field("source_interface")),
        "sflow run": at_path("sflow", set_constant("enabled", True)),
        "clock timezone *": at_path("system", set_field("time_zone")),
        "router multicast": _MULTICAST,
        "management console": SectionPattern(make_table({"idle-timeout #": _console})),
        "snmp-server host * version 1|2c *": lambda fields, host, *words: _trap_host(fields, host, "", "", *words),
        "snmp-server host * vrf * version 1|2c *": lambda fields, host, vrf, *words: _trap_host(fields, host, vrf, "", *words),
        "snmp-server host * traps|informs version 1|2c *": lambda fields, host, kind, *words: _trap_host(fields, host, "", kind, *words),
        "snmp-server host * vrf * traps|informs version 1|2c *": _trap_host,
        "snmp-server enable traps": at_path("snmp", append_to_field("traps", lambda: "")),
        "snmp-server enable traps ~": at_path("snmp", append_to_field("traps")),
        "no lldp run": at_path("lldp", set_constant("enabled", False)),
        "no lldp tlv transmit *": at_path("lldp", append_to_field("tlvs_off")),
        "spanning-tree mode mstp|rstp|rapid-pvst|none": at_path("stp", set_field("mode")),
        "no spanning-tree vlan-id *": at_path("stp", set_field("disabled_vlans")),
        "spanning-tree edge-port bpduguard default": at_path("stp", set_constant("bpduguard_default", True)),
        "spanning-tree vlan-id * priority #": lambda fields, vlans, number: fields.setdefault("_priorities", []).append(
            (vlans, int(number))
        ),
        "spanning-tree mst # priority #": lambda fields, number, priority: _mst(fields, number).update(priority=int(priority)),
        "spanning-tree mst configuration": _REGION,
        "spanning-tree priority #": set_field("_rstp", int),
    }
)


def _banner(fields: Fields, text: str) -> None:
    """`banner login`, the text, and a line with EOF."""
    kind, _, body = text.partition("\n")
    if kind not in ("login", "motd") or not body.endswith("\nEOF"):
        raise ValueError("no text of a banner")
    fields.setdefault("banner", {})[kind] = body.removesuffix("EOF")


BLOCKS: Final[dict[str, Effect]] = {"banner": _banner}


def finish_system(fields: Fields) -> None:
    """What follows from several lines."""
    if users := list(fields.pop("_users", {}).values()):
        fields["users"] = users
    _severity(fields)
    _aaa(fields)
    _priorities(fields)
    for key in ("system", "ssh", "snmp", "stp", "mlag", "vxlan"):
        if key in fields and not fields[key]:
            del fields[key]


def _aaa(fields: Fields) -> None:
    """The servers that logins ask, in their short form where the lines are those that it writes."""
    aaa: Fields = fields.get("aaa", {})
    settle_groups(aaa)
    if not shorten(aaa, local_fallback=True) and shorten(aaa, local_fallback=False):
        aaa["local_fallback"] = False
    without_empty(fields)


def _severity(fields: Fields) -> None:
    """The severity is one for all servers."""
    trap = fields.pop("_trap", "")
    for server in fields.get("syslog", {}).get("servers", ()):
        if trap in SEVERITIES:
            server["severity"] = trap


def _priorities(fields: Fields) -> None:
    """The priority of the whole bridge, in the words of its mode, and those of some VLANs."""
    rows, rstp = fields.pop("_priorities", []), fields.pop("_rstp", None)
    stp = fields.get("stp", {})
    mst = _regional(stp, fields.pop("_region", {}), fields.pop("_mst", []))
    whole: Callable[[str], Any] = {"mstp": lambda _: mst, "rstp": lambda _: rstp}.get(stp.get("mode", "mstp"), lambda _: None)
    priority = whole("")
    for vlans, number in rows:
        if vlans == "1-4094" and stp.get("mode") == "rapid-pvst":
            priority = number
        elif "mode" in stp:
            stp.setdefault("vlan_priorities", []).append({"vlans": vlans, "priority": number})
    if priority is not None and "mode" in stp:
        stp["priority"] = priority
    if "mode" not in stp:
        fields.pop("stp", None)


def _regional(stp: Fields, region: Fields, instances: list[Fields]) -> int | None:
    """The priority of the whole bridge. The region of MST, and what differs in its instances, are put into `stp`."""
    region.pop("_root", None)
    whole = next((row for row in instances if row["instance"] == 0 and set(row) == {"instance", "priority"}), None)
    if whole is not None and stp.get("mode", "mstp") == "mstp":
        instances = [row for row in instances if row is not whole]
    else:
        whole = None
    if "mode" in stp and (region or instances):
        stp["mst"] = region | ({"instances": instances} if instances else {})
    return None if whole is None else int(whole["priority"])
