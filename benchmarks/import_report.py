"""What `netops import configs` makes of real networks: exact, data and raw lines by platform and feature, time, and how short the YAML is.

    make import-report CORPUS=DIR

DIR holds one folder for each network with its configs, NAME.cfg, NAME.conf or NAME.txt. Of the configs only first words are shown.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from template_lines import is_template_line

from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.adopt.draft import DeviceDraft, feature_of_line
from netops.jobs.offline import SUFFIXES

MOST = 15
"""Features that are shown of each platform."""
LAYERED = 5
"""Devices of a network from which on it is compared with one without layers."""
ANY = "not rendered from the data"
TWO = frozenset(
    [
        *("aaa", "crypto", "ip", "ipv6", "management", "mpls", "no", "platform", "policy-options", "protocols", "router"),
        *("routing-options", "security", "service", "services", "system"),
    ]
)
"""Words of which the next one tells more, and is none that people choose."""
KEYWORD = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(slots=True)
class Feature:
    """Counts of a feature: its lines and the raw ones, both also by what they begin with; and why lines are raw."""

    lines: Counter[str] = field(default_factory=Counter)
    raw: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, path: Sequence[str], reason: str | None) -> None:
        start = beginning(path)
        self.lines[start] += 1
        if reason is not None:
            self.raw[start] += 1
            self.reasons[reason] += 1

    @property
    def why(self) -> str:
        """The reason of most raw lines: where no line that begins so is data, there is no noun."""
        reason, _ = min(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        if reason != ANY:
            return reason
        never = sum(number for start, number in self.raw.items() if number == self.lines[start])
        return "no noun or field" if 2 * never > self.raw.total() else "the noun lacks a form of these lines"


@dataclass(slots=True)
class Platform:
    """Counts over the devices of a platform. `could`: raw lines that a line of its templates could write."""

    devices: int = 0
    lines: int = 0
    raw: int = 0
    taken: int = 0
    could: int = 0
    features: dict[str, Feature] = field(default_factory=dict)

    def add(self, draft: DeviceDraft) -> None:
        lines, _, raw, taken = draft.counts()
        self.devices, self.lines, self.raw, self.taken = self.devices + 1, self.lines + lines, self.raw + raw, self.taken + taken
        for line in draft.lines:
            name = feature_of_line(draft.grammar, line.path[0])
            self.features.setdefault(name, Feature()).add(line.path, draft.raw.get(line.path))
            self.could += line.path in draft.raw and is_template_line(draft.platform.name, line.path[-1])


def beginning(path: Sequence[str]) -> str:
    """The keywords that a line begins with, behind those of its section; what people choose is left out."""
    return " / ".join(dict.fromkeys(_keywords(line) for line in ((path[0], path[-1]) if len(path) > 1 else path)))


def _keywords(line: str) -> str:
    first, *others = line.removeprefix("set ").split() or [""]
    return f"{first} {others[0]}" if first in TWO and others and KEYWORD.fullmatch(others[0]) else first


def networks(corpus: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each folder that has configs, with their texts by name."""
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir()):
        texts = {path.stem: path.read_text("utf-8", errors="replace") for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES}
        if texts:
            yield folder.name, texts


def nodes(value: Any) -> int:
    """Keys, entries and values of the YAML."""
    if isinstance(value, dict):
        return sum(1 + nodes(item) for item in value.values())
    if isinstance(value, list):
        return sum(map(nodes, value))
    return 1


def brought_in(texts: dict[str, str], *, flat: bool = False) -> ImportedConfigs:
    with tempfile.TemporaryDirectory() as scratch:
        return import_configs(texts, Path(scratch), ImportOptions(), company="acme", flat=flat)


def report(corpus: Path) -> Iterator[str]:
    """The lines of the report, as Markdown."""
    found: dict[str, Platform] = {}
    refused, ratios, count, configs = list[str](), list[tuple[int, float]](), 0, 0
    spent = 0.0
    for name, texts in networks(corpus):
        begun = time.process_time()
        imported = brought_in(texts)
        spent += time.process_time() - begun
        count, configs = count + 1, configs + len(texts)
        for draft in imported.drafts:
            found.setdefault(draft.platform.name, Platform()).add(draft)
        refused += [f"{one.source}:{one.line}" for one in imported.refused]
        if len(texts) >= LAYERED:
            ratios.append((len(texts), nodes(imported.files) / nodes(brought_in(texts, flat=True).files)))
        sys.stderr.write(f"{name}: {time.process_time() - begun:.1f} s\n")
    yield f"{configs} configurations of {count} networks, {spent:.0f} s of CPU, at most {_memory()} MB."
    yield ""
    yield "| platform | exact | lines | data | raw | taken away | expressible | data of these |"
    yield "|---|---|---|---|---|---|---|---|"
    rows = [*sorted(found.items()), ("all", _sum(found.values()))]
    for name, one in rows:
        data = one.lines - one.raw
        shares = [f"{100 * data / max(total, 1):.0f} %" for total in (one.lines, data + one.could)]
        yield f"| {name} | {one.devices} | {one.lines} | {shares[0]} | {one.raw} | {one.taken} | {data + one.could} | {shares[1]} |"
    yield ""
    yield f"Refused: {', '.join(refused) or 'none'}."
    shown = ", ".join(f"{ratio:.2f}" for _, ratio in ratios)
    yield f"Nodes of YAML against `--flat`, networks of {LAYERED} or more devices: {shown or 'none'}."
    for name, one in sorted(found.items()):
        yield from _raw(name, one)


def _raw(name: str, one: Platform) -> Iterator[str]:
    found = {name: feature for name, feature in one.features.items() if feature.raw}
    if not found:
        return
    yield from ("", f"**{name}**, raw lines by feature:", "", "| feature | lines | raw | mostly | why |", "|---|---|---|---|---|")
    for key, part in sorted(found.items(), key=lambda item: (-item[1].raw.total(), item[0]))[:MOST]:
        words = ", ".join(f"`{word}`" for word, _ in sorted(part.raw.items(), key=lambda item: (-item[1], item[0]))[:3])
        yield f"| {key} | {part.lines.total()} | {part.raw.total()} | {words} | {part.why} |"


def _sum(found: Iterable[Platform]) -> Platform:
    total = Platform()
    for one in found:
        for key in ("devices", "lines", "raw", "taken", "could"):
            setattr(total, key, getattr(total, key) + getattr(one, key))
    return total


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with one folder for each network")
    sys.stdout.write("".join(f"{line}\n" for line in report(parser.parse_args().corpus)))
