"""`netops import netbox`: a dump as the files of a company, tried, and the report of what was taken and what was not."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netops.adopt.merging import merge_into_company
from netops.adopt.netbox.build import build_company, interface_ranges
from netops.adopt.netbox.tables import NO_NOUN
from netops.adopt.records import ImportLedger, NetboxDump, NetboxRecord, SourcedRow, sourced_rows_in
from netops.adopt.trial import TrialLoop
from netops.errors import DataError, Diagnostic, only_errors
from netops.messages import align_columns
from netops.project import Project
from netops.validation import open_company, validate_company_files

LAYERS = (
    "defaults.yaml",
    "platforms/{platform}.yaml",
    "roles/{role}.yaml",
    "regions/{region}.yaml",
    "tenants/{tenant}.yaml",
    "sites/{site}/site.yaml",
    "sites/{site}/roles/{role}.yaml",
)
MODELLED = frozenset(
    [
        "circuits.circuit",
        "circuits.circuittermination",
        "circuits.circuittype",
        "circuits.provider",
        "dcim.cable",
        "dcim.cabletermination",
        "dcim.device",
        "dcim.devicerole",
        "dcim.devicetype",
        "dcim.frontport",
        "dcim.interface",
        "dcim.interfacetemplate",
        "dcim.location",
        "dcim.manufacturer",
        "dcim.platform",
        "dcim.powerfeed",
        "dcim.powerport",
        "dcim.consoleport",
        "dcim.consoleporttemplate",
        "dcim.consoleserverport",
        "dcim.consoleserverporttemplate",
        "dcim.powerporttemplate",
        "dcim.modulebaytemplate",
        "dcim.poweroutlet",
        "dcim.rack",
        "dcim.rearport",
        "dcim.region",
        "dcim.site",
        "dcim.virtualchassis",
        "extras.tag",
        "extras.taggeditem",
        "ipam.aggregate",
        "ipam.asn",
        "ipam.ipaddress",
        "ipam.iprange",
        "ipam.prefix",
        "ipam.vlan",
        "ipam.vrf",
        "tenancy.tenant",
        "tenancy.tenantgroup",
        "tenancy.contact",
        "tenancy.contactassignment",
        "virtualization.cluster",
        "virtualization.virtualmachine",
        "virtualization.vminterface",
    ]
)
"""Kinds that netops has a noun for, or a key of one."""
UNUSED: Mapping[str, str] = {
    "dcim.powerport": "no cable leads from it to a power feed",
    "dcim.poweroutlet": "its device is in no rack",
    "dcim.interfacetemplate": "it is one of a type of modules",
    "extras.taggeditem": "netops has tags of devices and interfaces",
}
"""Why records of a kind that netops has are not taken, where there is no other reason."""


@dataclass(slots=True)
class RecordCount:
    """The records of a kind: how many there are, how many were taken, and the others by the reason."""

    kind: str
    total: int
    taken: int
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class ImportedRecords:
    """The files of the company, and what became of each record. `wrong`: problems that nothing could be left out for.

    Into a company: `differs` is what it has otherwise, `texts` its files with what is added to them.
    """

    files: dict[str, Any]
    counts: list[RecordCount]
    changed: list[tuple[str, str, str]]
    unread: dict[str, int]
    wrong: list[Diagnostic]
    differs: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """The report as values."""
        return {
            "kinds": [
                {"kind": one.kind, "records": one.total, "taken": one.taken, "not_taken": dict(sorted(one.reasons.items()))}
                for one in self.counts
            ],
            "changed": [{"file": file, "what": what, "reason": reason} for file, what, reason in self.changed],
            "fields_not_taken": self.unread,
            "differs": self.differs,
            "errors": [str(one) for one in self.wrong],
        }

    def text(self) -> str:
        """The report for people: the kinds in numbers, the reasons, then what was changed."""
        rows = [("KIND", "RECORDS", "TAKEN", "NOT TAKEN")]
        rows += [(one.kind, str(one.total), str(one.taken), str(one.total - one.taken)) for one in self.counts if one.kind in MODELLED]
        lines = align_columns(rows)
        for one in self.counts:
            if one.kind in MODELLED:
                lines += [f"not taken: {number} {one.kind}: {reason}" for reason, number in one.reasons.items()]
        others = ", ".join(f"{one.total} {one.kind}" for one in self.counts if one.kind not in MODELLED)
        lines += [f"no noun: {others}"] if others else []
        fields = ", ".join(f"{number} {name}" for name, number in self.unread.items())
        lines += [f"fields not taken: {fields}"] if fields else []
        lines += self._changes()
        lines += [f"differs: {one}" for one in self.differs]
        return "".join(f"{line}\n" for line in (*lines, *map(str, self.wrong)))

    def _changes(self) -> Iterator[str]:
        """What was changed, those alike in one line."""
        alike: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for file, what, reason in sorted(self.changed):
            alike[what, reason.rpartition(" (")[2]].append((file, reason))
        for (what, _), places in sorted(alike.items()):
            (file, reason), others = places[0], len(places) - 1
            yield f"{file}{f' and {others} more' if others else ''}: {what}: {reason}"


def import_records(dump: NetboxDump, scratch: Path, company: str) -> ImportedRecords:
    """A dump as a company. `scratch`: an empty folder."""
    ledger = ImportLedger()
    made = build_company(dump, ledger)
    settings = {"name": company, "schema": 2}
    common = {"netops.yaml": settings, "inventory/hierarchy.yaml": {"layers": list(LAYERS)}}
    common["inventory/defaults.yaml"] = {"derive": {"descriptions": False, "snmp": False, "default_gateway": False}}
    trial = TrialLoop(common | made.files, ledger, scratch, frozenset(common))
    trial.run()
    taken = {record.key: record for row in sourced_rows_in(list(trial.files.values())) for record in row.records}
    files = {name: _readable(data) for name, data in trial.files.items()}
    return ImportedRecords(files, _counts(dump, taken, ledger), ledger.changed, dump.unread(taken.values()), trial.wrong)


def merge_records(dump: NetboxDump, scratch: Path, root: Path, name: str) -> ImportedRecords:
    """A dump into the company at `root`: new files, additions to files, what differs. `name`: that of files with new rows of lists."""
    ledger = ImportLedger()
    made = build_company(dump, ledger)
    project = Project(root)
    company, problems = open_company(project, None)
    if company is None:
        raise DataError(only_errors(problems.problems))
    merged = merge_into_company(made.files, company, name, ledger)
    copy = scratch / "company"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git", ".netops"))
    for file, text in merged.texts.items():
        (copy / file).write_text(text, encoding="utf-8")
    known = frozenset(str(one) for one in only_errors(validate_company_files(project, None).problems))
    trial = TrialLoop(dict(merged.new), ledger, copy, frozenset(), known)
    trial.run()
    left = {record.key for data in made.files.values() for row in sourced_rows_in(data) for record in row.records}
    taken = {one.key: one for one in dump if one.key in left and one.key not in ledger.reasons}
    files = {file: _readable(data) for file, data in trial.files.items()}
    return ImportedRecords(
        files, _counts(dump, taken, ledger), ledger.changed, dump.unread(taken.values()), trial.wrong, merged.differs, merged.texts
    )


def _counts(dump: NetboxDump, taken: dict[tuple[str, str], NetboxRecord], ledger: ImportLedger) -> list[RecordCount]:
    found: dict[str, list[NetboxRecord]] = defaultdict(list)
    for record in dump:
        found[record.kind].append(record)
    out = []
    for kind, records in sorted(found.items()):
        left = [one for one in records if one.key not in taken]
        default = UNUSED.get(kind, "nothing that was taken refers to it") if kind in MODELLED else NO_NOUN
        reasons = Counter(_alike(ledger.reasons.get(one.key, default) for one in left))
        out.append(RecordCount(kind, len(records), len(records) - len(left), reasons))
    return out


def _alike(reasons: Iterable[str]) -> Iterator[str]:
    """Reasons of one rule by the first of them."""
    first: dict[str, str] = {}
    for reason in reasons:
        code = reason.rpartition(" (")[2] if reason.endswith(")") else reason
        yield first.setdefault(code, reason)


def _readable(data: Any) -> Any:
    """A file with equal neighbours among its interfaces as ranges."""
    if isinstance(data, SourcedRow) and isinstance(data.get("interfaces"), dict) and "device_type" in data:
        return {**data, "interfaces": dict(interface_ranges(data["interfaces"]))}
    return data
