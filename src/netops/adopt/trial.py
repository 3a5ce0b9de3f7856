"""The trial of a company that was made of another program's data: what a rule refuses is left out, with the reason, until none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netops import source
from netops.adopt.aliases import without_config
from netops.adopt.proof import Steps, path_at, remove_value, write_files
from netops.adopt.records import ImportLedger, sourced_rows_in
from netops.errors import Diagnostic, Origin, only_errors
from netops.project import Project
from netops.schema.values import dotted_path
from netops.validation import validate_company_files

ROUNDS = 40
RENDERING = "REN"
"""Codes of what a template refuses: the device goes on without its platform."""
RENDERED: Steps = ("platform",)
HEADS = ("device_type", "role", "platform", "interfaces", "name", "region")
"""Top-level keys that a file cannot be without: when one is wrong, the file goes as a whole."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "as_numbers": ("asn", "description"),
    "cables": ("a", "b"),
    "circuits": ("cid", "provider", "type", "a"),
    "patch_panels": ("name", "ports"),
    "power_feeds": ("name", "rack"),
    "prefixes": ("prefix",),
    "racks": ("name",),
    "reservations": ("start", "end", "purpose"),
    "stack": ("number",),
    "supplies": ("name", "feed"),
    "vlans": ("name", "vid"),
    "vrfs": ("name",),
}
"""What a row of a list cannot be without: when one is wrong, the row goes."""


@dataclass(slots=True)
class TrialLoop:
    """The files of a company by name, tried in a folder that is free for it. `fixed`: files that nothing is taken out of.

    `known`: problems that were there before, as text.
    """

    files: dict[str, Any]
    ledger: ImportLedger
    folder: Path
    fixed: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    is_valid: bool = False
    wrong: list[Diagnostic] = field(default_factory=list)
    _written: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Take out of the files what rules refuse. `is_valid` when none does any more."""
        for _ in range(ROUNDS):
            self._write()
            found = only_errors(validate_company_files(Project(self.folder), None).problems)
            self.wrong = [one for one in found if str(one) not in self.known]
            if not self.wrong:
                self.is_valid = True
                return
            places = self._places()
            if not places:
                return
            for (file, path), reason in sorted(places.items(), key=lambda item: _backwards(item[0]), reverse=True):
                self._drop(file, path, reason)

    def _write(self) -> None:
        for name in self._written.keys() - self.files.keys():
            (self.folder / name).unlink()
            del self._written[name]
        write_files(self.files, self.folder, self._written)

    def _places(self) -> dict[tuple[str, Steps], str]:
        """What to take out in this round: the place of each problem, else that of what it is related to."""
        found: dict[tuple[str, Steps], str] = {}
        for problem in self.wrong:
            origins = [origin for origin in (problem.origin, *(one.origin for one in problem.related)) if origin is not None]
            place = next((place for origin in origins if (place := self._place(origin)) is not None), None)
            if place is not None:
                is_rendered = problem.code.startswith(RENDERING) and "/sites/" in place[0] and "device_type" in self.files[place[0]]
                found.setdefault((place[0], RENDERED) if is_rendered else place, f"{problem.message} ({problem.code})")
        return found

    def _place(self, origin: Origin) -> tuple[str, Steps] | None:
        if origin.file not in self.files or origin.file in self.fixed:
            return None
        path = path_at(source.read_file(self.folder / origin.file, self.folder), origin)
        return origin.file, removable_path(path)

    def _drop(self, file: str, path: Steps, reason: str) -> None:
        value: Any = self.files.get(file)
        if value is None:
            return
        if path == RENDERED and value["platform"] != without_config():
            self.ledger.changed.append((file, f"platform {value['platform']} is {without_config()} now", reason))
            value["platform"] = without_config()
            return
        for step in path:
            if isinstance(value, dict) and step not in value:
                return
            value = value[step]
        records = [record for row in sourced_rows_in(value) for record in row.records]
        for record in records:
            self.ledger.leave(record, reason)
        if not records:
            self.ledger.changed.append((file, f"{dotted_path(path)} is left out", reason))
        if path:
            remove_value(self.files[file], path)
        else:
            del self.files[file]


def removable_path(path: Steps) -> Steps:
    """The path of what has to go with a wrong value: the value itself, the row that cannot be without it, () for the file."""
    if len(path) == 1 and path[0] in HEADS:
        return ()
    for depth in range(len(path) - 2):
        if isinstance(path[depth + 1], int) and path[depth + 2] in NEEDED.get(str(path[depth]), ()):
            return path[: depth + 2]
    return path


def _backwards(place: tuple[str, Steps]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Orders places of a list from its end, so that the numbers of others stay right."""
    file, path = place
    return file, tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)
