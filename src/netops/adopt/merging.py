"""Imported files into a company that is there already: what is new, what differs, and nothing overwritten or taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_interface
from pathlib import Path
from typing import Any

from netops import source
from netops.adopt.emit import yaml_flow
from netops.adopt.records import ImportLedger, SourcedRow, sourced_rows_in
from netops.errors import NetopsError
from netops.model.company import Company
from netops.source.changes import Change, PutEntry, apply_changes

KEYS: Mapping[str, tuple[str, ...]] = {
    "as_numbers": ("asn",),
    "circuits": ("cid",),
    "locations": ("name",),
    "patch_panels": ("name",),
    "power_feeds": ("name",),
    "prefixes": ("prefix", "vrf"),
    "reservations": ("start",),
    "vlans": ("name",),
    "vrfs": ("name",),
}
"""What makes two rows of a list the same object; cables are the same with one end in common."""
DEVICE = "device_type"
INTERFACES = "interfaces"


@dataclass(slots=True)
class MergedRecords:
    """`new`: files to write by name; `texts`: files that are there with their additions; `differs`: what the company has otherwise."""

    new: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def merge_into_company(files: Mapping[str, Any], company: Company, name: str, ledger: ImportLedger) -> MergedRecords:
    """Imported files beside those of a company. `name`: that of the files with new rows of lists."""
    out = MergedRecords()
    out.names = matching_devices(files, company)
    root = company.project.root
    for file, data in files.items():
        data = _renamed(data, out.names)
        if isinstance(data, dict) and DEVICE in data and "/sites/" in file:
            own = out.names.get(Path(file).stem, Path(file).stem)
            if own in company.devices:
                _merge_device(out, company, own, data, ledger)
            else:
                out.new[file] = data
        elif file.startswith("inventory/org/") or (file.startswith("inventory/sites/") and not file.endswith("/site.yaml")):
            _merge_rows(out, root, file, data, name, ledger)
        elif not (root / file).exists():
            out.new[file] = data
        else:
            _compare(out, source.read_file(root / file, root, foreign="/catalog/" in file).value, data, file)
    return out


def matching_devices(files: Mapping[str, Any], company: Company) -> dict[str, str]:
    """The names of devices that the company has under another or the same name: by serial number, then hardware address, then address."""
    own: list[dict[str, str]] = [{}, {}, {}]
    for name, device in company.devices.items():
        for found, values in zip(own, _identity(device), strict=True):
            found.update(dict.fromkeys(values, name))
    names = {}
    for file, data in files.items():
        if isinstance(data, dict) and DEVICE in data and "/sites/" in file:
            identity = _identity(data)
            match = next((found[one] for found, values in zip(own, identity, strict=True) for one in values if one in found), None)
            if match is not None:
                names[Path(file).stem] = match
    return names


def _identity(device: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Serial numbers, hardware addresses, and addresses for management, of a device as data."""
    serials = [str(one["serial"]) for one in (device, *device.get("stack", ())) if "serial" in one]
    ports = device.get(INTERFACES, {})
    primary = [ports[name] for name in (device.get("primary_interface"),) if name in ports] or list(ports.values())
    addresses = [str(ip_interface(str(one)).ip) for port in primary for one in port.get("addresses", ())]
    return serials, [str(port["mac"]) for port in ports.values() if "mac" in port], addresses


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A value with the devices at the ends of cables and circuits by the names that the company has."""
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    found = {
        key: names.get(item, item) if key == "device" and isinstance(item, str) else _renamed(item, names) for key, item in value.items()
    }
    return SourcedRow(found, *value.records) if isinstance(value, SourcedRow) else found


def _merge_device(out: MergedRecords, company: Company, name: str, data: Mapping[str, Any], ledger: ImportLedger) -> None:
    """Add what the file of a device does not have; say what differs."""
    held, file = company.devices[name], _file_of(company, name)
    changes: list[Change] = []
    for key, value in data.items():
        if key == INTERFACES:
            changes += _new_ports(out, held.get(INTERFACES, {}), value, name)
        elif key not in held:
            changes.append(PutEntry((key,), yaml_flow(value)))
        elif held[key] != value and key != "hostname":
            out.differs.append(f"{name}: {key} is {yaml_flow(_plain(held[key]))}, and {yaml_flow(value)} in the source")
    if not changes:
        return
    try:
        out.texts[file] = apply_changes((company.project.root / file).read_text(encoding="utf-8"), changes, file)
    except NetopsError as error:
        out.differs.append(f"{file}: {len(changes)} additions have to be made by hand: {error}")
        for record in (record for row in sourced_rows_in(dict(data)) for record in row.records):
            ledger.leave(record, "its file cannot be changed")


def _new_ports(out: MergedRecords, held: Mapping[str, Any], ports: Mapping[str, Any], name: str) -> Iterator[Change]:
    for port, values in ports.items():
        if port not in held:
            if values:
                yield PutEntry((INTERFACES, port), yaml_flow(values))
            continue
        for key, value in values.items():
            own = held[port].get(key)
            if own != value and (own is not None or key not in ("type", "enabled")):
                out.differs.append(f"{name}: {port}: {key} is {yaml_flow(_plain(own))}, and {yaml_flow(value)} in the source")


def _file_of(company: Company, name: str) -> str:
    origin = company.origin("device", name, ())
    return origin.file if origin else ""


def _plain(value: Any) -> Any:
    """A merged value as plain maps and lists, for a message."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _merge_rows(out: MergedRecords, root: Path, file: str, data: Mapping[str, Any], name: str, ledger: ImportLedger) -> None:
    """New rows of lists and maps go to a file of their own beside the others."""
    folder = Path(file).parent.as_posix()
    target = f"{folder}/{name}.yaml"
    for kind, rows in data.items():
        held = list(_held(root, folder, kind))
        if isinstance(rows, dict):
            known = {key: value for one in held for key, value in one.items()}
            fresh: Any = {key: value for key, value in rows.items() if key not in known}
            for key in rows.keys() & known.keys():
                _compare(out, known[key], rows[key], f"{kind}: {key}")
        else:
            every = [one for values in held for one in values]
            fresh = [row for row in rows if not _is_there(out, kind, row, every)]
        if fresh:
            into = out.new.setdefault(target, {})
            into[kind] = {**into.get(kind, {}), **fresh} if isinstance(fresh, dict) else [*into.get(kind, []), *fresh]


def _held(root: Path, folder: str, kind: str) -> Iterator[Any]:
    """What the files of a folder have under a key."""
    paths = sorted((root / folder).glob("*.y*ml")) if (root / folder).is_dir() else []
    for path in [*paths, *(one for one in [root / f"{folder}.yaml"] if one.is_file())]:
        value = source.read_file(path, root).value
        if isinstance(value, dict) and value.get(kind):
            yield value[kind]


def _is_there(out: MergedRecords, kind: str, row: Mapping[str, Any], held: list[Any]) -> bool:
    if kind == "cables":
        ends = [row["a"], row["b"]]
        twin = next((one for one in held if one.get("a") in ends or one.get("b") in ends), None)
    else:
        keys = KEYS.get(kind, ())
        twin = next((one for one in held if keys and all(str(one.get(key, "")) == str(row.get(key, "")) for key in keys)), None)
    if twin is None:
        return False
    _compare(out, twin, row, f"{kind}: {' '.join(str(row[key]) for key in KEYS.get(kind, ()) if key in row) or yaml_flow(row)}")
    return True


def _compare(out: MergedRecords, held: Any, data: Any, place: str) -> None:
    """Say what the source has otherwise; lists of rows are compared by their length only."""
    if not isinstance(held, Mapping) or not isinstance(data, Mapping):
        return
    for key, value in data.items():
        own = held.get(key)
        if own is None:
            out.differs.append(f"{place}: {key} is not there, and {yaml_flow(value)} in the source")
        elif not isinstance(value, list | dict) and str(own) != str(value):
            out.differs.append(f"{place}: {key} is {yaml_flow(own)}, and {yaml_flow(value)} in the source")
