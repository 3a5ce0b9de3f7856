"""What lines of `system`, `snmp`, `chassis` and of protocols without neighbours are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, Fields, table
from netops.platforms.juniper_junos.importing_nodes import at, flag, inside, into, line, more, text
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
    return _entry(into("ntp")(fields).setdefault("servers", []), "host", host)


def _ntp_key(fields: Fields, number: str) -> Fields:
    keys: list[Fields] = into("ntp")(fields).setdefault("authentication_keys", [])
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
    found = line(word)
    if KEYS.get(found.partition(" ")[0]) != kind:
        raise ValueError("a key of another kind")
    fields.setdefault("ssh_keys", []).append(found)


KEYS: Final = {"ssh-rsa": "ssh-rsa", "ssh-ed25519": "ssh-ed25519", "ecdsa-sha2-nistp256": "ssh-ecdsa"}
"""The words of Junos for the kinds of public keys."""
_PASSWORD: Final = {
    "encrypted-password *": at("password_hash"),
    "ssh-rsa|ssh-ed25519|ssh-ecdsa ~": _key,
}
_USER: Final = table(
    {
        "class *": _class,
        "uid #": at("uid", int),
        "full-name ~": at("full_name", line),
        **{f"authentication {words}": effect for words, effect in _PASSWORD.items()},
    }
)


def _host(fields: Fields, host: str) -> Fields:
    found = _entry(into("syslog")(fields).setdefault("servers", []), "host", host)
    return found


def _facility(fields: Fields, facility: str, level: str) -> None:
    fields.setdefault("facilities", {})[facility] = level


_LOG: Final = table({"port #": at("port", int), "* any|alert|critical|debug|emergency|error|info|notice|warning|none": _facility})
_FILE: Final = table(
    {"* any|alert|critical|debug|emergency|error|info|notice|warning|none": lambda fields, name, level: fields.update({name: level})}
)
_STP: Final = table(
    {
        "bridge-priority #": at("priority", int),
        "bpdu-block-on-edge": flag("bpdu_block_on_edge"),
        "disable": flag("enabled", False),
        "interface *": lambda fields, name: into("ports", name)(fields),
        "interface * edge": lambda fields, name: into("ports", name)(fields).update(edge=True),
        "interface * no-root-port": lambda fields, name: into("ports", name)(fields).update(no_root_port=True),
        "interface * mode point-to-point": lambda fields, name: into("ports", name)(fields).update(point_to_point=True),
        "interface * cost #": lambda fields, name, cost: into("ports", name)(fields).update(cost=int(cost)),
    }
)
_PIC: Final = table(
    {
        "pic-mode *": at("mode"),
        "number-of-ports #": at("number_of_ports", int),
        "tunnel-services bandwidth *": at("tunnel_bandwidth"),
        "port # speed *": lambda fields, port, speed: into("port_speeds")(fields).update({port: speed}),
    }
)
_CLASS: Final = table(
    {
        "permissions *": more("permissions"),
        "idle-timeout #": at("idle_timeout_min", int),
        "allow-commands ~": at("allow_commands", line),
        "deny-commands ~": at("deny_commands", line),
    }
)


PROTOCOLS: Final = {"radius": "radius", "tacplus": "tacacs", "radius-server": "radius", "tacplus-server": "tacacs"}
_SERVER: Final = table(
    {
        "secret *": at("key"),
        "port #": at("port", int),
        "accounting-port #": at("accounting_port", int),
        "timeout #": at("timeout_s", int),
        "retry #": at("retries", int),
        "single-connection": flag("single_connection"),
        "source-address *": at("source_address"),
        "routing-instance *": at("vrf"),
    }
)


def _aaa_server(fields: Fields, kind: str, host: str) -> Fields:
    servers: list[Fields] = into("aaa")(fields).setdefault("servers", [])
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


_DOT1X: Final = table(
    {
        "supplicant single|single-secure|multiple": at("host_mode", lambda word: HOST_MODES[word]),
        "retries #": at("max_identity_requests", int),
        "quiet-period #": at("quiet_s", int),
        "transmit-period #": at("transmit_s", int),
        "mac-radius": flag("mab"),
        "mac-radius restrict": _mac_only,
        "no-reauthentication": flag("reauthenticate", False),
        "reauthentication #": at("reauthenticate_s", int),
        "supplicant-timeout #": at("supplicant_s", int),
        "server-timeout #": at("server_s", int),
        "maximum-requests #": at("max_requests", int),
        "guest-vlan *": at("guest_vlan", _vlan),
        "server-reject-vlan *": at("failed_vlan", _vlan),
        "server-fail deny|permit|use-cache": at("server_dead"),
        "server-fail vlan-name *": at("server_dead_vlan", _vlan),
    }
)


def _dot1x(fields: Fields, name: str) -> Fields:
    """802.1X of a port, whose lines name its unit 0."""
    return into("interfaces", name, "dot1x")(fields)


LINES: Final[dict[str, Effect]] = {
    "system host-name *": at("hostname"),
    "system domain-name *": at("domain"),
    "system domain-search *": more("dns.search"),
    "system name-server *": more("dns.servers"),
    "system time-zone *": at("system.time_zone"),
    "system management-instance": flag("system.management_instance"),
    "system commit synchronize": flag("system.commit_synchronize"),
    "system ports console log-out-on-disconnect": flag("system.console.log_out_on_disconnect"),
    "system ports console type *": at("system.console.type"),
    "system root-authentication ~": inside(table(_PASSWORD), _root),
    "system login user * ~": inside(_USER, _user),
    "system login class * ~": inside(_CLASS, lambda fields, name: into("login_classes", name)(fields)),
    "system login message ~": lambda fields, word: into("banner")(fields).update(login=text(word)),
    "system login announcement ~": lambda fields, word: into("banner")(fields).update(announcement=text(word)),
    "system services ssh": lambda fields: into("ssh")(fields),
    "system services ssh root-login allow|deny|deny-password": at("ssh.root_login"),
    "system services ssh protocol-version v2": flag("ssh.version", 2),
    "system services ssh port #": at("ssh.port", int),
    "system services netconf ssh": flag("system.netconf"),
    "system services telnet": flag("system.telnet"),
    "system services ftp": flag("system.ftp"),
    "system services extension-service request-response grpc ssl port #": at("system.grpc.port", int),
    "system services extension-service request-response grpc ssl local-certificate *": at("system.grpc.certificate"),
    "system services extension-service request-response grpc routing-instance *": at("system.grpc.vrf"),
    "system services web-management http": flag("system.http"),
    "system authentication-order *": more("aaa.order"),
    "system ntp server *": _ntp,
    "system ntp server * prefer": lambda fields, host: _ntp(fields, host).update(prefer=True),
    "system ntp server * key #": lambda fields, host, number: _ntp(fields, host).update(key=int(number)),
    "system ntp server * key # prefer": lambda fields, host, number: _ntp(fields, host).update(key=int(number), prefer=True),
    "system ntp authentication-key # type * value *": lambda fields, number, kind, key: _ntp_key(fields, number).update(
        {"key": key} | ({"algorithm": kind} if kind != "md5" else {})
    ),
    "system ntp authentication-key # type *": lambda fields, number, kind: _ntp_key(fields, number).update(algorithm=kind),
    "system ntp authentication-key # value *": lambda fields, number, key: _ntp_key(fields, number).update(key=key),
    "system ntp trusted-key #": more("ntp.trusted_keys", int),
    "system ntp boot-server *": at("ntp.boot_server"),
    "system syslog host * ~": inside(_LOG, _host),
    "system syslog file * ~": inside(_FILE, lambda fields, name: into("syslog", "files", name)(fields)),
    "system syslog user * ~": inside(_FILE, lambda fields, name: into("syslog", "users", name)(fields)),
    "snmp location ~": at("snmp.location", line),
    "snmp contact ~": at("snmp.contact", line),
    "snmp community *": lambda fields, word: _snmp(fields, word),
    "snmp community * authorization read-only": lambda fields, word: _snmp(fields, word).update(access="ro"),
    "snmp community * authorization read-write": lambda fields, word: _snmp(fields, word).update(access="rw"),
    "snmp community * clients *": lambda fields, word, prefix: _snmp(fields, word).setdefault("clients", []).append(prefix),
    "chassis aggregated-devices ethernet device-count #": at("system.aggregated_devices", int),
    "chassis dump-on-panic": flag("chassis.dump_on_panic"),
    "chassis redundancy graceful-switchover": flag("chassis.graceful_switchover"),
    "chassis network-services *": at("chassis.network_services"),
    "chassis fpc # power on|off": lambda fields, fpc, word: into("chassis", "fpcs", fpc)(fields).update(power=word == "on"),
    "chassis fpc # pic # ~": inside(_PIC, lambda fields, fpc, pic: into("chassis", "fpcs", fpc, "pics", pic)(fields)),
    "protocols rstp|mstp": lambda fields, mode: _stp(fields, mode),
    "protocols rstp|mstp ~": inside(_STP, lambda fields, mode: _stp(fields, mode)),
    "system radius-server|tacplus-server * ~": inside(_SERVER, _aaa_server),
    "system accounting events login|change-log|interactive-commands": more("aaa.accounting_events"),
    "system accounting destination radius|tacplus": more("aaa.accounting_destinations", lambda word: PROTOCOLS[word]),
    "protocols dot1x authenticator authentication-profile-name *": at("dot1x.profile"),
    "protocols dot1x authenticator interface * ~": inside(_DOT1X, _dot1x),
    "protocols lldp interface *": more("lldp.interfaces"),
    "protocols lldp port-id-subtype interface-name|locally-assigned": at("lldp.port_id"),
    "protocols lldp port-description-type interface-description|interface-alias": at("lldp.port_description"),
    "protocols lldp neighbour-port-info-display port-description|port-id": at("lldp.neighbour_port"),
    "protocols lldp transmit-delay #": at("lldp.transmit_delay_s", int),
    "protocols lldp advertisement-interval #": at("lldp.interval_s", int),
}


def _stp(fields: Fields, mode: str) -> Fields:
    found = into("stp")(fields)
    if found.setdefault("mode", mode) != mode:
        raise ValueError("a second mode")
    found.setdefault("ports", {})
    return found


def _snmp(fields: Fields, word: str) -> Fields:
    return _entry(into("snmp")(fields).setdefault("communities", []), "community", word)


def finish(fields: Fields) -> None:
    """One severity of a log server in the short form, and what absence means where a template writes something."""
    for server in fields.get("syslog", {}).get("servers", ()):
        found = server.get("facilities", {})
        if list(found) == ["any"] and found["any"] in SEVERITIES:
            server["severity"] = SEVERITIES[server.pop("facilities")["any"]]
    if any(name.startswith("ae") and "." not in name for name in fields.get("interfaces", {})):
        into("system")(fields).setdefault("aggregated_devices", 0)
    if fields.get("lldp", {}).get("interfaces") == ["all"]:
        del fields["lldp"]["interfaces"]
    elif "lldp" in fields:
        fields["lldp"].setdefault("interfaces", [])
    _short_servers(fields)
    snmp = fields.get("snmp", {})
    if len(snmp.get("communities", ())) == 1 and snmp["communities"][0].get("access") == "ro":
        (one,) = snmp.pop("communities")
        snmp |= {key: one[key] for key in ("community", "clients") if key in one}
