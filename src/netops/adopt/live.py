"""What was read from devices, as a company: configs as they are, with serial numbers, models, and cables guessed from LLDP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netops.adopt import names
from netops.adopt.additions import add_configs
from netops.adopt.cables import Neighbour
from netops.adopt.configs import Given, Imported, import_configs
from netops.adopt.draft import Draft
from netops.adopt.existing import copy_of, problems_of
from netops.adopt.proof import gives_back
from netops.model.company import Company

UNKNOWN = frozenset({"", "unknown", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a device showed. `unread`: files of it that cannot be read, with the reason."""

    text: str
    platform: str
    site: str = "main"
    serial: str = ""
    model: str = ""
    neighbours: Sequence[Neighbour] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


def import_seen(seen: Mapping[str, Seen], scratch: Path, company: str, *, flat: bool) -> Imported:
    """Devices by their names as a company. `scratch`: an empty folder."""
    out = import_configs({name: one.text for name, one in seen.items()}, scratch, _given(seen), company=company, flat=flat)
    _add_seen(out, seen, scratch / "seen", frozenset())
    return out


def _given(seen: Mapping[str, Seen]) -> Given:
    platforms, sites = {name: one.platform for name, one in seen.items()}, {name: one.site for name, one in seen.items()}
    models = {name: one.model for name, one in seen.items() if one.model.lower() not in UNKNOWN}
    return Given("main", platforms, sites, models, lambda source, _: seen[source].neighbours)


def add_seen(seen: Mapping[str, Seen], scratch: Path, company: Company) -> Imported:
    """Devices by their names as files to add to a company that is there. `scratch`: an empty folder."""
    serials = {str(device["serial"]): name for name, device in company.devices.items() if "serial" in device}
    same = {name: serials[one.serial] for name, one in seen.items() if one.serial in serials}
    out = add_configs({name: one.text for name, one in seen.items() if name not in same}, scratch, company, _given(seen))
    out.exists = sorted({*out.exists, *same.values()})
    if out.drafts:
        project = copy_of(company, scratch / "seen", {file: text for file, (_, text) in out.texts.items()})
        _add_seen(out, seen, project.root, problems_of(project))
    return out


def _add_seen(out: Imported, seen: Mapping[str, Seen], folder: Path, known: frozenset[str]) -> None:
    """Add serial numbers, where the company still gives all configs back."""
    for draft in out.drafts:
        draft.left |= seen[draft.source].unread
    files = dict(out.files)
    _add_serials(files, out.drafts, seen)
    if gives_back(files, folder, out.drafts, known=known):
        out.files = files
    else:
        out.reasons.append("no serial numbers: with them, the company would not give all configs back")


def _file_of(files: Mapping[str, Any], draft: Draft) -> str:
    return next(file for file in files if draft.is_in(file))


def _add_serials(files: dict[str, Any], drafts: list[Draft], seen: Mapping[str, Seen]) -> None:
    """The serial number of each device that shares it with no other."""
    found = [seen[draft.source].serial for draft in drafts]
    for draft in drafts:
        serial = seen[draft.source].serial
        if serial.lower() not in UNKNOWN and serial == names.name(serial) and found.count(serial) == 1:
            file = _file_of(files, draft)
            data = files[file]
            head = {key: data[key] for key in ("device_type", "role", "platform") if key in data}
            files[file] = {**head, "serial": serial, **data}
