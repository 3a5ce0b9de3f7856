"""The interfaces that the hardware has, as the lowest layer of a device. Formats of the community's devicetype-library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from netops.model.layers import Layer
from netops.schema import Schemas
from netops.source import Document
from netops.source.document import NodePosition

FACTS = ("type", "mgmt_only")
"""What the device type says about an interface."""


def hardware_layer(name: str, document: Document, schemas: Schemas) -> Layer:
    """The interfaces of a device type as a layer, each at its place. What is none is left out: that is reported elsewhere."""
    ports, spots = {}, {}
    for port, spot in _rows(document):
        if not isinstance(spot.inside, Mapping) or not isinstance(port.get("name"), str):
            continue
        keys = [key for key in FACTS if key in port]
        ports[port["name"]] = {key: port[key] for key in keys}
        spots[port["name"]] = spot.inside["name"]._replace(inside={key: spot.inside[key] for key in keys})
    here = NodePosition(1, 1, 1, 1, {"interfaces": NodePosition(1, 1, 1, 1, spots)})
    return Layer(f"device type {name}", Document(document.file, {"interfaces": ports}, here), shape=schemas.shape("device"))


def _rows(document: Document) -> Iterator[tuple[dict[str, Any], NodePosition]]:
    """The entries of the file's list of interfaces that are maps, each with its place."""
    value, inside = document.value, document.spot.inside
    rows = value.get("interfaces") if isinstance(value, dict) else None
    if isinstance(rows, list) and isinstance(inside, Mapping):
        spots = inside["interfaces"].inside or ()
        assert isinstance(spots, Sequence)
        yield from ((row, spot) for row, spot in zip(rows, spots, strict=True) if isinstance(row, dict))
