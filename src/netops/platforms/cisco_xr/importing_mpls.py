"""MPLS and segment routing of IOS XR as data of the model (MPLS and Segment Routing Configuration Guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import into, row
from netops.facts.table import Below, Effect, Fields, Table, add, const, put, table

NOTHING: Final = table({})
LDP: Final = table(
    {
        "log": Below(table({"neighbor": lambda fields: into("ldp")(fields).update(log_neighbors=True)}), whole=True),
        "nsr": lambda fields: into("ldp")(fields).update(nsr=True),
        "graceful-restart": lambda fields: into("ldp")(fields).update(graceful_restart=True),
        "router-id *": lambda fields, word: into("ldp")(fields).update(router_id=word),
        "address-family ipv4": Below(table({"discovery transport-address *": put("transport_address")}), into("ldp"), whole=True),
        "interface *": Below(NOTHING, lambda fields, name: (add("ldp_interfaces")(fields, name), {})[1], whole=True),
    }
)


def _bandwidth(fields: Fields, name: str) -> Fields:
    fields.setdefault("rsvp_interfaces", []).append(name)
    return {"root": fields, "name": name}


RSVP: Final = table(
    {
        "interface *": Below(
            table(
                {
                    "bandwidth #": lambda context, rate: (
                        context["root"].setdefault("rsvp_bandwidth_kbps", {}).update({context["name"]: int(rate)})
                    )
                }
            ),
            _bandwidth,
            whole=True,
        )
    }
)
TRAFFIC_ENGINEERING: Final = table(
    {"interface *": Below(NOTHING, lambda fields, name: (add("te_interfaces")(fields, name), {})[1], whole=True)}
)
MPLS: Final[dict[str, Effect | Below]] = {
    "mpls ldp": Below(LDP, lambda fields: (fields.setdefault("mpls", {}).setdefault("ldp", {}), fields["mpls"])[1]),
    "rsvp": Below(RSVP, into("mpls")),
    "mpls traffic-eng": Below(TRAFFIC_ENGINEERING, into("mpls")),
    "mpls oam": Below(NOTHING, lambda fields: (into("mpls")(fields).update(oam=True), {})[1], whole=True),
    "mpls ip-ttl-propagate disable": lambda fields: into("mpls")(fields).update(propagate_ttl=False),
}

DYNAMIC: Final = table(
    {
        "pcep": const("pcep", True),
        "anycast-sid-inclusion": const("anycast_sid_inclusion", True),
        "metric": Below(table({"type igp|te|latency|hopcount": put("metric")})),
    }
)


def _segment(kind: str) -> Effect:
    def effect(fields: Fields, index: str, word: str) -> None:
        value = int(word) if kind == "label" else word
        fields.setdefault("segments", []).append({"index": int(index), kind: value})

    return effect


SEGMENTS: Final = table({"index # mpls label #": _segment("label"), "index # mpls adjacency *": _segment("address")})
PATH: Final = table(
    {
        "dynamic": Below(DYNAMIC, into("dynamic")),
        "explicit segment-list *": Below(NOTHING, lambda fields, name: (add("segment_lists")(fields, name), {})[1], whole=True),
    }
)
POLICY: Final = table(
    {
        "binding-sid mpls #": put("binding_label", int),
        "color # end-point ipv4|ipv6 *": lambda fields, color, _, address: fields.update(color=int(color), end_point=address),
        "candidate-paths": Below(
            table({"preference #": Below(PATH, lambda fields, number: row(fields, "paths", preference=int(number)))}), whole=True
        ),
    }
)
PCE: Final = table(
    {
        "source-address ipv4 *": put("source_address"),
        "report-all": const("report_all", True),
        "pce address ipv4 *": Below(
            table({"precedence #": put("precedence", int)}), lambda fields, address: row(fields, "servers", address=address), whole=True
        ),
    }
)
POLICIES: Final[Table] = table(
    {
        "segment-list *": Below(SEGMENTS, lambda fields, name: row(fields, "segment_lists", name=name), whole=True),
        "candidate-paths": Below(table({"all": Below(table({"source-address ipv4 *": put("source_address")}))}), whole=True),
        "on-demand color #": Below(
            table({"dynamic": Below(DYNAMIC, into("dynamic"))}),
            lambda fields, color: row(fields, "on_demand", color=int(color)),
            whole=True,
        ),
        "policy *": Below(POLICY, lambda fields, name: row(fields, "policies", name=name), whole=True),
        "pcc": Below(PCE, into("pce")),
    }
)
