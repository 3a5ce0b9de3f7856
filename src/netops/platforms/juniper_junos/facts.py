"""Facts off the configs of Junos (Interfaces, Ethernet Switching, Routing Policies and Firewall Filters, User Access guides).

The lines are paths, as `show configuration | display set` prints them, after groups and ranges are resolved. A unit is an interface of its
own (`ge-0/0/1.0`), whose `parent` is the port; modes and VLANs are the unit's. `enabled`: unless a line says `disable`. Static routes have
preference 5. A port without `interface-mode` is an access port (Ethernet Switching guide, "interface-mode"). When no server answers, the
local password is asked, whatever the order says (User Access guide, "Authentication Order"). Security zones say what may come in on a
firewall, and are not read: their lines are listed.
"""

from __future__ import annotations

from typing import Any, Final

from netops.facts.lines import current_line
from netops.facts.lists import add_aaa_server, address_group, bind_filter, set_login_method
from netops.facts.read import Reader
from netops.facts.records import Entry, Login, StaticRoute
from netops.facts.switching import restricts
from netops.facts.table import Effect, Fields, append_to_field, make_table, section_of_thing, set_constant, set_field
from netops.facts.values import canonical_ip, canonical_network, parse_vlan_id, parse_vlan_ids
from netops.platforms.juniper_junos.facts_interfaces import FAMILIES, PORT, UNIT, bare_line, in_table, port_of, unit_of
from netops.platforms.juniper_junos.facts_paths import config_nodes
from netops.platforms.juniper_junos.facts_routing import INSTANCE, OF_VRF, enter_routing_instance


def _term(fields: Fields, family: str, name: str, term: str, words: str) -> None:
    found = fields.setdefault("filters", {}).setdefault((FAMILIES[family], name), {"terms": {}})
    found["terms"].setdefault(term, []).append(words)
    found.setdefault("term_lines", {}).setdefault(term, current_line())


def _vlan(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault("vlan_names", {}).setdefault(name, {"name": name})
    return found


_VLAN: Final = make_table(
    {
        "vlan-id #": lambda fields, word: fields.update(ids=(parse_vlan_id(word),)),
        "vlan-id none": lambda fields: fields.update(ids=()),
        "vlan-id-list *": lambda fields, word: fields.update(ids=(*fields.get("ids", ()), *parse_vlan_ids(word))),
        "vlan-range *": lambda fields, word: fields.update(ids=parse_vlan_ids(word)),
        "interface *": append_to_field("ports"),
        "l3-interface|routing-interface *": lambda fields, _, name: fields.setdefault("svis", []).append(name),
        "forwarding-options dhcp-security arp-inspection": set_constant("arp_inspected", True),
        "forwarding-options dhcp-security group * interface * static-ip ~": set_constant("arp_exempt", True),
        "forwarding-options dhcp-security group * overrides trusted": lambda fields, name: fields.setdefault("trusting", set()).add(name),
        "forwarding-options dhcp-security group * overrides untrusted": lambda fields, name: fields.setdefault("doubting", set()).add(name),
        "forwarding-options dhcp-security group * interface *": lambda fields, name, port: fields.setdefault("port_groups", {}).update(
            {port: name}
        ),
    },
    """
    description|vxlan|forwarding-options|switch-options|mac-table-size|no-mac-learning|domain-type|service-id ~
    no-mac-learning
    """,
)
_SERVER: Final = make_table(
    {"port #": set_field("port", int), "routing-instance *": set_field("vrf"), "source-address *": bare_line},
    "secret|timeout|retry|single-connection|accounting-port|accounting-timeout|dynamic-request-port|max-outstanding-requests [~]",
)


def _power(role: Fields, words: str) -> None:
    """The permissions of a class: `all`, or some (User Access guide, "Login Class Permission Flags")."""
    given = set(words.strip("[] ").split())
    role.setdefault("powers", []).append("configure" if "all" in given else "other" if given & MAY_CONFIGURE else "read")


MAY_CONFIGURE: Final = frozenset({"configure", "edit", "super-user", "control", "system-control", "interface-control", "rollback"})


def _tree_port(fields: Fields, name: str) -> Fields:
    """A port of the spanning tree, which it names with its unit or without."""
    return port_of(fields, name.removesuffix(".0"))


def _bridge_priority(fields: Fields, word: str, vlans: str = "0") -> None:
    """`bridge-priority 4k`, in steps of 4096."""
    value = int(word.removesuffix("k")) * (1024 if word.endswith("k") else 1)
    fields.setdefault("priorities", {}).update(dict.fromkeys((0,) if vlans in ("0", "all") else parse_vlan_ids(vlans), value))


def _service(**values: Any) -> Effect:
    return lambda fields, *_: fields.setdefault("ssh", {}).update(enabled=True, **values)


def _netconf(fields: Fields, port: str = "") -> None:
    fields.setdefault("apis", {})["netconf"] = {"port": int(port)} if port else fields.get("apis", {}).get("netconf", {})


TOP: Final = make_table(
    {
        "system host-name *": set_field("hostname"),
        "system backup-router * [destination] [*]": append_to_field("gateways", canonical_ip),
        "system management-instance": set_constant("management_instance", True),
        "system authentication-order *": append_to_field("order"),
        "system login user * class *": lambda fields, name, role: section_of_thing("users")(fields, name).update(role=role),
        "system login class * permissions ~": lambda fields, name, words: _power(section_of_thing("roles")(fields, name), words),
        "system login class * allow-commands|deny-commands|allow-configuration|deny-configuration|allow-commands-regexps ~": (
            lambda fields, name, *_: section_of_thing("roles")(fields, name).setdefault("powers", []).append("other")
        ),
        "protocols rstp|mstp|vstp bpdu-block-on-edge": set_constant("guarded_edges", True),
        "protocols rstp|mstp|vstp interface *": lambda fields, _, name: bare_line(_tree_port(fields, name)),
        "protocols rstp|mstp|vstp interface * edge": lambda fields, _, name: _tree_port(fields, name).update(edge="trunk"),
        "protocols rstp|mstp|vstp interface * no-root-port": lambda fields, _, name: restricts("root guard")(_tree_port(fields, name)),
        "protocols layer2-control bpdu-block interface *": lambda fields, name: _tree_port(fields, name).update(bpduguard=True),
        "protocols layer2-control bpdu-block interface * drop": lambda fields, name: bare_line(_tree_port(fields, name)),
        "protocols rstp|mstp bridge-priority *": lambda fields, _, word: _bridge_priority(fields, word),
        "protocols vstp vlan * bridge-priority *": lambda fields, vlans, word: _bridge_priority(fields, word, vlans),
        "protocols dot1x authenticator interface *": lambda fields, name: restricts("port login")(_tree_port(fields, name)),
        "protocols dot1x authenticator interface * ~": lambda fields, name, _: restricts("port login")(_tree_port(fields, name)),
        "system login user * uid|full-name ~": lambda fields, name, *_: bare_line(section_of_thing("users")(fields, name)),
        "system login user * authentication encrypted-password|plain-text-password-value ~": lambda fields, name, _, word: set_login_method(
            "password"
        )(section_of_thing("users")(fields, name), word.strip('"')),
        "system login user * authentication ~": lambda fields, name, _: set_login_method("key")(section_of_thing("users")(fields, name)),
        "system root-authentication encrypted-password ~": lambda fields, word: set_login_method("password")(
            section_of_thing("users")(fields, "root"), word.strip('"')
        ),
        "system root-authentication ~": lambda fields, _: set_login_method("key")(section_of_thing("users")(fields, "root")),
        "system services netconf ssh": _netconf,
        "system services netconf ssh port #": _netconf,
        "system services netconf ssh connection-limit|rate-limit|client-alive-interval|client-alive-count-max #": lambda fields, *_: (
            _netconf(fields)
        ),
        "system tacplus-server *": lambda fields, name: bare_line(add_aaa_server("tacacs+")(fields, name)),
        "system tacplus-server * ~": in_table(_SERVER, add_aaa_server("tacacs+")),
        "system radius-server *": lambda fields, name: bare_line(add_aaa_server("radius")(fields, name)),
        "system radius-server * ~": in_table(_SERVER, add_aaa_server("radius")),
        "system services ssh": _service(),
        "system services ssh port #": lambda fields, port: fields.setdefault("ssh", {}).update(enabled=True, port=int(port)),
        "system services ssh protocol-version v1|v2": lambda fields, one: fields.setdefault("ssh", {}).update(
            enabled=True, version=one[1:]
        ),
        "system services ssh root-login|connection-limit|rate-limit|ciphers|macs|key-exchange|hostkey-algorithm ~": _service(),
        "system services ssh log-key-changes|max-sessions-per-connection|fingerprint-hash ~": _service(),
        "system services ssh client-alive-interval|client-alive-count-max #": _service(),
        "system services ssh tcp-forwarding|no-tcp-forwarding|sftp-server|no-challenge-response": _service(),
        "system services ssh no-passwords|no-password-authentication": _service(methods=["key"]),
        "system services ssh no-public-keys": _service(methods=["password"]),
        "interfaces * unit #": lambda fields, port, number: bare_line(unit_of(fields, port, number)),
        "interfaces * unit # ~": in_table(UNIT, unit_of),
        "interfaces *": lambda fields, port: bare_line(port_of(fields, port)),
        "interfaces * ~": in_table(PORT, port_of),
        "vlans * ~": in_table(_VLAN, _vlan),
        "vlans *": lambda fields, name: bare_line(_vlan(fields, name)),
        "routing-instances *": lambda fields, vrf: bare_line(enter_routing_instance({"root": fields, "vrf": vrf})),
        "routing-instances * ~": in_table(OF_VRF, lambda fields, vrf: {"root": fields, "vrf": vrf}),
        "routing-options|protocols ~": lambda fields, kind, words: in_table(INSTANCE, lambda found: found)(
            {"root": fields, "vrf": ""}, f"{kind} {words}"
        ),
        "firewall family * filter * term * ~": _term,
        "firewall filter * term * ~": lambda fields, *words: _term(fields, "inet", *words),
        "policy-options prefix-list *": lambda fields, name: bare_line(address_group(fields, name)),
        "policy-options prefix-list * *": lambda fields, name, one: (
            address_group(fields, name).setdefault("addresses", []).append(canonical_network(one))
        ),
        "snmp community * client-list-name *": lambda fields, _, name: bind_filter("snmp", "any", "community")(fields, name),
    },
    """
    system login message|announcement|idle-timeout|retry-options|password ~
    system login class * idle-timeout|login-alarms|login-tip|login-script ~
    protocols rstp|mstp|vstp|dot1x|layer2-control ~
    system services netconf|web-management|ftp|telnet|finger|dhcp|dhcp-local-server|outbound-ssh|rest|xnm-clear-text|extension-service [~]
    firewall family * filter * interface-specific|enhanced-mode|physical-interface-filter|instance-shared
    firewall filter * interface-specific|enhanced-mode|physical-interface-filter
    firewall policer|three-color-policer|hierarchical-policer|load-balance-group|atomic-policer [~]
    snmp community * authorization|clients|view|routing-instance|logical-system ~
    snmp community *
    """,
)


def _defaults(fields: Fields) -> None:
    ports = fields.setdefault("interfaces", {})
    _vrfs(fields, ports)
    for port in ports.values():
        port.setdefault("enabled", True)
        _modes(port, ports)
    for one in fields.get("vlan_names", {}).values():
        fields.setdefault("vlan_blocks", []).append((one.get("ids", ()), {"name": one["name"]}))
    _switching(fields, ports)
    _routes(fields)
    _sessions(fields)
    for key in fields.get("igp_off", ()):
        fields.get("igp", {}).pop(key, None)
    for one in fields.get("filters", {}).values():
        _entries(one)
    fields.setdefault("ssh", {}).setdefault("enabled", False)
    order = fields.get("order", ["password"])
    fields.update(login={"default": Login("default", tuple(order))}, local_fallback=True, routing=True)


def _vrfs(fields: Fields, ports: Fields) -> None:
    """Only these kinds of instances are VRFs (Routing Instances guide); the others bridge."""
    for name, one in fields.get("instances", {}).items():
        for port in one.get("ports", ()):
            if one.get("type") in ("vrf", "virtual-router") and port in ports:
                ports[port]["vrf"] = name
    if fields.get("management_instance"):
        for name, port in ports.items():
            if name in ("fxp0.0", "em0.0", "me0.0", "vme.0", "re0:mgmt-0.0"):
                port["vrf"] = "mgmt_junos"


def _modes(port: Fields, ports: Fields) -> None:
    if "parent" not in port:
        port["mode"] = "member" if port.get("lag") else ""
        return
    port["mode"] = port.get("switchport_mode", "access") if port.get("switched") else "routed"
    members = sorted(set(port.get("members", ())))
    if port["mode"] == "trunk":
        port["allowed_vlans"] = members
        if (native := ports[port["parent"]].get("native_vlan")) is not None:
            port.setdefault("native_vlan", native)
    elif port["mode"] == "access" and members:
        port["access_vlan"] = members[0]


def _switching(fields: Fields, ports: Fields) -> None:
    """What VLANs and the spanning tree mean for ports: `irb` is up as the interface of a VLAN alone, and trunks are trusted (Ethernet
    Switching guide, "l3-interface"; Security Services guide, "Port Security")."""
    vlans = fields.get("vlan_names", {}).values()
    inspected = {vid for one in vlans if one.get("arp_inspected") for vid in one.get("ids", ())}
    svis = {name for one in vlans for name in one.get("svis", ())}
    for name, port in ports.items():
        if name.startswith("irb.") and name not in svis and fields.get("vlan_names"):
            port["off"] = "the interface of no VLAN (l3-interface)"
        groups = {one["port_groups"].get(name) for one in vlans if "port_groups" in one}
        trusting, doubting = ({group for one in vlans for group in one.get(key, ())} for key in ("trusting", "doubting"))
        if inspected and (groups & trusting or (port.get("mode") == "trunk" and not groups & doubting)):
            port["arp_trusted"] = True
    fields["arp_inspected"] = inspected
    fields["arp_exempt"] = any(one.get("arp_exempt") for one in vlans)
    for name, port in ports.items():
        if fields.get("guarded_edges") and port.get("edge"):
            port["bpduguard"] = True
        if unit := ports.get(f"{name}.0"):
            unit.update({key: port[key] for key in ("bpduguard", "restrictions") if key in port})


def _routes(fields: Fields) -> None:
    made = fields.setdefault("routes", [])
    for (vrf, prefix), one in fields.get("static", {}).items():
        distance = one.get("distance", 5)
        line = one.get("line", 0)
        hops = [(hop, distance) for hop, _ in one["hops"]]
        hops += [(hop, own.get("distance", distance)) for hop, own in one.get("qualified", {}).items()]
        for hop, cost in hops:
            address_ = hop[:1].isdigit() or ":" in hop
            made.append(StaticRoute(vrf, prefix, hop if address_ else "", "" if address_ else hop, cost, line=line))
        if "table" in one:
            made.append(StaticRoute(vrf, prefix, "", "", distance, _vrf_of(one["table"]), line=line))


def _vrf_of(name: str) -> str:
    """The VRF of a routing table: `RED.inet.0` is that of RED."""
    return name.removesuffix(".0").removesuffix(".inet").removesuffix(".inet6") if "." in name.removesuffix(".0") else "default"


def _sessions(fields: Fields) -> None:
    """Fills in the number of our side, and `internal` where a group is of that type and names no number."""
    groups, numbers = fields.get("peer_groups", {}), fields.get("autonomous", {})
    for group in groups.values():
        if "remote_as" not in group and group.get("type") == "internal":
            group["remote_as"] = "internal"
    for (vrf, _), peer in fields.get("peers", {}).items():
        peer["process_as"] = numbers.get(vrf, numbers.get("", ""))
    for key in [key for key in fields.get("peers", {}) if key in groups]:
        del groups[key]


def _entries(one: Fields) -> None:
    """A term as one entry: its conditions and actions in a row."""
    terms, lines = one.pop("terms", {}), one.pop("term_lines", {})
    one["entries"] = [Entry(None, f"term {name} {'; '.join(said)}", lines.get(name, 0)) for name, said in terms.items()]
    last: list[str] = next(reversed(terms.values()), [])
    one["open_end"] = "then accept" in last and all(said.startswith("then ") for said in last)


READER: Final = Reader(
    TOP,
    (
        *("interfaces", "vlans", "bridge-domains", "routing-instances", "routing-options static", "routing-options rib", "firewall"),
        *("system host-name", "system services", "system login", "system authentication-order", "system tacplus-server"),
        *("system radius-server", "system backup-router", "protocols bgp", "protocols ospf", "protocols ospf3", "protocols isis"),
        *(
            "snmp community",
            "protocols rstp",
            "protocols mstp",
            "protocols vstp",
            "protocols dot1x",
            "protocols layer2-control",
            "security zones",
            "routing-options autonomous-system",
            "groups",
            "apply-groups",
            "apply-groups-except",
        ),
    ),
    _defaults,
    config_nodes,
    route_distance=5,
)
