"""What was read from devices, as a company: configs as they are, with serial numbers, models and neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops.adopt import names
from netops.adopt.cables import Neighbour
from netops.adopt.configs import Imported, import_configs
from netops.adopt.draft import Draft
from netops.adopt.proof import gives_back

UNKNOWN = frozenset({"", "unknown", "none", "n/a", "-"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a device showed."""

    text: str
    platform: str
    site: str = "main"
    serial: str = ""
    model: str = ""
    neighbours: Sequence[Neighbour] = ()


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
        neighbours=lambda source, _: seen[source].neighbours,
    )
    files = dict(out.files)
    _add_serials(files, out.drafts, seen)
    if gives_back(files, scratch / "seen", out.drafts):
        out.files = files
    else:
        out.reasons.append("no serial numbers: with them, the company would not give all configs back")
    return out


def _file_of(files: Mapping[str, Any], draft: Draft) -> str:
    return next(file for file in files if file.endswith(f"/devices/{draft.name}.yaml"))


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
