"""What the lines of a router's firewall are in the model (Security Command Reference: zone security, ip inspect)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.table import Below, Effect, Fields, add, put, table

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


CLASS: Final = table(
    {
        "description ~": put("description"),
        "match protocol *": add("protocols"),
        "match access-group #": add("acls"),
        "match access-group name *": add("acls"),
        "match class-map *": add("classes"),
    }
)
ACTION: Final = table({"inspect|pass|drop": _does, "inspect|pass|drop *": _does})
POLICY: Final = table(
    {
        "description ~": put("description"),
        "class type inspect *": Below(ACTION, _class, whole=True),
        "class class-default": Below(ACTION, lambda fields: _class(fields, "class-default"), whole=True),
    }
)
PAIR: Final = table({"description ~": put("description"), "service-policy type inspect *": put("policy")})

FIREWALL: Final[dict[str, Any]] = {
    "class-map type inspect match-any *": Below(CLASS, lambda fields, name: _row("classes")(fields, name, match="any"), whole=True),
    "class-map type inspect match-all *": Below(CLASS, lambda fields, name: _row("classes")(fields, name, match="all"), whole=True),
    "policy-map type inspect *": Below(POLICY, _row("policies"), whole=True),
    "zone security *": Below(table({"description ~": put("description")}), _row("zones")),
    "zone-pair security * source * destination *": Below(
        PAIR, lambda fields, name, source, to: _row("pairs")(fields, name, **{"from": source, "to": to})
    ),
    "ip inspect name * ~": _rule,
    "ip inspect alert-off": lambda fields: _firewall(fields).update(alerts=False),
    "ip inspect audit-trail": lambda fields: _firewall(fields).update(audit_trail=True),
    "ip inspect tcp max-incomplete host # block-time #": _per_host,
    **{f"ip inspect {words} #": _limit(words) for words in LIMITS},
}
"""Lines of the firewall of a router."""
