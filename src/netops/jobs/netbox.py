"""The records of a NetBox over its REST API, as a dump of its database has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops import extras
from netops.adopt.records import NetboxDump
from netops.errors import UsageError

ENDPOINTS: Mapping[str, str] = {
    "circuits": "circuits circuit-terminations circuit-types providers provider-networks",
    "dcim": (
        "cables console-ports console-port-templates console-server-ports console-server-port-templates devices device-bays device-roles "
        "device-types front-ports front-port-templates "
        "interfaces interface-templates inventory-items locations mac-addresses manufacturers modules module-bays module-bay-templates "
        "module-types platforms power-feeds power-outlets power-outlet-templates power-panels power-ports power-port-templates racks "
        "rack-reservations rack-roles rear-ports rear-port-templates regions site-groups sites virtual-chassis"
    ),
    "extras": "custom-fields tags",
    "ipam": "aggregates asns ip-addresses ip-ranges prefixes rirs roles route-targets vlans vlan-groups vrfs",
    "tenancy": "contacts contact-assignments contact-groups contact-roles tenants tenant-groups",
    "virtualization": "clusters cluster-groups cluster-types interfaces virtual-machines",
}
"""The lists that are read, by application."""
IRREGULAR = {
    "virtual-chassis": "virtualchassis",
    "prefixes": "prefix",
    "ip-addresses": "ipaddress",
    "mac-addresses": "macaddress",
    "switches": "switch",
}
"""Lists whose kind is not their name without an s."""
NOT_THERE = 404
Row = tuple[str, str, dict[str, Any]]


def read_netbox(address: str, token: str) -> NetboxDump:
    """All records of the NetBox at an address. UsageError when it cannot be read, or without the extra `netbox`."""
    extras.require_extra("reading the API of NetBox", "netbox")
    import pynetbox  # type: ignore[import-untyped, unused-ignore]
    import requests

    api = pynetbox.api(address.rstrip("/"), token=token or None)
    rows: list[Row] = []
    try:
        for application, endpoints in ENDPOINTS.items():
            for endpoint in endpoints.split():
                rows += _read(pynetbox, api, application, endpoint)
    except (pynetbox.RequestError, pynetbox.ContentError, requests.RequestException, ValueError) as error:
        hint = "is it the address of a NetBox, and does the token allow to read all?"
        raise UsageError(f"cannot read {address}: {type(error).__name__}", hint=hint) from error
    return NetboxDump(rows)


def _read(pynetbox: Any, api: Any, application: str, endpoint: str) -> Iterator[Row]:
    """The rows of a list; none when this release of NetBox does not have it."""
    from pynetbox.core.query import Request  # type: ignore[import-untyped, unused-ignore]

    request = Request(base=f"{api.base_url}/{application}/{endpoint}", http_session=api.http_session, token=api.token)
    kind = kind_of_list(application, endpoint)
    try:
        for record in request.get():
            yield from records_of_item(kind, record)
    except pynetbox.RequestError as error:
        if error.req.status_code != NOT_THERE:
            raise


def kind_of_list(application: str, endpoint: str) -> str:
    """The kind of the records of a list: `dcim.devicetype` for dcim/device-types."""
    if (application, endpoint) == ("virtualization", "interfaces"):
        return "virtualization.vminterface"
    return f"{application}.{IRREGULAR.get(endpoint) or endpoint.replace('-', '').removesuffix('s')}"


def records_of_item(kind: str, record: Mapping[str, Any]) -> Iterator[Row]:
    """A record as a dump has it; its tags and the ends of a cable are records of their own there."""
    pk = str(record["id"])
    fields = {
        key: _plain(value) for key, value in record.items() if key not in ("tags", "a_terminations", "b_terminations", "custom_fields")
    }
    yield kind, pk, {**fields, "custom_field_data": record.get("custom_fields") or {}}
    for tag in record.get("tags") or ():
        yield (
            "extras.taggeditem",
            f"{kind} {pk} {tag['id']}",
            {"content_type": kind.split("."), "object_id": record["id"], "tag": tag["id"]},
        )
    for side in "AB":
        for number, end in enumerate(record.get(f"{side.lower()}_terminations") or ()):
            found = {"cable": record["id"], "cable_end": side, "termination_type": end["object_type"], "termination_id": end["object_id"]}
            yield "dcim.cabletermination", f"{pk} {side} {number}", found


def _plain(value: Any) -> Any:
    """A nested record as its key, a choice as its value."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return value.get("id", value.get("value"))
    return value
