"""What the lines of a router's firewall are in the model (Security Command Reference: zone security, ip inspect)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_field

LIMITS: Final = {
    "dns-timeout": "dns_timeout_s",
    "max-incomplete high": "half_open_high",
    "max-incomplete low": "half_open_low",
    "one-minute high": "per_minute_high",
    "one-minute low": "per_minute_low",
    "udp idle-time": "udp_idle_s",
    "tcp idle-time": "tcp_idle_s",
    "tcp finwait-time": "tcp_finwait_s",
    "tcp synwait-time": "tcp_synwait_s",
}


def _firewall(fields: Fields) -> Fields:
    found: Fields = fields.setdefault("zone_firewall", {})
    return found


def _row(key: str) -> Callable[..., Fields]:
    def enter(fields: Fields, name: str, **more: str) -> Fields:
        row: Fields = {"name": name, **more}
        _firewall(fields).setdefault(key, []).append(row)
        return row

    return enter


def _class(fields: Fields, name: str) -> Fields:
    row: Fields = {"name": name}
    fields.setdefault("classes", []).append(row)
    return row


def _does(fields: Fields, action: str, words: str = "") -> None:
    """`inspect [PARAMETERS]`, `pass [log]`, `drop [log]`."""
    if "action" in fields:
        raise ValueError("two actions")
    fields["action"] = action
    if words == "log" and action != "inspect":
        fields["log"] = True
    elif words:
        fields["parameters"] = words


def _limit(words: str) -> Effect:
    return lambda fields, number: _firewall(fields).setdefault("limits", {}).update({LIMITS[words]: int(number)})


def _rule(fields: Fields, name: str, words: str) -> None:
    """`ip inspect name X http java-list 11 alert on audit-trail off timeout 3600`."""
    protocol, *found = words.split()
    row: Fields = {"protocol": protocol}
    while found:
        word, value, *found = found
        match word:
            case "java-list":
                row["java_acl"] = value
            case "maximum":
                row["maximum"] = int(value)
            case "timeout":
                row["timeout_s"] = int(value)
            case "alert" | "audit-trail":
                row[word.replace("-", "_")] = {"on": True, "off": False}[value]
            case _:
                raise ValueError(words)
    inspections: list[Fields] = _firewall(fields).setdefault("inspections", [])
    one = next((one for one in inspections if one["name"] == name), None)
    if one is None:
        one = {"name": name, "rules": []}
        inspections.append(one)
    one["rules"].append(row)


def _per_host(fields: Fields, count: str, minutes: str) -> None:
    _firewall(fields).setdefault("limits", {}).update(per_host=int(count), per_host_block_min=int(minutes))


CLASS: Final = make_table(
    {
        "description ~": set_field("description"),
        "match protocol *": append_to_field("protocols"),
        "match access-group #": append_to_field("acls"),
        "match access-group name *": append_to_field("acls"),
        "match class-map *": append_to_field("classes"),
    }
)
ACTION: Final = make_table({"inspect|pass|drop": _does, "inspect|pass|drop *": _does})
POLICY: Final = make_table(
    {
        "description ~": set_field("description"),
        "class type inspect *": SectionPattern(ACTION, _class, whole=True),
        "class class-default": SectionPattern(ACTION, lambda fields: _class(fields, "class-default"), whole=True),
    }
)
PAIR: Final = make_table({"description ~": set_field("description"), "service-policy type inspect *": set_field("policy")})

FIREWALL: Final[dict[str, Any]] = {
    "class-map type inspect match-any *": SectionPattern(
        CLASS, lambda fields, name: _row("classes")(fields, name, match="any"), whole=True
    ),
    "class-map type inspect match-all *": SectionPattern(
        CLASS, lambda fields, name: _row("classes")(fields, name, match="all"), whole=True
    ),
    "policy-map type inspect *": SectionPattern(POLICY, _row("policies"), whole=True),
    "zone security *": SectionPattern(make_table({"description ~": set_field("description")}), _row("zones")),
    "zone-pair security * source * destination *": SectionPattern(
        PAIR, lambda fields, name, source, to: _row("pairs")(fields, name, **{"from": source, "to": to})
    ),
    "ip inspect name * ~": _rule,
    "ip inspect alert-off": lambda fields: _firewall(fields).update(alerts=False),
    "ip inspect audit-trail": lambda fields: _firewall(fields).update(audit_trail=True),
    "ip inspect tcp max-incomplete host # block-time #": _per_host,
    **{f"ip inspect {words} #": _limit(words) for words in LIMITS},
}
"""Lines of the firewall of a router."""
