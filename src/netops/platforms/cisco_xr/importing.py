"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from netops.dialects.tree import Node, Tree
from netops.facts.importer import VRFS, Importer, starts
from netops.facts.read import Reader
from netops.facts.table import Below, Effect, Fields, add, put, table
from netops.facts.values import wildcard
from netops.platforms.cisco_xr import importing_bgp, importing_policy, importing_ports

TCP: Final = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "tacacs": 49, "domain": 53, "www": 80, "pop3": 110, "sunrpc": 111,
    "nntp": 119, "bgp": 179, "ldp": 646,
}  # fmt: skip
UDP: Final = {
    "tacacs": 49, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "sunrpc": 111, "ntp": 123, "snmp": 161, "snmptrap": 162,
    "isakmp": 500, "syslog": 514, "rip": 520, "ldp": 646,
}  # fmt: skip
"""Ports that XR shows by name (IP Addresses and Services Command Reference, Access List Commands)."""
LEVELS: Final = {
    "disable": False, "emergencies": "emergencies", "alerts": "alerts", "critical": "critical", "errors": "errors", "warning": "warnings",
    "notifications": "notifications", "informational": "informational", "debugging": "debugging",
}  # fmt: skip
SERVER_LEVELS: Final = {
    "emergencies": "emergencies", "alerts": "alerts", "critical": "critical", "error": "errors", "warning": "warnings",
    "notifications": "notifications", "info": "informational", "debugging": "debugging",
}  # fmt: skip
"""Severities as XR writes them for its own logs, and for servers (System Monitoring Command Reference, Logging Services Commands)."""


# ------------------------------------------------------------------------------------------------ filters


def _acl(fields: Fields, family: str, name: str) -> Fields:
    found: Fields = fields.setdefault("acls", {}).setdefault(name, {"family": family, "entries": []})
    if family == "ipv4":
        found.pop("family", None)
    return found


def _end(words: list[str]) -> str:
    """Takes one end of an entry off its words."""
    first = words.pop(0)
    if first == "any":
        return "any"
    if first == "host":
        address = words.pop(0)
        return f"{address}/{128 if ':' in address else 32}"
    return first if ":" in first else wildcard(first, words.pop(0))


def _entry(fields: Fields, seq: str, action: str, protocol: str, text: str) -> None:
    words = text.split()
    row: Fields = {"seq": int(seq), "action": action}
    names = {"ipv4": "ip", "ipv6": "ip", "icmpv6": "icmp"}
    kind = names.get(protocol, protocol)
    if kind not in ("ip", "tcp", "udp", "icmp") or (kind == "ip" and protocol != fields.get("family", "ipv4")):
        raise ValueError(protocol)
    row |= {
        key: value
        for key, value in (("protocol", kind), ("source", _end(words)), ("destination", _end(words)))
        if value not in ("ip", "any")
    }
    if words[:1] == ["eq"] and kind in ("tcp", "udp"):
        ports = TCP if kind == "tcp" else UDP
        row["port"] = ports[words[1]] if words[1] in ports else int(words[1])
        if words[1].isdecimal() and row["port"] in ports.values():
            raise ValueError(words[1])
        words = words[2:]
    for word in ("established", "log"):
        if words[:1] == [word]:
            row[word] = True
            words.pop(0)
    if words:
        raise ValueError(text)
    before = fields.pop("_remark", None)
    if before:
        if before[0] != row["seq"] - 1:
            raise ValueError("a remark of another entry")
        row["remark"] = before[1]
    fields["entries"].append(row)


def _remark(fields: Fields, seq: str, text: str) -> None:
    if "_remark" in fields:
        raise ValueError("a remark without an entry")
    fields["_remark"] = int(seq), text


ACL: Final = table({"# permit|deny * ~": _entry, "# remark ~": _remark})

# ------------------------------------------------------------------------------------------------ VRFs and static routes


def _vrf(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault(VRFS, {}).setdefault(name, {})
    found.setdefault("address_families", {})
    return found


def _targets(way: str) -> Below:
    return Below(table({"*": add(f"{way}_targets")}), lambda fields: fields)


VRF: Final = table(
    {
        "description ~": put("description"),
        "address-family ipv4|ipv6 unicast": Below(
            table(
                {
                    "import route-target": _targets("import"),
                    "export route-target": _targets("export"),
                    "import|export route-policy *": lambda fields, way, name: fields.update({f"{way}_map": name}),
                }
            ),
            lambda fields, family: fields["address_families"].setdefault(family, {}),
        ),
    }
)


def _route(context: Fields, prefix: str, words: str) -> None:
    """`P [vrf NAME] [INTERFACE] [NEXTHOP] [DISTANCE] [tag N] [metric N] [permanent] [description TEXT]`."""
    row: Fields = {"prefix": prefix} | ({"vrf": context["vrf"]} if context["vrf"] else {})
    text, _, name = words.partition(" description ")
    rest = text.split()
    while rest:
        word = rest.pop(0)
        if word in ("tag", "metric"):
            row[word] = int(rest.pop(0))
        elif word == "vrf":
            row["next_hop_vrf"] = rest.pop(0)
        elif word == "permanent":
            row["permanent"] = True
        elif word.isdecimal():
            row["distance"] = int(word)
        elif word == "Null0" and not rest:
            row["blackhole"] = True
        elif _is_address(word):
            row["next_hop"] = word
        elif "interface" in row or not word[-1].isdecimal():
            raise ValueError(words)
        else:
            row["interface"] = word
    if row.get("blackhole") and "interface" in row:
        raise ValueError(words)
    context["root"].setdefault("static_routes", []).append(row | ({"name": name} if name else {}))


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


_ROUTES: Final = Below(table({"* ~": _route}), lambda context, _: context)
STATIC: Final = table(
    {
        "address-family ipv4|ipv6 unicast": _ROUTES,
        "vrf *": Below(table({"address-family ipv4|ipv6 unicast": _ROUTES}), lambda context, name: {**context, "vrf": name}),
    }
)

# ------------------------------------------------------------------------------------------------ management


def _user(fields: Fields, name: str) -> Fields:
    users: list[Fields] = fields.setdefault("users", [])
    users.append({"name": name})
    return users[-1]


def _group(fields: Fields, name: str) -> None:
    if "role" in fields:
        fields.setdefault("more_roles", []).append(name)
    else:
        fields["role"] = name


def _secret(fields: Fields, kind: str, value: str) -> None:
    fields["password_hash"] = value
    if kind != "10":
        fields["hash_type"] = kind


USER: Final = table({"group *": _group, "secret # *": _secret, "password 7 *": lambda fields, value: _secret(fields, "7", value)})


def _line(fields: Fields, name: str) -> Fields:
    lines: list[Fields] = fields.setdefault("lines", [])
    lines.append({"line": name})
    return lines[-1]


LINE: Final = table(
    {
        "login authentication *": lambda fields, name: fields.update(login=f"authentication {name}"),
        "exec-timeout # #": lambda fields, *words: fields.update(exec_timeout=" ".join(words)),
        "access-class ingress *": put("acl_in"),
        "access-class egress *": put("acl_out"),
        "session-timeout #": put("session_timeout_min", int),
        "absolute-timeout #": put("absolute_timeout_min", int),
        "session-limit #": put("session_limit", int),
        "transport input ~": lambda fields, words: fields.update(transport_input=words.split()),
        "transport output ~": lambda fields, words: fields.update(transport_output=words.split()),
        "transport preferred *": put("transport_preferred"),
        "length #": put("length", int),
        "width #": put("width", int),
        "stopbits *": put("stopbits"),
    }
)


def _of(noun: str, key: str, value: object) -> Effect:
    return lambda fields, *_: fields.setdefault(noun, {}).update({key: value})


def _log(where: str) -> Effect:
    return lambda fields, level: fields.setdefault("syslog", {}).update({where: LEVELS[level]})


def _buffered(fields: Fields, word: str) -> None:
    found = fields.setdefault("syslog", {}).setdefault("buffered", {})
    found.update({"size": int(word)} if word.isdecimal() else {"severity": LEVELS[word]})


def _log_server(fields: Fields, host: str, vrf: str, level: str, port: str) -> None:
    row: Fields = {"host": host, "vrf": vrf, "severity": SERVER_LEVELS[level]}
    if port != "default":
        row["port"] = int(port)
    fields.setdefault("syslog", {}).setdefault("servers", []).append(row)


def _ntp_server(fields: Fields, words: str) -> None:
    rest = words.split()
    row: Fields = {"vrf": "default", "iburst": False}
    if rest[0] == "vrf":
        row["vrf"] = rest[1]
        rest = rest[2:]
    row["host"] = rest.pop(0)
    if rest[:1] == ["key"]:
        row["key"] = int(rest[1])
        rest = rest[2:]
    for word in ("prefer", "iburst"):
        if rest[:1] == [word]:
            row[word] = True
            rest.pop(0)
    if rest:
        raise ValueError(words)
    if row["iburst"]:
        del row["iburst"]
    fields.setdefault("ntp", {}).setdefault("servers", []).append(row)


def _ntp_source(fields: Fields, name: str) -> None:
    """The interface that requests are sent from. ValueError for that of another VRF."""
    if fields.setdefault("ntp", {}).setdefault("source_interface", name) != name:
        raise ValueError(name)


NTP: Final = table(
    {
        "server ~": _ntp_server,
        "source *": lambda fields, name: _ntp_source(fields, name),
        "source vrf * *": lambda fields, _, name: _ntp_source(fields, name),
    }
)


def _dns(fields: Fields, key: str, word: str, vrf: str = "default") -> None:
    """Names are looked up in one VRF. ValueError for a line of another one."""
    found = fields.setdefault("dns", {})
    if found.setdefault("vrf", vrf) != vrf:
        raise ValueError(vrf)
    if key == "name":
        fields["domain"] = word
    else:
        found.setdefault({"list": "search", "name-server": "servers"}[key], []).append(word)


def _ssh_vrf(fields: Fields, vrf: str, *filters: str) -> None:
    """`ssh server vrf NAME [ipv4 access-list A] [ipv6 access-list B]`. ValueError where another VRF has other filters."""
    found = fields.setdefault("ssh", {})
    acls = dict(zip(filters[::2], filters[1::2], strict=True))
    own = {"acl": acls["ipv4"], "acl_v6": acls.get("ipv6")} if "ipv4" in acls else {"acl": acls.get("ipv6")}
    own = {key: name for key, name in own.items() if name}
    if "vrfs" in found and {key: found[key] for key in ("acl", "acl_v6") if key in found} != own:
        raise ValueError(vrf)
    found.setdefault("vrfs", []).append(vrf)
    found.update(own)


def _community(fields: Fields, community: str, access: str, words: str = "") -> None:
    row: Fields = {"community": community, "access": access.lower()}
    rest = words.split()
    for word, key in (("IPv4", "acl"), ("IPv6", "acl_v6")):
        if rest[:1] == [word]:
            row[key] = rest[1]
            rest = rest[2:]
    if rest:
        raise ValueError(words)
    fields.setdefault("snmp", {}).setdefault("communities", []).append(row)


TOP: Final = table(
    {
        "hostname *": put("hostname"),
        "domain name *": lambda fields, word: _dns(fields, "name", word),
        "domain vrf * name *": lambda fields, vrf, word: _dns(fields, "name", word, vrf),
        "domain list|name-server *": _dns,
        "domain vrf * list|name-server *": lambda fields, vrf, key, word: _dns(fields, key, word, vrf),
        "domain lookup disable": _of("system", "domain_lookup", False),
        "service timestamps log|debug ~": lambda fields, kind, words: (
            fields.setdefault("system", {}).setdefault("timestamps", {}).update({kind: words})
        ),
        "logging console|monitor *": lambda fields, where, level: _log(where)(fields, level),
        "logging buffered *": _buffered,
        "logging * vrf * severity * port *": _log_server,
        "logging source-interface *": lambda fields, name: fields.setdefault("syslog", {}).update(source_interface=name),
        "logging source-interface * vrf *": lambda fields, name, _: fields.setdefault("syslog", {}).update(source_interface=name),
        "username *": Below(USER, _user, whole=True),
        "vrf *": Below(VRF, _vrf),
        "line console|default": Below(LINE, _line),
        "line template *": Below(LINE, lambda fields, name: _line(fields, f"template {name}")),
        "ntp": Below(NTP),
        "snmp-server community * RO|RW": _community,
        "snmp-server community * RO|RW ~": _community,
        "snmp-server location ~": lambda fields, text: fields.setdefault("snmp", {}).update(location=text),
        "snmp-server contact ~": lambda fields, text: fields.setdefault("snmp", {}).update(contact=text),
        "snmp-server trap-source *": lambda fields, name: fields.setdefault("snmp", {}).update(source_interface=name),
        "snmp-server traps ~": lambda fields, words: fields.setdefault("snmp", {}).setdefault("traps", []).append(words),
        "ipv4|ipv6 access-list *": Below(ACL, _acl, whole=True),
        "interface *": Below(importing_ports.PORT, importing_ports.port),
        "router static": Below(STATIC, lambda fields: {"root": fields, "vrf": ""}),
        "router ospf *": Below(importing_ports.OSPF, importing_ports.ospf),
        "router isis *": Below(importing_ports.ISIS, importing_ports.isis),
        "router bgp *": Below(importing_bgp.BGP, importing_bgp.process),
        "lldp": Below(table({}), lambda fields: fields.update(lldp={"enabled": True}) or {}, whole=True),
        "ssh server v2": _of("ssh", "version", 2),
        "ssh server vrf *": _ssh_vrf,
        "ssh server vrf * ipv4|ipv6 access-list *": _ssh_vrf,
        "ssh server vrf * ipv4 access-list * ipv6 access-list *": lambda fields, vrf, one, two: _ssh_vrf(
            fields, vrf, "ipv4", one, "ipv6", two
        ),
        **importing_policy.POLICY,
    }
)


def _shorten(fields: Fields) -> None:
    importing_ports.shorten(fields)
    importing_policy.shorten(fields)
    importing_bgp.shorten(fields)
    for acl in fields.get("acls", {}).values():
        acl.pop("_remark", None)
    if not any("vrf" in port for port in fields.get("interfaces", {}).values()):
        for found in (fields.get("dns", {}), *fields.get("ntp", {}).get("servers", ()), *fields.get("syslog", {}).get("servers", ())):
            if found.get("vrf") == "default":
                del found["vrf"]
        if "dns" in fields and not fields["dns"]:
            del fields["dns"]


def _nodes(tree: Tree) -> tuple[list[Node], tuple[Node, ...]]:
    """The lines of a config; those of a policy or a set stay apart from each other."""
    return [_broken(node) if node.text.startswith(SETS) else node for node in tree.root.children.values()], ()


SETS: Final = ("route-policy ", "prefix-set ", "community-set ", "as-path-set ")


def _broken(node: Node) -> Node:
    found = node.copy()
    found.text = importing_policy.BREAK.join(" ".join(line.split()) for line in node.text.split("\n") if line.strip())
    return found


IMPORTER: Final = Importer(
    certain=starts(
        r"""
        !! IOS XR
        interface (?:MgmtEth|Bundle-Ether|\S*GigE)\S*\d
        end-policy
        route-policy[ ]
        prefix-set[ ]
        rsvp$
        segment-routing$
        mpls traffic-eng$
        telemetry model-driven
        router static
        ssh server v2
        netconf-yang agent
        call-home$
        """
    ),
    typical=starts(
        r"""
        interface \S+\d/\d/\S*\d/\d\S*
        \s+ipv[46] address[ ]
        router (?:isis|ospf|bgp|static)
        \s*end-set
        \s+address-family ipv[46] unicast
        \s+route-policy \S+ (?:in|out)
        l2vpn
        vrf \S+
        """
    ),
    reader=Reader(TOP, (), _shorten, _nodes),
    manufacturer="Cisco",
    types={
        "GigabitEthernet": "1000base-x-sfp",
        "TenGigE": "10gbase-x-sfpp",
        "TwentyFiveGigE": "25gbase-x-sfp28",
        "FortyGigE": "40gbase-x-qsfpp",
        "HundredGigE": "100gbase-x-qsfp28",
        "FourHundredGigE": "400gbase-x-qsfpdd",
        "MgmtEth": "1000base-t",
    },
    virtual=("Loopback", "Bundle-Ether", "BVI", "Null", "tunnel", "PW-Ether", "nve", "BE"),
)
