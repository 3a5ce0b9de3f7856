"""Routes and neighbours of IOS XR (Routing guide; IP Addresses and Services guide for VRRP and HSRP)."""

from __future__ import annotations

from typing import Final

from netops.facts.lists import add_static_route
from netops.facts.routers import PEER, bgp_fields_in_vrf, bgp_vrf, enter_process_vrf, network_name
from netops.facts.table import Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import canonical_area, canonical_ip
from netops.platforms.cisco_xr.facts_interface import NAME


def _family_route(fields: Fields, words: str) -> None:
    values = {"tag": "", "description": "", "track": "track", "vrf": "next_vrf", "metric": ""}
    add_static_route(fields["root"], words, values=values, flags={"permanent": ""}, vrf=fields["vrf"])


_ROUTES: Final = SectionPattern(make_table({"~": _family_route}), lambda fields, _: fields)
_FAMILIES: Final = {"address-family ipv4|ipv6 [unicast]": _ROUTES}
STATIC: Final = SectionPattern(
    make_table(
        {
            **_FAMILIES,
            "vrf *": SectionPattern(make_table({**_FAMILIES}), lambda fields, name: {**fields, "vrf": "" if name == "default" else name}),
        }
    ),
    lambda fields: {"root": fields, "vrf": ""},
)

_SESSION: Final = make_table(
    {"use neighbor-group|session-group *": lambda fields, _, name: fields.setdefault("inherits", []).append(name)},
    """
    address-family ~ {}
    description|ebgp-multihop|timers|keychain|precedence|ttl-security|advertisement-interval|capability|graceful-restart|tcp|dscp ~
    ebgp-multihop
    ttl-security
    send-buffer-size|receive-buffer-size|session-open-mode|local|log|idle-watch-time|cluster-id|fast-fallover|dmz-link-bandwidth [~]
    bfd ~
    ignore-connected-check
    enforce-first-as ~
    """,
    PEER,
)
_VRF: Final = make_table(
    {"neighbor *": SectionPattern(_SESSION, lambda fields, name: bgp_fields_in_vrf(fields, "peers", network_name(name)))},
    """
    address-family ~ {}
    rd ~
    [no] bgp ~
    default-information originate
    default-metric #
    timers bgp ~
    label mode ~
    nsr [disable]
    """,
)
_GROUP: Final = SectionPattern(_SESSION, lambda fields, _, name: bgp_fields_in_vrf({**fields, "vrf": ""}, "peer_groups", name))
BGP: Final = make_table({"vrf *": SectionPattern(_VRF, bgp_vrf), "neighbor-group|session-group *": _GROUP}, "af-group ~ {}", _VRF)

_IGP_SILENT: Final = """
router-id *
[no] log|auto-cost|redistribute|default-information|default-metric|distance|timers|max-metric|maximum|nsf|nsr|distribute-list [~]
[no] summary-prefix|mpls|segment-routing|bfd|network|cost|priority|hello-interval|dead-interval|retransmit-interval|transmit-delay [~]
[no] authentication|authentication-key|message-digest-key|mtu-ignore|prefix-suppression|fast-reroute|range|stub|nssa|default-cost [~]
[no] net|is-type|set-overload-bit|lsp-password|lsp-gen-interval|lsp-refresh-interval|max-lsp-lifetime|circuit-type|point-to-point [~]
[no] hello-padding|hello-password|hello-multiplier|metric|link-down|microloop|loopback|advertise|ispf|instance-id|domain-id|weight [~]
virtual-link * {}
address-family ~ {}
"""


def _area(fields: Fields, name: str) -> Fields:
    return {"process": fields, "area": canonical_area(name)}


def _area_passive(fields: Fields, way: str = "enable") -> None:
    fields["process"].setdefault("area_passive", {})[fields["area"]] = way == "enable"


def _member(fields: Fields, name: str) -> Fields:
    found: Fields = fields.get("process", fields).setdefault("members", {}).setdefault(NAME(name), {})
    found["area"] = fields.get("area", "")
    return found


_MEMBER: Final = SectionPattern(
    make_table(
        {
            "passive [enable]": set_constant("passive", True),
            "passive disable": set_constant("passive", False),
            "suspended": set_constant("disabled", True),
        },
        _IGP_SILENT,
    ),
    _member,
)
_AREA: Final = SectionPattern(
    make_table(
        {"interface *": _MEMBER, "passive [enable]": _area_passive, "passive disable": lambda f: _area_passive(f, "no")}, _IGP_SILENT
    ),
    _area,
)
_PROCESS: Final = make_table(
    {
        "area *": _AREA,
        "interface *": _MEMBER,
        "passive [enable]": set_constant("passive_default", True),
        "passive disable": set_constant("passive_default", False),
    },
    _IGP_SILENT,
)
IGP: Final = make_table({"vrf *": SectionPattern(_PROCESS, enter_process_vrf)}, "", _PROCESS)


def enter_shared_address(protocol: str) -> SectionPattern:
    """`router vrrp`: interface, address family, group, addresses (IP Addresses and Services guide, "Implementing VRRP")."""
    group = make_table(
        {
            "address * [secondary]": append_to_field("addresses", canonical_ip),
            "priority #": set_field("priority", int),
            "address global *": append_to_field("addresses", canonical_ip),
            "address linklocal *": append_to_field("addresses", canonical_ip),
        },
        """
        priority|preempt|timer|timers|track|name|accept-mode|text-authentication|authentication|bfd|mac-address ~
        preempt
        accept-mode disable
        address linklocal autoconfig
        """,
    )

    def enter(fields: Fields, name: str, *_: str) -> Fields:
        found: Fields = fields.setdefault((protocol, int(name)), {})
        return found

    family = make_table({f"{protocol} #": SectionPattern(group, enter), f"{protocol} # version #": SectionPattern(group, enter)})
    silent = "delay ~\nhsrp|vrrp ~\nbfd ~\nuse-bia\nredirects disable"
    port = make_table({"address-family ipv4|ipv6": SectionPattern(family, lambda fields, _: fields)}, silent)
    return SectionPattern(
        make_table(
            {"interface *": SectionPattern(port, lambda fields, name: fields.setdefault("redundancy", {}).setdefault(NAME(name), {}))}
        )
    )
