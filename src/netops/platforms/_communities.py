"""Lists of extended and large communities, and what route maps do with them, as data of the model."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, Fields, set_field

KINDS: Final = ("rt", "soo")


def pairs(words: str) -> list[str]:
    """`rt 65010:1 soo 65010:2` as one text for each community. ValueError when it is something else."""
    found = words.split()
    if len(found) % 2 or any(kind not in KINDS for kind in found[::2]):
        raise ValueError(words)
    return [f"{kind} {value}" for kind, value in zip(found[::2], found[1::2], strict=True)]


def listed(noun: str) -> Effect:
    """An effect: an entry of a list; `standard|expanded NAME [seq N] permit|deny WORDS`."""

    def effect(fields: Fields, kind: str, name: str, *words: str) -> None:
        *number, action, text = words
        entry: Fields = {"seq": int(number[0])} if number else {}
        entry["action"] = action
        if kind == "standard":
            entry["communities"] = pairs(text) if noun == "extended_community_lists" else text.split()
        else:
            entry["regex"] = text.strip('"')
        one = fields.setdefault(noun, {}).setdefault(name, {"entries": []})
        if kind != "standard":
            one["type"] = kind
        one["entries"].append(entry)

    return effect


def lists(start: str, end: str = "") -> dict[str, Effect]:
    """The lines of both kinds of lists: `START extcommunity-list standard NAME`, with `end` before the action."""
    return {
        f"{start} {word} standard|expanded * {end}permit|deny ~": listed(noun)
        for word, noun in (("extcommunity-list", "extended_community_lists"), ("large-community-list", "large_community_lists"))
    }


def _sets(fields: Fields, kind: str, words: str) -> None:
    *values, last = words.split()
    if last == "additive" and kind == "rt":
        fields["extended_communities_additive"] = True
    else:
        values.append(last)
    fields.setdefault("set_extended_communities", []).extend(f"{kind} {value}" for value in values)


IN_ROUTE_MAPS: Final[dict[str, Effect]] = {
    "match extcommunity ~": lambda fields, words: fields.setdefault("match_extended_communities", []).extend(words.split()),
    "match large-community ~": lambda fields, words: fields.setdefault("match_large_communities", []).extend(words.split()),
    "set extcommunity rt|soo ~": _sets,
}
OF_ROUTE_TYPE: Final[dict[str, Effect]] = {
    "match route-type internal|external|local|level-1|level-2|nssa-external": set_field("match_route_type"),
    "match route-type external type-1|type-2": lambda fields, kind: fields.update(match_route_type=f"external {kind}"),
}
"""FRR has none of them."""
