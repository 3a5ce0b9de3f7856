"""Small dumps of NetBox, made here: a list of Django's objects."""

from __future__ import annotations

import json
from typing import Any

Rows = list[dict[str, Any]]


def row(kind: str, pk: int, **fields: Any) -> dict[str, Any]:
    return {"model": kind, "pk": pk, "fields": {"created": "2026-01-01T00:00:00Z", "custom_field_data": {}, **fields}}


def text(rows: Rows) -> str:
    return json.dumps(rows)


def network() -> Rows:
    """A site with a router, a stack of two switches, a panel between them, a power strip, an unknown camera and a machine."""
    d = "dcim."
    return [
        row(f"{d}region", 1, name="Nord", slug="nord", parent=None, description=""),
        row(
            f"{d}site",
            1,
            name="Köln 1",
            slug="koeln-1",
            region=1,
            status="active",
            physical_address="Domplatz 1\r\nKöln",
            comments="Second floor",
            tenant=1,
        ),
        row(f"{d}location", 1, name="Room 1", slug="room-1", site=1, parent=2),
        row(f"{d}location", 2, name="Floor 2", slug="floor-2", site=1, tenant=1, status="planned", description="Above the shop"),
        row(f"{d}rack", 1, name="Comms closet", site=1, location=1, u_height=12),
        row(f"{d}manufacturer", 1, name="Cisco", slug="cisco"),
        row(f"{d}manufacturer", 2, name="Nobody & Sons", slug="nobody"),
        row(f"{d}devicetype", 1, manufacturer=1, model="C9200-4", slug="c9200-4", u_height="1.0", is_full_depth=False),
        row(f"{d}devicetype", 2, manufacturer=1, model="ISR 1", slug="isr-1", u_height="1.0", is_full_depth=False),
        row(f"{d}devicetype", 3, manufacturer=2, model="Panel 2", slug="panel-2", u_height="1.0", is_full_depth=False),
        row(f"{d}devicetype", 4, manufacturer=2, model="Strip", slug="strip", u_height="0.0", is_full_depth=False),
        *(row(f"{d}interfacetemplate", n, device_type=1, name=f"GigabitEthernet1/0/{n}", type="1000base-t") for n in range(1, 5)),
        row(f"{d}devicerole", 1, name="Router", slug="router"),
        row(f"{d}devicerole", 2, name="Access Switch", slug="access-switch"),
        row(f"{d}devicerole", 3, name="Panel", slug="panel"),
        row(f"{d}platform", 1, name="Cisco IOS XE", slug="cisco-ios-xe"),
        row(
            f"{d}device",
            1,
            name="KLN-R1",
            role=1,
            platform=1,
            device_type=2,
            site=1,
            rack=1,
            position="4.0",
            face="front",
            serial="ABC 1",
            status="active",
        ),
        row(f"{d}virtualchassis", 1, name="kln-sw1", master=2),
        row(
            f"{d}device",
            2,
            name="kln-sw1-1",
            role=2,
            device_type=1,
            site=1,
            rack=1,
            position="6.0",
            serial="S1",
            virtual_chassis=1,
            vc_position=1,
        ),
        row(
            f"{d}device",
            3,
            name="kln-sw1-2",
            role=2,
            device_type=1,
            site=1,
            rack=1,
            position="7.0",
            serial="S2",
            virtual_chassis=1,
            vc_position=2,
        ),
        row(f"{d}device", 4, name=None, role=3, device_type=3, site=1, rack=1, position="9.0", face="front"),
        row(f"{d}device", 5, name="strip", role=3, device_type=4, site=1, rack=1),
        row(
            f"{d}interface",
            1,
            device=1,
            name="GigabitEthernet0/0/0",
            type="1000base-t",
            enabled=True,
            mtu=1500,
            description="To the\nswitch",
        ),
        row(f"{d}interface", 2, device=1, name="GigabitEthernet0/0/1", type="1000base-t", enabled=False),
        row(
            f"{d}interface",
            3,
            device=2,
            name="GigabitEthernet1/0/1",
            type="1000base-t",
            enabled=True,
            mode="access",
            untagged_vlan=1,
            lag=7,
        ),
        row(f"{d}interface", 4, device=2, name="GigabitEthernet1/0/2", type="1000base-t", enabled=True, mode="tagged", tagged_vlans=[1]),
        row(f"{d}interface", 5, device=3, name="GigabitEthernet2/0/1", type="1000base-t", enabled=True),
        row(f"{d}interface", 6, device=3, name="GigabitEthernet2/0/2", type="1000base-t", enabled=True),
        row(f"{d}interface", 7, device=2, name="Po1", type="lag", enabled=True, mode="access", untagged_vlan=1),
        *(row(f"{d}rearport", n, device=4, name=f"R{n}", type="8p8c", positions=1) for n in (1, 2)),
        *(row(f"{d}frontport", n, device=4, name=f"Port {n}", type="8p8c", rear_port=3 - n, rear_port_position=1) for n in (1, 2)),
        row(f"{d}powerport", 1, device=1, name="PSU0", maximum_draw=90),
        row(f"{d}powerport", 2, device=2, name="PSU0"),
        row(f"{d}poweroutlet", 1, device=5, name="Outlet 1"),
        row(f"{d}consoleport", 1, device=1, name="con 0"),
        *_cable(1, ("interface", 1), ("frontport", 1), type="cat6", length="3.00", length_unit="ft", label="K 1"),
        *_cable(2, ("rearport", 2), ("interface", 4)),
        *_cable(3, ("powerport", 1), ("poweroutlet", 1)),
        *_cable(4, ("circuittermination", 1), ("interface", 2)),
        row(f"{d}consoleport", 2, device=3, name="Console"),
        row(f"{d}consoleserverport", 1, device=1, name="0/1/0"),
        *_cable(5, ("consoleport", 1), ("interface", 6)),
        *_cable(6, ("consoleport", 2), ("consoleserverport", 1)),
        row("circuits.provider", 1, name="AT&T", slug="att"),
        row("circuits.circuittype", 1, name="Internet Access", slug="internet"),
        row("circuits.circuit", 1, cid="KK 1", provider=1, type=1, status="active", commit_rate=100000, termination_date="2030-01-31"),
        row("circuits.circuittermination", 1, circuit=1, term_side="A", cable=4, site=1),
        row("circuits.circuit", 2, cid="KK-2", provider=1, type=1, status="active"),
        row("ipam.vrf", 1, name="Guest Net", rd="65000:1"),
        row("ipam.vlan", 1, vid=100, name="Data & Voice", site=1, status="active"),
        row("ipam.vlan", 2, vid=100, name="Again", site=1, status="active"),
        row("ipam.prefix", 1, prefix="10.1.0.0/24", site=1, vlan=1, status="active"),
        row("ipam.prefix", 2, prefix="10.0.0.0/8", status="container"),
        row("ipam.prefix", 3, prefix="10.1.0.0/24", vrf=1, site=1, status="active"),
        row("ipam.ipaddress", 1, address="10.1.0.1/24", assigned_object_type=["dcim", "interface"], assigned_object_id=1),
        row("ipam.ipaddress", 2, address="10.1.0.9/24", status="reserved", dns_name="door.example.com", assigned_object_type=None),
        row("ipam.ipaddress", 3, address="10.1.0.8/24", role="anycast", assigned_object_type=["dcim", "interface"], assigned_object_id=1),
        row("ipam.ipaddress", 4, address="10.1.0.254/24", role="hsrp", assigned_object_type=["dcim", "interface"], assigned_object_id=1),
        row("ipam.iprange", 1, start_address="10.1.0.20/24", end_address="10.1.0.29/24", description="Phones"),
        row("ipam.asn", 1, asn=65001),
        row("tenancy.tenantgroup", 1, name="Own companies", slug="own"),
        row("tenancy.tenant", 1, name="Sales", slug="sales", group=1, description="Sells"),
        row("tenancy.contact", 1, name="Ann Berg", title="Clerk", phone="0221 4711", email="ann@example.com"),
        row("tenancy.contactassignment", 1, content_type=["dcim", "site"], object_id=1, contact=1),
        row("extras.tag", 1, name="Card data", slug="card-data"),
        row("extras.taggeditem", 1, content_type=["dcim", "device"], object_id=1, tag=1),
        row("virtualization.cluster", 1, name="Cloud 1", site=1),
        row("virtualization.virtualmachine", 1, name="web 1", cluster=1, status="active"),
        row("virtualization.vminterface", 1, virtual_machine=1, name="eth0", enabled=True),
    ]


def _cable(pk: int, first: tuple[str, int], second: tuple[str, int], **fields: Any) -> Rows:
    def end(side: str, kind: str, port: int) -> dict[str, Any]:
        app = "circuits" if kind.startswith("circuit") else "dcim"
        return row(
            "dcim.cabletermination", pk * 2 + (side == "B"), cable=pk, cable_end=side, termination_type=[app, kind], termination_id=port
        )

    return [row("dcim.cable", pk, status="connected", **fields), end("A", *first), end("B", *second)]
