"""Routes and neighbours of IOS XR (Routing guide; IP Addresses and Services guide for VRRP and HSRP)."""

from __future__ import annotations

from typing import Final

from netops.facts.lists import route
from netops.facts.routers import PEER, bgp_vrf, member, network_name, process_vrf
from netops.facts.table import Below, Fields, add, const, put, table
from netops.facts.values import area, ip
from netops.platforms.cisco_xr.facts_interface import NAME


def _family_route(fields: Fields, words: str) -> None:
    values = {"tag": "", "description": "", "track": "track", "vrf": "next_vrf", "metric": ""}
    route(fields["root"], words, values=values, flags={"permanent": ""}, vrf=fields["vrf"])


_ROUTES: Final = Below(table({"~": _family_route}), lambda fields, _: fields)
_FAMILIES: Final = {"address-family ipv4|ipv6 [unicast]": _ROUTES}
STATIC: Final = Below(
    table({**_FAMILIES, "vrf *": Below(table({**_FAMILIES}), lambda fields, name: {**fields, "vrf": "" if name == "default" else name})}),
    lambda fields: {"root": fields, "vrf": ""},
)

_SESSION: Final = table(
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
_VRF: Final = table(
    {"neighbor *": Below(_SESSION, lambda fields, name: member(fields, "peers", network_name(name)))},
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
_GROUP: Final = Below(_SESSION, lambda fields, _, name: member({**fields, "vrf": ""}, "peer_groups", name))
BGP: Final = table({"vrf *": Below(_VRF, bgp_vrf), "neighbor-group|session-group *": _GROUP}, "af-group ~ {}", _VRF)

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
    return {"process": fields, "area": area(name)}


def _area_passive(fields: Fields, way: str = "enable") -> None:
    fields["process"].setdefault("area_passive", {})[fields["area"]] = way == "enable"


def _member(fields: Fields, name: str) -> Fields:
    found: Fields = fields.get("process", fields).setdefault("members", {}).setdefault(NAME(name), {})
    found["area"] = fields.get("area", "")
    return found


_MEMBER: Final = Below(
    table(
        {
            "passive [enable]": const("passive", True),
            "passive disable": const("passive", False),
            "suspended": const("disabled", True),
        },
        _IGP_SILENT,
    ),
    _member,
)
_AREA: Final = Below(
    table({"interface *": _MEMBER, "passive [enable]": _area_passive, "passive disable": lambda f: _area_passive(f, "no")}, _IGP_SILENT),
    _area,
)
_PROCESS: Final = table(
    {
        "area *": _AREA,
        "interface *": _MEMBER,
        "passive [enable]": const("passive_default", True),
        "passive disable": const("passive_default", False),
    },
    _IGP_SILENT,
)
IGP: Final = table({"vrf *": Below(_PROCESS, process_vrf)}, "", _PROCESS)


def shared(protocol: str) -> Below:
    """`router vrrp`: interface, address family, group, addresses (IP Addresses and Services guide, "Implementing VRRP")."""
    group = table(
        {
            "address * [secondary]": add("addresses", ip),
            "priority #": put("priority", int),
            "address global *": add("addresses", ip),
            "address linklocal *": add("addresses", ip),
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

    family = table({f"{protocol} #": Below(group, enter), f"{protocol} # version #": Below(group, enter)})
    silent = "delay ~\nhsrp|vrrp ~\nbfd ~\nuse-bia\nredirects disable"
    port = table({"address-family ipv4|ipv6": Below(family, lambda fields, _: fields)}, silent)
    return Below(table({"interface *": Below(port, lambda fields, name: fields.setdefault("redundancy", {}).setdefault(NAME(name), {}))}))
