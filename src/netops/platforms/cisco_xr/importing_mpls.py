"""MPLS and segment routing of IOS XR as data of the model (MPLS and Segment Routing Configuration Guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import enter_map, find_or_add_row
from netops.facts.table import Effect, FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field

NOTHING: Final = make_table({})
LDP: Final = make_table(
    {
        "log": SectionPattern(make_table({"neighbor": lambda fields: enter_map("ldp")(fields).update(log_neighbors=True)}), whole=True),
        "nsr": lambda fields: enter_map("ldp")(fields).update(nsr=True),
        "graceful-restart": lambda fields: enter_map("ldp")(fields).update(graceful_restart=True),
        "router-id *": lambda fields, word: enter_map("ldp")(fields).update(router_id=word),
        "address-family ipv4": SectionPattern(
            make_table({"discovery transport-address *": set_field("transport_address")}), enter_map("ldp"), whole=True
        ),
        "interface *": SectionPattern(NOTHING, lambda fields, name: (append_to_field("ldp_interfaces")(fields, name), {})[1], whole=True),
    }
)


def _bandwidth(fields: Fields, name: str) -> Fields:
    fields.setdefault("rsvp_interfaces", []).append(name)
    return {"root": fields, "name": name}


RSVP: Final = make_table(
    {
        "interface *": SectionPattern(
            make_table(
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
TRAFFIC_ENGINEERING: Final = make_table(
    {"interface *": SectionPattern(NOTHING, lambda fields, name: (append_to_field("te_interfaces")(fields, name), {})[1], whole=True)}
)
MPLS: Final[dict[str, Effect | SectionPattern]] = {
    "mpls ldp": SectionPattern(LDP, lambda fields: (fields.setdefault("mpls", {}).setdefault("ldp", {}), fields["mpls"])[1]),
    "rsvp": SectionPattern(RSVP, enter_map("mpls")),
    "mpls traffic-eng": SectionPattern(TRAFFIC_ENGINEERING, enter_map("mpls")),
    "mpls oam": SectionPattern(NOTHING, lambda fields: (enter_map("mpls")(fields).update(oam=True), {})[1], whole=True),
    "mpls ip-ttl-propagate disable": lambda fields: enter_map("mpls")(fields).update(propagate_ttl=False),
}

DYNAMIC: Final = make_table(
    {
        "pcep": set_constant("pcep", True),
        "anycast-sid-inclusion": set_constant("anycast_sid_inclusion", True),
        "metric": SectionPattern(make_table({"type igp|te|latency|hopcount": set_field("metric")})),
    }
)


def _segment(kind: str) -> Effect:
    def effect(fields: Fields, index: str, word: str) -> None:
        value = int(word) if kind == "label" else word
        fields.setdefault("segments", []).append({"index": int(index), kind: value})

    return effect


SEGMENTS: Final = make_table({"index # mpls label #": _segment("label"), "index # mpls adjacency *": _segment("address")})
PATH: Final = make_table(
    {
        "dynamic": SectionPattern(DYNAMIC, enter_map("dynamic")),
        "explicit segment-list *": SectionPattern(
            NOTHING, lambda fields, name: (append_to_field("segment_lists")(fields, name), {})[1], whole=True
        ),
    }
)
POLICY: Final = make_table(
    {
        "binding-sid mpls #": set_field("binding_label", int),
        "color # end-point ipv4|ipv6 *": lambda fields, color, _, address: fields.update(color=int(color), end_point=address),
        "candidate-paths": SectionPattern(
            make_table(
                {"preference #": SectionPattern(PATH, lambda fields, number: find_or_add_row(fields, "paths", preference=int(number)))}
            ),
            whole=True,
        ),
    }
)
PCE: Final = make_table(
    {
        "source-address ipv4 *": set_field("source_address"),
        "report-all": set_constant("report_all", True),
        "pce address ipv4 *": SectionPattern(
            make_table({"precedence #": set_field("precedence", int)}),
            lambda fields, address: find_or_add_row(fields, "servers", address=address),
            whole=True,
        ),
    }
)
POLICIES: Final[FactTable] = make_table(
    {
        "segment-list *": SectionPattern(SEGMENTS, lambda fields, name: find_or_add_row(fields, "segment_lists", name=name), whole=True),
        "candidate-paths": SectionPattern(
            make_table({"all": SectionPattern(make_table({"source-address ipv4 *": set_field("source_address")}))}), whole=True
        ),
        "on-demand color #": SectionPattern(
            make_table({"dynamic": SectionPattern(DYNAMIC, enter_map("dynamic"))}),
            lambda fields, color: find_or_add_row(fields, "on_demand", color=int(color)),
            whole=True,
        ),
        "policy *": SectionPattern(POLICY, lambda fields, name: find_or_add_row(fields, "policies", name=name), whole=True),
        "pcc": SectionPattern(PCE, enter_map("pce")),
    }
)
