"""Guessed cables as files of a company; a guess that a rule refuses is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from netops import source
from netops.adopt.cables import CabledDevice, Neighbours, cable_rows, guess_cables
from netops.adopt.draft import INTERFACES, DeviceDraft
from netops.adopt.proof import path_at, write_files
from netops.errors import Diagnostic, only_errors
from netops.model.index import Port
from netops.project import Project
from netops.validation import cache_of, validate_company_files

GUESSES = "Guesses, from LLDP, CDP, descriptions and subnets; each has its reason. Compare them with the cabling before you rely on them."
ROUNDS = 5
Cables = dict[tuple[Port, Port], Sequence[str]]
"""Pairs of ports with the reasons for a cable."""


def add_cables(
    files: dict[str, Any],
    drafts: Sequence[DeviceDraft],
    neighbours: Neighbours,
    folder: Path,
    *,
    name: str = "cables",
    known: frozenset[str] = frozenset(),
) -> tuple[list[str], list[str]]:
    """Add the guessed cables between devices of one site. Gives the files that have them, and what to report.

    `folder`: for a trial, empty, or with the company that the files are added to, whose errors are `known`; `name`: that of the new files.
    """
    own = {draft.name: next(file for file in files if draft.holds_line(file)) for draft in drafts}
    sites = {name: _site(file) for name, file in own.items()}
    devices = [CabledDevice(draft, _ports(files, own[draft.name], draft)) for draft in drafts]
    found = guess_cables(devices, {draft.name: neighbours(draft.source, draft.platform.name) for draft in drafts})
    at: dict[str, Cables] = defaultdict(dict)
    for (one, other), reasons in found.cables.items():
        if sites[one.device] == sites[other.device]:
            at[f"inventory/sites/{sites[one.device]}/{name}.yaml"][one, other] = reasons
    if not at:
        return [], [*found.conflicts]
    refused = _settle(files, at, folder, known)
    return [file for file in at if file in files], [*found.conflicts, *refused]


def _site(file: str) -> str:
    return file.split("/")[2]


def _ports(files: Mapping[str, Any], file: str, draft: DeviceDraft) -> frozenset[str]:
    """The ports of a device, by its type and its config."""
    hardware = files.get(f"inventory/catalog/device-types/{files[file]['device_type']}.yaml", {})
    return frozenset((*(str(one["name"]) for one in hardware.get("interfaces", ())), *draft.data.get(INTERFACES, {})))


def _settle(files: dict[str, Any], at: Mapping[str, Cables], folder: Path, known: frozenset[str]) -> list[str]:
    """Put the cables into files that break no rule; gives those that are left out."""
    project, written, refused = Project(folder), dict[str, str](), list[str]()
    for _ in range(ROUNDS):
        new = {file: {"cables": cable_rows(cables)} for file, cables in at.items() if cables}
        write_files(files | new, folder, written)
        wrong = [one for one in only_errors(validate_company_files(project, None, cache_of(project)).problems) if str(one) not in known]
        dropped = {place: problem for problem in wrong for place in _places(problem, new, folder)}
        if not wrong:
            files |= new
            return refused
        if not dropped:
            break
        for (file, number), problem in dropped.items():
            row = new[file]["cables"][number]
            pair = (Port(row["a"]["device"], row["a"]["interface"]), Port(row["b"]["device"], row["b"]["interface"]))
            del at[file][pair]
            refused.append(f"no cable for {pair[0]} and {pair[1]}: {problem.message}")
        for file in [file for file, cables in at.items() if not cables]:
            (folder / file).unlink()
    reason = f", such as: {wrong[0].message}" if wrong else ""
    return [*refused, f"no cables: with those guessed the company has errors{reason}"]


def _places(problem: Diagnostic, new: Mapping[str, Any], folder: Path) -> list[tuple[str, int]]:
    """The guessed cables that a problem names: file and position."""
    found = []
    for origin in (problem.origin, *(related.origin for related in problem.related)):
        if origin is not None and origin.file in new:
            path = path_at(source.read_file(folder / origin.file, folder), origin)
            found += [(origin.file, path[1])] if len(path) > 1 and isinstance(path[1], int) else []
    return found
