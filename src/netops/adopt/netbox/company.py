"""The company while it is built: its files, and where each record went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netops.adopt import names
from netops.adopt.records import ImportLedger, NetboxDump, NetboxRecord, SourcedRow

MALFORMED = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What values of another form cause."""
SHARED = "shared"
"""The site of what NetBox has at no site."""


class Company:
    """`files` by name. `sites`, `devices`: their names by the key of the record. `ports`: device and interface (or socket of a panel) by
    the record of the port. `racks`, `vlans`, `vrfs`, `locations`: site and name. `types`: the name of a device type, `type_ports` its
    ports."""

    def __init__(self, dump: NetboxDump, ledger: ImportLedger) -> None:
        self.dump = dump
        self.ledger = ledger
        self.files: dict[str, Any] = {}
        self.regions: dict[str, str] = {}
        self.sites: dict[str, str] = {}
        self.racks: dict[str, tuple[str, str]] = {}
        self.vlans: dict[str, tuple[str, str]] = {}
        self.vrfs: dict[str, str] = {}
        self.types: dict[str, tuple[str, dict[str, Any]]] = {}
        self.devices: dict[str, str] = {}
        self.device_rows: dict[tuple[str, str], SourcedRow] = {}
        self.site_of: dict[str, str] = {}
        self.ports: dict[tuple[str, str], tuple[str, str]] = {}
        self.port_rows: dict[tuple[str, str], SourcedRow] = {}
        self.tags: dict[str, str] = {}
        self.tenants: dict[str, str] = {}
        self.locations: dict[str, tuple[str, str]] = {}
        self.feeds: dict[str, str] = {}

    def file(self, name: str) -> dict[str, Any]:
        """A file, made when it is not there."""
        found: dict[str, Any] = self.files.setdefault(name, {})
        return found

    def site_file(self, site: str, stem: str) -> dict[str, Any]:
        """A file of a site; the site of what is at no site is made when it is needed."""
        if site == SHARED:
            self.shared_site()
        return self.file(f"inventory/sites/{site}/{stem}.yaml")

    def shared_site(self) -> str:
        """The name of the site of what is at no site."""
        file = f"inventory/sites/{SHARED}/site.yaml"
        if file not in self.files:
            self.files[file] = {"name": "Shared", "description": "What is at no site", "region": self.some_region()}
        return SHARED

    def some_region(self) -> str:
        """The region of what has none."""
        self.files.setdefault("inventory/regions/main.yaml", {"name": "Main"})
        return "main"

    def site_name(self, record: NetboxRecord | None) -> str | None:
        """The name of a record's site, None when it has none that was taken."""
        return self.sites.get(record.pk) if record else None

    def site_at(self, record: NetboxRecord) -> str | None:
        """The site of a record: named by itself, or by its scope (NetBox 4.2)."""
        found = record.get("site")
        if found is None and kind_of(record.get("scope_type")) == "dcim.site":
            found = record.get("scope_id")
        return self.sites.get(str(found)) if found is not None else None

    def tenant_of(self, record: NetboxRecord) -> str | None:
        """The name of a record's tenant."""
        return self.tenants.get(str(record.get("tenant")))

    def vrf_at(self, record: NetboxRecord, site: str) -> str | None:
        """The name of a record's VRF, which the site has from then on."""
        vrf = self.dump.find("ipam.vrf", record.get("vrf"))
        return self.add_vrf(vrf, site) if vrf else None

    def add_vrf(self, vrf: NetboxRecord, site: str) -> str:
        """The name of a VRF, which a site has from then on."""
        name = self.vrfs[vrf.pk]
        rows = self.site_file(site, "ipam").setdefault("vrfs", [])
        if all(row["name"] != name for row in rows):
            rd = vrf.text("rd")
            row = {
                "name": name,
                "rd": rd or None,
                "description": names.single_line(vrf.text("description", "comments")) or None,
                "tenant": self.tenant_of(vrf),
            }
            rows.append(SourcedRow(row, vrf))
        return name

    def each(self, kind: str, add: Callable[[Company, NetboxRecord], None]) -> None:
        """Add every record of a kind; one with values of another form is left out."""
        for record in self.dump.of(kind):
            try:
                add(self, record)
            except MALFORMED as error:
                self.ledger.leave(record, f"its values have another form than NetBox gives them ({type(error).__name__})")

    def unknown(self, record: NetboxRecord, what: str) -> None:
        """Leave a record out, since what it belongs to is not there."""
        self.ledger.leave(record, f"its {what} is not taken")


def kind_of(value: Any) -> str:
    """A content type, as dumps (`[dcim, site]`) and the REST API (`dcim.site`) have it."""
    return ".".join(map(str, value)).lower() if isinstance(value, list | tuple) else str(value or "").lower()


def description_of(record: NetboxRecord) -> str | None:
    """The description of a record, else its comments, as one line."""
    return names.single_line(record.text("description", "comments")) or None
