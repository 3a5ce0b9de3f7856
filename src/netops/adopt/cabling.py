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
from netops.checks.cabling import VIRTUAL
from netops.errors import Diagnostic, only_errors
from netops.model.index import Port
from netops.project import Project
from netops.validation import cache_of, validate_company_files

GUESSES = "Guesses, from LLDP, CDP, descriptions and subnets; each has its reason. Compare them with the cabling before you rely on them."
Pair = tuple[Port, Port]
Cables = dict[Pair, Sequence[str]]
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
    refused = _settle(files, at, folder, {own[draft.name]: draft for draft in drafts}, known)
    return [file for file in at if file in files], [*found.conflicts, *refused]


def _site(file: str) -> str:
    return file.split("/")[2]


def _ports(files: Mapping[str, Any], file: str, draft: DeviceDraft) -> frozenset[str]:
    """The ports that a cable can be plugged into, by the type of a device and its config."""
    hardware = files.get(f"inventory/catalog/device-types/{files[file]['device_type']}.yaml", {})
    found = (*(str(one["name"]) for one in hardware.get("interfaces", ())), *draft.data.get(INTERFACES, {}))
    return frozenset(name for name in found if not VIRTUAL.match(name))


def _settle(
    files: dict[str, Any], at: Mapping[str, Cables], folder: Path, owners: Mapping[str, DeviceDraft], known: frozenset[str]
) -> list[str]:
    """Put the cables into files that break no rule; gives those that are left out. `owners`: the drafts by their files."""
    project, written, refused = Project(folder), dict[str, str](), list[str]()
    while True:
        new = {file: {"cables": cable_rows(cables)} for file, cables in at.items() if cables}
        write_files(files | new, folder, written)
        wrong = [one for one in only_errors(validate_company_files(project, None, cache_of(project)).problems) if str(one) not in known]
        if not wrong:
            files |= new
            return refused
        dropped: dict[tuple[str, Pair], str] = {}
        for problem in wrong:
            dropped |= dict.fromkeys(_blamed(problem, new, at, folder, owners), problem.message)
        if not dropped:
            return [*refused, f"no cables: with those guessed the company has errors, such as: {wrong[0].message}"]
        for (file, pair), reason in dropped.items():
            del at[file][pair]
            refused.append(f"no cable for {pair[0]} and {pair[1]}: {reason}")
        for file in [file for file, cables in at.items() if not cables]:
            (folder / file).unlink(missing_ok=True)


def _blamed(
    problem: Diagnostic, new: Mapping[str, Any], at: Mapping[str, Cables], folder: Path, owners: Mapping[str, DeviceDraft]
) -> list[tuple[str, Pair]]:
    """The guessed cables that a problem is about: those that it names, else those at a port that it names, else those of its device."""
    origins = [one for one in (problem.origin, *(related.origin for related in problem.related)) if one is not None]
    places = [(one.file, path_at(source.read_file(folder / one.file, folder), one)) for one in origins if (folder / one.file).is_file()]
    named = [
        (file, _pair(new[file]["cables"][path[1]])) for file, path in places if file in new and len(path) > 1 and isinstance(path[1], int)
    ]
    if named:
        return named
    ours = [(owners[file], str(path[1]) if path[:1] == (INTERFACES,) and len(path) > 1 else "") for file, path in places if file in owners]
    ways = [{draft.name: _sockets(draft, port)} for draft, port in ours] + [{draft.name: None} for draft, _ in ours]
    for way in ways:
        if found := [(file, pair) for file, cables in at.items() for pair in cables if any(_is_at(end, way) for end in pair)]:
            return found
    return []


def _sockets(draft: DeviceDraft, port: str) -> set[str]:
    """A port, and those that are members of it."""
    return {port, *(name for name, data in draft.data.get(INTERFACES, {}).items() if data.get("lag") == port)}


def _is_at(end: Port, ports: Mapping[str, set[str] | None]) -> bool:
    """Whether an end is at one of the ports of its device; None for any of them."""
    return end.device in ports and ((some := ports[end.device]) is None or end.interface in some)


def _pair(row: Mapping[str, Any]) -> Pair:
    one, other = (Port(row[side]["device"], row[side]["interface"]) for side in "ab")
    return one, other
