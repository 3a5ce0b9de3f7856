"""What was read from devices, as a company: configs as they are, with serial numbers, models, and cables guessed from LLDP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netops.adopt import names
from netops.adopt.additions import add_configs
from netops.adopt.cables import Neighbour
from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.adopt.draft import DeviceDraft
from netops.adopt.existing import company_copy, project_errors_text
from netops.adopt.proof import renders_same_config
from netops.model.company import Company

UNKNOWN = frozenset({"", "unknown", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class DeviceReading:
    """What a device showed. `unread`: files of it that cannot be read, with the reason."""

    text: str
    platform: str
    site: str = "main"
    serial: str = ""
    model: str = ""
    neighbours: Sequence[Neighbour] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


def import_readings(seen: Mapping[str, DeviceReading], scratch: Path, company: str, *, flat: bool) -> ImportedConfigs:
    """Devices by their names as a company. `scratch`: an empty folder."""
    out = import_configs({name: one.text for name, one in seen.items()}, scratch, _given(seen), company=company, flat=flat)
    _add_seen(out, seen, scratch / "seen", frozenset())
    return out


def _given(seen: Mapping[str, DeviceReading]) -> ImportOptions:
    platforms, sites = {name: one.platform for name, one in seen.items()}, {name: one.site for name, one in seen.items()}
    models = {name: one.model for name, one in seen.items() if one.model.lower() not in UNKNOWN}
    return ImportOptions("main", platforms, sites, models, lambda source, _: seen[source].neighbours)


def add_readings(seen: Mapping[str, DeviceReading], scratch: Path, company: Company) -> ImportedConfigs:
    """Devices by their names as files to add to a company that is there. `scratch`: an empty folder."""
    serials = {str(device["serial"]): name for name, device in company.devices.items() if "serial" in device}
    same = {name: serials[one.serial] for name, one in seen.items() if one.serial in serials}
    out = add_configs({name: one.text for name, one in seen.items() if name not in same}, scratch, company, _given(seen))
    out.exists = sorted({*out.exists, *same.values()})
    if out.drafts:
        project = company_copy(company, scratch / "seen", {file: text for file, (_, text) in out.texts.items()})
        _add_seen(out, seen, project.root, project_errors_text(project))
    return out


def _add_seen(out: ImportedConfigs, seen: Mapping[str, DeviceReading], folder: Path, known: frozenset[str]) -> None:
    """Add serial numbers, where the company still gives all configs back."""
    for draft in out.drafts:
        draft.left |= seen[draft.source].unread
    files = dict(out.files)
    _add_serials(files, out.drafts, seen)
    if renders_same_config(files, folder, out.drafts, known=known):
        out.files = files
    else:
        out.reasons.append("no serial numbers: with them, the company would not give all configs back")


def _file_of(files: Mapping[str, Any], draft: DeviceDraft) -> str:
    return next(file for file in files if draft.holds_line(file))


def _add_serials(files: dict[str, Any], drafts: list[DeviceDraft], seen: Mapping[str, DeviceReading]) -> None:
    """The serial number of each device that shares it with no other."""
    found = [seen[draft.source].serial for draft in drafts]
    for draft in drafts:
        serial = seen[draft.source].serial
        if serial.lower() not in UNKNOWN and serial == names.name_without_blanks(serial) and found.count(serial) == 1:
            file = _file_of(files, draft)
            data = files[file]
            head = {key: data[key] for key in ("device_type", "role", "platform") if key in data}
            files[file] = {**head, "serial": serial, **data}
