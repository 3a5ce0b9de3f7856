"""What lines of `class-of-service` are in the model."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, Fields
from netops.platforms.juniper_junos.importing_nodes import append_at_path, enter_path, unquoted_line

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
    "protocols rsvp interface *": append_at_path("mpls.rsvp_interfaces"),
    "protocols ldp interface *": append_at_path("mpls.ldp_interfaces"),
}
