"""The interfaces that the hardware has, as the lowest layer of a device. Formats of the community's devicetype-library."""

from __future__ import annotations

from collections.abc import Mapping

from netops.model.layers import Layer
from netops.schema import Schemas
from netops.source import Document
from netops.source.document import Spot

FACTS = ("type", "mgmt_only")
"""What the device type says about an interface."""


def hardware(name: str, document: Document, schemas: Schemas) -> Layer:
    """The interfaces of a device type as a layer, each at its place in the catalogue."""
    ports, spots = {}, {}
    inside = document.spot.inside
    rows = inside["interfaces"].inside if isinstance(inside, Mapping) and "interfaces" in inside else ()
    for port, spot in zip((document.value or {}).get("interfaces") or (), rows or (), strict=True):
        assert isinstance(spot, Spot) and isinstance(spot.inside, Mapping)
        keys = [key for key in FACTS if key in port]
        ports[port["name"]] = {key: port[key] for key in keys}
        spots[port["name"]] = spot.inside["name"]._replace(inside={key: spot.inside[key] for key in keys})
    here = Spot(1, 1, 1, 1, {"interfaces": Spot(1, 1, 1, 1, spots)})
    return Layer(f"device type {name}", Document(document.file, {"interfaces": ports}, here), shape=schemas.shape("device"))
