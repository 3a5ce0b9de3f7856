"""Contract: every server that a device may name is one that the rule about named servers reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from netops.checks.scopes import SERVERS

OTHERS = {
    "aaa groups * servers *",  # a name of `aaa servers`
    "dns hosts * name",  # what a device calls somebody
    "interface tunnel destination",
    *("ipsec gateways * addresses *", "ipsec gateways * local_address", "ipsec ike_policies * local_address"),
    *("ipsec keyrings * local_address", "ipsec maps * entries * peers *", "ipsec vpns * monitor destination"),
    *("object_groups entries * first", "object_groups entries * last"),
}
"""Ends of others, and our own."""
SCHEMAS = Path(__file__).parents[2] / "schemas"


def _hosts(schema: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The fields of a schema that are hosts."""
    if isinstance(schema, list):
        for item in schema:
            yield from _hosts(item, trail)
    elif isinstance(schema, dict):
        if str(schema.get("$ref", "")).endswith("#/$defs/host"):
            yield trail
        for key, value in schema.items():
            steps = ((name, below) for name, below in value.items()) if key == "properties" else ()
            for name, below in steps:
                yield from _hosts(below, (*trail, name))
            if key in ("items", "additionalProperties", "patternProperties", "$defs", "anyOf", "oneOf"):
                yield from _hosts(value, (*trail, "*") if key == "items" else trail)


def test_every_host_of_the_schema_is_looked_up() -> None:
    """Where a noun of a device names a host, REF015 reads it; the far end of a tunnel is a router's."""
    found = set[str]()
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        noun = path.name.partition(".")[0]
        found |= {" ".join((noun, *trail)) for trail in _hosts(json.loads(path.read_text(encoding="utf-8")))} if noun != "netops" else set()
    assert found - set(SERVERS) == OTHERS
