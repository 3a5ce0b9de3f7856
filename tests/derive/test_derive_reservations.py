"""A reserved address with a name is in the DNS, in both directions, and its record names the line that reserves it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import netops

COMPANY = Path(__file__).parent.parent / "checks" / "company"


def records(view: dict[str, Any], zone: str) -> list[dict[str, Any]]:
    (found,) = [one["records"] for one in view["dns_server"]["zones"] if one["name"] == zone]
    return list(found)


def test_reserved_address_has_its_records() -> None:
    view = netops.load(COMPANY).view("aa-srv-1")
    assert {"name": "door", "type": "A", "value": "10.14.20.30"} in records(view, "aa.example")
    assert {"name": "30.20", "type": "PTR", "value": "door.aa.example."} in records(view, "14.10.in-addr.arpa")
    assert [record for record in records(view, "14.10.in-addr.arpa") if record["name"] == "20.20"] == []


def test_record_leads_to_the_reservation() -> None:
    view = netops.load(COMPANY).view("aa-srv-1", trace=True)
    (door,) = [record["value"] for record in records(view, "aa.example") if record["name"] == "door"]
    lines = (COMPANY / "inventory/sites/nn.yaml").read_text(encoding="utf-8").splitlines()
    (line,) = [number for number, text in enumerate(lines, start=1) if "start: 10.14.20.30" in text]
    assert {(origin.file, origin.line) for origin in door.origins} == {("inventory/sites/nn.yaml", line)}
