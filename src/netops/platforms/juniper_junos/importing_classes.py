"""What lines of `class-of-service` and MPLS are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import find_or_add_row
from netops.facts.table import Effect, Fields, make_table
from netops.platforms.juniper_junos.importing_nodes import append_at_path, enter_path, in_table, set_at_path, set_flag, unquoted_line

MARKS: Final = "dscp|dscp-ipv6|exp|ieee-802.1|inet-precedence"
LOSS: Final = "low|medium-low|medium-high|high"


def _rule(kind: str, mark: str, name: str, fields: Fields) -> Fields:
    return enter_path("class_of_service", kind, mark, name)(fields)


def _classified(fields: Fields, mark: str, name: str, queue: str, loss: str, point: str) -> None:
    enter_path("classes", queue)(_rule("classifiers", mark, name, fields)).setdefault(loss, []).append(point)


def _rewritten(fields: Fields, mark: str, name: str, queue: str, loss: str, point: str) -> None:
    enter_path("classes", queue)(_rule("rewrite_rules", mark, name, fields))[loss] = point


def _scheduler(fields: Fields, name: str) -> Fields:
    return enter_path("class_of_service", "schedulers", name)(fields)


def _unit(kind: str) -> Effect:
    def effect(fields: Fields, port: str, unit: str, mark: str, name: str) -> None:
        enter_path("class_of_service", "interfaces", f"{port}.{unit}", kind)(fields)[mark] = name

    return effect


def _amount(name: str) -> Effect:
    def effect(fields: Fields, scheduler: str, words: str) -> None:
        _scheduler(fields, scheduler)[name] = unquoted_line(words)

    return effect


LSP: Final = make_table(
    {
        "description ~": set_at_path("description", unquoted_line),
        "from *": set_at_path("from"),
        "to *": set_at_path("to"),
        "metric #": set_at_path("metric", int),
        "bandwidth *": set_at_path("bandwidth"),
        "priority # #": lambda fields, *words: fields.update(priority=[int(word) for word in words]),
        "no-cspf": set_flag("cspf", False),
        "fast-reroute": set_flag("fast_reroute"),
        "adaptive": set_flag("adaptive"),
        "link-protection": set_flag("protection", "link"),
        "node-link-protection": set_flag("protection", "node-link"),
        "primary *": set_at_path("primary"),
        "secondary *": set_at_path("secondary"),
        "secondary * standby": lambda fields, name: fields.update(secondary=name, standby=True),
    }
)


def _hop(fields: Fields, name: str, address: str, hop: str = "") -> None:
    hops: list[Fields] = enter_path("mpls", "paths")(fields).setdefault(name, [])
    hops.append({"address": address} | ({"hop": hop} if hop else {}))


def _rsvp(fields: Fields, name: str, key: str = "", value: object = None) -> None:
    """An interface that speaks RSVP, and what more its lines say."""
    names: list[str] = enter_path("mpls")(fields).setdefault("rsvp_interfaces", [])
    if name not in names:
        names.append(name)
    if key:
        enter_path("mpls", key)(fields)[name] = value


def _kilobits(rate: str) -> int:
    factors = {"k": 1, "m": 1000, "g": 1_000_000}
    return int(rate[:-1]) * factors[rate[-1]]


LINES: Final[dict[str, Effect]] = {
    "class-of-service forwarding-classes class * queue-num #": lambda fields, name, number: enter_path(
        "class_of_service", "forwarding_classes"
    )(fields).update({name: int(number)}),
    f"class-of-service classifiers {MARKS} * import *": lambda fields, mark, name, word: _rule("classifiers", mark, name, fields).update(
        {"import": word}
    ),
    f"class-of-service classifiers {MARKS} * forwarding-class * loss-priority {LOSS} code-points *": _classified,
    f"class-of-service rewrite-rules {MARKS} * import *": lambda fields, mark, name, word: _rule(
        "rewrite_rules", mark, name, fields
    ).update({"import": word}),
    f"class-of-service rewrite-rules {MARKS} * forwarding-class * loss-priority {LOSS} code-point *": _rewritten,
    "class-of-service scheduler-maps * forwarding-class * scheduler *": lambda fields, name, queue, scheduler: enter_path(
        "class_of_service", "scheduler_maps", name
    )(fields).update({queue: scheduler}),
    "class-of-service schedulers * priority *": lambda fields, name, word: _scheduler(fields, name).update(priority=word),
    "class-of-service schedulers * transmit-rate ~": _amount("transmit_rate"),
    "class-of-service schedulers * buffer-size ~": _amount("buffer_size"),
    "class-of-service schedulers * shaping-rate ~": _amount("shaping_rate"),
    "class-of-service interfaces * scheduler-map *": lambda fields, port, name: enter_path("class_of_service", "interfaces", port)(
        fields
    ).update(scheduler_map=name),
    f"class-of-service interfaces * unit # classifiers {MARKS} *": _unit("classifiers"),
    f"class-of-service interfaces * unit # rewrite-rules {MARKS} *": _unit("rewrite_rules"),
    "protocols mpls interface *": append_at_path("mpls.interfaces"),
    "protocols mpls no-propagate-ttl": lambda fields: enter_path("mpls")(fields).update(propagate_ttl=False),
    "protocols mpls icmp-tunneling": lambda fields: enter_path("mpls")(fields).update(icmp_tunneling=True),
    "protocols mpls ipv6-tunneling": lambda fields: enter_path("mpls")(fields).update(ipv6_tunneling=True),
    "protocols mpls log-updown syslog|trap": append_at_path("mpls.log_updown"),
    "protocols mpls lsp-external-controller pccd": set_flag("mpls.external_controller"),
    "protocols mpls optimize-timer #": set_at_path("mpls.optimize_timer_s", int),
    "protocols mpls path * *": lambda fields, *words: _hop(fields, *words),
    "protocols mpls path * * strict|loose": lambda fields, *words: _hop(fields, *words),
    "protocols mpls label-switched-path * ~": in_table(
        LSP, lambda fields, name: find_or_add_row(enter_path("mpls")(fields), "lsps", name=name)
    ),
    "protocols rsvp interface *": lambda fields, name: _rsvp(fields, name),
    "protocols rsvp interface * bandwidth *": lambda fields, name, rate: _rsvp(fields, name, "rsvp_bandwidth_kbps", _kilobits(rate)),
    "protocols rsvp interface * link-protection": lambda fields, name: _rsvp(fields, name, "rsvp_protection", "link"),
    "protocols rsvp interface * node-link-protection": lambda fields, name: _rsvp(fields, name, "rsvp_protection", "node-link"),
    "protocols ldp track-igp-metric": set_flag("mpls.ldp.track_igp_metric"),
    "protocols ldp transport-address *": set_at_path("mpls.ldp.transport_address"),
    "protocols ldp interface *": append_at_path("mpls.ldp_interfaces"),
}
