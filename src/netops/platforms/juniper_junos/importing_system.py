"""What lines of `system`, `snmp`, `chassis` and of protocols without neighbours are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, Fields, make_table
from netops.platforms.juniper_junos.importing_nodes import (
    append_at_path,
    enter_path,
    in_table,
    set_at_path,
    set_flag,
    unquoted_line,
    unquoted_text,
)
from netops.secrets import PLACEHOLDER

SEVERITIES: Final = {
    "emergency": "emergencies",
    "alert": "alerts",
    "critical": "critical",
    "error": "errors",
    "warning": "warnings",
    "notice": "notifications",
    "info": "informational",
    "any": "debugging",
}


def _entry(entries: list[Fields], key: str, name: str) -> Fields:
    found = next((one for one in entries if one[key] == name), None)
    if found is None:
        found = {key: name}
        entries.append(found)
    return found


def _ntp(fields: Fields, host: str) -> Fields:
    return _entry(enter_path("ntp")(fields).setdefault("servers", []), "host", host)


def _ntp_key(fields: Fields, number: str) -> Fields:
    keys: list[Fields] = enter_path("ntp")(fields).setdefault("authentication_keys", [])
    found = next((one for one in keys if one["id"] == int(number)), None)
    if found is None:
        found = {"id": int(number)}
        keys.append(found)
    return found


def _user(fields: Fields, name: str) -> Fields:
    return _entry(fields.setdefault("users", []), "name", name)


def _root(fields: Fields) -> Fields:
    return _user(fields, "root")


def _class(fields: Fields, name: str) -> None:
    if name != "super-user":
        fields["role"] = name


def _key(fields: Fields, kind: str, word: str) -> None:
    if PLACEHOLDER.fullmatch(word):
        fields.setdefault("secret_keys", []).append({"type": kind, "key": word})
        return
    found = unquoted_line(word)
    if KEYS.get(found.partition(" ")[0]) != kind:
        raise ValueError("a key of another kind")
    fields.setdefault("ssh_keys", []).append(found)


KEYS: Final = {"ssh-rsa": "ssh-rsa", "ssh-ed25519": "ssh-ed25519", "ecdsa-sha2-nistp256": "ssh-ecdsa"}
"""The words of Junos for the kinds of public keys."""
_PASSWORD: Final = {
    "encrypted-password *": set_at_path("password_hash"),
    "ssh-rsa|ssh-ed25519|ssh-ecdsa ~": _key,
}
_USER: Final = make_table(
    {
        "class *": _class,
        "uid #": set_at_path("uid", int),
        "full-name ~": set_at_path("full_name", unquoted_line),
        **{f"authentication {words}": effect for words, effect in _PASSWORD.items()},
    }
)


def _host(fields: Fields, host: str) -> Fields:
    found = _entry(enter_path("syslog")(fields).setdefault("servers", []), "host", host)
    return found


def _facility(fields: Fields, facility: str, level: str) -> None:
    fields.setdefault("facilities", {})[facility] = level


_LOG: Final = make_table(
    {"port #": set_at_path("port", int), "* any|alert|critical|debug|emergency|error|info|notice|warning|none": _facility}
)
_FILE: Final = make_table(
    {"* any|alert|critical|debug|emergency|error|info|notice|warning|none": lambda fields, name, level: fields.update({name: level})}
)
_STP: Final = make_table(
    {
        "bridge-priority #": set_at_path("priority", int),
        "bpdu-block-on-edge": set_flag("bpdu_block_on_edge"),
        "disable": set_flag("enabled", False),
        "interface *": lambda fields, name: enter_path("ports", name)(fields),
        "interface * edge": lambda fields, name: enter_path("ports", name)(fields).update(edge=True),
        "interface * no-root-port": lambda fields, name: enter_path("ports", name)(fields).update(no_root_port=True),
        "interface * mode point-to-point": lambda fields, name: enter_path("ports", name)(fields).update(point_to_point=True),
        "interface * cost #": lambda fields, name, cost: enter_path("ports", name)(fields).update(cost=int(cost)),
    }
)
_PIC: Final = make_table(
    {
        "pic-mode *": set_at_path("mode"),
        "number-of-ports #": set_at_path("number_of_ports", int),
        "tunnel-services bandwidth *": set_at_path("tunnel_bandwidth"),
        "port # speed *": lambda fields, port, speed: enter_path("port_speeds")(fields).update({port: speed}),
    }
)
_CLASS: Final = make_table(
    {
        "permissions *": append_at_path("permissions"),
        "idle-timeout #": set_at_path("idle_timeout_min", int),
        "allow-commands ~": set_at_path("allow_commands", unquoted_line),
        "deny-commands ~": set_at_path("deny_commands", unquoted_line),
    }
)


PROTOCOLS: Final = {"radius": "radius", "tacplus": "tacacs", "radius-server": "radius", "tacplus-server": "tacacs"}
_SERVER: Final = make_table(
    {
        "secret *": set_at_path("key"),
        "port #": set_at_path("port", int),
        "accounting-port #": set_at_path("accounting_port", int),
        "timeout #": set_at_path("timeout_s", int),
        "retry #": set_at_path("retries", int),
        "single-connection": set_flag("single_connection"),
        "source-address *": set_at_path("source_address"),
        "routing-instance *": set_at_path("vrf"),
    }
)


def _aaa_server(fields: Fields, kind: str, host: str) -> Fields:
    servers: list[Fields] = enter_path("aaa")(fields).setdefault("servers", [])
    found = next((one for one in servers if (one["host"], one["protocol"]) == (host, PROTOCOLS[kind])), None)
    if found is None:
        found = {"host": host, "protocol": PROTOCOLS[kind]}
        servers.append(found)
    return found


def _short_servers(fields: Fields) -> None:
    """Servers of TACACS+ that have one key, and nothing else, are `aaa.tacacs`."""
    aaa: Fields = fields.get("aaa", {})
    own = [one for one in aaa.get("servers", ()) if one["protocol"] == "tacacs"]
    if own and all(one.keys() == {"host", "protocol", "key"} and one["key"] == own[0]["key"] for one in own):
        aaa["tacacs"] = {"servers": [one["host"] for one in own], "key": own[0]["key"]}
        aaa["servers"] = [one for one in aaa["servers"] if one not in own]
        if not aaa["servers"]:
            del aaa["servers"]


HOST_MODES: Final = {"single": "multi-host", "single-secure": "single-host", "multiple": "multi-auth"}
"""How many clients may be behind a port: `single` opens it for all, `single-secure` for one."""


def _vlan(word: str) -> int | str:
    return int(word) if word.isdecimal() else word


def _mac_only(fields: Fields) -> None:
    fields.update(mab=True, mab_only=True)


_DOT1X: Final = make_table(
    {
        "supplicant single|single-secure|multiple": set_at_path("host_mode", lambda word: HOST_MODES[word]),
        "retries #": set_at_path("max_identity_requests", int),
        "quiet-period #": set_at_path("quiet_s", int),
        "transmit-period #": set_at_path("transmit_s", int),
        "mac-radius": set_flag("mab"),
        "mac-radius restrict": _mac_only,
        "no-reauthentication": set_flag("reauthenticate", False),
        "reauthentication #": set_at_path("reauthenticate_s", int),
        "supplicant-timeout #": set_at_path("supplicant_s", int),
        "server-timeout #": set_at_path("server_s", int),
        "maximum-requests #": set_at_path("max_requests", int),
        "guest-vlan *": set_at_path("guest_vlan", _vlan),
        "server-reject-vlan *": set_at_path("failed_vlan", _vlan),
        "server-fail deny|permit|use-cache": set_at_path("server_dead"),
        "server-fail vlan-name *": set_at_path("server_dead_vlan", _vlan),
    }
)


def _dot1x(fields: Fields, name: str) -> Fields:
    """802.1X of a port, whose lines name its unit 0."""
    return enter_path("interfaces", name, "dot1x")(fields)


_TRAPS: Final = make_table(
    {
        "version v1|v2|all": set_at_path("version", lambda word: {"v1": "1", "v2": "2c", "all": "all"}[word]),
        "categories *": append_at_path("categories"),
        "targets *": append_at_path("targets"),
    }
)
LINES: Final[dict[str, Effect]] = {
    "system host-name *": set_at_path("hostname"),
    "system domain-name *": set_at_path("domain"),
    "system domain-search *": append_at_path("dns.search"),
    "system name-server *": append_at_path("dns.servers"),
    "system time-zone *": set_at_path("system.time_zone"),
    "system license autoupdate url ~": set_at_path("system.license.update_url", unquoted_line),
    "system management-instance": set_flag("system.management_instance"),
    "system commit synchronize": set_flag("system.commit_synchronize"),
    "system ports console log-out-on-disconnect": set_flag("system.console.log_out_on_disconnect"),
    "system ports console type *": set_at_path("system.console.type"),
    "system root-authentication ~": in_table(make_table(_PASSWORD), _root),
    "system login user * ~": in_table(_USER, _user),
    "system login class * ~": in_table(_CLASS, lambda fields, name: enter_path("login_classes", name)(fields)),
    "system login message ~": lambda fields, word: enter_path("banner")(fields).update(login=unquoted_text(word)),
    "system login announcement ~": lambda fields, word: enter_path("banner")(fields).update(announcement=unquoted_text(word)),
    "system services ssh": lambda fields: enter_path("ssh")(fields),
    "system services ssh root-login allow|deny|deny-password": set_at_path("ssh.root_login"),
    "system services ssh protocol-version v2": set_flag("ssh.version", 2),
    "system services ssh port #": set_at_path("ssh.port", int),
    "system services netconf ssh": set_flag("system.netconf"),
    "system services telnet": set_flag("system.telnet"),
    "system services ftp": set_flag("system.ftp"),
    "system services extension-service request-response grpc ssl port #": set_at_path("system.grpc.port", int),
    "system services extension-service request-response grpc ssl local-certificate *": set_at_path("system.grpc.certificate"),
    "system services extension-service request-response grpc routing-instance *": set_at_path("system.grpc.vrf"),
    "system services web-management http": set_flag("system.http"),
    "system authentication-order *": append_at_path("aaa.order"),
    "system ntp server *": _ntp,
    "system ntp server * prefer": lambda fields, host: _ntp(fields, host).update(prefer=True),
    "system ntp server * key #": lambda fields, host, number: _ntp(fields, host).update(key=int(number)),
    "system ntp server * key # prefer": lambda fields, host, number: _ntp(fields, host).update(key=int(number), prefer=True),
    "system ntp authentication-key # type * value *": lambda fields, number, kind, key: _ntp_key(fields, number).update(
        {"key": key} | ({"algorithm": kind} if kind != "md5" else {})
    ),
    "system ntp authentication-key # type *": lambda fields, number, kind: _ntp_key(fields, number).update(algorithm=kind),
    "system ntp authentication-key # value *": lambda fields, number, key: _ntp_key(fields, number).update(key=key),
    "system ntp trusted-key #": append_at_path("ntp.trusted_keys", int),
    "system ntp boot-server *": set_at_path("ntp.boot_server"),
    "system syslog host * ~": in_table(_LOG, _host),
    "system syslog file * ~": in_table(_FILE, lambda fields, name: enter_path("syslog", "files", name)(fields)),
    "system syslog user * ~": in_table(_FILE, lambda fields, name: enter_path("syslog", "users", name)(fields)),
    "snmp location ~": set_at_path("snmp.location", unquoted_line),
    "snmp contact ~": set_at_path("snmp.contact", unquoted_line),
    "snmp community *": lambda fields, word: _snmp(fields, word),
    "snmp community * authorization read-only": lambda fields, word: _snmp(fields, word).update(access="ro"),
    "snmp community * authorization read-write": lambda fields, word: _snmp(fields, word).update(access="rw"),
    "snmp community * clients *": lambda fields, word, prefix: _snmp(fields, word).setdefault("clients", []).append(prefix),
    "chassis aggregated-devices ethernet device-count #": set_at_path("system.aggregated_devices", int),
    "protocols lldp-med interface *": append_at_path("lldp.med_interfaces"),
    "protocols l2-learning telemetry enable-remote-entries": set_flag("system.remote_entries_telemetry"),
    "ethernet-switching-options storm-control interface *": append_at_path("system.storm_control_ports"),
    "system location country-code *": set_at_path("system.location.country_code"),
    "system location building|floor|rack ~": lambda fields, name, words: enter_path("system", "location")(fields).update(
        {name: unquoted_line(words)}
    ),
    "system services dns": set_flag("dns.server"),
    "snmp trap-group *": lambda fields, name: _trap_group(fields, name),
    "snmp trap-group * ~": in_table(_TRAPS, lambda fields, name: _trap_group(fields, name)),
    "chassis dump-on-panic": set_flag("chassis.dump_on_panic"),
    "chassis redundancy graceful-switchover": set_flag("chassis.graceful_switchover"),
    "chassis network-services *": set_at_path("chassis.network_services"),
    "chassis fpc # power on|off": lambda fields, fpc, word: enter_path("chassis", "fpcs", fpc)(fields).update(power=word == "on"),
    "chassis fpc # pic # ~": in_table(_PIC, lambda fields, fpc, pic: enter_path("chassis", "fpcs", fpc, "pics", pic)(fields)),
    "protocols rstp|mstp": lambda fields, mode: _stp(fields, mode),
    "protocols rstp|mstp ~": in_table(_STP, lambda fields, mode: _stp(fields, mode)),
    "system radius-server|tacplus-server * ~": in_table(_SERVER, _aaa_server),
    "system accounting events login|change-log|interactive-commands": append_at_path("aaa.accounting_events"),
    "system accounting destination radius|tacplus": append_at_path("aaa.accounting_destinations", lambda word: PROTOCOLS[word]),
    "protocols dot1x authenticator authentication-profile-name *": set_at_path("dot1x.profile"),
    "protocols dot1x authenticator interface * ~": in_table(_DOT1X, _dot1x),
    "protocols lldp interface *": append_at_path("lldp.interfaces"),
    "protocols lldp port-id-subtype interface-name|locally-assigned": set_at_path("lldp.port_id"),
    "protocols lldp port-description-type interface-description|interface-alias": set_at_path("lldp.port_description"),
    "protocols lldp neighbour-port-info-display port-description|port-id": set_at_path("lldp.neighbour_port"),
    "protocols lldp transmit-delay #": set_at_path("lldp.transmit_delay_s", int),
    "protocols lldp advertisement-interval #": set_at_path("lldp.interval_s", int),
}


def _stp(fields: Fields, mode: str) -> Fields:
    found = enter_path("stp")(fields)
    if found.setdefault("mode", mode) != mode:
        raise ValueError("a second mode")
    found.setdefault("ports", {})
    return found


def _trap_group(fields: Fields, name: str) -> Fields:
    return _entry(enter_path("snmp")(fields).setdefault("trap_groups", []), "name", name)


def _snmp(fields: Fields, word: str) -> Fields:
    return _entry(enter_path("snmp")(fields).setdefault("communities", []), "community", word)


def finish(fields: Fields) -> None:
    """One severity of a log server in the short form, and what absence means where a template writes something."""
    for server in fields.get("syslog", {}).get("servers", ()):
        found = server.get("facilities", {})
        if list(found) == ["any"] and found["any"] in SEVERITIES:
            server["severity"] = SEVERITIES[server.pop("facilities")["any"]]
    if any(name.startswith("ae") and "." not in name for name in fields.get("interfaces", {})):
        enter_path("system")(fields).setdefault("aggregated_devices", 0)
    if fields.get("lldp", {}).get("interfaces") == ["all"]:
        del fields["lldp"]["interfaces"]
    elif "lldp" in fields:
        fields["lldp"].setdefault("interfaces", [])
    _short_servers(fields)
    snmp = fields.get("snmp", {})
    if len(snmp.get("communities", ())) == 1 and snmp["communities"][0].get("access") == "ro":
        (one,) = snmp.pop("communities")
        snmp |= {key: one[key] for key in ("community", "clients") if key in one}
