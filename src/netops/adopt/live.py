"""What was read from devices, as a company: configs as they are, with serial numbers, models, and cables guessed from LLDP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netops.adopt import names
from netops.adopt.additions import add_configs
from netops.adopt.configs import Given, Imported, import_configs
from netops.adopt.draft import INTERFACES, Draft
from netops.adopt.existing import FILE, copy_of, problems_of
from netops.adopt.ports import long_name
from netops.adopt.proof import gives_back
from netops.model.company import Company

GUESSES = "Guesses, from what the devices see of each other by LLDP. Look at them before you rely on them."
UNKNOWN = frozenset({"", "unknown", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a device showed. `neighbours`: device and port at the other end, by the own port. `unread`: files that cannot be read, with the
    reason."""

    text: str
    platform: str
    site: str = "main"
    serial: str = ""
    model: str = ""
    neighbours: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


def import_seen(seen: Mapping[str, Seen], scratch: Path, company: str, *, flat: bool) -> Imported:
    """Devices by their names as a company. `scratch`: an empty folder."""
    out = import_configs(
        {name: one.text for name, one in seen.items()},
        scratch,
        site="main",
        company=company,
        known={name: one.platform for name, one in seen.items()},
        flat=flat,
        where={name: one.site for name, one in seen.items()},
        models={name: one.model for name, one in seen.items() if one.model.lower() not in UNKNOWN},
    )
    _add_seen(out, seen, scratch / "seen", "cables", frozenset())
    return out


def add_seen(seen: Mapping[str, Seen], scratch: Path, company: Company) -> Imported:
    """Devices by their names as files to add to a company that is there. `scratch`: an empty folder."""
    models = {name: one.model for name, one in seen.items() if one.model.lower() not in UNKNOWN}
    given = Given("main", {name: one.platform for name, one in seen.items()}, {name: one.site for name, one in seen.items()}, models)
    serials = {str(device["serial"]): name for name, device in company.devices.items() if "serial" in device}
    same = {name: serials[one.serial] for name, one in seen.items() if one.serial in serials}
    out = add_configs({name: one.text for name, one in seen.items() if name not in same}, scratch, company, given)
    out.exists = sorted({*out.exists, *same.values()})
    project = copy_of(company, scratch / "seen")
    for file, (_, text) in out.texts.items():
        (project.root / file).write_text(text, encoding="utf-8")
    if out.drafts:
        _add_seen(out, seen, project.root, f"{FILE}-cables", problems_of(project))
    return out


def _add_seen(out: Imported, seen: Mapping[str, Seen], folder: Path, name: str, known: frozenset[str]) -> None:
    """Add serial numbers and cables, where the company still gives all configs back. `name`: that of the files of cables."""
    for draft in out.drafts:
        draft.left |= seen[draft.source].unread
    files = dict(out.files)
    _add_serials(files, out.drafts, seen)
    cables = _add_cables(files, out.drafts, seen, name)
    if gives_back(files, folder, out.drafts, known=known):
        out.files = files
        out.comments = {file: {"cables": GUESSES} for file in cables}
    else:
        out.reasons.append("no serial numbers and no cables: with them, the company would not give all configs back")


def _file_of(files: Mapping[str, Any], draft: Draft) -> str:
    return next(file for file in files if file.endswith(f"/{draft.importer.folder}/{draft.name}.yaml"))


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


def _add_cables(files: dict[str, Any], drafts: list[Draft], seen: Mapping[str, Seen], name: str) -> list[str]:
    """Add a cable for each pair of ports of one site that see each other; the files of the cables."""
    by_host = {_host(str(draft.data.get("hostname", draft.source))): draft for draft in drafts}
    by_host |= {_host(draft.source): draft for draft in drafts}
    found: dict[str, dict[frozenset[tuple[str, str]], Any]] = {}
    taken: set[tuple[str, str]] = set()
    for draft in drafts:
        for here, there in _links(draft, seen[draft.source], by_host):
            site, other = (_file_of(files, one).split("/")[2] for one in (draft, by_host[_host(there[0])]))
            ends = (draft.name, here), (by_host[_host(there[0])].name, there[1])
            pair = frozenset(ends)
            if site == other and pair not in found.get(site, {}) and not taken & pair and all(_has(files, drafts, *end) for end in ends):
                taken |= pair
                a, b = ({"device": device, "interface": port} for device, port in sorted(ends))
                found.setdefault(site, {})[pair] = {"a": a, "b": b}
    for site, cables in found.items():
        rows = sorted(cables.values(), key=lambda row: (row["a"]["device"], names.natural(row["a"]["interface"])))
        files[f"inventory/sites/{site}/{name}.yaml"] = {"cables": rows}
    return [f"inventory/sites/{site}/{name}.yaml" for site in found]


def _links(draft: Draft, seen: Seen, by_host: Mapping[str, Draft]) -> Iterator[tuple[str, tuple[str, str]]]:
    for port, (device, other) in sorted(seen.neighbours.items()):
        neighbour = by_host.get(_host(device))
        if neighbour is not None and neighbour is not draft:
            yield long_name(draft.platform.name, port), (device, long_name(neighbour.platform.name, other))


def _host(name: str) -> str:
    """A host name without its domain."""
    return name.partition(".")[0].lower()


def _has(files: Mapping[str, Any], drafts: list[Draft], device: str, port: str) -> bool:
    draft = next(one for one in drafts if one.name == device)
    data = files[_file_of(files, draft)]
    hardware = files.get(f"inventory/catalog/device-types/{data['device_type']}.yaml", {})
    return port in draft.data.get(INTERFACES, {}) or any(one["name"] == port for one in hardware.get("interfaces", ()))
