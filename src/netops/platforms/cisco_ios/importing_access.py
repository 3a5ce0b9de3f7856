"""What lines of port access control are in the model (Identity-Based Networking Services): 802.1X, MAB, policies of identity, tracking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.access import CONTROL, MODES, PORT, port_flag, port_value
from netops.facts.filling import at, inside, into, row
from netops.facts.table import Below, Effect, Fields, add, const, put, table


def _vlan(name: str) -> Effect:
    return lambda fields, word: inside(fields, "dot1x").update({name: int(word) if word.isdecimal() else word})


def _methods(name: str) -> Effect:
    return lambda fields, words: inside(fields, "dot1x").update({name: words.split()})


def _new_words(effect: Effect) -> Effect:
    """An effect, and that the port is in the words of identity policies."""

    def both(fields: Fields, *words: str) -> None:
        effect(fields, *words)
        fields["_identity"] = True

    return both


def _seconds(fields: Fields, word: str) -> None:
    inside(fields, "dot1x")["reauthenticate_s"] = int(word) if word.isdecimal() else word


_NEW: Final[dict[str, Effect]] = {
    f"port-control {CONTROL}": port_value("control"),
    f"host-mode {MODES}": port_value("host_mode"),
    "control-direction in|both": port_value("control_direction"),
}
ACCESS_PORT: Final[dict[str, Effect]] = {
    **PORT,
    **{f"authentication {words}": effect for words, effect in _NEW.items()},
    **{f"access-session {words}": _new_words(effect) for words, effect in _NEW.items()},
    "access-session closed": port_flag("closed"),
    "access-session interface-template sticky timer #": port_value("template_sticky_s", int),
    "mab": port_flag("mab"),
    "mab eap": port_flag("mab", "eap"),
    "authentication open": port_flag("open"),
    "authentication order ~": _methods("order"),
    "authentication priority ~": _methods("priority"),
    "authentication periodic": port_flag("reauthenticate"),
    "authentication timer reauthenticate *": _seconds,
    "authentication timer restart #": port_value("restart_s", int),
    "authentication timer inactivity ~": port_value("inactivity"),
    "authentication violation shutdown|restrict|protect|replace": port_value("violation"),
    "authentication event fail action authorize vlan *": _vlan("failed_vlan"),
    "authentication event fail action next-method": port_flag("failed_next_method"),
    "authentication event no-response action authorize vlan *": _vlan("guest_vlan"),
    "authentication event server dead action authorize vlan *": _vlan("server_dead_vlan"),
    "authentication event server dead action reinitialize vlan *": lambda fields, word: inside(fields, "dot1x").update(
        server_dead_vlan=int(word), server_dead_reinitialize=True
    ),
    "authentication event server dead action authorize voice": port_flag("server_dead_voice"),
    "authentication event server alive action reinitialize": port_flag("server_alive_reinitialize"),
    "service-policy type control subscriber *": port_value("policy"),
    "source template *": put("port_template"),
    "device-tracking attach-policy *": put("device_tracking"),
    "ip device tracking maximum #": put("device_tracking_max", int),
}

_TEMPLATE: Final = table(
    {
        **ACCESS_PORT,
        "description ~": put("description"),
        "switchport mode access": const("mode", "access"),
        "switchport mode trunk": const("mode", "tagged"),
        "switchport access vlan #": put("access_vid", int),
        "switchport voice vlan #": put("voice_vid", int),
        "switchport trunk native vlan #": put("native_vid", int),
        "switchport trunk allowed vlan *": put("allowed_vlans"),
        "switchport nonegotiate": const("dtp", False),
        "spanning-tree portfast": const("edge", True),
        "spanning-tree portfast trunk": const("edge", "trunk"),
        "spanning-tree bpduguard enable": const("bpduguard", True),
        "spanning-tree bpduguard disable": const("bpduguard", False),
    }
)
_SERVICE: Final = table(
    {
        "description ~": put("description"),
        "access-group *": put("acl"),
        "vlan *": lambda fields, word: fields.update(vlan=int(word) if word.isdecimal() else word),
        "voice vlan": const("voice_vlan", True),
        "interface-template *": put("port_template"),
        "linksec policy must-secure|should-secure|must-not-secure": put("linksec"),
        "inactivity-timer #": put("inactivity_s", int),
        "absolute-timer #": put("timeout_s", int),
        "tag *": put("tag"),
    }
)
_CONDITION: Final = table({"match ~": add("tests"), "no-match ~": add("not")})
_RULE: Final = table({"# ~": lambda fields, seq, words: fields.setdefault("actions", []).append({"seq": int(seq), "action": words})})


def _policy_rule(fields: Fields, seq: str, name: str, run: str = "") -> Fields:
    rule: Fields = {"seq": int(seq), "class": name} | ({"run": run} if run else {})
    fields.setdefault("rules", []).append(rule)
    return rule


_EVENT: Final = table(
    {
        "# class *": Below(_RULE, _policy_rule),
        "# class * do-until-failure|do-until-success|do-all": Below(_RULE, _policy_rule),
    }
)
_POLICY: Final = table(
    {
        "event * match-all|match-first": Below(
            _EVENT, lambda fields, event, match: row(fields, "events", event=event, match=match.removeprefix("match-")), whole=True
        )
    }
)
_TRACKING: Final = table(
    {
        "trusted-port": const("trusted", True),
        "device-role node|switch": put("role"),
        "no protocol arp|dhcp4|dhcp6|ndp|udp": add("protocols_off"),
        "security-level glean|guard|inspect": put("security_level"),
        "limit address-count #": put("max_addresses", int),
        "tracking enable|disable": put("tracking"),
    }
)
_SENSOR: Final = table({"tlv|option name|number *": lambda fields, kind, how, word: _part(fields, kind, how, word)})


def _part(fields: Fields, kind: str, how: str, word: str) -> None:
    if kind != ("option" if fields["protocol"] == "dhcp" else "tlv") or word.isdecimal() != (how == "number"):
        raise ValueError(word)
    fields.setdefault("parts", []).append(word)


def _named(*path: str) -> Callable[..., Fields]:
    """Enters the row of a list by its name."""
    return lambda fields, name: row(inside(fields, *path[:-1]), path[-1], name=name)


def _condition(fields: Fields, match: str, name: str) -> Fields:
    return row(inside(fields, "identity_policies"), "conditions", name=name, match=match.removeprefix("match-"))


def _vlan_policy(fields: Fields, vlans: str) -> Fields:
    return row(inside(fields, "device_tracking"), "vlans", vlans=vlans)


ACCESS: Final[dict[str, Any]] = {
    "dot1x system-auth-control": at("dot1x", const("enabled", True)),
    "dot1x critical eapol": at("dot1x", const("critical_eapol", True)),
    "authentication critical recovery delay #": at("dot1x", put("critical_recovery_delay_ms", int)),
    "access-session mac-move deny": at("dot1x", const("mac_move", "deny")),
    "authentication mac-move permit": at("dot1x", const("mac_move", "permit")),
    "access-session monitor": at("dot1x", const("monitor", True)),
    "access-session attributes filter-list list *": Below(
        table({"*": lambda fields, word: fields.setdefault("attributes", []).append(word)}), _named("dot1x", "attribute_lists")
    ),
    "access-session authentication|accounting attributes filter-spec include list *": lambda fields, kind, name: inside(
        fields, "dot1x"
    ).update({f"{kind}_attributes": name}),
    "service-template *": Below(_SERVICE, _named("identity_policies", "service_templates"), whole=True),
    "class-map type control subscriber match-all|match-any|match-none *": Below(_CONDITION, _condition, whole=True),
    "policy-map type control subscriber *": Below(_POLICY, _named("identity_policies", "policies"), whole=True),
    "template *": Below(_TEMPLATE, lambda fields, name: row(fields, "port_templates", name=name)),
    "device-tracking policy *": Below(_TRACKING, _named("device_tracking", "policies"), whole=True),
    "vlan configuration *": Below(table({"device-tracking attach-policy *": put("policy")}), _vlan_policy, whole=True),
    "no device-tracking logging theft": at("device_tracking", const("log_theft", False)),
    "device-tracking tracking ~": at("device_tracking", put("tracking")),
    "ip device tracking": at("device_tracking", const("enabled", True)),
    "ip device tracking probe delay #": at("device_tracking", put("probe_delay_s", int)),
    "device classifier": at("device_sensor", const("classifier", True)),
    "device-sensor notify all-changes|new-tlvs": at("device_sensor", put("notify")),
    "device-sensor accounting": at("device_sensor", const("accounting", True)),
    "device-sensor filter-list cdp|lldp|dhcp list *": Below(
        _SENSOR, lambda fields, protocol, name: row(inside(fields, "device_sensor"), "lists", protocol=protocol, name=name), whole=True
    ),
    "device-sensor filter-spec cdp|lldp|dhcp include list *": lambda fields, protocol, name: inside(
        fields, "device_sensor", "filters"
    ).update({protocol: name}),
}


def finish_access(fields: Fields) -> None:
    """Say whose words the ports are in, and leave out VLANs without a policy."""
    found = [*fields.get("interfaces", {}).values(), *fields.get("port_templates", ())]
    if any(port.pop("_identity", False) for port in found):
        into("dot1x")(fields)["identity_words"] = True
    tracking: Fields = fields.get("device_tracking", {})
    if "vlans" in tracking:
        tracking["vlans"] = [one for one in tracking["vlans"] if "policy" in one]
        if not tracking["vlans"]:
            del tracking["vlans"]
