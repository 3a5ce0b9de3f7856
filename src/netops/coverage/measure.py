"""How much of a company is in use: counted by device, site and feature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from netops.coverage.reads import Reader, places_read
from netops.coverage.templates import UnusedBranch, unused_branches
from netops.coverage.values import DEVICE, UnreadKey, UnrenderedField, ValueUse, unread_keys, unrendered_fields, written_values
from netops.model.company import Company
from netops.render.traces import Trace


@dataclass(frozen=True, slots=True)
class ReadShare:
    """How many values are set, and how many of them the templates read."""

    values: int
    rendered: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was measured. `keys`: None when it was of some targets only; `fields` are those that other platforms or rules read."""

    keys: tuple[UnreadKey, ...] | None
    fields: tuple[UnrenderedField, ...]
    branches: tuple[UnusedBranch, ...]
    devices: Mapping[str, ReadShare]
    sites: Mapping[str, ReadShare]
    features: Mapping[str, ReadShare]


def measure_coverage(company: Company, traces: Sequence[Trace], readers: Iterable[Reader] = ()) -> Coverage:
    """How much of a company is in use by the targets of these traces. `readers`: the reports that read it too."""
    whole = Company(company.files, company.today).traced
    uses = list(written_values(whole, traces))
    is_whole = len(traces) == len(company.targets)
    keys = tuple(unread_keys(whole, places_read(whole, traces, readers))) if is_whole else None
    unread = {key.field for key in keys or () if key.noun == DEVICE}
    return Coverage(
        keys,
        tuple(row for row in unrendered_fields(uses) if row.field not in unread),
        tuple(unused_branches(traces)),
        _shares(uses, lambda use: use.device),
        _shares(uses, lambda use: use.site),
        _shares(uses, lambda use: use.field.partition(".")[0]),
    )


def _shares(uses: Iterable[ValueUse], group: Callable[[ValueUse], str]) -> dict[str, ReadShare]:
    """The shares of groups of values, each value of a device counted once."""
    found: dict[str, list[bool]] = {}
    for use in uses:
        found.setdefault(group(use), []).append(use.is_rendered)
    return {name: ReadShare(len(rows), sum(rows)) for name, rows in sorted(found.items())}
