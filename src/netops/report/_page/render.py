"""A page as HTML. The same page gives the same bytes."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from netops.errors import printable_text
from netops.facts.values import natural_key
from netops.report._page.record import ReportEntry, ReportPage, Tone
from netops.report._page.rows import DiffRow, paired_rows
from netops.report.record import Service

FOLDER = Path(__file__).parent
TONES: tuple[Tone, ...] = ("bad", "warn", "good", "idle")
"""In the order in which they are shown."""

OPEN_ENTRIES = 12
OPEN_LINES = 60
"""Entries are open when they are among the first, and not longer than this."""


@dataclass(frozen=True, slots=True)
class OutcomeSection:
    """Entries of one word: those with something to show, and the names of the others by their reason."""

    word: str
    tone: Tone
    anchor: str
    entries: tuple[ReportEntry, ...]
    names: Mapping[str, tuple[str, ...]]
    targets: int

    @property
    def is_folded(self) -> bool:
        """Whether the names are for those who look for one."""
        return self.tone in ("idle", "good")


def render_page(page: ReportPage) -> str:
    """The HTML of a page."""
    style = FOLDER.joinpath("style.css").read_text(encoding="utf-8").strip()
    sections = _sections(page.entries)
    entries = [entry for section in sections for entry in section.entries]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            style=Markup(style),  # noqa: S704 - a file of netops
            style_digest=b64encode(sha256(style.encode()).digest()).decode(),
            sections=sections,
            entries=entries,
            anchors=_anchors(name for entry in page.entries for name in entry.targets),
            names=sorted({name for entry in page.entries for name in entry.targets}, key=natural_key),
            opened=[at < OPEN_ENTRIES and len(entry.lines) <= OPEN_LINES for at, entry in enumerate(entries)],
            sites=_sites(page, sections),
            services=_services(entries),
            signs={line.sign for entry in entries for line in entry.lines},
            rows=_rows,
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: printable_text(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _rows(entry: ReportEntry) -> tuple[list[DiffRow], bool]:
    """The lines of an entry, and whether it helps to see two sides."""
    rows = paired_rows(entry.lines)
    return rows, any(row.is_pair for row in rows)


def _anchors(names: Iterable[str]) -> dict[str, str]:
    """An identifier for each name, readable where its letters allow it; no two are the same."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for name in dict.fromkeys(names):
        wanted = "target-" + (re.sub(r"[^A-Za-z0-9._:-]+", "-", name)[:80].strip("-") or "x")
        while wanted in used:
            wanted += "-"
        used.add(wanted)
        found[name] = wanted
    return found


def _sections(entries: Sequence[ReportEntry]) -> list[OutcomeSection]:
    """The entries by their word, what needs somebody first."""
    words: dict[tuple[Tone, str], list[ReportEntry]] = {}
    for entry in entries:
        words.setdefault((entry.tone, entry.word), []).append(entry)
    ranked = sorted(words.items(), key=lambda item: (TONES.index(item[0][0]), not any(one.has_body for one in item[1]), item[0][1]))
    return [_section(word, tone, f"section-{number}", of) for number, ((tone, word), of) in enumerate(ranked, 1)]


def _section(word: str, tone: Tone, anchor: str, entries: Sequence[ReportEntry]) -> OutcomeSection:
    names: dict[str, list[str]] = {}
    for entry in entries:
        if not entry.has_body:
            names.setdefault(entry.detail, []).extend(entry.targets)
    shown = tuple(entry for entry in entries if entry.has_body)
    plain = {reason: tuple(sorted(of, key=natural_key)) for reason, of in sorted(names.items())}
    return OutcomeSection(word, tone, anchor, shown, plain, sum(len(entry.targets) for entry in entries))


def _sites(page: ReportPage, sections: Sequence[OutcomeSection]) -> Mapping[str, Counter[str]]:
    """How many targets of each word a site has; nothing where there is but one."""
    sites: dict[str, Counter[str]] = {}
    for entry in page.entries:
        for name in entry.targets:
            site = page.context.sites.get(device_of(name), "-")
            sites.setdefault(site, Counter({section.word: 0 for section in sections}))[entry.word] += 1
    return dict(sorted(sites.items())) if len(sites) > 1 else {}


def _services(entries: Iterable[ReportEntry]) -> Mapping[Service, list[str]]:
    """The business services that depend on targets which differ or failed, with the names of those; critical ones first."""
    services: dict[Service, list[str]] = {}
    for entry in entries:
        for name, of in (entry.services or {}).items():
            for service in of:
                services.setdefault(service, []).append(name)
    return {service: sorted(names, key=natural_key) for service, names in sorted(services.items(), key=lambda item: item[0].rank)}


def device_of(target: str) -> str:
    """The device of a target: `print-1` of `print-1:cups`."""
    return target.split(":")[0]
