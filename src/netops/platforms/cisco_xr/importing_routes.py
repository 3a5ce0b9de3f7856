"""VRFs and static routes of IOS XR as data of the model (Routing Command Reference)."""

from __future__ import annotations

from typing import Final

from netops.facts.importer import VRFS
from netops.facts.table import Fields, SectionPattern, append_to_field, make_table, set_field
from netops.facts.values import is_ip


def vrf_fields(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault(VRFS, {}).setdefault(name, {})
    found.setdefault("address_families", {})
    return found


def _targets(way: str) -> SectionPattern:
    return SectionPattern(make_table({"*": append_to_field(f"{way}_targets")}), lambda fields: fields)


VRF: Final = make_table(
    {
        "description ~": set_field("description"),
        "address-family ipv4|ipv6 unicast": SectionPattern(
            make_table(
                {
                    "import route-target": _targets("import"),
                    "export route-target": _targets("export"),
                    "import|export route-policy *": lambda fields, way, name: fields.update({f"{way}_map": name}),
                }
            ),
            lambda fields, family: fields["address_families"].setdefault(family, {}),
        ),
    }
)


def _route(context: Fields, prefix: str, words: str) -> None:
    """`P [vrf NAME] [INTERFACE] [NEXTHOP] [DISTANCE] [tag N] [metric N] [permanent] [description TEXT]`."""
    row: Fields = {"prefix": prefix} | ({"vrf": context["vrf"]} if context["vrf"] else {})
    text, _, name = words.partition(" description ")
    rest = text.split()
    while rest:
        word = rest.pop(0)
        if word in ("tag", "metric"):
            row[word] = int(rest.pop(0))
        elif word == "vrf":
            row["next_hop_vrf"] = rest.pop(0)
        elif word == "permanent":
            row["permanent"] = True
        elif word.isdecimal():
            row["distance"] = int(word)
        elif word == "Null0" and not rest:
            row["blackhole"] = True
        elif is_ip(word):
            row["next_hop"] = word
        elif "interface" in row or not word[-1].isdecimal():
            raise ValueError(words)
        else:
            row["interface"] = word
    if row.get("blackhole") and "interface" in row:
        raise ValueError(words)
    context["root"].setdefault("static_routes", []).append(row | ({"name": name} if name else {}))


_ROUTES: Final = SectionPattern(make_table({"* ~": _route}), lambda context, _: context)
STATIC: Final = make_table(
    {
        "address-family ipv4|ipv6 unicast": _ROUTES,
        "vrf *": SectionPattern(make_table({"address-family ipv4|ipv6 unicast": _ROUTES}), lambda context, name: {**context, "vrf": name}),
    }
)
