"""What lines of port access control are in the model (Identity-Based Networking Services): 802.1X, MAB, policies of identity, tracking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.access import CONTROL, MODES, PORT, port_flag, port_value
from netops.facts.filling import at_path, enter_map, find_or_add_row, map_at_path
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field


def _vlan(name: str) -> Effect:
    return lambda fields, word: map_at_path(fields, "dot1x").update({name: int(word) if word.isdecimal() else word})


def _methods(name: str) -> Effect:
    return lambda fields, words: map_at_path(fields, "dot1x").update({name: words.split()})


def _new_words(effect: Effect) -> Effect:
    """An effect, and that the port is in the words of identity policies."""

    def both(fields: Fields, *words: str) -> None:
        effect(fields, *words)
        fields["_identity"] = True

    return both


def _seconds(fields: Fields, word: str) -> None:
    map_at_path(fields, "dot1x")["reauthenticate_s"] = int(word) if word.isdecimal() else word


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
    "authentication event server dead action reinitialize vlan *": lambda fields, word: map_at_path(fields, "dot1x").update(
        server_dead_vlan=int(word), server_dead_reinitialize=True
    ),
    "authentication event server dead action authorize voice": port_flag("server_dead_voice"),
    "authentication event server alive action reinitialize": port_flag("server_alive_reinitialize"),
    "service-policy type control subscriber *": port_value("policy"),
    "source template *": set_field("port_template"),
    "device-tracking attach-policy *": set_field("device_tracking"),
    "ip device tracking maximum #": set_field("device_tracking_max", int),
}

_TEMPLATE: Final = make_table(
    {
        **ACCESS_PORT,
        "description ~": set_field("description"),
        "switchport mode access": set_constant("mode", "access"),
        "switchport mode trunk": set_constant("mode", "tagged"),
        "switchport access vlan #": set_field("access_vid", int),
        "switchport voice vlan #": set_field("voice_vid", int),
        "switchport trunk native vlan #": set_field("native_vid", int),
        "switchport trunk allowed vlan *": set_field("allowed_vlans"),
        "switchport nonegotiate": set_constant("dtp", False),
        "spanning-tree portfast": set_constant("edge", True),
        "spanning-tree portfast trunk": set_constant("edge", "trunk"),
        "spanning-tree bpduguard enable": set_constant("bpduguard", True),
        "spanning-tree bpduguard disable": set_constant("bpduguard", False),
    }
)
_SERVICE: Final = make_table(
    {
        "description ~": set_field("description"),
        "access-group *": set_field("acl"),
        "vlan *": lambda fields, word: fields.update(vlan=int(word) if word.isdecimal() else word),
        "voice vlan": set_constant("voice_vlan", True),
        "interface-template *": set_field("port_template"),
        "linksec policy must-secure|should-secure|must-not-secure": set_field("linksec"),
        "inactivity-timer #": set_field("inactivity_s", int),
        "absolute-timer #": set_field("timeout_s", int),
        "tag *": set_field("tag"),
    }
)
_CONDITION: Final = make_table({"match ~": append_to_field("tests"), "no-match ~": append_to_field("not")})
_RULE: Final = make_table({"# ~": lambda fields, seq, words: fields.setdefault("actions", []).append({"seq": int(seq), "action": words})})


def _policy_rule(fields: Fields, seq: str, name: str, run: str = "") -> Fields:
    rule: Fields = {"seq": int(seq), "class": name} | ({"run": run} if run else {})
    fields.setdefault("rules", []).append(rule)
    return rule


_EVENT: Final = make_table(
    {
        "# class *": SectionPattern(_RULE, _policy_rule),
        "# class * do-until-failure|do-until-success|do-all": SectionPattern(_RULE, _policy_rule),
    }
)
_POLICY: Final = make_table(
    {
        "event * match-all|match-first": SectionPattern(
            _EVENT,
            lambda fields, event, match: find_or_add_row(fields, "events", event=event, match=match.removeprefix("match-")),
            whole=True,
        )
    }
)
_TRACKING: Final = make_table(
    {
        "trusted-port": set_constant("trusted", True),
        "device-role node|switch": set_field("role"),
        "no protocol arp|dhcp4|dhcp6|ndp|udp": append_to_field("protocols_off"),
        "security-level glean|guard|inspect": set_field("security_level"),
        "limit address-count #": set_field("max_addresses", int),
        "tracking enable|disable": set_field("tracking"),
    }
)
_SENSOR: Final = make_table({"tlv|option name|number *": lambda fields, kind, how, word: _part(fields, kind, how, word)})


def _part(fields: Fields, kind: str, how: str, word: str) -> None:
    if kind != ("option" if fields["protocol"] == "dhcp" else "tlv") or word.isdecimal() != (how == "number"):
        raise ValueError(word)
    fields.setdefault("parts", []).append(word)


def _named(*path: str) -> Callable[..., Fields]:
    """Enters the row of a list by its name."""
    return lambda fields, name: find_or_add_row(map_at_path(fields, *path[:-1]), path[-1], name=name)


def _condition(fields: Fields, match: str, name: str) -> Fields:
    return find_or_add_row(map_at_path(fields, "identity_policies"), "conditions", name=name, match=match.removeprefix("match-"))


def _vlan_policy(fields: Fields, vlans: str) -> Fields:
    return find_or_add_row(map_at_path(fields, "device_tracking"), "vlans", vlans=vlans)


ACCESS: Final[dict[str, Any]] = {
    "dot1x system-auth-control": at_path("dot1x", set_constant("enabled", True)),
    "dot1x critical eapol": at_path("dot1x", set_constant("critical_eapol", True)),
    "authentication critical recovery delay #": at_path("dot1x", set_field("critical_recovery_delay_ms", int)),
    "access-session mac-move deny": at_path("dot1x", set_constant("mac_move", "deny")),
    "authentication mac-move permit": at_path("dot1x", set_constant("mac_move", "permit")),
    "access-session monitor": at_path("dot1x", set_constant("monitor", True)),
    "access-session attributes filter-list list *": SectionPattern(
        make_table({"*": lambda fields, word: fields.setdefault("attributes", []).append(word)}), _named("dot1x", "attribute_lists")
    ),
    "access-session authentication|accounting attributes filter-spec include list *": lambda fields, kind, name: map_at_path(
        fields, "dot1x"
    ).update({f"{kind}_attributes": name}),
    "service-template *": SectionPattern(_SERVICE, _named("identity_policies", "service_templates"), whole=True),
    "class-map type control subscriber match-all|match-any|match-none *": SectionPattern(_CONDITION, _condition, whole=True),
    "policy-map type control subscriber *": SectionPattern(_POLICY, _named("identity_policies", "policies"), whole=True),
    "template *": SectionPattern(_TEMPLATE, lambda fields, name: find_or_add_row(fields, "port_templates", name=name)),
    "device-tracking policy *": SectionPattern(_TRACKING, _named("device_tracking", "policies"), whole=True),
    "vlan configuration *": SectionPattern(make_table({"device-tracking attach-policy *": set_field("policy")}), _vlan_policy, whole=True),
    "no device-tracking logging theft": at_path("device_tracking", set_constant("log_theft", False)),
    "device-tracking tracking ~": at_path("device_tracking", set_field("tracking")),
    "ip device tracking": at_path("device_tracking", set_constant("enabled", True)),
    "ip device tracking probe delay #": at_path("device_tracking", set_field("probe_delay_s", int)),
    "device classifier": at_path("device_sensor", set_constant("classifier", True)),
    "device-sensor notify all-changes|new-tlvs": at_path("device_sensor", set_field("notify")),
    "device-sensor accounting": at_path("device_sensor", set_constant("accounting", True)),
    "device-sensor filter-list cdp|lldp|dhcp list *": SectionPattern(
        _SENSOR,
        lambda fields, protocol, name: find_or_add_row(map_at_path(fields, "device_sensor"), "lists", protocol=protocol, name=name),
        whole=True,
    ),
    "device-sensor filter-spec cdp|lldp|dhcp include list *": lambda fields, protocol, name: map_at_path(
        fields, "device_sensor", "filters"
    ).update({protocol: name}),
}


def finish_access(fields: Fields) -> None:
    """Say whose words the ports are in, and leave out VLANs without a policy."""
    found = [*fields.get("interfaces", {}).values(), *fields.get("port_templates", ())]
    if any(port.pop("_identity", False) for port in found):
        enter_map("dot1x")(fields)["identity_words"] = True
    tracking: Fields = fields.get("device_tracking", {})
    if "vlans" in tracking:
        tracking["vlans"] = [one for one in tracking["vlans"] if "policy" in one]
        if not tracking["vlans"]:
            del tracking["vlans"]
